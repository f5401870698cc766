"""What was for sale and went unsold is told, with what kept the nearest buyers out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from assistant.monetisation.mechanisms.checkout import InstantCheckout
from assistant.monetisation.mechanisms.direct_offer import DirectOffer
from assistant.monetisation.mechanisms.in_list import InList
from assistant.monetisation.mechanisms.paid_ranking import PaidRanking
from assistant.monetisation.mechanisms.slots import Slots
from assistant.schema.difference import Difference, Unsold
from assistant.session import Settings
from tests.support.kettles import NEED, campaign, cny, opportunity
from ui.render.comparison_measures import measures

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.session import House
    from catalog.store import Catalog


def left(sold: tuple[Unsold, ...]) -> list[tuple[int, str]]:
    return [(u.count, u.reason) for u in sold]


def test_each_reason_is_the_one_that_kept_the_buyers_out(shelf: Catalog) -> None:
    slots = Slots(reserve=(cny("2"),), relevance_floor=Decimal("0.5"))
    for bids, told in (
        ((), [(2, "no_bidder")]),
        ((campaign(4, "3.00"),), [(1, "too_few")]),
        ((campaign(4, "3.00"), campaign(5, "3.00")), []),
        ((campaign(1, "3.00"), campaign(4, "3.00")), [(1, "listed")]),
        ((campaign(4, "3.00"), campaign(5, "1.00")), [(1, "held_back")]),
        ((campaign(4, "3.00"), campaign(7, "9.00")), [(1, "irrelevant")]),
    ):
        seen = opportunity(shelf, *bids)
        outcome = slots.place(seen)
        assert left(outcome.unsold) == told, bids
        assert len(outcome.sponsored) + sum(u.count for u in outcome.unsold) == 2


def test_an_order_asked_for_and_what_may_not_be_pushed_are_not_for_sale(shelf: Catalog) -> None:
    seen = opportunity(shelf, campaign(4, "3.00"))
    cheapest = replace(seen, need=NEED.model_copy(update={"sort": "price_asc"}))
    assert left(InList(clicks=(Decimal(1),)).place(cheapest).unsold) == [(1, "sorted")]
    restricted = replace(
        seen, need=NEED.model_copy(update={"restricted": "medicine"}), campaigns=()
    )
    assert left(Slots().place(restricted).unsold) == [(2, "not_for_sale")]


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "没卖出去：2 个广告位（没有商家出价）"), ("en", "unsold: 2 slots (nobody bid)")],
)
def test_compare_tells_it(language: str, words: str) -> None:
    change = Difference(unsold=(Unsold(space="slot", count=2),))
    rows = "".join(measures([change], "zh" if language == "zh" else "en"))
    assert words in rows


def test_an_answer_tells_it_under_every_policy(demo_house: House, now: datetime) -> None:
    found = demo_house.research("推荐几款露营帐篷", (), now)
    told = set()
    for policy in demo_house.policies:
        *_, turn = demo_house.answer(found, (), Settings(policy=policy), now, "0")
        told |= {u.space for u in turn.answer.difference.unsold}
    assert told >= {"slot", "row", "sentence", "question", "place"}


def test_no_list_that_money_could_have_moved_is_silent(shelf: Catalog) -> None:
    seen = opportunity(shelf)
    assert left(DirectOffer().place(seen).unsold) == [(3, "no_payer")]
    checkout = InstantCheckout().place(seen)
    paid = sum(item.sponsored for item in checkout.listed)
    assert left(checkout.unsold) == [(3 - paid, "no_payer")] and paid
    ranking = PaidRanking(unit=(cny("1"),))
    assert left(ranking.place(seen).unsold) == [(3, "no_bidder")]
    assert left(ranking.place(opportunity(shelf, campaign(3, "9"))).unsold) == []
    cheapest = replace(seen, need=NEED.model_copy(update={"sort": "price_asc"}))
    assert left(ranking.place(cheapest).unsold) == [(3, "sorted")]
