"""Joining offers: what two listings share and differ in, and how groups may grow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.importing.linkage import Pair, grow, join
from catalog.importing.similarity import Entry, Matcher, features, trained, traits


def entry(n: int, seller: str = "A", title: str = "Cup", **more: object) -> Entry:
    blank = Entry(n, str(n), "", seller, title, "", "", "", None)
    return blank._replace(**more)


def score(a: Entry, b: Entry) -> float:
    return trained().score(features(traits(a), traits(b), lambda word: 7.0))


DRIVE = "toshiba ph3100u-1e3s 1tb usb 3.0 desktop hard drive"
A = entry(1, "A", DRIVE, brand="toshiba", model="ph3100u-1e3s", price=89.0)


@pytest.mark.parametrize(
    ("title", "more", "same"),
    [
        (DRIVE + " black", {"brand": "toshiba"}, True),
        (
            "toshiba 1 tb desktop usb 3.0 drive ph3100u1e3s",
            {"brand": "toshiba", "price": 95.0},
            True,
        ),
        ("toshiba ph3200u-1e3s 2tb usb 3.0 desktop hard drive", {"brand": "toshiba"}, False),
        ("toshiba usb 3.0 cable", {"brand": "toshiba", "price": 9.0}, False),
        ("seagate 1tb usb 3.0 desktop hard drive", {"brand": "seagate", "model": "stb1"}, False),
    ],
)
def test_likeness_tells_one_product_from_its_neighbours(
    title: str, more: dict[str, object], same: bool
) -> None:
    assert (score(A, entry(2, "B", title, **more)) >= trained().threshold) is same


def test_likeness_gives_its_reasons() -> None:
    other = entry(2, "B", DRIVE, brand="toshiba", price=80.0)
    reasons = trained().reasons(features(traits(A), traits(other), lambda word: 7.0))
    assert len(reasons) == 5
    assert all(isinstance(name, str) and weight for name, weight in reasons)


words = st.text("ab1 -木", max_size=12)
entries = st.builds(
    entry, st.just(1), st.just("A"), words, brand=words, model=words, price=st.none() | st.just(9.5)
)


@given(entries, entries)
def test_likeness_is_a_chance_and_the_same_both_ways(a: Entry, b: Entry) -> None:
    assert 0 <= score(a, b) <= 1
    assert score(a, b) == pytest.approx(score(b, a))


def groups(found: list[Pair], *known: Entry) -> list[list[int]]:
    by_place = {each.n: each for each in known}
    return grow(found, by_place.__getitem__)


def test_no_chain_of_likenesses_joins_strangers() -> None:
    chain = [Pair(0.9, 1, 2), Pair(0.8, 2, 3)]
    shops = [entry(1, "A"), entry(2, "B"), entry(3, "C")]
    assert groups(chain, *shops) == [[1, 2]]
    assert groups([*chain, Pair(0.6, 1, 3)], *shops) == [[1, 2, 3]]


def test_a_code_joins_where_likeness_does_not_and_differing_codes_never() -> None:
    shops = [entry(1, "A", gtin="1"), entry(2, "B", gtin="01"), entry(3, "C", gtin="2")]
    assert groups([Pair(2.0, 1, 2), Pair(0.99, 1, 3), Pair(0.99, 2, 3)], *shops) == [[1, 2]]


def test_two_products_the_catalog_knows_stay_two() -> None:
    shops = [entry(1, "A", product="p"), entry(2, "B"), entry(3, "C", product="q")]
    pairs = [Pair(0.9, 1, 2), Pair(3.0, 2, 3), Pair(3.0, 1, 3)]
    assert groups(pairs, *shops) == [[2, 3]]


class Listed:
    """A source that holds its blocks in memory."""

    def __init__(self, gtin: list[list[Entry]], *known: Entry) -> None:
        self._blocks, self._known = {"gtin": gtin}, {each.n: each for each in known}

    def blocks(self, by: str) -> Iterator[list[Entry]]:
        yield from self._blocks.get(by, [])

    def alike(self, nearest: int) -> Iterator[tuple[Entry, list[Entry]]]:
        yield from ()

    def rarity(self, word: str) -> float:
        return 1.0

    def entry(self, n: int) -> Entry:
        return self._known[n]


def test_a_code_that_one_shop_gives_to_everything_is_a_placeholder() -> None:
    many = [entry(n, "A", gtin="1") for n in range(8)]
    few = [entry(n, seller, gtin="1") for n, seller in enumerate("ABC")]
    nothing = Matcher(weights={}, threshold=0.5)
    assert join(Listed([many], *many), nothing) == []
    assert join(Listed([few], *few), nothing) == [[0, 1, 2]]
    assert join(Listed([], *few), nothing, links=[(0, 2)]) == [[0, 2]]
