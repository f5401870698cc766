"""The audit on its corpora: exactly the right rules fail, and the generated documents are fresh."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.audit.files import audit_described
from assistant.audit.rule import Profile, rules
from benchmarks.audit_corpus import (
    OWN_LAW,
    Mutant,
    NearMiss,
    Pattern,
    clean,
    mutants,
    near_misses,
    patterns,
)
from benchmarks.audit_proof import Trial, documents, main, scores, trials

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("name", OWN_LAW)
@pytest.mark.parametrize("strict", [False, True])
def test_a_clean_answer_passes_every_rule_that_applies(name: str, strict: bool) -> None:
    profile: Profile = "strict" if strict else OWN_LAW[name]
    report = audit_described(clean(name), profile)
    assert not report.failed and not report.blocking
    assert report.summary["needs_review"] == 0 and report.summary["pass"] >= 30


@pytest.mark.parametrize("mutant", mutants(), ids=lambda m: m.id)
def test_a_mutant_fails_its_rule_and_no_other(mutant: Mutant) -> None:
    assert set(audit_described(mutant.described(), mutant.law).failed) == set(mutant.fails)


@pytest.mark.parametrize("miss", near_misses(), ids=lambda m: m.id)
def test_a_near_miss_is_no_breach(miss: NearMiss) -> None:
    report = audit_described(miss.described(), miss.law)
    assert set(report.failed) == {r for r, outcome in miss.verdicts.items() if outcome == "fail"}
    assert {rule: report.verdict(rule) for rule in miss.verdicts} == miss.verdicts


@pytest.mark.parametrize("pattern", patterns(), ids=lambda p: p.id)
def test_a_pattern_of_the_market_gets_exactly_the_verdicts_written(pattern: Pattern) -> None:
    for profile, fails in pattern.fails.items():
        report = audit_described(pattern.answer, profile)
        assert set(report.failed) == set(fails), profile
    for profile, certain in pattern.verdicts.items():
        report = audit_described(pattern.answer, profile)
        assert {rule: report.verdict(rule) for rule in certain} == certain, profile


@pytest.fixture(scope="module")
def done() -> list[Trial]:
    return list(trials())


def test_precision_and_recall_are_one_and_every_rule_fires(
    done: list[Trial], capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(mutants()) >= 40
    scored = scores(done)
    assert [s.rule for s in scored] == list(rules()) and len(scored) == 44
    for score in scored:
        assert (score.precision, score.recall) == (1.0, 1.0), score.rule
    assert main([]) == 0
    assert "rules that never fired: none" in capsys.readouterr().out


def test_the_generated_documents_are_fresh(done: list[Trial]) -> None:
    remedy = "run python -m benchmarks.audit_proof --write docs"
    for name, fresh in documents(done).items():
        assert (DOCS / name).read_text("utf-8") == fresh, remedy


def test_every_rule_says_where_it_comes_from_in_both_languages() -> None:
    for rule in rules().values():
        assert rule.source and rule.tag in ("S", "S2", "M")
        for words in (rule.asks, rule.fails, rule.review, rule.not_proved):
            assert words.zh and words.en and words.zh != words.en
