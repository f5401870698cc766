"""A name that nobody mentioned is noticed without a list of names; plain words are left alone."""

from __future__ import annotations

import pytest

from assistant.compose.grounding.checker import ground
from assistant.compose.grounding.unknown_names import unheard_name
from assistant.compose.parts import Spoken
from retrieval.text.terms import normal
from tests.support.facts_by_hand import facts

TOLD = normal("青屿草本男士洁面 控油 氨基酸 油性皮肤 官方旗舰店 Greenfield wash dongle")
WORDS = frozenset({"greenfield", "wash", "dongle"})


@pytest.mark.parametrize(
    "sentence",
    [
        "索尼这款降噪更好。",
        "小米更适合你。",
        "也可以看看罗技。",
        "不如买雅诗兰黛。",
        "推荐樱桃，性价比高。",
        "比珀莱雅便宜。",
        "換成蘭蔻吧。",
        "产地是日本。",
        "you could also try sony.",
        "Unlike logitech, it folds.",
        "The bose one is quieter.",
        "keychron's is lighter, and jbl has more bass.",
        "Better than the sennheiser.",
    ],
)
def test_a_name_that_no_fact_holds_is_found(sentence: str) -> None:
    chinese = not sentence.isascii()
    assert unheard_name(sentence, TOLD, WORDS, chinese)


@pytest.mark.parametrize(
    "sentence",
    [
        "青屿草本更适合油性皮肤。",
        "推荐油性皮肤选它，比第二款便宜 20 元。",
        "蓝牙连得快，周一到周五都够用。",
        "洗完不紧绷，早晚都能用。",
        "预算紧就选第一款，看重评价就选第二款。",
        "Better than the second for oily skin, and the cheapest of the four.",
        "Try the greenfield wash if you want a dongle.",
        "It folds flatter than most and has the quietest keys.",
        "One buyer prefers scratchy towels over softer ones.",
    ],
)
def test_plain_words_and_names_of_the_facts_are_left_alone(sentence: str) -> None:
    chinese = not sentence.isascii()
    assert unheard_name(sentence, TOLD, WORDS, chinese) is None


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh", "不如买罗技。"), ("zh", "飞利浦也不错。"), ("en", "You could get a logitech instead.")],
)
def test_its_sentence_falls_and_the_rest_stands(language: str, sentence: str) -> None:
    held = facts(language)
    first = held.items[0]
    stands = f"{first.name}：到手 {first.price_text}。" if language == "zh" else (
        f"{first.name} costs {first.price_text}. ")  # fmt: skip
    part = Spoken(role="pick", text=stands + sentence, product_ids=(first.product_id,))
    checked = ground((part,), held)
    assert [v.fault for v in checked.violations] == ["name"]
    assert checked.parts[0].text == stands.strip()
