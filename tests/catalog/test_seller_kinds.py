"""A shop is official by a source that is not its own row; else it says so itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.errors import BadInput
from catalog.importing.run import import_feeds
from catalog.store import Catalog
from tests.support.feeds_by_hand import SEEN, write

FEED = (
    "id,title,price,currency,seller,seller_kind\n"
    "1,Jug,8.50,EUR,Hall Pottery,official\n2,Bowl,6.50,EUR,Any Shop,authorised\n"
    "3,Cup,4.50,EUR,Corner,third party\n4,Pot,9.50,EUR,Quiet,\n"
)


def kinds(folder: Path, listed: str = "", mapping: str = "") -> dict[str, str]:
    """The kinds of the feed's sellers, with the operator's list or map."""
    feed = write(folder, "goods.csv", FEED)
    sellers = write(folder, "sellers.yaml", listed) if listed else None
    chart = write(folder, "map.yaml", mapping) if mapping else None
    import_feeds([feed], folder / "shelf", seen_at=SEEN, sellers=sellers, mapping=chart)
    catalog = Catalog.open(folder / "shelf")
    return {seller.name: seller.kind for seller in catalog.sellers()}


def test_a_row_makes_no_shop_official(tmp_path: Path) -> None:
    assert kinds(tmp_path) == {
        "Hall Pottery": "self_described",
        "Any Shop": "self_described",
        "Corner": "third_party",
        "Quiet": "unknown",
    }


def test_the_operators_list_does_and_a_later_feed_does_not_undo_it(tmp_path: Path) -> None:
    listed = "Hall Pottery: official\nQuiet: self_operated\n"
    assert kinds(tmp_path, listed)["Hall Pottery"] == "official"
    later = kinds(tmp_path)
    assert (later["Hall Pottery"], later["Quiet"], later["Any Shop"]) == (
        "official",
        "self_operated",
        "self_described",
    )


def test_a_constant_of_the_map_is_the_operators_word(tmp_path: Path) -> None:
    assert set(kinds(tmp_path, mapping="seller_kind: =official\n").values()) == {"official"}


@pytest.mark.parametrize("listed", ["- a\n", "Hall: best\n", "Hall: self_described\n", "{"])
def test_a_list_that_is_none_is_one_clear_error(tmp_path: Path, listed: str) -> None:
    with pytest.raises(BadInput, match=r"sellers\.yaml"):
        kinds(tmp_path, listed)
