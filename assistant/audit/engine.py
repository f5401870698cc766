"""One audit: every rule on an answer's record, on its page, or on both against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Literal

from assistant.audit.case import Case
from assistant.audit.description import Told
from assistant.audit.html.page import Page
from assistant.audit.json_reader import Node
from assistant.audit.registry import Check, checks
from assistant.audit.report import ORDER, AuditReport, Citation, Verdict, worst
from assistant.audit.rule import (
    LAWS,
    Grade,
    Outcome,
    Profile,
    Rule,
    Seen,
    Severity,
    rules,
    severities,
)
from assistant.audit.subjects import subjects
from assistant.disclosure import export
from assistant.schema.answer import Answer
from catalog.i18n import Bilingual

PASSED = Bilingual(zh="符合", en="In order")
NOT_APPLICABLE = Bilingual(zh="不适用", en="Does not apply")
LONGEST_EVIDENCE = 300
DECIDE = Bilingual(zh="需人工判断：{}", en="A person must decide: {}")
GIVE = Bilingual(
    zh="凭现有材料无法检查，还需要：{}", en="Not examinable with what was given; give: {}"
)
OPEN: tuple[Outcome, ...] = ("fail", "needs_review", "not_examinable")
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
    as_of: date | None = None,
) -> AuditReport:
    """Every rule of a profile on whatever is given; what is not given is never a pass.

    Args:
        answer: our Answer, or JSON as docs/disclosure.md describes it; None for a page alone.
        html: the page that shows it, read by itself.
        profile: one law, "strict" for all of them, or "research" (everything for information).
        styles: computed styles of labels from a browser, as docs/disclosure.md describes.
        counterfactual: results of runs without payment or under two profiles.
        subject: a name for the report.
        as_of: the day whose rules judge; None for every rule there is.
    """
    case = _case(answer, html, profile, styles, counterfactual)
    running = severities(profile, as_of or date.max)
    found = {c.rule.id: _seen(c, case) for c in checks() if c.rule.id in running}
    found = _without_repeats(found)
    verdicts = tuple(
        verdict
        for id, seen in found.items()
        for verdict in _verdicts(rules()[id], seen, running[id])
    )
    summary: dict[Outcome, int] = dict.fromkeys(ORDER, 0)
    for seen in found.values():
        summary[worst(s.outcome for s in seen)] += 1
    cited = dict.fromkeys(v.rule for v in verdicts if v.verdict != "not_applicable")
    return AuditReport(
        profile=profile,
        subject=subject,
        as_of=as_of,
        read=_read(case, counterfactual),
        verdicts=verdicts,
        seen=tuple(subjects(case)),
        cited={id: _citation(id) for id in cited},
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
        on_page = [Seen("not_examinable")]
    if case.told is not None and case.told.items_unknown and check.rule.of_items:
        on_record.append(Seen("not_examinable", "", "blocks or their placements: not given"))
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
    """Whatever is not clean item by item; a rule without such gives one verdict."""
    outcome = worst(s.outcome for s in seen)
    if outcome not in OPEN:
        evidence = next((s for s in seen if s.outcome == "pass"), Seen(outcome))
        if evidence.evidence:
            yield _verdict(rule, severity, evidence._replace(item=""))
        else:
            yield _in_order(rule.id, severity, evidence.outcome, evidence.grade)
        return
    told: set[tuple[str, str]] = set()
    for one in seen:
        if one.outcome in OPEN and (one.outcome, one.item) not in told:
            told.add((one.outcome, one.item))
            yield _verdict(rule, one.severity or severity, one)


@cache
def _citation(id: str) -> Citation:
    return Citation.of(rules()[id])


@cache
def _in_order(id: str, severity: Severity, outcome: Outcome, grade: Grade) -> Verdict:
    """The verdict of a rule that has nothing to tell: one record for each way that can be."""
    return _verdict(rules()[id], severity, Seen(outcome, grade=grade))


def _verdict(rule: Rule, severity: Severity, seen: Seen) -> Verdict:
    """One verdict; its words come from its state and its cause."""
    outcome, cause = seen.outcome, rule.causes.get(seen.cause)
    question = (cause or rule.review) if outcome == "needs_review" else None
    give = (cause or rule.give) if outcome == "not_examinable" else None
    message = PASSED if outcome == "pass" else NOT_APPLICABLE
    if outcome == "fail":
        message = cause or rule.fails
    elif question is not None:
        message = _filled(DECIDE, question)
    elif give is not None:
        message = _filled(GIVE, give)
    return Verdict(
        rule=rule.id,
        verdict=outcome,
        severity=severity,
        item=_sound(seen.item),
        message=message,
        question=question,
        give=give,
        evidence=_sound(seen.evidence)[:LONGEST_EVIDENCE],
        grade=seen.grade,
    )


def _filled(frame: Bilingual, words: Bilingual) -> Bilingual:
    return Bilingual(zh=frame.zh.replace("{}", words.zh), en=frame.en.replace("{}", words.en))


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
