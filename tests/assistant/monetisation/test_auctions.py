"""The published examples of economics.md §1, and what every auction must satisfy."""

import json
from decimal import Decimal
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.monetisation.auctions.position import (
    Bidder,
    PositionRule,
    lowest_envy_free_bids,
    sell,
    totals,
)
from assistant.monetisation.auctions.segment import exact, prominence, simulate
from assistant.monetisation.auctions.spec import (
    PositionResult,
    PositionSpec,
    SegmentResult,
    SegmentSpec,
    auction,
    read_spec,
)
from catalog.errors import BadInput

D = Decimal
QUALITY = (0.36, 0.87, 0.31, 0.26)
TABLE = [
    ((3, 3, 2, 2), "with", (0.6848, 0.3793, 0.7108), (0.660, 0.371, 0.688)),
    ((3, 3, 2, 2), "without", (0.5254, 0.3349, 0.5693), (0.521, 0.333, 0.565)),
    ((3, 3, 2, 2), "naive2", (0.5115, 0.3879, 0.5552), (0.508, 0.379, 0.552)),
    ((2, 1, 3, 3), "with", (0.8956, 0.3392, 0.5250), (0.898, 0.347, 0.527)),
    ((2, 1, 3, 3), "without", (0.8912, 0.3172, 0.5213), (0.896, 0.317, 0.521)),
    ((2, 1, 3, 3), "naive2", (0.8889, 0.3742, 0.4215), (0.897, 0.378, 0.418)),
]


def bidders(*bids: int | str, quality: tuple[str, ...] = ()) -> list[Bidder]:
    qualities = [D(q) for q in quality] or [D(1)] * len(bids)
    pairs = zip(bids, qualities, strict=True)
    return [Bidder(id=f"b{i}", bid=D(b), quality=q) for i, (b, q) in enumerate(pairs, start=1)]


def paid(rule: PositionRule, bids: list[Bidder], clicks: tuple[int, ...]) -> list[Decimal]:
    clicks_ = tuple(D(x) for x in clicks)
    return list(totals(sell(rule, bids, clicks_), clicks_).values())


def test_the_totals_of_edelman_ostrovsky_schwarz() -> None:
    assert paid("gsp", bidders(10, 4, 2), (200, 100)) == [800, 200]
    assert paid("vcg", bidders(10, 4, 2), (200, 100)) == [600, 200]
    assert paid("gsp", bidders(10, 3, 2), (200, 100)) == [600, 200]


def test_a_place_without_clicks_as_textbooks_draw_it() -> None:
    """Easley and Kleinberg 2010, chapter 15: clicks 10, 4, 0; values 7, 6, 1."""
    clicks = [10, 4, 0]

    def held(mechanism: str, **bids: int) -> list[tuple[str, float]]:
        spec = {"mechanism": mechanism, "clicks": clicks, "bids": bids}
        result = auction(PositionSpec.model_validate(spec))
        assert isinstance(result, PositionResult)
        return [(slot.bidder, slot.total) for slot in result.slots]

    assert held("gsp", x=7, y=6, z=1) == [("x", 60), ("y", 4), ("z", 0)]
    assert held("gsp", x=5, y=6, z=1) == [("y", 50), ("x", 4), ("z", 0)]
    assert held("gsp", x=5, y=4, z=2) == [("x", 40), ("y", 8), ("z", 0)]
    assert held("vcg", x=7, y=6, z=1) == [("x", 40), ("y", 4), ("z", 0)]
    values, places = (D(7), D(6), D(1)), tuple(map(D, clicks))
    lowest = dict(zip("xyz", lowest_envy_free_bids(values, places), strict=True))
    sold = sell("gsp", [Bidder(id=i, bid=b) for i, b in lowest.items()], places)
    assert list(totals(sold, places).values()) == [40, 4, 0]


def test_gsp_is_not_truthful() -> None:
    def gain(bid: int) -> Decimal:
        clicks = (D(200), D(199))
        sold = sell("gsp", bidders(bid, 4, 2), clicks)
        mine = next(i for i, s in enumerate(sold) if s.bidder.id == "b1")
        return (10 - sold[mine].price) * clicks[mine]

    assert gain(10) == 1200
    assert gain(3) == 1592


def test_quality_raises_the_price_that_the_poorer_one_pays() -> None:
    sold = sell("gsp", bidders(10, 4, quality=(".5", "1")), (D(1),))
    assert [(s.bidder.id, s.price) for s in sold] == [("b1", 8)]


def test_varians_lower_bounds_earn_what_vcg_earns() -> None:
    assert lowest_envy_free_bids((D(10), D(4), D(2)), (D(200), D(100))) == (10, 3, 2)


amounts = st.decimals(min_value="0.01", max_value="100", places=2)
rules: st.SearchStrategy[PositionRule] = st.sampled_from(("gsp", "vcg", "first_price"))


@st.composite
def markets(draw: st.DrawFn) -> tuple[list[Bidder], tuple[Decimal, ...], Decimal]:
    bids = draw(st.lists(amounts, min_size=1, max_size=6))
    quality = st.decimals(min_value="0.05", max_value="1", places=2)
    clicks = sorted(draw(st.lists(amounts, min_size=1, max_size=4)), reverse=True)
    reserve = draw(st.sampled_from((D(0), D("0.5"), D(20))))
    made = [Bidder(id=f"b{i}", bid=b, quality=draw(quality)) for i, b in enumerate(bids)]
    return made, tuple(clicks), reserve


@given(rules, markets())
def test_a_price_lies_between_the_reserve_and_the_bid(
    rule: PositionRule, market: tuple[list[Bidder], tuple[Decimal, ...], Decimal]
) -> None:
    bids, clicks, reserve = market
    sold = sell(rule, bids, clicks, reserve)
    taking_part = [b for b in bids if b.bid >= reserve]
    assert len(sold) == min(len(taking_part), len(clicks))
    for s in sold:
        assert reserve - D("1e-20") <= s.price <= s.bidder.bid + D("1e-20")


@given(markets(), st.integers(0, 5))
@settings(max_examples=60)
def test_truth_is_a_best_response_under_vcg(
    market: tuple[list[Bidder], tuple[Decimal, ...], Decimal], who: int
) -> None:
    bids, clicks, reserve = market
    me = bids[who % len(bids)]

    def gain(bid: Decimal) -> Decimal:
        others = [b for b in bids if b.id != me.id]
        sold = sell("vcg", [*others, me.model_copy(update={"bid": bid})], clicks, reserve)
        mine = (s for s in zip(sold, clicks, strict=False) if s[0].bidder.id == me.id)
        return sum(((me.bid - s.price) * x for s, x in mine), D(0))

    grid = [me.bid * D(step) / 10 for step in range(31)]
    assert max(map(gain, grid)) <= gain(me.bid) + D("1e-18")


@given(rules, markets(), amounts)
def test_a_higher_bid_never_gets_a_lower_place(
    rule: PositionRule, market: tuple[list[Bidder], tuple[Decimal, ...], Decimal], more: Decimal
) -> None:
    bids, clicks, reserve = market

    def place(all_bids: list[Bidder]) -> int:
        sold = sell(rule, all_bids, clicks, reserve)
        return next((i for i, s in enumerate(sold) if s.bidder.id == "b0"), len(clicks))

    raised = [b.model_copy(update={"bid": b.bid + more}) if b.id == "b0" else b for b in bids]
    assert place(raised) <= place(bids)


@given(st.lists(amounts, min_size=2, max_size=7), st.lists(amounts, min_size=1, max_size=4))
def test_gsp_at_the_lower_bounds_is_vcg(values: list[Decimal], rates: list[Decimal]) -> None:
    values, clicks = sorted(values, reverse=True), tuple(sorted(rates, reverse=True))
    truthful = [Bidder(id=f"b{i:02}", bid=v) for i, v in enumerate(values)]
    low = lowest_envy_free_bids(values, clicks)
    assert list(low) == sorted(low, reverse=True)
    equilibrium = [Bidder(id=f"b{i:02}", bid=b) for i, b in enumerate(low)]
    gsp = [s.price for s in sell("gsp", equilibrium, clicks)]
    vcg = [s.price for s in sell("vcg", truthful, clicks)]
    assert [round(p, 12) for p in gsp] == [round(p, 12) for p in vcg]


def test_ties_are_broken_by_the_seed_and_by_nothing_else() -> None:
    def first(seed: int, bids: list[Bidder]) -> str:
        return sell("gsp", bids, (D(1),), draw=Random(seed))[0].bidder.id

    same = bidders(2, 2)
    winners = [first(seed, same) for seed in range(200)]
    assert 60 < winners.count("b1") < 140
    assert winners == [first(seed, same[::-1]) for seed in range(200)]


@pytest.mark.parametrize(("reserve", "revenue"), [(0.0, 1 / 3), (0.5, 5 / 12)])
def test_two_uniform_bidders_bring_the_revenue_of_the_textbook(
    reserve: float, revenue: float
) -> None:
    values = np.random.default_rng(1).random((4000, 2))
    takings = [
        float(sum(s.price for s in sell("gsp", bidders(str(a), str(b)), (D(1),), D(str(reserve)))))
        for a, b in values
    ]
    assert abs(np.mean(takings) - revenue) < 4 * np.std(takings) / 4000**0.5


@pytest.mark.parametrize(("bids", "variant", "closed", "published"), TABLE)
def test_the_segment_table(bids, variant, closed, published) -> None:  # type: ignore[no-untyped-def]
    spec = SegmentSpec(
        mechanism="segment", variant=variant, bids=bids, quality=QUALITY, segments=3, runs=40_000
    )
    result = auction(spec)
    assert isinstance(result, SegmentResult)
    for name, value, seen in zip(
        ("welfare", "revenue", "relevance"), closed, published, strict=True
    ):
        formula, simulated = getattr(result.exact, name), getattr(result.simulated, name)
        assert formula == pytest.approx(value, abs=5e-5)
        assert abs(simulated - formula) < 4 * getattr(result.simulated.stderr, name)
        assert abs(formula - seen) < 0.03


@given(
    st.lists(st.floats(0.1, 10), min_size=1, max_size=4),
    st.integers(1, 4),
    st.sampled_from(("with", "without", "naive2")),
)
@settings(max_examples=15, deadline=None, derandomize=True)
def test_the_closed_form_and_the_simulation_agree(bids, segments, variant) -> None:  # type: ignore[no-untyped-def]
    quality = [0.2 + 0.15 * i for i in range(len(bids))]
    formula = exact(variant, bids, quality, segments)
    run = simulate(variant, bids, quality, segments, runs=20_000, seed=3)
    for name in ("welfare", "revenue", "relevance"):
        error = max(getattr(run.stderr, name), 1e-9)
        assert abs(getattr(run, name) - getattr(formula, name)) < 5 * error


def test_who_bids_nothing_is_never_spoken_of() -> None:
    spec = SegmentSpec(
        mechanism="segment", variant="without", bids=(1, 0), quality=(1, 1), segments=2, runs=100
    )
    result = auction(spec)
    assert isinstance(result, SegmentResult)
    assert result.exact.relevance == result.simulated.relevance == 0.5
    assert result.exact.revenue == result.simulated.revenue == 0


def test_proportional_prominence() -> None:
    assert prominence((2, 1), 0.5) == pytest.approx((0.8, 0.2))
    assert prominence((2, 1), 0) == pytest.approx((2 / 3, 1 / 3))


def test_a_specification_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "spec.json"
    spec = {"mechanism": "vcg", "clicks": [200, 100], "bids": {"a": 10, "b": 4, "c": 2}}
    path.write_text(json.dumps(spec), "utf-8")
    result = auction(read_spec(path))
    assert isinstance(result, PositionResult)
    assert json.loads(result.model_dump_json(exclude_none=True)) == {
        "slots": [
            {"bidder": "a", "price_per_click": 3.0, "total": 600.0},
            {"bidder": "b", "price_per_click": 2.0, "total": 200.0},
        ]
    }


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{", ""),
        ('{"mechanism": "lottery"}', ""),
        ('{"mechanism": "gsp", "clicks": [1, 2], "bids": {}}', "gsp.clicks"),
        ('{"mechanism": "gsp", "clicks": [1], "bids": {"a": -1}}', "gsp.bids.a"),
        ('{"mechanism": "gsp", "clicks": [1], "bids": {}, "quality": {"z": 1}}', "gsp"),
        ('{"mechanism": "segment", "bids": [1], "quality": [1, 2]}', "segment"),
    ],
)
def test_a_bad_specification_names_its_field(tmp_path: Path, text: str, field: str) -> None:
    path = tmp_path / "spec.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput) as caught:
        read_spec(path)
    assert caught.value.field == field
    assert str(path) in str(caught.value)


def test_a_missing_specification_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_spec(tmp_path / "none.json")


def test_reserve_and_quality_through_the_specification() -> None:
    spec = PositionSpec.model_validate(
        {
            "mechanism": "vcg",
            "clicks": [200, 100],
            "bids": {"a": 10, "b": 4, "c": 2},
            "quality": {"a": 1, "b": 0.5},
            "reserve": 3,
        }
    )
    result = auction(spec)
    assert isinstance(result, PositionResult)
    assert [(s.bidder, s.price_per_click) for s in result.slots] == [("a", 3), ("b", 3)]
