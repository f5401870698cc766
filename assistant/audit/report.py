"""What an audit reports: one verdict per rule and item, and their sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from assistant.audit.rule import Grade, Outcome, Profile, Severity
from catalog.i18n import Bilingual
from catalog.record import Record


class Verdict(Record):
    """What one rule says of one item, or of the whole answer where `item` is ""."""

    rule: str
    verdict: Outcome
    severity: Severity
    item: str = ""
    message: Bilingual
    evidence: str = ""
    grade: Grade = "D"


class AuditReport(Record):
    """All verdicts of one audit; `blocking` where a rule of severity block fails.

    `summary` counts rules by their worst verdict; `failed` are the ids of the rules that fail.
    """

    profile: Profile
    subject: str = ""
    read: tuple[Literal["record", "page", "styles", "counterfactual"], ...]
    verdicts: tuple[Verdict, ...]
    blocking: bool
    summary: dict[Outcome, int]
    limits: tuple[Bilingual, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The rules that fail, in order, each once."""
        return tuple(dict.fromkeys(v.rule for v in self.verdicts if v.verdict == "fail"))

    def verdict(self, rule: str) -> Outcome:
        """The verdict of one rule: the worst at any item."""
        found = {v.verdict for v in self.verdicts if v.rule == rule}
        return worst(found)

    def lines(self) -> list[str]:
        """The report as lines for a terminal, failures first."""
        head = ", ".join(f"{n} {outcome}" for outcome, n in self.summary.items())
        return [f"profile {self.profile}: {head}", *self._told("fail"), *self._told("needs_review")]

    def _told(self, outcome: Outcome) -> Iterator[str]:
        for v in self.verdicts:
            if v.verdict == outcome:
                at = f" [{v.item}]" if v.item else ""
                yield f"{outcome} {v.rule} ({v.severity}){at} {v.message.en} / {v.message.zh}"
                if v.evidence:
                    yield f"    {v.evidence}"


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The verdict of a whole: fail before needs_review before pass before not_applicable."""
    found = set(outcomes)
    order: tuple[Outcome, ...] = ("fail", "needs_review", "pass")
    return next((outcome for outcome in order if outcome in found), "not_applicable")
