"""What was asked is told back, a fresh start forgets it, and parts are no products."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.session import House, Settings, Turns

if TYPE_CHECKING:
    from datetime import datetime


def asked(house: House, now: datetime, *questions: str) -> Turns:
    turns: Turns = ()
    for question in questions:
        turns = (*turns, house.ask(question, turns, Settings(policy="slots"), now))
    return turns


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        (("a desk lamp under $60", "for drawing", "what have I asked for so far"), "drawing"),
        (("台灯，六十以内", "画画用", "我前面提了哪些要求"), "画画"),
    ],
)
def test_what_was_asked_is_said_back_in_the_shoppers_words(
    demo_house: House, now: datetime, questions: tuple[str, ...], words: str
) -> None:
    *_, last = asked(demo_house, now, *questions)
    first = last.answer.text.split("\n")[0]
    assert all(said in first for said in questions[:2]), first
    assert words in first
    assert (last.answer.need.act, last.answer.placements) == ("tell", ())


@pytest.mark.parametrize(
    "questions",
    [("tea under $30", "too expensive", "what is my budget now"),
     ("茶叶三百以内", "太贵了", "现在的上限是多少")],
)  # fmt: skip
def test_the_limit_told_is_the_one_that_binds(
    demo_house: House, now: datetime, questions: tuple[str, ...]
) -> None:
    _, second, last = asked(demo_house, now, *questions)
    high = second.answer.need.constraints.price_max
    assert high is not None
    assert f"{high.amount:f}" in last.answer.text.split("\n")[0]


@pytest.mark.parametrize(
    ("first", "again", "then"),
    [("sunscreen for kids", "let's start over", "under $20"),
     ("给孩子的防晒霜", "从头来吧", "五十以内")],
)  # fmt: skip
def test_a_fresh_start_holds_nothing(
    demo_house: House, now: datetime, first: str, again: str, then: str
) -> None:
    _, cleared, last = asked(demo_house, now, first, again, then)
    assert cleared.answer.placements == ()
    assert last.answer.need.category == ""
    assert last.answer.need.wishes == ()


PARTS = (
    (("spare blades or brush heads for a toothbrush",), "brush heads"),
    (("wireless headphones", "do you sell ear cushions for the second"), "ear cushions"),
    (("有没有空气净化器的滤网卖",), "滤网"),
    (("跑步鞋", "鞋垫有卖吗"), "鞋垫"),
)


@pytest.mark.parametrize(("questions", "part"), PARTS)
def test_a_part_is_not_sold_where_only_whole_things_are(
    demo_house: House, now: datetime, questions: tuple[str, ...], part: str
) -> None:
    *_, last = asked(demo_house, now, *questions)
    assert part in last.answer.text.split("\n")[0]
    assert (last.answer.need.topic, last.answer.placements) == ("accessory", ())


@pytest.mark.parametrize(
    "question", ["a rice cooker with a steamer basket", "headphones with a carrying case",
                 "带遥控器的台灯", "胶囊咖啡机"]
)  # fmt: skip
def test_a_thing_with_a_part_is_the_thing(demo_house: House, now: datetime, question: str) -> None:
    (turn,) = asked(demo_house, now, question)
    assert turn.answer.need.act == "find"
    assert turn.answer.placements


@pytest.mark.parametrize("question", ["what is $40 in pounds", "八十美元是多少人民币"])
def test_no_amount_is_converted(demo_house: House, now: datetime, question: str) -> None:
    (turn,) = asked(demo_house, now, question)
    assert (turn.answer.need.topic, turn.answer.placements) == ("currency", ())
    assert turn.answer.need.constraints.price_max is None


@pytest.mark.parametrize(
    ("first", "then"),
    [("tea for the office", "is the second one your own shop"),
     ("洗面奶", "第二款是你们自己家的吗")],
)  # fmt: skip
def test_whose_the_shop_is_comes_from_the_record(
    demo_house: House, now: datetime, first: str, then: str
) -> None:
    before, last = asked(demo_house, now, first, then)
    shown = [p for b in before.answer.blocks if b.position == "main" for p in b.placements]
    seller = shown[1].seller
    assert seller is not None
    assert seller.name in last.answer.text


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [("desk lamp", "is the first brighter than the second?", ("Yes", "No", "Neither")),
     ("台灯", "第一个比第二个亮吗", ("是的", "不是", "一样"))],
)  # fmt: skip
def test_whether_one_has_more_than_another_is_a_yes_or_a_no(
    demo_house: House, now: datetime, first: str, then: str, words: tuple[str, ...]
) -> None:
    _, last = asked(demo_house, now, first, then)
    assert last.answer.text.startswith(words)


def test_the_cheapest_by_the_measure_divides_price_by_size(
    demo_house: House, now: datetime
) -> None:
    _, last = asked(demo_house, now, "sunscreen", "which of these is cheapest per ml")
    assert "per 100 ml" in last.answer.text.split("\n")[0]
