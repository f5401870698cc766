"""How an audit looks: its outcome, what was seen at each item, the rules with their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup

from assistant.audit.relays import Survival
from assistant.audit.report import NAMES, ORDER, AuditReport, Subject, Verdict
from assistant.audit.report_html import SEVERITIES
from assistant.audit.rule import rules
from ui.render.findings import SIGNS
from ui.render.frame import button, choice, field, hidden, section, table, verdict
from ui.render.html import details, join, tag

Said = Callable[..., str]
ALL_SIGNS = {**SIGNS, "not_applicable": "–"}
OPEN = ORDER[:3]
"""The states that want something: a breach, a question, what is not examinable."""


def asking(
    text: str,
    laws: Iterable[tuple[str, str]],
    profile: str,
    as_of: str,
    said: Said,
    lang: str,
) -> Markup:
    """The form: what is audited, under whose rules, of which day."""
    area = tag("textarea", text, name_="text", id="text", rows="8", spellcheck="false")
    file, page = (
        tag("input", type="file", name_=name, id=name, accept=".json,.html,.htm,.txt")
        for name in ("file", "page")
    )
    day = tag("input", type="date", name_="as_of", id="as_of", value=as_of)
    return tag(
        "form",
        tag("div", field(said("text"), "text", area), cls="ps-grow"),
        field(said("file"), "file", file),
        field(said("page"), "page", page),
        field(said("profile"), "profile", choice("profile", laws, profile)),
        field(said("as_of"), "as_of", day),
        button(said("run")),
        tag("small", said("forgotten"), cls="ps-note ps-grow"),
        hidden("lang", lang),
        method="post",
        enctype="multipart/form-data",
        action=f"/audit?lang={lang}",
    )


def report_of(report: AuditReport, said: Said, language: str) -> Markup:
    """A report: what came of it, then each item with its verdicts, then the other rules."""
    closed = [v for v in report.verdicts if v.verdict not in OPEN]
    return join(
        section(said("report"), _outcome(report, said, language), cls="ps-report-head"),
        section(said("in_place"), *_places(report, said, language)),
        details(said("others"), _closed(closed, language)) if closed else None,
        *(tag("p", limit.text(language), cls="ps-note") for limit in report.limits),
    )


def _outcome(report: AuditReport, said: Said, language: str) -> Markup:
    if report.blocking:
        line = verdict(False, said("blocking"))
    else:
        line = verdict(not report.failed, said("breach" if report.failed else "clean"))
    day = said("day", day=report.as_of) if report.as_of else ""
    read = said(
        "read",
        what="、".join(said(f"read_{r}") for r in report.read)
        if language == "zh"
        else ", ".join(said(f"read_{r}") for r in report.read),
    )
    counts = (
        tag("li", _sign(o), " ", NAMES[o].text(language), ": ", said("rules", n=report.summary[o]))
        for o in ORDER
    )
    about = said("of", subject=report.subject, profile=said(f"profile_{report.profile}"))
    return tag(
        "div",
        line,
        tag("ul", *counts, cls="ps-states"),
        tag("p", " · ".join(filter(None, (about, day, read))), cls="ps-note"),
        cls="ps-box",
    )


def _sign(outcome: str) -> Markup:
    return tag("b", ALL_SIGNS[outcome], cls=f"ps-state ps-{outcome}", aria_hidden="true")


def _places(report: AuditReport, said: Said, language: str) -> Iterable[Markup]:
    """The whole first, then every item that was seen, each with what wants something there."""
    wanting = [v for outcome in OPEN for v in report.verdicts if v.verdict == outcome]
    seen = {subject.id for subject in report.seen}
    whole = [v for v in wanting if v.item not in seen]
    yield tag(
        "section", tag("h3", said("whole")), _verdicts(whole, report, said, language), cls="ps-box"
    )
    for subject in report.seen:
        at = [v for v in wanting if v.item == subject.id]
        yield tag(
            "section",
            tag("h3", subject.title or subject.id),
            tag("p", _seen(subject, said), cls="ps-note"),
            _verdicts(at, report, said, language),
            cls="ps-box",
        )


def _seen(subject: Subject, said: Said) -> str:
    """What the audit took an item for, and the label that it found there."""
    label = said("no_label")
    if subject.label:
        label = said("label_zone" if subject.scope == "zone" else "label", text=subject.label)
    kind = said("question") if subject.kind == "question" else ""
    sign = said(f"sign_{subject.sign}") if subject.sign else ""
    paid = said(f"paid_{subject.paid}")
    return " · ".join(filter(None, (kind, paid, sign, label)))


def _verdicts(found: Sequence[Verdict], report: AuditReport, said: Said, language: str) -> Markup:
    """What wants something, breaches and questions first; what is not examinable opens on a tap."""
    unseen = [v for v in found if v.verdict == "not_examinable"]
    told = [v for v in found if v.verdict != "not_examinable"]
    lines = tag("p", tag("b", "✓", cls="ps-holds"), " ", said("nothing_here"))
    if told:
        lines = _listed(told, report, said, language)
    if not unseen:
        return lines
    name = join(_sign("not_examinable"), " ", said("unseen", n=len(unseen)))
    return join(lines, details(name, _listed(unseen, report, said, language)))


def _listed(found: Sequence[Verdict], report: AuditReport, said: Said, language: str) -> Markup:
    return tag("ul", *(_verdict(v, report, said, language) for v in found), cls="ps-verdicts")


def _verdict(found: Verdict, report: AuditReport, said: Said, language: str) -> Markup:
    rule, cited = rules()[found.rule], report.cited[found.rule]
    where = "" if any(s.id == found.item for s in report.seen) else found.item
    links = (tag("a", link, href=link, rel="noopener noreferrer") for link in cited.links)
    name = f"{NAMES[found.verdict].text(language)} · {SEVERITIES[found.severity].text(language)}"
    evidence = tag(
        "p",
        tag("b", said("evidence")),
        f" ({said(f'grade_{found.grade}')}) ",
        tag("q", found.evidence),
        cls="ps-evidence",
    )
    return tag(
        "li",
        tag("p", _sign(found.verdict), " ", tag("b", f"{found.rule} {rule.asks.text(language)}")),
        tag("p", name, f" [{where}]" if where else None, cls="ps-note"),
        tag("p", (found.question or found.give or found.message).text(language)),
        evidence if found.evidence else None,
        details(
            said("source"),
            tag("p", cited.source, " · ", _checked(cited.checked_on, cited.version, said)),
            tag("p", *links),
            tag("p", said("not_proved", what=rule.not_proved.text(language))),
        ),
        cls=f"ps-{found.verdict}",
    )


def _checked(day: object, version: int, said: Said) -> str:
    return said("checked", day=day, version=version)


def _closed(found: Sequence[Verdict], language: str) -> Markup:
    """The rules with nothing to say, by their state."""
    ordered = sorted(found, key=lambda v: ORDER.index(v.verdict))
    lines = (
        tag(
            "li",
            _sign(v.verdict),
            f" {v.rule} {rules()[v.rule].asks.text(language)} · {NAMES[v.verdict].text(language)}",
            f" · {v.evidence}" if v.evidence else None,
        )
        for v in ordered
    )
    return tag("ul", *lines, cls="ps-verdicts")


def relays(found: Sequence[Survival], said: Said) -> Markup:
    """Of the paid items that each relay still names, how many keep their label."""
    rows = (
        (
            said(f"relay_{one.relay.replace(' ', '_')}"),
            said("of_named", n=one.survived, named=one.named),
        )
        for one in found
    )
    note = tag("p", said("relays_note"), cls="ps-note")
    made = table([said("relay"), said("kept")], rows, said("relays"))
    return details(said("relays"), note, made)
