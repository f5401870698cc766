"""The offline composer's prose, pinned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from syrupy.assertion import SnapshotAssertion

from assistant.compose.compose import Composed, compose, offline
from assistant.compose.facts import Facts
from assistant.compose.grounding.checker import ground
from assistant.compose.offline import speak
from assistant.session import House, Settings
from tests.support.facts_by_hand import asked, facts, near_miss

TALK = {
    "greeting": ("social", {"social": "greeting"}),
    "thanks": ("social", {"social": "thanks"}),
    "help": ("social", {"social": "help"}),
    "off_topic": ("decline", {}),
    "restricted": ("decline", {"restricted": "medical"}),
    "not_carried": ("not_carried", {}),
    "money": ("money", {}),
}
ASKED = (
    "推荐几款男士洗面奶，100元以内，油皮",
    "想买个安静的机械键盘，办公室用，500以内",
    "敏感肌能用的防晒霜",
    "宽脚的跑步鞋 400元以下",
    "送女朋友的耳机",
    "无香精的洗面奶",
    "a quiet mechanical keyboard under $80",
    "noise cancelling headphones under $150",
    "trail running shoes, wide fit",
    "best rated face wash",
    "waterproof sunscreen for kids",
    "hot swappable 75% keyboard",
)


def prose(language: str, situation: str, n: int, **changes: object) -> str:
    return "\n".join(
        f"[{p.role}] {p.text}" for p in speak(facts(language, situation, n, **changes))
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_it_says(language: str, snapshot: SnapshotAssertion) -> None:
    told = {
        **{f"picks {n}": prose(language, "picks", n) for n in (1, 2, 4)},
        "few": prose(language, "picks", 1, misses=(near_miss(language),)),
        "compare 2": prose(language, "compare", 2),
        "compare 3": prose(language, "compare", 3),
        "why": prose(language, "why", 1),
        "nothing": prose(language, "nothing_in_range", 0, misses=(near_miss(language),)),
        "asks": prose(language, "picks", 2, ask="?"),
        **{
            name: prose(language, situation, 0, asked=asked(language).model_copy(update=changes))
            for name, (situation, changes) in TALK.items()
        },
    }
    assert told == snapshot


def test_the_same_facts_give_the_same_words_and_other_questions_other_ones() -> None:
    held = facts("zh")
    assert speak(held) == speak(held)
    asked = [held.asked.model_copy(update={"question": str(n)}) for n in range(12)]
    leads = {speak(held.model_copy(update={"asked": a}))[0].text for a in asked}
    assert len(leads) >= 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_product_is_introduced_in_its_own_way(language: str) -> None:
    held = facts(language)
    openings = [
        p.text.replace(i.name, "").replace(i.price_text, "")[:14]
        for p, i in zip(speak(held)[1:], held.items, strict=False)
    ]
    assert len(set(openings)) == 4


def test_order_and_payment_do_not_change_what_is_said_of_a_product() -> None:
    held = facts("en")
    turned = held.model_copy(update={"items": held.items[::-1]})
    angles = {p.product_ids: p.evidence_ids for p in speak(held) if p.role == "pick"}
    assert angles == {p.product_ids: p.evidence_ids for p in speak(turned) if p.role == "pick"}


def test_a_comparison_has_a_row_for_each_difference() -> None:
    part = next(p for p in compose(facts("en", "compare", 2), offline).parts if p.table)
    names, *rows = part.table
    assert names == ("", "Greenfield Amino Wash", "Northridge Gel Cleanser")
    assert [row[0] for row in rows][:3] == ["Price", "Seller", "Rating"]
    assert ("Texture", "lotion", "gel") in rows
    assert part.product_ids == ("p0", "p1")


def test_no_answer_about_the_demo_says_what_its_facts_do_not_hold(
    demo_house: House, now: datetime
) -> None:
    for question in ASKED:
        turn = demo_house.ask(question, (), Settings(policy="none"), now)
        assert turn.answer.composition.dropped == 0, question
        assert turn.answer.parts[0].role == "lead"
        ids = [p.product_id for p in turn.answer.placements]
        assert [p.product_ids[0] for p in turn.answer.parts if p.role == "pick"] == ids
        turn = demo_house.ask(
            "比较前两款" if "款" in question or question[0] > "z" else "compare the first two",
            (turn,),
            Settings(policy="none"),
            now,
        )
        assert turn.answer.composition.dropped == 0, question
        assert [p.role for p in turn.answer.parts][:2] == ["lead", "compare"]


def test_a_chinese_question_gets_chinese_words_for_english_products(
    demo_house: House, now: datetime
) -> None:
    turn = demo_house.ask("20美元以内的键盘，静音 80美元以内", (), Settings(policy="none"), now)
    for part in turn.answer.parts:
        assert any("\u4e00" <= c <= "\u9fff" for c in part.text)


MORE_ASKED = (
    "a desk chair with a footrest under $250",
    "office chairs from $150 to $250",
    "green tea as a gift under $30",
    "a desk lamp for a dorm, warm light",
    "a travel kettle that folds",
    "露营用的电热水壶",
    "给爸爸买个按摩靠垫，200以内",
    "办公椅 带脚踏 1000元以内",
    "想喝绿茶，送人",
    "15寸电脑用的双肩包，防水",
)
OF_LISTED = ("picks", "compare", "about", "why", "nothing_in_range")
"""The situations whose facts hold all that is spoken of; what was consulted is not in them."""
FOLLOWING = {
    "en": ("why the first one?", "compare the first two", "cheaper", "which is rated best?"),
    "zh": ("为什么推荐第一款？", "第一款和第二款怎么选？", "便宜点的", "哪款评分最高？"),
}


@pytest.mark.parametrize("question", [*ASKED, *MORE_ASKED])
def test_the_check_of_a_models_words_finds_nothing_in_its_own(
    question: str, demo_house: House, now: datetime
) -> None:
    checked: list[tuple[str, str]] = []

    def composer(held: Facts) -> Iterator[Composed]:
        if held.situation in OF_LISTED:
            checked.extend((v.what, v.sentence) for v in ground(speak(held), held).violations)
        yield from offline(held)

    house = replace(demo_house, composer=composer)
    first = house.ask(question, (), Settings(policy="slots"), now)
    chinese = first.answer.need.language == "zh"
    for follow_up in FOLLOWING["zh" if chinese else "en"]:
        house.ask(follow_up, (first,), Settings(policy="none"), now)
    assert checked == []
