"""What each mechanism lets money move, and what it leaves alone."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.monetisation.mechanisms.affiliate import Affiliate
from assistant.monetisation.mechanisms.paid_ranking import PaidRanking
from assistant.monetisation.mechanisms.slots import Slots
from assistant.schema.answer import Block
from assistant.schema.placement import Placement, Terms
from catalog.store import Catalog
from tests.support.kettles import NEED, campaign, cny, opportunity

D = Decimal


def terms(placement: Placement) -> Terms:
    assert placement.disclosure is not None
    return placement.disclosure.terms


def lines(placement: Placement, language: str) -> list[str]:
    assert placement.disclosure is not None
    return [line.text(language) for line in placement.disclosure.arithmetic]


def test_slots_are_sold_by_bid_times_relevance(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(4, "1.00"), campaign(5, "1.50"), campaign(6, "1.00"))
    outcome = Slots().place(seen)
    assert outcome.listed == seen.picks
    assert [p.product_id for p in outcome.sponsored] == ["p5", "p4"]
    first, second = outcome.sponsored
    # 0.7 · 1.00 / 0.6 = 1.1667 and 0.5 · 1.00 / 0.7 = 0.7143, each up to the next fen.
    assert terms(first) == Terms(event="click", amount=cny("1.17"))
    assert terms(second) == Terms(event="click", amount=cny("0.72"))
    assert (first.rank, first.rank_if_unpaid) == (1, 5)
    assert first.comp.payer == "卖家5" and first.moved
    assert lines(first, "zh") == [
        "出价 ¥1.50 × 相关度 0.6 = 0.9",
        "守住这个位置需要出到 1.1667，每次点击付 ¥1.17",
    ]
    assert lines(first, "en") == [
        "Bid CNY 1.50 × relevance 0.6 = 0.9",
        "A bid of 1.1667 just holds this place: CNY 1.17 per click",
    ]
    assert first.disclosure is not None and first.disclosure.premium == cny("40")


def test_vcg_prices_the_clicks_taken_from_those_below(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(4, "10"), campaign(5, "4"), campaign(6, "2"))
    slots = Slots(auction="vcg", clicks=(D(200), D(100)), quality="equal")
    first, second = slots.place(seen).sponsored
    assert (terms(first).amount, terms(second).amount) == (cny("3"), cny("2"))
    assert lines(first, "en")[1] == (
        "Priced by the clicks that it takes from those below: 0.5 × 4 + 0.5 × 2, so CNY 3 per click"
    )


def test_first_price_is_the_bid(shelf: Catalog) -> None:
    outcome = Slots(auction="first_price").place(opportunity(shelf, campaign(4, "1.23")))
    assert terms(outcome.sponsored[0]).amount == cny("1.23")
    assert lines(outcome.sponsored[0], "zh")[1] == "出多少付多少：每次点击付 ¥1.23"


def test_a_reserve_and_a_relevance_floor_keep_out(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(4, "0.40"), campaign(7, "90"))
    assert Slots(reserve=(cny("0.50"),)).place(seen).sponsored == ()
    (alone,) = Slots(reserve=(cny("0.30"),)).place(seen).sponsored
    assert (alone.product_id, terms(alone).amount) == ("p4", cny("0.30"))


def test_a_product_in_the_list_buys_no_slot_unless_repeats(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(1))
    assert Slots().place(seen).sponsored == ()
    assert [p.product_id for p in Slots(repeats=True).place(seen).sponsored] == ["p1"]


def test_one_product_is_sold_once(shelf: Catalog) -> None:
    rival = campaign(4, "2.00", id="c4b", payer="另一家")
    outcome = Slots().place(opportunity(shelf, campaign(4), rival))
    assert [p.comp.payer for p in outcome.sponsored] == ["另一家"]


def test_ties_are_drawn_by_the_seed(shelf: Catalog) -> None:
    slots = Slots(quality="equal", clicks=(D(1),))
    winners = [
        slots.place(opportunity(shelf, campaign(4), campaign(5), seed=str(n)))
        .sponsored[0]
        .product_id
        for n in range(40)
    ]
    assert set(winners) == {"p4", "p5"}


def test_a_uniform_commission_is_on_every_link_and_moves_none(shelf: Catalog) -> None:
    seen = opportunity(shelf)
    outcome = Affiliate(rate=D("0.05")).place(seen)
    assert [p.product_id for p in outcome.listed] == [p.product_id for p in seen.picks]
    for item in outcome.listed:
        assert item.comp.type == "cps"
        assert not item.moved and not item.comp.affects_rank and not item.comp.varies_by_seller
        assert terms(item) == Terms(event="order", rate=D("0.05"))
    assert lines(outcome.listed[0], "zh") == ["¥110 × 5% = ¥5.50，成交后支付"]
    Block(id="b", kind="organic", order=0, placements=outcome.listed)


def test_paid_ranking_moves_what_is_bid_for(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(5, "2.00"))
    outcome = PaidRanking(unit=(cny("2"),)).place(seen)
    # 0.6 · (1 + 2/2) = 1.2 beats 1.0; it takes 2 · (1.0/0.6 − 1) = 1.3334 to stay above.
    assert [p.product_id for p in outcome.listed] == ["p5", "p1", "p2"]
    moved, *rest = outcome.listed
    assert moved.comp.affects_rank and moved.comp.type == "bid"
    assert (moved.rank, moved.rank_if_unpaid) == (1, 5)
    assert terms(moved) == Terms(event="click", amount=cny("1.34"))
    assert [(p.rank, p.rank_if_unpaid, p.sponsored) for p in rest] == [(2, 1, False), (3, 2, False)]
    assert moved.disclosure is not None
    assert moved.disclosure.why.zh == "卖家5按点击付费，把它从第 5 位移到了第 1 位。"


def test_who_would_stand_there_anyway_pays_nothing(shelf: Catalog) -> None:
    outcome = PaidRanking().place(opportunity(shelf, campaign(1, "9.00")))
    assert not outcome.moved
    assert [p.product_id for p in outcome.listed] == ["p1", "p2", "p3"]


def test_who_pays_to_stay_is_paid_for(shelf: Catalog) -> None:
    outcome = PaidRanking().place(opportunity(shelf, campaign(1, "9.00"), campaign(2, "1.00")))
    assert [(p.product_id, p.rank_if_unpaid, p.moved) for p in outcome.listed] == [
        ("p1", 1, True),
        ("p2", 2, False),
        ("p3", 3, False),
    ]


def test_an_order_that_was_asked_for_is_not_sold(shelf: Catalog) -> None:
    cheapest = NEED.model_copy(update={"sort": "price_asc"})
    seen = opportunity(shelf, campaign(5, "9.00"), need=cheapest)
    assert PaidRanking().place(seen).listed == seen.picks


bids = st.dictionaries(st.integers(1, 7), st.decimals("0.01", "20", places=2).map(str), max_size=6)


@given(bids, st.sampled_from((D("0.5"), D(1), D(2))))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_money_moves_only_what_says_so(
    shelf: Catalog, bids: dict[int, str], alpha: Decimal
) -> None:
    seen = opportunity(shelf, *(campaign(n, bid) for n, bid in bids.items()))
    outcome = PaidRanking(alpha=alpha).place(seen)
    assert [p.rank for p in outcome.listed] == [1, 2, 3]
    for item in outcome.listed:
        better = item.rank_if_unpaid is None or item.rank < item.rank_if_unpaid
        assert item.moved == item.sponsored
        assert item.moved or not better
        if item.moved:
            due = terms(item).amount
            assert due is not None and due <= cny(bids[int(item.product_id[1:])])


@given(bids, st.sampled_from(("gsp", "vcg", "first_price")))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_slots_never_touch_the_list(shelf: Catalog, bids: dict[int, str], rule: str) -> None:
    seen = opportunity(shelf, *(campaign(n, bid) for n, bid in bids.items()))
    mechanism = Slots.model_validate({"auction": rule, "reserve": (cny("0.10"),)})
    outcome = mechanism.place(seen)
    assert outcome == mechanism.place(seen)
    assert outcome.listed == seen.picks
    for item in outcome.sponsored:
        due = terms(item).amount
        assert due is not None and cny("0.10") <= due <= cny(bids[int(item.product_id[1:])])
        assert item.rank_if_unpaid == int(item.product_id[1:])


@pytest.mark.parametrize("mechanism", [Slots(), Affiliate(), PaidRanking()])
def test_nothing_for_sale_without_campaigns_or_picks(shelf: Catalog, mechanism: Slots) -> None:
    from dataclasses import replace

    empty = replace(opportunity(shelf), picks=(), ranked=())
    outcome = mechanism.place(empty)
    assert outcome.listed == outcome.sponsored == ()
