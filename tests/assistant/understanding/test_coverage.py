"""What the catalog does not carry is said so; a need in other words than the catalog's is met."""

from __future__ import annotations

from datetime import datetime

import pytest

from assistant.session import House, Settings


def shown(house: House, now: datetime, question: str) -> bool:
    turn = house.ask(question, (), Settings(policy="slots"), now)
    assert bool(turn.answer.organic) == bool(turn.answer.placements)
    return bool(turn.answer.placements)


@pytest.mark.parametrize(
    "question",
    ["那买个枕头", "一张床垫", "有没有口红", "自行车", "a garden hose", "electric kettle", "pillow",
     "I want a yoga mat", "do you have any Bose"],
)  # fmt: skip
def test_a_thing_that_is_not_carried_shows_nothing_and_sells_nothing(
    demo_house: House, now: datetime, question: str
) -> None:
    assert not shown(demo_house, now, question)


@pytest.mark.parametrize(
    "question",
    ["久坐腰疼坐什么好", "刚装修完有味道", "出差能塞进头顶行李架的", "水杨酸",
     "something for pet hair on the floor", "stops glare when reading", "red switches"],
)  # fmt: skip
def test_a_need_that_names_no_kind_of_thing_is_met(
    demo_house: House, now: datetime, question: str
) -> None:
    assert shown(demo_house, now, question)


def test_who_pays_sells_the_kind_of_thing_asked_for(demo_house: House, now: datetime) -> None:
    catalog = demo_house.shelf.catalog
    for question in ("走路穿的，脚宽，别超过五百", "to block out noise on flights", "水杨酸"):
        answer = demo_house.ask(question, (), Settings(policy="slots"), now).answer
        kinds = {catalog.product(id).category for id in answer.organic}
        paid = [p for p in answer.placements if p.sponsored]
        assert {catalog.product(p.product_id).category for p in paid} <= kinds
