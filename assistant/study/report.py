"""A study as one HTML file in both languages that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from assistant.policy import Policy
from assistant.study import report_tables as tables
from assistant.study.choice_set import Conversation
from assistant.study.figures import CHANGES, PERIODS, figures_of
from assistant.study.measures import Row, Swept
from assistant.study.parameters import FOLDER
from assistant.study.people import People
from assistant.study.report_shell import choosing, page
from assistant.study.report_tables import LANGUAGES, MOST_SHOWN, Verdict, both, joined, phrase
from assistant.study.run import Plan
from catalog.files import read_yaml
from catalog.i18n import Bilingual, Spoken

METHODS = 8
"""Paragraphs on methods and limits in words.yaml."""


@dataclass(frozen=True)
class Study:
    """Everything that a report is made of; `people` are blind sessions, None without them."""

    plan: Plan
    conversations: Sequence[Conversation]
    rows: Sequence[Row]
    sweep: Sequence[Swept]
    verdicts: Sequence[Verdict]
    policies: Mapping[str, Policy]
    people: People | None = None


def document(study: Study) -> str:
    """The report. Whatever a seller wrote is escaped."""
    plan, words = study.plan, read_yaml(FOLDER / "words.yaml", dict[str, Bilingual])
    figures = {lang: figures_of(plan, study.rows, words, lang) for lang in LANGUAGES}
    start: Spoken = "zh" if study.conversations[0].language == "zh" else "en"

    def section(key: str, *inside: Markup) -> Markup:
        return both(words, key, "h2") + joined(inside)

    def note(key: str) -> Markup:
        return both(words, key, "p", "note")

    body = both(words, "title", "h1") + both(words, "intro", "p")
    body += both(words, "first", "p", name=plan.names[0])
    body += _cases(study, words)
    body += section("frontier", note("frontier_note"), _chart("frontier"))
    body += section("sources", _chart("sources"))
    body += section("roles", _chart("roles"))
    body += section(
        "moved",
        joined(both(words, m, "h3") + _chart(m) for m in CHANGES),
    )
    body += section(
        "retention", note("periods_note"), *(both(words, m, "h3") + _chart(m) for m in PERIODS)
    )
    if study.people is not None:
        counts = {k: str(v) for k, v in study.people.model_dump().items() if k != "rows"}
        heading = both(words, "people_count", "p", **counts) + note("people_note")
        body += section("people", heading, tables.people(study.people, study.rows, words))
    body += section("columns", tables.columns(plan, study.policies, words))
    body += section("table", tables.measures(plan, study.rows, words))
    body += section("sweep", tables.sweep(plan, study.sweep, words))
    body += section("targets", tables.targets(words))
    body += section("verdicts", note("blocking"), tables.verdicts(plan, study.verdicts, words))
    shown = study.conversations[:MOST_SHOWN]
    body += section("seen", note("seen_note"), tables.conversations(plan, shown, words))
    body += section("methods", *(both(words, f"method_{n}", "p") for n in range(1, METHODS + 1)))
    body += _left_out(study, words)
    body += section("made", Markup("<pre>{}</pre>").format(plan.model_dump_json(indent=1)))
    return page(body, figures, words["title"].text(start), start)


def _chart(kind: str) -> Markup:
    return Markup('<div class="chart" id="{}"></div>').format(kind)


def _cases(study: Study, words: Mapping[str, Bilingual]) -> Markup:
    """What chooses the regime and the currency of every chart; the chat regime comes first."""
    regimes = sorted(study.plan.regimes, key=lambda r: r != "chat")
    named = [(r, words[f"regime_{r}"].en, words[f"regime_{r}"].zh) for r in regimes]
    money = [(c, c, c) for c in dict.fromkeys(r.currency for r in study.rows)]
    return Markup('<div class="cases">{}{}</div>').format(
        choosing("regime", phrase(words, "regime"), named),
        choosing("currency", phrase(words, "currency"), money),
    )


def _left_out(study: Study, words: Mapping[str, Bilingual]) -> Markup:
    kept = {c.id for c in study.conversations}
    left = [id for s in study.plan.scripts if (id := s.rpartition(":")[0]) not in kept]
    return both(words, "left_out", "p", ids=", ".join(left)) if left else Markup("")


def write_report(text: str, out: Path) -> Path:
    """The report in its folder."""
    path = out / "report.html"
    path.write_text(text, "utf-8")
    return path
