"""A conversation can be changed: conditions taken away, questions edited, answers made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.session import House, Settings, Turn, Turns
from assistant.thread import again, edited, without
from catalog.errors import BadInput

if TYPE_CHECKING:
    from datetime import datetime

UNPAID = Settings(policy="none")


def asked(house: House, now: datetime, *questions: str, settings: Settings = UNPAID) -> Turns:
    turns: Turns = ()
    for question in questions:
        turn = house.ask(question, turns, settings, now)
        turns, settings = (*turns, turn), turn.settings
    return turns


def taken(house: House, now: datetime, turns: Turns, *ids: str) -> Turn:
    *_, turn = without(house, ids, turns, UNPAID, now)
    return turn


@pytest.mark.parametrize(
    ("whole", "id", "rest"),
    [
        ("over-ear headphones under $90", "price_max", "over-ear headphones"),
        ("over-ear headphones under $90", "attribute:wear", "headphones under $90"),
        ("a desk lamp from official stores only", "sellers", "a desk lamp"),
        ("the cheapest air purifier", "sort", "an air purifier"),
        ("running shoes for my wife", "person", "running shoes"),
        ("a keyboard quieter than 45 dB", "number:noise_level", "a keyboard"),
        ("蓝牙的机械键盘，四百以内", "price_max", "蓝牙的机械键盘"),
        ("给老爸买双跑鞋", "person", "买双跑鞋"),
        ("双肩包，只看官方店", "sellers", "双肩包"),
    ],
)
def test_without_a_condition_it_is_as_if_it_had_not_been_said(
    demo_house: House, now: datetime, whole: str, id: str, rest: str
) -> None:
    turn = taken(demo_house, now, asked(demo_house, now, whole), id)
    (plain,) = asked(demo_house, now, rest)
    assert turn.answer.organic == plain.answer.organic
    assert turn.answer.understood.conditions == tuple(
        c.model_copy(update={"words": ""}) for c in plain.answer.understood.conditions
    )
    assert turn.removed == (id,)


def test_what_was_taken_away_stays_away(demo_house: House, now: datetime) -> None:
    turns = asked(demo_house, now, "wireless keyboard under $90")
    turns = (*turns, taken(demo_house, now, turns, "price_max"))
    assert turns[-1].question == "Without: up to $90"
    *_, last = asked(demo_house, now, "wireless keyboard", "only tenkeyless")
    after = demo_house.ask("only tenkeyless", turns, UNPAID, now)
    assert after.answer.organic == last.answer.organic


def test_a_basket_does_without_its_budget(demo_house: House, now: datetime) -> None:
    turns = asked(demo_house, now, "a keyboard and a desk lamp under $90 together")
    assert turns[-1].answer.basket is not None
    assert [c.id for c in turns[-1].answer.understood.conditions] == ["price_max"]
    turn = taken(demo_house, now, turns, "price_max")
    assert turn.answer.basket is not None and turn.answer.basket.asked.budget is None
    assert turn.answer.understood.conditions == ()


def test_taking_away_is_the_same_under_every_policy(demo_house: House, now: datetime) -> None:
    turns = asked(demo_house, now, "运动耳机，200元以内", settings=Settings(policy="slots"))
    seen = set()
    for policy in demo_house.policies:
        *_, turn = without(demo_house, ("price_max",), turns, Settings(policy=policy), now)
        unpaid = [f.text for f in turn.answer.follow_ups if not f.paid]
        seen.add((turn.answer.organic, tuple(unpaid), turn.answer.question))
    assert len(seen) == 1


def test_what_the_answer_does_not_hold_cannot_be_taken_away(
    demo_house: House, now: datetime
) -> None:
    turns = asked(demo_house, now, "desk lamp under $40")
    for ids in (("brands",), ("person",), ("sort",), ()):
        with pytest.raises(BadInput, match="Take away one of: price_max"):
            taken(demo_house, now, turns, *ids)
    with pytest.raises(BadInput):
        taken(demo_house, now, (), "price_max")


def test_an_edited_question_takes_the_place_of_all_after_it(
    demo_house: House, now: datetime
) -> None:
    turns = asked(demo_house, now, "backpack", "hide the ads", "under $60")
    *_, turn = edited(demo_house, 1, "only blue ones", turns, turns[-1].settings, now)
    _, plain = asked(demo_house, now, "backpack", "only blue ones")
    assert turn.answer.organic == plain.answer.organic
    assert turn.answer.need == plain.answer.need
    assert not turn.settings.organic_only
    with pytest.raises(BadInput, match="no turn 4"):
        next(edited(demo_house, 3, "x", turns, UNPAID, now))


def test_a_removal_is_answered_again_as_a_removal(demo_house: House, now: datetime) -> None:
    turns = asked(demo_house, now, "wireless keyboard under $90")
    removed = taken(demo_house, now, turns, "price_max")
    *_, anew = again(demo_house, (*turns, removed), UNPAID, now)
    assert anew == removed
    *_, first = again(demo_house, turns, UNPAID, now)
    assert first == turns[0]
    with pytest.raises(BadInput):
        next(again(demo_house, (), UNPAID, now))
