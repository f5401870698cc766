"""What names no thing is asked back; what only resembles something is not taken for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.session import House, Settings, Turn, Turns

if TYPE_CHECKING:
    from datetime import datetime


def asked(house: House, now: datetime, *questions: str) -> Turns:
    turns: Turns = ()
    for question in questions:
        turns = (*turns, house.ask(question, turns, Settings(policy="slots"), now))
    return turns


def last(house: House, now: datetime, *questions: str) -> Turn:
    return asked(house, now, *questions)[-1]


@pytest.mark.parametrize(
    "question",
    ["my budget is 35 dollars", "I can spend 60 dollars at most",
     "a present for my uncle's retirement", "三十块以下的",
     "给外婆的七十大寿礼物", "想送师傅点拿得出手的东西"],
)  # fmt: skip
def test_what_names_no_thing_is_asked_back_and_sells_nothing(
    demo_house: House, now: datetime, question: str
) -> None:
    answer = last(demo_house, now, question).answer
    assert answer.placements == ()
    assert any(mark in answer.text.split("\n")[0] for mark in "?？"), answer.text


def test_the_budget_of_an_open_question_holds_for_the_thing_named_next(
    demo_house: House, now: datetime
) -> None:
    answer = last(demo_house, now, "my budget is at most $45", "sunscreen").answer
    assert answer.need.category == "sunscreen"
    high = answer.need.constraints.price_max
    assert high is not None
    assert high.amount == 45


def test_a_budget_below_everything_names_the_cheapest(demo_house: House, now: datetime) -> None:
    text = last(demo_house, now, "anything for one dollar or less?").answer.text
    assert "cheapest" in text.split("\n")[0]


@pytest.mark.parametrize(
    "question",
    ["I would like to take up running", "I never get up in time", "我想学做饭", "最近想开始跑步",
     "房间太闷了，受不了"],
)  # fmt: skip
def test_a_plan_or_a_grumble_is_no_harm(demo_house: House, now: datetime, question: str) -> None:
    need = last(demo_house, now, question).answer.need
    assert (need.act, need.topic) != ("decline", "harm")


@pytest.mark.parametrize(
    ("question", "kind"),
    [("宿舍十一点熄灯，我还要看书", "desk-lamp"),
     ("脸上一到下午就出油，我该洗点什么", "facial-cleanser")],
)  # fmt: skip
def test_a_described_use_finds_the_kind_that_it_means(
    demo_house: House, now: datetime, question: str, kind: str
) -> None:
    answer = last(demo_house, now, question).answer
    kinds = {demo_house.shelf.catalog.product(id).category for id in answer.organic}
    assert kinds == {kind}


@pytest.mark.parametrize(
    "question", ["a scarf, gloves and a woollen hat", "白衬衫、西裤和黑皮鞋带"]
)
def test_several_things_of_which_none_is_carried_are_no_guess(
    demo_house: House, now: datetime, question: str
) -> None:
    assert last(demo_house, now, question).answer.placements == ()


@pytest.mark.parametrize(
    ("first", "then"),
    [("Bose headphones", "over-ear ones"), ("戴森的台灯", "要能调光的")],
)
def test_whoever_goes_on_after_a_brand_that_is_not_carried_sees_others_and_is_told(
    demo_house: House, now: datetime, first: str, then: str
) -> None:
    answer = last(demo_house, now, first, then).answer
    brand = answer.need.constraints.brands[0]
    assert brand in answer.text.split(".")[0].split("。")[0]
    shown = {demo_house.shelf.catalog.product(id).brand for id in answer.organic}
    assert shown
    assert brand not in shown


def test_conditions_that_nothing_meets_leave_the_others_bound(
    demo_house: House, now: datetime
) -> None:
    before, after = asked(demo_house, now, "waterproof backpack", "in purple")
    catalog = demo_house.shelf.catalog
    wished = {w.name: w.value for w in before.answer.need.wishes}
    wanted = catalog.vocabulary.attribute("water_resistant").answering(wished["water_resistant"])
    for id in after.answer.organic:
        assert set(catalog.product(id).values("water_resistant")) & set(wanted)


def test_pieces_under_one_budget_show_what_they_come_to(demo_house: House, now: datetime) -> None:
    answer = last(demo_house, now, "8 backpacks for the team, $400 in total").answer
    assert answer.need.quantity == 8
    assert "totals for eight" in answer.text


@pytest.mark.parametrize(
    ("first", "then"), [("rice cooker", "a bit bigger please"), ("电饭煲", "再大一点的")]
)
def test_more_than_what_is_shown_binds_on_its_figure(
    demo_house: House, now: datetime, first: str, then: str
) -> None:
    before, after = asked(demo_house, now, first, then)
    catalog = demo_house.shelf.catalog
    (bound,) = after.answer.need.constraints.numbers
    start = catalog.product(before.answer.organic[0]).values(bound.name)[0]
    assert f"{bound.low}" == start
    assert all(catalog.product(id).values(bound.name)[0] != start for id in after.answer.organic)


def test_the_range_in_the_lead_is_that_of_the_cards(demo_house: House, now: datetime) -> None:
    answer = last(demo_house, now, "air purifier for a bedroom").answer
    shown = [p for b in answer.blocks if b.position == "main" for p in b.placements]
    totals = sorted(p.price.total.amount for p in shown if p.price.total is not None)
    first = answer.text.split("\n")[0]
    assert f"${totals[0]:f}" in first
    assert f"${totals[-1]:f}" in first
