"""Facts follow the list as presented and know nothing of who paid."""

from __future__ import annotations

from datetime import datetime

import pytest

from assistant.compose.facts import Facts, facts_of
from assistant.schema.placement import Compensation, Placement
from assistant.session import House, Settings
from catalog.money import show

QUESTIONS = ("推荐几款男士洗面奶，100元以内，油皮", "noise cancelling headphones under $150")


def listed(house: House, question: str, now: datetime, policy: str) -> tuple[Placement, ...]:
    answer = house.ask(question, (), Settings(policy=policy), now).answer
    return tuple(p for b in answer.blocks if b.position == "main" for p in b.placements)


def gathered(
    house: House, question: str, now: datetime, placements: tuple[Placement, ...], locale: str
) -> Facts:
    return facts_of(house.research(question, (), now), placements, house.shelf.catalog, now, locale)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_facts_of_a_list_are_the_same_whoever_paid(
    demo_house: House, now: datetime, question: str
) -> None:
    sold = listed(demo_house, question, now, "paid-ranking")
    free = tuple(
        Placement.model_validate(
            dict(p) | {"comp": Compensation(), "disclosure": None, "label": None}
        )
        for p in sold
    )
    assert any(p.sponsored for p in sold)
    paid_facts = gathered(demo_house, question, now, sold, "zh-CN")
    assert paid_facts == gathered(demo_house, question, now, free, "zh-CN")
    assert [i.product_id for i in paid_facts.items] == [p.product_id for p in sold]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_every_item_has_its_price_seller_and_evidence(
    demo_house: House, now: datetime, question: str, locale: str
) -> None:
    placements = listed(demo_house, question, now, "none")
    held = gathered(demo_house, question, now, placements, locale)
    assert held.situation == "picks" and held.language == locale[:2]
    for item, placement in zip(held.items, placements, strict=True):
        assert item.price == placement.price.money
        assert item.price and item.price_text == show(item.price, locale)
        assert placement.seller and item.seller == placement.seller.name
        assert item.sources >= item.left_out + len(item.quotes)
        assert item.name and item.name in item.title
    assert len({item.name for item in held.items}) == len(held.items)
    shown = {i.brand for i in held.items} | {i.name for i in held.items}
    assert held.others and not shown & set(held.others)


def test_nothing_in_range_names_near_misses_of_the_same_kind(
    demo_house: House, now: datetime
) -> None:
    question = "20块以内的防晒霜"
    found = demo_house.research(question, (), now)
    held = gathered(demo_house, question, now, (), "zh-CN")
    assert found.ranking.misses
    assert held.situation == "nothing_in_range"
    assert all(m.field == "price_max" and m.price_text for m in held.misses)


def test_facts_go_to_json_and_back(demo_house: House, now: datetime) -> None:
    placements = listed(demo_house, QUESTIONS[0], now, "none")
    held = gathered(demo_house, QUESTIONS[0], now, placements, "zh-CN")
    assert Facts.model_validate_json(held.model_dump_json(exclude_defaults=True)) == held
