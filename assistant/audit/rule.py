"""What a rule is, what it sees, and what an audit reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import yaml

from assistant.schema.answer import Jurisdiction
from catalog.errors import BadInput
from catalog.i18n import Bilingual
from catalog.record import Record

Outcome = Literal["pass", "fail", "needs_review", "not_applicable"]
Severity = Literal["block", "major", "minor", "info"]
Grade = Literal["D", "H", "R", "X", "T", "A"]
Profile = Literal["cn", "us", "eu", "uk", "strict", "research"]
PROFILES: tuple[Profile, ...] = ("cn", "us", "eu", "uk", "strict", "research")
LAWS: tuple[Jurisdiction, ...] = ("cn", "us", "eu", "uk")
SEVERITIES: tuple[Severity, ...] = ("block", "major", "minor", "info")
RULES = Path(__file__).parent / "rules"


class Rule(Record):
    """One rule: what it asks, where it comes from, how grave a breach is, what a pass is not.

    `severity` is per law, with "strict" where that differs from the gravest of them; a law that
    it does not name is one under which the rule does not run. `tag` grades the source: S seen in
    a primary text, S2 in a secondary page, M from memory.
    """

    id: str
    severity: dict[str, Severity]
    source: str
    tag: str
    grade: str
    checked_on: date
    asks: Bilingual
    fails: Bilingual
    review: Bilingual
    not_proved: Bilingual

    def severity_in(self, profile: Profile) -> Severity | None:
        """How grave a breach is under a profile; None where the rule does not run."""
        if profile == "research":
            return "info"
        if profile in self.severity:
            return self.severity[profile]
        if profile != "strict":
            return None
        return min(self.severity.values(), key=SEVERITIES.index, default=None)


class Seen(NamedTuple):
    """One thing that a check saw: its outcome, at which item ("" for the whole), and the evidence.

    `grade`: D the record, H the page, R computed styles, X a counterfactual run, T a text
    heuristic, A an attestation. `severity` replaces the rule's where one finding is lighter.
    """

    outcome: Outcome
    item: str = ""
    evidence: str = ""
    grade: Grade = "D"
    severity: Severity | Literal[""] = ""


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


@cache
def severities(profile: Profile) -> dict[str, Severity]:
    """The rules that run under a profile, with how grave a breach is."""
    found = {id: rule.severity_in(profile) for id, rule in rules().items()}
    return {id: severity for id, severity in found.items() if severity is not None}


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The verdict of a whole: fail before needs_review before pass before not_applicable."""
    found = set(outcomes)
    order: tuple[Outcome, ...] = ("fail", "needs_review", "pass")
    return next((outcome for outcome in order if outcome in found), "not_applicable")


@cache
def rules(folder: Path = RULES) -> dict[str, Rule]:
    """Every rule by id, in the order of the files.

    Raises:
        BadInput: two rules share an id.
    """
    found: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.yaml")):
        for raw in yaml.safe_load(path.read_text("utf-8")):
            rule = Rule.model_validate(raw)
            if rule.id in found:
                raise BadInput(str(path), "id", f"{rule.id} is there twice", "Rename one of them")
            found[rule.id] = rule
    return found
