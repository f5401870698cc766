"""What a rule is, what it sees, and what an audit reports."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from assistant.schema.answer import Jurisdiction
from catalog.errors import BadInput
from catalog.files import read_yaml
from catalog.i18n import Bilingual
from catalog.record import Record

Outcome = Literal["pass", "fail", "needs_review", "not_examinable", "not_applicable"]
"""Clean, breach, a person must decide, not examinable with what was given, does not apply."""
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

    `check`, `check_page` and `check_styles` are "module.function" in assistant/audit/checks: what
    looks at the record, at the page, at computed styles. `of_items` marks a rule on items, which
    stays open where a description may leave items out. A failure at an item silences the rules of
    `silences` there, and a failure anywhere those of `silences_whole`: they would only repeat it.

    `fails` says what a breach is, `review` asks what a person must decide, `give` names what makes
    the rule examinable; `causes` are other words for findings of that cause. `in_force` is the
    first day per law (a law that it does not name has always applied), `until` the last.
    """

    id: str
    check: str = ""
    check_page: str = ""
    check_styles: str = ""
    of_items: bool = False
    silences: tuple[str, ...] = ()
    silences_whole: tuple[str, ...] = ()
    severity: dict[str, Severity]
    source: str
    tag: str
    grade: str
    checked_on: date
    version: int = 1
    in_force: dict[str, date] = Field(default_factory=dict)
    until: dict[str, date] = Field(default_factory=dict)
    links: tuple[str, ...] = ()
    asks: Bilingual
    fails: Bilingual
    review: Bilingual
    give: Bilingual = Bilingual(
        zh="回答的记录和显示它的页面", en="The answer's record and the page that shows it"
    )
    causes: dict[str, Bilingual] = Field(default_factory=dict)
    not_proved: Bilingual

    @cached_property
    def hash(self) -> str:
        """The first 12 hex digits of the SHA-256 of the rule's content."""
        return sha256(self.model_dump_json().encode("utf-8")).hexdigest()[:12]

    def applies(self, law: str, day: date) -> bool:
        """Whether a law had this rule on a day."""
        first, last = self.in_force.get(law, date.min), self.until.get(law, date.max)
        return first <= day <= last

    def severity_in(self, profile: Profile, day: date = date.max) -> Severity | None:
        """How grave a breach is under a profile on a day; None where the rule does not run."""
        if profile == "research":
            return "info"
        then = {
            law: grave
            for law, grave in self.severity.items()
            if law == "strict" or self.applies(law, day)
        }
        if profile != "strict" or "strict" in then:
            return then.get(profile)
        return min(then.values(), key=SEVERITIES.index, default=None)


class Seen(NamedTuple):
    """One thing that a check saw: its outcome, at which item ("" for the whole), and the evidence.

    `grade`: D the record, H the page, R computed styles, X a counterfactual run, T a text
    heuristic, A an attestation. `severity` replaces the rule's where one finding is lighter.
    `cause` names the rule's words for it where the rule has several.
    """

    outcome: Outcome
    item: str = ""
    evidence: str = ""
    grade: Grade = "D"
    severity: Severity | Literal[""] = ""
    cause: str = ""


@cache
def severities(profile: Profile, day: date = date.max) -> dict[str, Severity]:
    """The rules that run under a profile on a day, with how grave a breach is."""
    found = {id: rule.severity_in(profile, day) for id, rule in rules().items()}
    return {id: severity for id, severity in found.items() if severity is not None}


@cache
def rules(folder: Path = RULES) -> dict[str, Rule]:
    """Every rule by id, in the order of the files.

    Raises:
        BadInput: a file is wrong, or two rules share an id.
    """
    found: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.yaml")):
        for rule in read_yaml(path, tuple[Rule, ...]):
            if rule.id in found:
                raise BadInput(str(path), "id", f"{rule.id} is there twice", "Rename one of them")
            found[rule.id] = rule
    return found
