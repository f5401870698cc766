"""What is said of the conversation itself does what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.session import House, Settings, Turns

if TYPE_CHECKING:
    from datetime import datetime


def asked(house: House, now: datetime, *questions: str) -> Turns:
    turns: Turns = ()
    for question in questions:
        turns = (*turns, house.ask(question, turns, Settings(policy="none"), now))
    return turns


@pytest.mark.parametrize(
    ("first", "once_more"),
    [("sunscreen under $20", "list them again please"), ("两百以内的洗面奶", "再给我看一遍")],
)
def test_the_list_is_shown_once_more(
    demo_house: House, now: datetime, first: str, once_more: str
) -> None:
    before, _, after = asked(demo_house, now, first, "thanks", once_more)
    assert after.answer.organic == before.answer.organic
    assert after.answer.need.constraints == before.answer.need.constraints


def test_what_is_gone_back_to_has_its_own_conditions(demo_house: House, now: datetime) -> None:
    first, _, back = asked(
        demo_house,
        now,
        "running shoes under $120",
        "an air purifier under $90",
        "back to the shoes",
    )
    assert back.answer.need.category == first.answer.need.category
    assert back.answer.need.constraints.price_max == first.answer.need.constraints.price_max


def test_others_like_one_leave_it_out(demo_house: House, now: datetime) -> None:
    first, then = asked(demo_house, now, "卧室用的台灯", "跟第一款差不多，但要能充电的")
    assert first.answer.organic[0] not in then.answer.organic
    assert then.answer.need.category == first.answer.need.category


def test_too_expensive_leaves_the_cheaper_ones(demo_house: House, now: datetime) -> None:
    for question, word in (("backpack for school", "that is too expensive"), ("咖啡机", "有点贵")):
        first, then = asked(demo_house, now, question, word)
        prices = [p.price.now for p in first.answer.placements if p.price.now is not None]
        bound = then.answer.need.constraints.price_max
        assert bound is not None and min(prices) < bound.amount < max(prices)
        assert then.answer.organic
