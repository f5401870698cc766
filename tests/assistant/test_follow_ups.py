"""What an answer offers next is unpaid, the same under every policy, and is answered when sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.session import House, Settings

if TYPE_CHECKING:
    from datetime import datetime

UNPAID = Settings(policy="none")
QUESTIONS = (
    "noise cancelling headphones",
    "保温好的电饭煲",
    "robot vacuum under $300",
    "给妈妈买支电动牙刷",
    "a desk lamp by Nobody & Sons",
    "hello there",
    "您好",
    "running shoes for rainy days",
    "men's face wash under $5",
    "办公椅 3000以内",
)
LACKING = ("not on record", "No such", "not in the list", "没有记录", "没有这一款", "does not seem")


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_offered_is_answered(demo_house: House, now: datetime, question: str) -> None:
    turn = demo_house.ask(question, (), UNPAID, now)
    offered = turn.answer.follow_ups
    assert 1 <= len(offered) <= 3
    for follow_up in offered:
        assert not follow_up.paid and follow_up.text != question
        after = demo_house.ask(follow_up.text, (turn,), UNPAID, now)
        lead = after.answer.parts[0].text
        assert not any(words in lead for words in LACKING), (follow_up.text, lead)
        assert follow_up.text not in [f.text for f in after.answer.follow_ups]
        if follow_up.product_id:
            assert follow_up.product_id in {id for p in after.answer.parts for id in p.product_ids}


@pytest.mark.parametrize("question", QUESTIONS[:4])
def test_what_is_offered_is_the_same_under_every_policy(
    demo_house: House, now: datetime, question: str
) -> None:
    found = demo_house.research(question, (), now)
    seen = set()
    for policy in demo_house.policies:
        *_, turn = demo_house.answer(found, (), Settings(policy=policy), now, "0")
        unpaid = tuple(f.text for f in turn.answer.follow_ups if not f.paid)
        seen.add((unpaid, turn.answer.question))
    assert len(seen) == 1


def test_every_choice_of_a_question_back_is_understood_as_one(
    demo_house: House, now: datetime
) -> None:
    asked = 0
    for category in demo_house.shelf.catalog.vocabulary.categories:
        for name in (category.zh, category.en):
            turn = demo_house.ask(name, (), UNPAID, now)
            question = turn.answer.question
            if question is None:
                continue
            asked += 1
            assert question.text in turn.answer.text
            *choices, whatever = question.choices
            assert len(choices) > 1
            for choice in choices:
                need = demo_house.research(choice.text, (turn,), now).need
                wished = [w.name for w in need.wishes] + [n for n, _ in need.constraints.attributes]
                assert question.about in wished, (name, choice)
                assert need.category == turn.answer.need.category
            need = demo_house.research(whatever.text, (turn,), now).need
            assert question.about not in [w.name for w in need.wishes]
            assert need.category == turn.answer.need.category
    assert asked > 8
