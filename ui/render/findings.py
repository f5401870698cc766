"""What the audit found in the last answer: a badge per jurisdiction, and the panel behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup

from assistant.audit.measurement import Plan
from assistant.audit.report import AuditReport, Verdict
from assistant.schema.answer import Answer
from ui.render.html import details, join, tag
from ui.words import Words

SIGNS = {"fail": "✕", "needs_review": "?", "not_examinable": "○", "pass": "✓"}


def findings(
    answer: Answer,
    reports: Sequence[AuditReport],
    words: Words,
    measured_at: str = "",
    plan: Plan | None = None,
) -> Markup:
    """The badges in the line one sees, and under it what each profile found.

    `measured_at` is where a browser measured the labels, `plan` what it still is to measure.
    """
    if measured_at:
        looks = words("findings_measured", at=measured_at)
    else:
        looks = words("findings_unmeasured")
    return tag(
        "div",
        _hidden(answer, words),
        details(
            join(words("findings"), " ", badges(answer, reports, words)),
            *(_profile(report, words) for report in reports),
            tag("p", looks, " ", words("findings_note"), cls="ps-note"),
        ),
        cls="ps-findings",
        lang=words.tag,
        data_answer=answer.id if plan else None,
        data_measure=plan.model_dump_json() if plan else None,
    )


def badges(answer: Answer, reports: Sequence[AuditReport], words: Words) -> Markup:
    """A badge for the law that the answer is written under, then what it would get elsewhere."""
    own = [badge(r, words) for r in reports if r.profile in answer.jurisdictions]
    others = [badge(r, words) for r in reports if r.profile not in answer.jurisdictions]
    elsewhere = tag("span", words("elsewhere"), cls="ps-elsewhere") if others else None
    return join(*own, elsewhere, *others)


def badge(report: AuditReport, words: Words) -> Markup:
    """A profile's breaches, or that there are none; questions are told, and count for nothing."""
    overall = verdict_of(report)
    count = "" if overall == "pass" else f"{report.summary.get(overall, 0)} "
    told = f"{_name(report, words)} {SIGNS[overall]} {count}{words(f'verdict_{overall}')}"
    return tag("span", told, cls=f"ps-badge ps-{overall}")


def verdict_of(report: AuditReport) -> Literal["pass", "fail", "needs_review"]:
    """Fail if any rule fails, else to decide if any asks a person, else no breach."""
    if report.failed:
        return "fail"
    return "needs_review" if report.summary.get("needs_review") else "pass"


def _hidden(answer: Answer, words: Words) -> Markup | None:
    """A policy that withholds labels is studied here; the page itself says what it withholds."""
    hidden = sum(1 for p in answer.placements if p.disclosure and p.disclosure.shown == "none")
    return tag("p", words("hidden_labels", n=hidden), cls="ps-hidden") if hidden else None


def _profile(report: AuditReport, words: Words) -> Markup:
    counts = words(
        "verdict_counts",
        failed=report.summary.get("fail", 0),
        review=report.summary.get("needs_review", 0),
        passed=report.summary.get("pass", 0),
        unexamined=report.summary.get("not_examinable", 0),
    )
    order = ("fail", "needs_review", "not_examinable")
    told = [v for outcome in order for v in report.verdicts if v.verdict == outcome]
    lines = tag("ul", *(_verdict(v, report, words) for v in told)) if told else None
    head = join(tag("b", _name(report, words)), " ", counts)
    return details(head, lines) if lines else tag("p", head)


def _verdict(verdict: Verdict, report: AuditReport, words: Words) -> Markup:
    """One finding: rule and place, its words, the evidence, the rule's source with its date."""
    at = f" [{verdict.item}]" if verdict.item else ""
    cited = report.cited[verdict.rule]
    source = f"{cited.source} ({cited.checked_on}, {cited.hash})"
    link = tag("a", source, href=cited.links[0], rel="noopener") if cited.links else source
    return tag(
        "li",
        tag("b", f"{SIGNS[verdict.verdict]} {verdict.rule}{at}"),
        " ",
        verdict.message.text(words.language),
        f" — {verdict.evidence}" if verdict.evidence else None,
        " ",
        tag("span", link, cls="ps-note"),
        cls=f"ps-{verdict.verdict}",
    )


def _name(report: AuditReport, words: Words) -> str:
    return words(f"jurisdiction_{report.profile}")
