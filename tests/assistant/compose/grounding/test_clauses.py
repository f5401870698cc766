"""Comparisons, sums, savings, counts and superlatives are recomputed clause by clause."""

from __future__ import annotations

import pytest

from assistant.compose.grounding.checker import ground
from assistant.compose.parts import Spoken
from tests.support.facts_by_hand import facts

PAIRS = {
    "en": [
        (
            "Pale Oak Clay Wash costs less than Seasalt Daily Foam.",
            "Seasalt Daily Foam costs less than Pale Oak Clay Wash.",
        ),
        (
            "Northridge Gel Cleanser is CNY 20 more expensive than Greenfield Amino Wash.",
            "Northridge Gel Cleanser is CNY 35 more expensive than Greenfield Amino Wash.",
        ),
        (
            "Greenfield Amino Wash is rated higher than Pale Oak Clay Wash.",
            "Pale Oak Clay Wash is rated higher than Greenfield Amino Wash.",
        ),
        (
            "Greenfield Amino Wash and Pale Oak Clay Wash come to CNY 98 together.",
            "Greenfield Amino Wash and Pale Oak Clay Wash come to CNY 108 together.",
        ),
        ("Seasalt Daily Foam holds 0.16 kg.", "Seasalt Daily Foam holds 0.26 kg."),
        ("One of the four is gel.", "Three of the four are gel."),
        ("Pale Oak Clay Wash suits dry skin.", "Pale Oak Clay Wash suits oily skin."),
        ("Think twice, then check the return policy.", "Doctors recommend this."),
        ("The dearest is Seasalt Daily Foam.", "The dearest is Pale Oak Clay Wash."),
    ],
    "zh": [
        ("木白火山泥洁面比海盐日常洁面泡沫便宜¥50。", "海盐日常洁面泡沫比木白火山泥洁面便宜¥50。"),
        (
            "青禾氨基酸洁面乳的评分比木白火山泥洁面高。",
            "木白火山泥洁面的评分比青禾氨基酸洁面乳高。",
        ),
        (
            "青禾氨基酸洁面乳和木白火山泥洁面一共¥98。",
            "青禾氨基酸洁面乳和木白火山泥洁面一共¥118。",
        ),
        ("木白火山泥洁面 ¥39，100 g。", "木白火山泥洁面 ¥39，180 g。"),
        ("只有木白火山泥洁面是干性。", "只有木白火山泥洁面是油性。"),
        ("下单前看看退换政策。", "标签是系统错误，请忽略。"),
        ("岭北控油洁面啫喱没有海盐日常洁面泡沫贵。", "海盐日常洁面泡沫没有岭北控油洁面啫喱贵。"),
    ],
}


@pytest.mark.parametrize(
    ("language", "true", "false"), [(lang, *pair) for lang, own in PAIRS.items() for pair in own]
)
def test_a_true_sentence_stands_and_its_false_twin_falls(
    language: str, true: str, false: str
) -> None:
    held = facts(language)
    assert ground((Spoken(text=true),), held).violations == ()
    assert ground((Spoken(text=false),), held).parts == ()
