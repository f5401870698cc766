"""An audit report as one page of HTML, in either language, every word of others escaped."""

from __future__ import annotations

from html import escape

from assistant.audit.report import NAMES, ORDER, AuditReport, Verdict
from assistant.audit.rule import Rule, rules
from catalog.i18n import Bilingual

TITLE = Bilingual(zh="披露审计", en="Disclosure audit")
SEVERITIES = {
    "block": Bilingual(zh="阻断", en="blocking"),
    "major": Bilingual(zh="严重", en="major"),
    "minor": Bilingual(zh="轻微", en="minor"),
    "info": Bilingual(zh="提示", en="information"),
}
HEAD = (
    Bilingual(zh="规则", en="Rule"),
    Bilingual(zh="程度", en="Severity"),
    Bilingual(zh="位置", en="At"),
    Bilingual(zh="结论", en="Finding"),
    Bilingual(zh="依据", en="Evidence"),
    Bilingual(zh="来源", en="Source"),
    Bilingual(zh="这不能证明", en="What this does not prove"),
)
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1b1b;background:#fff}table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:left;vertical-align:top}"
    "td{overflow-wrap:anywhere}"
)


def report_html(report: AuditReport, locale: str = "en") -> str:
    """The report as a whole document: failures first, then open questions, passes, the rest."""
    title = f"{TITLE.text(locale)} · {report.profile}"
    counts = " · ".join(f"{NAMES[o].text(locale)} {n}" for o, n in report.summary.items())
    body = [f"<h1>{escape(title)}</h1>", f"<p>{escape(report.subject)}</p>", f"<p>{counts}</p>"]
    for outcome in ORDER:
        found = [v for v in report.verdicts if v.verdict == outcome]
        if found:
            body.append(f"<h2>{NAMES[outcome].text(locale)}</h2>{_table(found, locale)}")
    body += [f"<p>{escape(limit.text(locale))}</p>" for limit in report.limits]
    lang = "zh-CN" if locale.startswith("zh") else "en"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body>{''.join(body)}</body></html>"
    )


def _table(found: list[Verdict], locale: str) -> str:
    head = "".join(f'<th scope="col">{cell.text(locale)}</th>' for cell in HEAD)
    rows = "".join(_row(verdict, locale) for verdict in found)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(verdict: Verdict, locale: str) -> str:
    rule = rules()[verdict.rule]
    cells = (
        f"{verdict.rule} {rule.asks.text(locale)}",
        SEVERITIES[verdict.severity].text(locale),
        verdict.item,
        verdict.message.text(locale),
        f"{verdict.evidence} ({verdict.grade})" if verdict.evidence else verdict.grade,
    )
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f"<tr>{told}<td>{_source(rule)}</td><td>{escape(rule.not_proved.text(locale))}</td></tr>"


def _source(rule: Rule) -> str:
    """The rule's source with its date, version and links."""
    links = "".join(f'<br><a href="{escape(link)}">{escape(link)}</a>' for link in rule.links)
    head = f"{rule.source} ({rule.tag}, {rule.checked_on}; v{rule.version} {rule.hash})"
    return f"{escape(head)}{links}"
