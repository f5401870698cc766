"""A study as one HTML file in both languages that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from assistant.study.choice_set import Conversation
from assistant.study.figures import figures_of
from assistant.study.measures import MONEY, RATIOS, SHOWN, Row, Swept
from assistant.study.parameters import FOLDER, parameters
from assistant.study.run import Plan
from assistant.study.targets import checked
from catalog.files import read_yaml
from catalog.i18n import Bilingual, Spoken

STYLE = """body{font:15px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;margin:2rem auto;
max-width:70rem;padding:0 1rem;color:#1d2430}table{border-collapse:collapse;margin:.5rem 0}
td,th{border:1px solid #cbd2dc;padding:.25rem .5rem;text-align:left;
vertical-align:top}.scroll{overflow-x:auto}.chart{overflow-x:auto}
.view{width:100%;height:40rem;border:1px solid #cbd2dc}
html[data-lang=en] [lang=zh],html[data-lang=zh] [lang=en]{display:none}"""
SCRIPT = """const F=JSON.parse(document.getElementById('figures').textContent);
function draw(l){document.documentElement.dataset.lang=l;for(const [id,f] of Object.entries(F[l]))
Plotly.react(id,f.data,f.layout,{responsive:true,displaylogo:false});}
document.getElementById('en').onclick=()=>draw('en');document.getElementById('zh').onclick=()=>draw('zh');
const asked=location.hash.slice(1);draw(asked in F?asked:document.documentElement.dataset.lang);
if(parent!==window)new ResizeObserver(()=>parent.postMessage(
{height:document.documentElement.scrollHeight},'*')).observe(document.body);"""
"""Draws the charts in the language asked for, and tells a page around it how high it is."""
Verdicts = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Rules failed with blocking force, by column and jurisdiction."""
LANGUAGES: tuple[Spoken, ...] = ("en", "zh")
MOST_SHOWN = 6
"""Conversations whose choices are told one by one."""


def document(
    plan: Plan,
    conversations: Sequence[Conversation],
    rows: Sequence[Row],
    sweep: Sequence[Swept],
    verdicts: Verdicts,
    views: Mapping[str, str],
) -> str:
    """The report. Whatever a seller wrote is escaped.

    `views` are a few conversations as the shopper saw them, HTML pages by their scripts' ids.
    """
    from plotly.offline import get_plotlyjs

    words = read_yaml(FOLDER / "words.yaml", dict[str, Bilingual])
    figures = {lang: figures_of(plan, rows, words, lang) for lang in LANGUAGES}
    start: Spoken = "zh" if conversations[0].language == "zh" else "en"
    kinds = {
        kind: _joined(
            Markup('<div class="chart" id="{}"></div>').format(id)
            for id in figures["en"]
            if id[0] == kind
        )
        for kind in "fsmr"
    }
    body = _both(words, "title", "h1") + _both(words, "intro", "p")
    body += _both(words, "first", "p", name=plan.names[0])
    body += _both(words, "frontier", "h2") + kinds["f"]
    body += _both(words, "sources", "h2") + kinds["s"]
    body += _both(words, "moved", "h2") + kinds["m"]
    body += _both(words, "retention", "h2") + kinds["r"]
    body += _both(words, "table", "h2") + _measures(plan, rows, words)
    body += _both(words, "sweep", "h2") + _sweep(plan, sweep, words)
    body += _both(words, "targets", "h2") + _targets(words)
    body += _both(words, "verdicts", "h2") + _both(words, "blocking", "p")
    body += _verdicts(verdicts, words)
    body += _both(words, "seen", "h2") + _views(views) + _seen(plan, conversations, words)
    body += _both(words, "methods", "h2")
    body += _joined(_both(words, f"method_{n}", "p") for n in range(1, 7))
    kept = {c.id for c in conversations}
    left = [id for s in plan.scripts if (id := s.rpartition(":")[0]) not in kept]
    body += _both(words, "left_out", "p", ids=", ".join(left)) if left else ""
    body += _both(words, "made", "h2")
    body += Markup("<pre>{}</pre>").format(plan.model_dump_json(indent=1))
    data = json.dumps(figures, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return (
        f'<!doctype html><html data-lang="{start}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>Plainshelf study</title>'
        f"<style>{STYLE}</style></head><body><p><button id=en>English</button> "
        f"<button id=zh>中文</button></p>{body}"
        f'<script type="application/json" id="figures">{data}</script>'
        f"<script>{get_plotlyjs()}</script><script>{SCRIPT}</script></body></html>\n"
    )


def _joined(pieces: Iterable[Markup]) -> Markup:
    return Markup("").join(pieces)


def _both(words: dict[str, Bilingual], key: str, tag: str, **slots: str) -> Markup:
    return _joined(
        Markup(f'<{tag} lang="{lang}">{{}}</{tag}>').format(words[key].text(lang).format(**slots))
        for lang in LANGUAGES
    )


def _said(words: dict[str, Bilingual], key: str) -> Markup:
    return _both(words, key, "span")


def _table(head: Sequence[Markup], rows: Iterable[Sequence[str]]) -> Markup:
    top = _joined(Markup("<th>{}</th>").format(h) for h in head)
    body = _joined(
        Markup("<tr>{}</tr>").format(_joined(Markup("<td>{}</td>").format(c) for c in row))
        for row in rows
    )
    return Markup('<div class="scroll"><table><tr>{}</tr>{}</table></div>').format(top, body)


def _spread(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.4g}" + (f" ({low:,.4g} … {high:,.4g})" if low is not None else "")


def _measures(plan: Plan, rows: Sequence[Row], words: dict[str, Bilingual]) -> Markup:
    found = Markup("")
    for regime in (*plan.regimes, "shown"):
        for currency in dict.fromkeys(r.currency for r in rows):
            own = [r for r in rows if (r.regime, r.currency, r.period) == (regime, currency, 0)]
            table = _table(
                [_said(words, k) for k in ("measure", "column", "value", "change", "holm")],
                [
                    (
                        _said(words, r.measure) + (f" {currency}" if r.measure in MONEY else ""),
                        r.column,
                        _spread(r.value, r.low, r.high),
                        _spread(r.change, r.change_low, r.change_high),
                        "" if r.p_holm is None else f"{r.p_holm:.3g}",
                    )
                    for name in (*RATIOS, *SHOWN)
                    for r in own
                    if r.measure == name
                ],
            )
            head = _said(words, f"regime_{regime}") + f" · {currency}"
            found += Markup("<details><summary>{}</summary>{}</details>").format(head, table)
    return found


def _sweep(plan: Plan, sweep: Sequence[Swept], words: dict[str, Bilingual]) -> Markup:
    at = {(s.parameter, s.end, s.column, s.currency, s.measure): s.change for s in sweep}
    kinds = sorted({(s.column, s.currency, s.measure) for s in sweep})
    head = [Markup("{} {} {}").format(c, money, _said(words, m)) for c, money, m in kinds]
    table = _table(
        [_said(words, "parameter"), _said(words, "ends"), _said(words, "source"), *head],
        [
            (
                f"{name} = {p.value:g}",
                f"{p.low:g} / {p.high:g}",
                p.source,
                *(f"{at[name, 'low', *k]:,.4g} / {at[name, 'high', *k]:,.4g}" for k in kinds),
            )
            for name, p in parameters().items()
        ],
    )
    return Markup("<details><summary>{} × {}</summary>{}</details>").format(
        len(parameters()), len(plan.names) - 1, table
    )


def _targets(words: dict[str, Bilingual]) -> Markup:
    return _table(
        [_said(words, k) for k in ("target", "use", "range", "model", "met", "source")],
        [
            (
                _both({c.id: Bilingual(zh=c.target.zh, en=c.target.en)}, c.id, "span"),
                _said(words, c.target.use),
                f"{c.target.low:g} – {c.target.high:g}",
                f"{c.value:.4f}",
                _said(words, "hit" if c.met else "miss"),
                c.target.source,
            )
            for c in checked()
        ],
    )


def _verdicts(verdicts: Verdicts, words: dict[str, Bilingual]) -> Markup:
    laws = list(next(iter(verdicts.values()), {}))
    return _table(
        [_said(words, "column"), *(Markup("{}").format(law.upper()) for law in laws)],
        [(name, *(", ".join(by[law]) or "✓" for law in laws)) for name, by in verdicts.items()],
    )


def _views(views: Mapping[str, str]) -> Markup:
    """Conversations as they were shown, each page in a frame of its own."""
    return _joined(
        Markup(
            '<details><summary>{}</summary><iframe class="view" sandbox loading="lazy" '
            'title="{}" srcdoc="{}"></iframe></details>'
        ).format(id, id, page)
        for id, page in views.items()
    )


def _seen(plan: Plan, conversations: Sequence[Conversation], words: dict[str, Bilingual]) -> Markup:
    found = Markup("")
    head = [_said(words, k) for k in ("column", "space", "product", "shop", "price", "label")]
    for it in conversations[:MOST_SHOWN]:
        table = _table(
            head,
            [
                (
                    column.name, f"{a.space} {a.place}", a.product_id, a.seller,
                    f"{a.price:f} {it.currency}", a.seen if a.sponsored else "",
                )
                for column, choice in zip(plan.columns, it.choices, strict=True)
                for a in choice.alternatives
            ],
        )  # fmt: skip
        found += Markup("<details><summary>{}</summary>{}</details>").format(it.id, table)
    return found


def write_report(text: str, out: Path) -> Path:
    """The report in its folder."""
    path = out / "report.html"
    path.write_text(text, "utf-8")
    return path
