"""The tables of a study's report, in both languages at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from assistant.policy import Policy
from assistant.study.choice_set import Conversation
from assistant.study.figures import short
from assistant.study.measures import MONEY, RATIOS, SHOWN, Row, Swept
from assistant.study.parameters import parameters
from assistant.study.people import People
from assistant.study.run import Plan
from assistant.study.targets import checked
from catalog.i18n import Bilingual, Spoken
from catalog.record import Record

LANGUAGES: tuple[Spoken, ...] = ("en", "zh")
MOST_SHOWN = 6
"""Conversations that the report holds whole."""
Words = Mapping[str, Bilingual]


class Verdict(Record):
    """How many of the answers `audited` fail each rule with blocking force, under one law."""

    column: str
    law: str
    audited: int
    failed: dict[str, int]


def both(words: Words, key: str, tag: str, cls: str = "", **slots: str) -> Markup:
    """A phrase in both languages, of which the page shows one."""
    return joined(
        Markup(f'<{tag} class="{{}}" lang="{lang}">{{}}</{tag}>').format(
            cls, words[key].text(lang).format(**slots)
        )
        for lang in LANGUAGES
    )


def phrase(words: Words, key: str) -> Markup:
    """A phrase in both languages within a line."""
    return both(words, key, "span")


def joined(pieces: Iterable[Markup]) -> Markup:
    """Pieces one after another."""
    return Markup("").join(pieces)


def table(head: Sequence[Markup], rows: Iterable[Sequence[str]]) -> Markup:
    """A table that scrolls by itself where it is too wide; text is escaped."""
    top = joined(Markup("<th>{}</th>").format(h) for h in head)
    body = joined(
        Markup("<tr>{}</tr>").format(joined(Markup("<td>{}</td>").format(c) for c in row))
        for row in rows
    )
    return Markup('<div class="scroll"><table><tr>{}</tr>{}</table></div>').format(top, body)


def folded(summary: Markup | str, inside: Markup) -> Markup:
    """What opens on a tap."""
    return Markup("<details><summary>{}</summary>{}</details>").format(summary, inside)


def columns(plan: Plan, policies: Mapping[str, Policy], words: Words) -> Markup:
    """What each column is: its policy's title, and what money may do there."""
    head = [phrase(words, k) for k in ("column", "policy_title", "disclosure", "money_may")]
    lines = []
    for column in plan.columns:
        policy = policies[column.policy]
        texts = {"title": policy.title, "may": policy.money_may}
        lines.append((
            short(plan, column.name), phrase(texts, "title"), column.disclosure,
            phrase(texts, "may"),
        ))  # fmt: skip
    return table(head, lines)


def measures(plan: Plan, rows: Sequence[Row], words: Words) -> Markup:
    """Every measure of every column with its interval, a fold for each regime and currency."""
    folds = []
    names = (*RATIOS, *SHOWN)
    head = [phrase(words, k) for k in ("measure", "column", "value", "change", "holm")]
    for regime in (*plan.regimes, "shown"):
        for currency in dict.fromkeys(r.currency for r in rows):
            own = [r for r in rows if (r.regime, r.currency, r.period) == (regime, currency, 0)]
            own.sort(key=lambda r: names.index(r.measure))
            lines = [
                (
                    phrase(words, r.measure) + (f" {currency}" if r.measure in MONEY else ""),
                    short(plan, r.column),
                    _interval(r.value, r.low, r.high),
                    _interval(r.change, r.change_low, r.change_high),
                    "" if r.p_holm is None else f"{r.p_holm:.3g}",
                )
                for r in own
            ]
            folds.append(
                folded(phrase(words, f"regime_{regime}") + f" · {currency}", table(head, lines))
            )
    return joined(folds)


def _interval(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.4g}" + (f" ({low:,.4g} … {high:,.4g})" if low is not None else "")


def sweep(plan: Plan, swept: Sequence[Swept], words: Words) -> Markup:
    """The change against the first column at both ends of each parameter."""
    at = {(s.parameter, s.end, s.column, s.currency, s.measure): s.change for s in swept}
    kinds = sorted({(s.column, s.currency, s.measure) for s in swept})
    head = [
        Markup("{} {} {}").format(short(plan, c), money, phrase(words, m)) for c, money, m in kinds
    ]
    lines = [
        (
            f"{name} = {p.value:g}",
            f"{p.low:g} / {p.high:g}",
            p.source,
            *(f"{at[name, 'low', *k]:,.4g} / {at[name, 'high', *k]:,.4g}" for k in kinds),
        )
        for name, p in parameters().items()
    ]
    first = [phrase(words, k) for k in ("parameter", "ends", "source")]
    return folded(f"{len(parameters())} × {len(plan.names) - 1}", table([*first, *head], lines))


def targets(words: Words) -> Markup:
    """What published studies found, whether it was fitted or held out, and what the model gives."""
    head = [phrase(words, k) for k in ("target", "use", "range", "model", "met", "source")]
    return table(
        head,
        [
            (
                phrase({"t": Bilingual(zh=c.target.zh, en=c.target.en)}, "t"),
                phrase(words, c.target.use),
                f"{c.target.low:g} – {c.target.high:g}",
                f"{c.value:.4f}",
                phrase(words, "hit" if c.met else "miss"),
                c.target.source,
            )
            for c in checked()
        ],
    )


def people(given: People, rows: Sequence[Row], words: Words) -> Markup:
    """What people chose and noticed, a table for each way to group it, the model's share beside."""
    model = {
        r.column: r.value
        for r in rows
        if (r.regime, r.measure, r.period) == ("chat", "noticed_share", 0)
    }
    tables_ = []
    for group in dict.fromkeys(r.group for r in given.rows):
        head = [phrase(words, k) for k in (f"by_{group}", "measure", "people_share", "of", "model")]
        lines = [
            (
                r.name,
                phrase(words, f"people_{r.measure}"),
                _interval(r.value, r.low, r.high),
                str(r.of),
                f"{model[r.name]:.3f}" if r.measure == "recognised" and r.name in model else "",
            )
            for r in given.rows
            if r.group == group
        ]
        tables_.append(table(head, lines))
    return joined(tables_)


def verdicts(plan: Plan, given: Sequence[Verdict], words: Words) -> Markup:
    """The rules that fail with blocking force, a column a row and a law a column."""
    laws = tuple(dict.fromkeys(v.law for v in given))
    at = {(v.column, v.law): v for v in given}

    def cell(verdict: Verdict | None) -> str:
        if verdict is None:
            return ""
        counts = (f"{rule} ({n}/{verdict.audited})" for rule, n in verdict.failed.items())
        return ", ".join(counts) or "✓"

    names = [c.name for c in plan.columns]
    head = [phrase(words, "column"), *(Markup("{}").format(law.upper()) for law in laws)]
    return table(head, [(short(plan, n), *(cell(at.get((n, law))) for law in laws)) for n in names])


def conversations(plan: Plan, given: Sequence[Conversation], words: Words) -> Markup:
    """A few conversations whole, in every column as its shopper saw it, and what can be chosen."""
    head = [phrase(words, k) for k in ("space", "product", "shop", "price", "label")]
    folds = []
    for it in given:
        inside = []
        for column, choice in zip(plan.columns, it.choices, strict=True):
            lines = [
                (
                    f"{a.space} {a.place}", a.product_id, a.seller,
                    f"{a.price:f} {it.currency}", a.seen if a.sponsored else "",
                )
                for a in choice.alternatives
            ]  # fmt: skip
            text = Markup("<pre>{}</pre>").format(choice.transcript)
            inside.append(folded(short(plan, column.name), text + table(head, lines)))
        folds.append(folded(it.id, joined(inside)))
    return joined(folds)
