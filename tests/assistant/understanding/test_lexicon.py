"""The lexicon of a catalog with its own vocabulary, and of a feed without one."""

from pathlib import Path

import pytest

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.lexicon_builder import build_lexicon
from assistant.understanding.spelling import corrected
from assistant.understanding.understand import understand
from catalog.money import Money
from catalog.offer import Offer
from catalog.price import PriceObservation
from catalog.product import Product
from catalog.seller import Seller
from catalog.store import Catalog
from catalog.writer import CatalogWriter

SHELF = Path(__file__).parent / "shelf"


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    """A feed with free-text categories, brands in any case and one currency."""
    folder = tmp_path_factory.mktemp("feed")
    rows = [
        ("a", "sony ipod dock black", "electronics - general", "sony"),
        ("b", "hp laserjet printer", "Computers > Printers", "HP"),
        ("c", "black leather case for ipod", "cases sleeves", "case"),
        ("d", "Hp ink cartridge", "Computers > Ink", "hp"),
        ("e", "silicone case for apple ipod", "cases sleeves", "tribeca"),
        ("f", "neoprene case", "cases sleeves", "tribeca"),
    ]
    seen = {"kind": "list", "observed_at": "2026-11-01T00:00:00+00:00", "source": "feed"}
    price = PriceObservation.model_validate(seen | {"money": Money.of("20", "EUR")})
    with CatalogWriter(folder) as writer:
        writer.put([Seller(id="s", name="S")])
        writer.put(Product(id=i, title=t, category=c, brand=b) for i, t, c, b in rows)
        writer.put(
            Offer(id=f"o{r[0]}", product_id=r[0], seller_id="s", prices=(price,)) for r in rows
        )
    return build_lexicon(Catalog.open(folder))


def test_brands_of_a_feed_are_found_in_any_case_and_spelling(feed: Lexicon) -> None:
    assert understand("an HP printer", (), feed).constraints.brands == ("HP", "hp")
    assert understand("索尼的", (), feed).constraints.brands == ("sony",)


def test_a_brand_that_is_an_ordinary_word_binds_only_when_it_is_called_a_brand(
    feed: Lexicon,
) -> None:
    assert understand("ipod case", (), feed).constraints.brands == ()
    assert understand("an ipod holder by case", (), feed).constraints.brands == ("case",)


def test_a_feeds_category_is_known_but_does_not_bind(feed: Lexicon) -> None:
    need = understand("laser printers", (), feed)
    assert need.category == "Computers > Printers"
    assert need.constraints.categories == ()
    assert need.query == "laser printers"


def test_an_unnamed_currency_is_the_catalogs_only_one(feed: Lexicon) -> None:
    assert understand("printer under 100", (), feed).constraints.price_max == Money.of("100", "EUR")
    assert understand("printer under $100", (), feed).constraints.price_max == Money.of(
        "100", "USD"
    )


def test_attribute_words_inside_a_categorys_name_are_found() -> None:
    lexicon = build_lexicon(Catalog.open(SHELF))
    found = lexicon.find("running shoes and 无线耳机")
    assert [m.phrase for m in found] == ["running shoes", "无线", "耳机"]


def test_one_slip_in_a_known_word_is_put_right_and_other_words_are_left_alone() -> None:
    lexicon = build_lexicon(Catalog.open(SHELF))
    assert corrected("wireles keybord", lexicon) == "wireless keyboard"
    assert corrected("winter words trail", lexicon) == "winter words trail"


def test_the_price_of_a_product_is_the_lowest_in_its_currency() -> None:
    lexicon = build_lexicon(Catalog.open(SHELF))
    assert lexicon.price("c2", "CNY") == Money.of("79", "CNY")
    assert lexicon.price("c2", "CNY", ("official",)) == Money.of("89", "CNY")
    assert lexicon.price("k1", "USD") == Money.of("69", "USD")
    assert lexicon.price("h1", "USD", ("third_party",)) is None
    assert lexicon.product("nothing") is None
