"""How well the audit judges its own corpora, rule by rule, and the documents that say so.

`python -m benchmarks.audit_proof` prints precision and recall and exits 1 where either
is short of 1; `--write DIR` also writes the generated documents into a folder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from assistant.audit.files import audit_described
from assistant.audit.rule import Outcome, Profile, rules
from benchmarks.audit_corpus import (
    OWN_LAW,
    Described,
    clean,
    mutants,
    near_misses,
    patterns,
)
from benchmarks.audit_proof_documents import matrix_document, rules_document
from catalog.record import Record


class Trial(Record):
    """One case of a corpus: the rules that had to fail, those that did, and certain verdicts."""

    corpus: str
    id: str
    profile: Profile
    wanted: tuple[str, ...]
    failed: tuple[str, ...]
    certain: dict[str, Outcome] = Field(default_factory=dict)
    found: dict[str, Outcome] = Field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Whether exactly the right rules failed, and every certain verdict came out."""
        return set(self.wanted) == set(self.failed) and self.certain == self.found


class Score(Record):
    """The failures of one rule over all trials: found rightly, found wrongly, missed."""

    rule: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Rightly found of all found, None where it never fired."""
        fired = self.right + self.wrong
        return self.right / fired if fired else None

    @property
    def recall(self) -> float | None:
        """Rightly found of all there were, None where there were none."""
        there = self.right + self.missed
        return self.right / there if there else None


def trials() -> Iterator[Trial]:
    """Every case of every corpus, audited."""
    for name, law in OWN_LAW.items():
        for profile in (law, "strict"):
            yield _trial("clean", name, clean(name), profile, ())
    for mutant in mutants():
        yield _trial("mutant", mutant.id, mutant.described(), mutant.law, mutant.fails)
    for miss in near_misses():
        wanted = tuple(rule for rule, outcome in miss.verdicts.items() if outcome == "fail")
        yield _trial("near miss", miss.id, miss.described(), miss.law, wanted, miss.verdicts)
    for pattern in patterns():
        for law, fails in pattern.fails.items():
            certain = pattern.verdicts.get(law, {})
            yield _trial("pattern", pattern.id, pattern.answer, law, fails, certain)


def _trial(
    corpus: str,
    id: str,
    described: Described,
    profile: str,
    wanted: tuple[str, ...],
    certain: dict[str, Outcome] | None = None,
) -> Trial:
    law: Profile = next(p for p in (*OWN_LAW.values(), "strict", "research") if p == profile)
    report = audit_described(described, law)
    certain = certain or {}
    return Trial(
        corpus=corpus,
        id=id,
        profile=law,
        wanted=wanted,
        failed=report.failed,
        certain=certain,
        found={rule: report.verdict(rule) for rule in certain},
    )


def scores(done: list[Trial]) -> tuple[Score, ...]:
    """Each rule's failures over the trials, in the order of the rules."""
    found = []
    for rule in rules():
        wanted = [rule in trial.wanted for trial in done]
        failed = [rule in trial.failed for trial in done]
        pairs = list(zip(wanted, failed, strict=True))
        found.append(
            Score(
                rule=rule,
                right=pairs.count((True, True)),
                wrong=pairs.count((False, True)),
                missed=pairs.count((True, False)),
            )
        )
    return tuple(found)


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 0 where every trial is exact and every rule fired, else 1."""
    parser = argparse.ArgumentParser(description="Precision and recall of the audit's rules.")
    parser.add_argument("--write", type=Path, help="write the generated documents here")
    chosen = parser.parse_args(arguments)
    done = list(trials())
    scored = scores(done)
    for score in scored:
        told = [f"{v:.2f}" if v is not None else "–" for v in (score.precision, score.recall)]
        sys.stdout.write(f"{score.rule}: precision {told[0]}, recall {told[1]}, ")
        sys.stdout.write(f"{score.right} right, {score.wrong} wrong, {score.missed} missed\n")
    right = sum(s.right for s in scored)
    wrong, missed = sum(s.wrong for s in scored), sum(s.missed for s in scored)
    silent = [s.rule for s in scored if not s.right]
    inexact = [trial.id for trial in done if not trial.exact]
    sys.stdout.write(
        f"{len(done)} trials: precision {right / max(1, right + wrong):.4f}, "
        f"recall {right / max(1, right + missed):.4f}; rules that never fired: {silent or 'none'}; "
        f"inexact: {inexact or 'none'}\n"
    )
    if chosen.write:
        for name, text in documents(done).items():
            (chosen.write / name).write_text(text, "utf-8")
    return 1 if inexact or silent else 0


def documents(done: list[Trial] | None = None) -> dict[str, str]:
    """The generated documents by file name."""
    tried = list(trials()) if done is None else done
    rows = [(t.corpus, t.id, t.profile, t.failed) for t in tried]
    return {"audit-rules.md": rules_document(), "audit-proof.md": matrix_document(rows)}


if __name__ == "__main__":
    sys.exit(main())
