"""One audit: every rule on an answer's record, on its page, or on both against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from assistant.audit.case import Case
from assistant.audit.description import Told
from assistant.audit.html.page import Page
from assistant.audit.json_reader import Node
from assistant.audit.registry import Check, checks
from assistant.audit.report import AuditReport, Verdict, worst
from assistant.audit.rule import LAWS, Outcome, Profile, Rule, Seen, Severity, rules, severities
from assistant.disclosure import export
from assistant.schema.answer import Answer
from catalog.i18n import Bilingual

PASSED = Bilingual(zh="符合", en="In order")
NOT_APPLICABLE = Bilingual(zh="不适用", en="Does not apply")
LONGEST_EVIDENCE = 300
UNREAD = "nothing was given that this rule could be checked on"
LIMITS = (
    Bilingual(
        zh="通过审计不等于读者看懂了广告；标签可能合规却不起作用。",
        en="A pass does not show that readers understood: a label can comply and not work.",
    ),
    Bilingual(
        zh="若有人污染了来源而没有付钱给平台，这里没有任何规则会发现（GEO 盲区）。",
        en="Where sources were poisoned and nobody paid the platform, no rule here fires (the GEO "
        "blind spot).",
    ),
    Bilingual(zh="这是工程参考，不是法律意见。", en="An engineering reference, not legal advice."),
)


def audit(
    answer: Answer | Mapping[str, object] | None,
    html: str | None = None,
    profile: Profile = "strict",
    styles: Mapping[str, object] | None = None,
    counterfactual: Mapping[str, object] | None = None,
    subject: str = "",
) -> AuditReport:
    """Every rule of a profile on whatever is given; what is not given is never a pass.

    Args:
        answer: our Answer, or JSON as docs/disclosure.md describes it; None for a page alone.
        html: the page that shows it, read by itself.
        profile: one law, "strict" for all of them, or "research" (everything for information).
        styles: computed styles of labels from a browser, as docs/disclosure.md describes.
        counterfactual: results of runs without payment or under two profiles.
        subject: a name for the report.
    """
    case = _case(answer, html, profile, styles, counterfactual)
    running = severities(profile)
    found = {c.rule.id: _seen(c, case) for c in checks() if c.rule.id in running}
    found = _without_repeats(found)
    verdicts = tuple(
        verdict
        for id, seen in found.items()
        for verdict in _verdicts(rules()[id], seen, running[id])
    )
    summary: dict[Outcome, int] = {"pass": 0, "fail": 0, "needs_review": 0, "not_applicable": 0}
    for seen in found.values():
        summary[worst(s.outcome for s in seen)] += 1
    return AuditReport(
        profile=profile,
        subject=subject,
        read=_read(case, counterfactual),
        verdicts=verdicts,
        blocking=any(v.verdict == "fail" and v.severity == "block" for v in verdicts),
        summary=summary,
        limits=LIMITS,
    )


def exports_of(answer: Answer) -> dict[str, str]:
    """An answer of ours as it leaves the page, in every form there is."""
    text = export.plain_text(answer)
    return {
        "text": text,
        "markdown": export.markdown(answer).replace("\\", ""),
        "share": export.share_text(answer, text),
        "speech": export.speech_text(answer),
    }


def _case(
    answer: Answer | Mapping[str, object] | None,
    html: str | None,
    profile: Profile,
    styles: Mapping[str, object] | None,
    counterfactual: Mapping[str, object] | None,
) -> Case:
    own_counts = profile in ("strict", "research")
    told, exports = None, {}
    if isinstance(answer, Answer):
        told = Told.of(answer.model_dump(mode="json"), own_counts=own_counts)
        exports = exports_of(answer)
    elif answer is not None:
        told = Told.of(answer, own_counts=own_counts)
        given = told.node.node("exports")
        exports = {form: given.text(form) or "" for form in given.raw} if given else {}
    laws = tuple(law for law in LAWS if profile in (law, "strict", "research"))
    return Case(
        profile=profile,
        laws=laws,
        told=told,
        page=Page.of(html) if html is not None else None,
        styles=Node(styles) if styles is not None else None,
        counterfactual=Node(counterfactual) if counterfactual is not None else None,
        exports=exports,
    )


def _seen(check: Check, case: Case) -> list[Seen]:
    """What the rule sees on record and page; a page adds its failures to a record's passes."""
    on_record = list(check.record(case.told, case)) if check.record and case.told else []
    on_page = list(check.page(case)) if check.page else []
    if case.styles is not None and check.styles:
        on_page += check.styles(case)
    unread = check.page is None or case.page is None
    if case.told is None and not on_page and check.record and unread:
        on_page = [Seen("needs_review", "", UNREAD)]
    if case.told is not None and case.told.items_unknown and check.rule.of_items:
        on_record.append(Seen("needs_review", "", "blocks or their placements: not given"))
    return on_record + on_page


def _without_repeats(found: dict[str, list[Seen]]) -> dict[str, list[Seen]]:
    """Root causes alone: what only repeats a failure at the same item is left out."""
    at_item: set[tuple[str, str]] = set()
    whole: set[str] = set()
    for id, rule in rules().items():
        failed = {s.item for s in found.get(id, ()) if s.outcome == "fail"}
        at_item |= {(effect, item) for effect in rule.silences for item in failed if item}
        if failed:
            whole.update(rule.silences_whole)
    return {
        rule: [s for s in seen if rule not in whole and (rule, s.item) not in at_item]
        for rule, seen in found.items()
    }


def _verdicts(rule: Rule, seen: list[Seen], severity: Severity) -> Iterator[Verdict]:
    """Failures and open questions item by item; a rule without either gives one verdict."""
    outcome = worst(s.outcome for s in seen)
    if outcome in ("pass", "not_applicable"):
        evidence = next((s for s in seen if s.outcome == "pass"), Seen(outcome))
        message = PASSED if outcome == "pass" else NOT_APPLICABLE
        yield _verdict(rule.id, outcome, severity, message, evidence._replace(item=""))
        return
    told: set[tuple[str, str]] = set()
    for one in seen:
        if one.outcome in ("fail", "needs_review") and (one.outcome, one.item) not in told:
            told.add((one.outcome, one.item))
            message = rule.fails if one.outcome == "fail" else rule.review
            yield _verdict(rule.id, one.outcome, one.severity or severity, message, one)


def _verdict(
    rule: str, outcome: Outcome, severity: Severity, message: Bilingual, seen: Seen
) -> Verdict:
    return Verdict(
        rule=rule,
        verdict=outcome,
        severity=severity,
        item=_sound(seen.item),
        message=message,
        evidence=_sound(seen.evidence)[:LONGEST_EVIDENCE],
        grade=seen.grade,
    )


def _sound(text: str) -> str:
    """Text without halves of characters, which JSON may carry and no report can."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


Source = Literal["record", "page", "styles", "counterfactual"]


def _read(case: Case, counterfactual: Mapping[str, object] | None) -> tuple[Source, ...]:
    given: tuple[tuple[Source, object], ...] = (
        ("record", case.told),
        ("page", case.page),
        ("styles", case.styles),
        ("counterfactual", counterfactual),
    )
    return tuple(name for name, value in given if value is not None)
