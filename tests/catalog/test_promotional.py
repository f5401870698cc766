"""The judge of promotional texts: its published figures hold, and it says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.promotional import judge

DATA = Path(__file__).parent / "data"
TEXTS = [
    json.loads(line)
    for line in (DATA / "promotional_held_apart.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_figures_in_the_documentation_hold(language: str) -> None:
    mine = [row for row in TEXTS if row["language"] == language]
    judged = [(row["promotional"], judge(row["text"], language).is_promotional) for row in mine]
    caught = [said for truth, said in judged if truth]
    blamed = [said for truth, said in judged if not truth]
    assert (len(caught), len(blamed)) == (30, 30)
    assert sum(caught) / len(caught) >= 0.95
    assert sum(blamed) / len(blamed) <= 0.17


def test_the_sets_do_not_overlap() -> None:
    dev = (DATA / "promotional_dev.jsonl").read_text("utf-8").splitlines()
    known = {json.loads(line)["text"] for line in dev}
    assert len(dev) >= 120 and not known & {row["text"] for row in TEXTS}


def test_it_says_why_in_both_languages() -> None:
    found = judge("姐妹们！2026年十大排行榜第一名，点击下方链接下单立减100！", "zh")
    assert found.is_promotional
    rules = {reason.rule: reason for reason in found.reasons}
    assert {"listicle", "call_to_action", "influencer"} <= set(rules)
    assert "第一名" in rules["listicle"].matched
    assert all(r.text.zh and r.text.en and r.weight and r.matched for r in found.reasons)


def test_plain_experience_is_let_be() -> None:
    told = "Used it for three months. It leaks a bit when full, but I still like it."
    found = judge(told, "en")
    assert not found.is_promotional
    assert found.reasons[0].weight < 0


@given(st.text(max_size=300), st.sampled_from(["zh", "en", "und"]))
def test_any_text_gets_a_score(text: str, language: str) -> None:
    assert 0 <= judge(text, language).score <= 1  # type: ignore[arg-type]


def test_a_very_long_text_is_read_in_part_and_quickly() -> None:
    assert judge("点 击 链 接 " * 50_000, "zh").is_promotional
