"""What an audit reports: one verdict per rule and item, what it saw, and the rules it cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from assistant.audit.rule import Grade, Outcome, Profile, Rule, Severity
from catalog.i18n import Bilingual
from catalog.record import Record

ORDER: tuple[Outcome, ...] = ("fail", "needs_review", "not_examinable", "pass", "not_applicable")
NAMES: dict[Outcome, Bilingual] = {
    "fail": Bilingual(zh="不符合", en="Breach"),
    "needs_review": Bilingual(zh="需人工判断", en="A person must decide"),
    "not_examinable": Bilingual(zh="凭现有材料无法检查", en="Not examinable with what was given"),
    "pass": Bilingual(zh="符合", en="Clean"),
    "not_applicable": Bilingual(zh="不适用", en="Does not apply"),
}
"""The five states of a rule as a reader knows them."""


class Verdict(Record):
    """What one rule says of one item, or of the whole answer where `item` is "".

    `question` is what a person must decide where the verdict is needs_review, `give` what would
    make the rule examinable where it is not.
    """

    rule: str
    verdict: Outcome
    severity: Severity
    item: str = ""
    message: Bilingual
    question: Bilingual | None = None
    give: Bilingual | None = None
    evidence: str = ""
    grade: Grade = "D"


class Subject(Record):
    """An item, link or question as the audit saw it, with the label it found there.

    Where there is a page it is seen on the page, else in the record. `title` is its name or the
    words of its link. `sign` says by what it was taken as paid for: the record, its label, rel, or
    its address.
    """

    id: str
    title: str = ""
    kind: Literal["item", "question"] = "item"
    paid: Literal["yes", "no", "unsure"]
    sign: str = ""
    label: str = ""
    scope: Literal["", "item", "zone", "page"] = ""


class Citation(Record):
    """Which rule judged: its version, the hash of its content, and where it comes from."""

    version: int
    hash: str
    source: str
    tag: str
    checked_on: date
    links: tuple[str, ...] = ()

    @classmethod
    def of(cls, rule: Rule) -> Citation:
        """The citation of a rule."""
        return cls(
            version=rule.version,
            hash=rule.hash,
            source=rule.source,
            tag=rule.tag,
            checked_on=rule.checked_on,
            links=rule.links,
        )


class AuditReport(Record):
    """All verdicts of one audit; `blocking` where a rule of severity block fails.

    `summary` counts rules by their worst verdict; `failed` are the ids of the rules that fail.
    `as_of` is the day whose rules were used, None for every rule there is. `cited` holds the rules
    that said anything but "does not apply".
    """

    profile: Profile
    subject: str = ""
    as_of: date | None = None
    read: tuple[Literal["record", "page", "styles", "counterfactual"], ...]
    verdicts: tuple[Verdict, ...]
    seen: tuple[Subject, ...] = ()
    blocking: bool
    summary: dict[Outcome, int]
    cited: dict[str, Citation] = Field(default_factory=dict)
    limits: tuple[Bilingual, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The rules that fail, in order, each once."""
        return self.rules_with("fail")

    def rules_with(self, outcome: Outcome) -> tuple[str, ...]:
        """The rules with a verdict, in order, each once."""
        return tuple(dict.fromkeys(v.rule for v in self.verdicts if v.verdict == outcome))

    def verdict(self, rule: str) -> Outcome:
        """The verdict of one rule: the worst at any item."""
        found = {v.verdict for v in self.verdicts if v.rule == rule}
        return worst(found)

    def lines(self) -> list[str]:
        """The report as lines for a terminal: breaches, questions, then what to give."""
        head = ", ".join(f"{n} {outcome}" for outcome, n in self.summary.items())
        day = f", rules of {self.as_of}" if self.as_of else ""
        told = [line for outcome in ORDER[:3] for line in self._told(outcome)]
        return [f"profile {self.profile}{day}: {head}", *told]

    def _told(self, outcome: Outcome) -> Iterator[str]:
        for v in self.verdicts:
            if v.verdict == outcome:
                at = f" [{v.item}]" if v.item else ""
                yield f"{outcome} {v.rule} ({v.severity}){at} {v.message.en} / {v.message.zh}"
                if v.evidence:
                    yield f"    {v.evidence}"


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The verdict of a whole: a breach first, then a question, what is not examinable, clean."""
    found = set(outcomes)
    return next((outcome for outcome in ORDER if outcome in found), "not_applicable")
