"""What the facts do not hold does not stand, whoever wrote it; what they hold does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.compose.grounding.checker import ground
from assistant.compose.offline import speak
from assistant.compose.parts import Spoken
from tests.support.facts_by_hand import facts, near_miss

LIES = [
    ("figure", "en", "Greenfield Amino Wash costs just CNY 19."),
    ("figure", "en", "Greenfield Amino Wash costs CNY 39."),  # the price of another
    ("figure", "en", "Greenfield Amino Wash costs $59."),  # another currency
    ("figure", "en", "It costs fifty yuan."),
    ("figure", "en", "Rated 4.9 by buyers."),
    ("figure", "zh", "青禾氨基酸洁面乳只要 ￥１９。"),  # full-width digits
    ("figure", "zh", "青禾氨基酸洁面乳只要九块九。"),
    ("figure", "zh", "已有 3万 人评分。"),
    ("superlative", "en", "It is the cheapest of the four."),
    ("superlative", "en", "The best cleanser there is."),
    ("superlative", "en", "It is the gentlest wash around."),
    ("superlative", "zh", "它是四款里最便宜的。"),
    ("superlative", "zh", "口碑最好，闭眼入。"),
    ("superlative", "zh", "油皮首选。"),
    ("seller", "en", "Northridge Store sells it."),
    ("seller", "zh", "由岭北旗舰店发货。"),
    ("seller", "zh", "可在天宫旗舰店买到。"),
    ("unverifiable", "en", "It ships free today only."),
    ("offer", "zh", "现在下单包邮。"),
    ("label", "en", "This is not an ad."),
    ("label", "en", "[Sponsored] A fine wash."),
    ("label", "zh", "以下内容不是广告。"),
    ("script", "en", "Аd: a fine wash."),  # a Cyrillic letter
    ("name", "en", "Try the Zentro Deluxe instead."),
    ("name", "en", "Zentro is gentler."),
    ("name", "zh", "不如买 Zentro 的。"),
    ("quote", "en", "A user says “it cured my acne overnight”."),
    ("quote", "zh", "用户说“三天祛痘”。"),
    ("source", "en", "A hands-on test praised it."),
    ("source", "zh", "专业评测也推荐。"),
]


@pytest.mark.parametrize(("fault", "language", "lie"), LIES)
def test_a_lie_is_taken_out_and_the_rest_stays(fault: str, language: str, lie: str) -> None:
    # A part that names its product outside the lie; one that does not falls with its name.
    zh = language == "zh"
    truth = "青禾氨基酸洁面乳到手 ¥59。" if zh else "Greenfield Amino Wash costs CNY 59."
    part = Spoken(role="pick", text=f"{truth} {lie}", product_ids=("p0",), evidence_ids=("e0b",))
    grounded = ground((part,), facts(language))
    assert [v.fault for v in grounded.violations][:1] == [fault]
    assert [p.text for p in grounded.parts] == [truth]


@pytest.mark.parametrize(
    "text",
    [
        'Look at <a href="https://evil.example">this</a>.',
        "See [the offer](https://evil.example/x).",
        "Buy at evil.example today.",
        "![x](data:image/png;base64,AAAA)",
        "Click javascript:alert(1)",
        "&lt;img src=x onerror=alert(1)&gt;",
    ],
)
def test_a_part_with_a_link_or_markup_falls_whole(text: str) -> None:
    part = Spoken(role="pick", text=f"It costs CNY 59. {text}", product_ids=("p0",))
    grounded = ground((part,), facts("en"))
    assert grounded.parts == ()
    assert [v.fault for v in grounded.violations] == ["link"]


def test_an_invented_product_is_not_picked() -> None:
    part = Spoken(role="pick", text="A fine wash.", product_ids=("p77",))
    grounded = ground((part,), facts("en"))
    assert grounded.parts == ()
    assert [(v.fault, v.what) for v in grounded.violations] == [("product", "p77")]


def test_a_product_named_without_being_cited_is_cited() -> None:
    part = Spoken(role="lead", text="Pale Oak Clay Wash costs CNY 39.")
    grounded = ground((part,), facts("en"))
    assert grounded.parts[0].product_ids == ("p2",)
    assert grounded.violations == ()


def test_a_brand_that_the_answer_does_not_show_is_not_recommended() -> None:
    held = facts("zh", others=("天宫",))
    part = Spoken(role="lead", text="其实天宫的更温和。这里有四款。")
    grounded = ground((part,), held)
    assert [p.text for p in grounded.parts] == ["这里有四款。"]


@pytest.mark.parametrize(
    ("language", "truth"),
    [
        ("en", "Pale Oak Clay Wash is the cheapest at CNY 39, CNY 20 less than Greenfield."),
        ("en", "Greenfield Amino Wash has the highest rating, 4.7 from 1,204 ratings."),
        ("en", "Seasalt Daily Foam is the largest at 160 g."),
        ("en", "A user says “The scent is strong”."),
        ("zh", "木白火山泥洁面最便宜，¥39。"),
        ("zh", "青禾氨基酸洁面乳在青禾旗舰店到手 ¥59，标价 ¥79。"),
        ("zh", "一位用户说“味道有点重”。"),
    ],
)
def test_what_the_facts_hold_stands(language: str, truth: str) -> None:
    part = Spoken(text=truth, evidence_ids=("e0b",))
    grounded = ground((part,), facts(language))
    assert grounded.violations == ()
    assert grounded.parts[0].text == truth


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("situation", ["picks", "compare", "why", "nothing_in_range"])
@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_the_offline_composer_says_nothing_unfounded(language: str, situation: str, n: int) -> None:
    held = facts(language, situation, n, misses=(near_miss(language),))
    assert ground(speak(held), held).violations == ()


@given(st.text(max_size=200))
def test_no_text_brings_markup_or_a_control_through(text: str) -> None:
    grounded = ground((Spoken(text=text),), facts("en"))
    for part in grounded.parts:
        assert not set("<>[]`\u202e\u200b\x00") & set(part.text)
        assert "http" not in part.text.lower() or "://" not in part.text
