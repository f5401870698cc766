"""The charts of a study as Plotly figures, in one language."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.study.measures import Row
from assistant.study.run import Plan
from catalog.i18n import Bilingual, Spoken

SOURCES = ("for_showing", "for_clicks", "for_orders", "for_months", "subscriptions", "tips")
MOVED = ("steering", "ndcg_loss", "exposure_gini", "overpayment")
"""What a bar chart of its own tells of each column, from zero."""


def figures_of(
    plan: Plan, rows: Sequence[Row], words: dict[str, Bilingual], lang: Spoken
) -> dict[str, dict[str, object]]:
    """Every chart by its id, whose first letter says where it stands in the report."""
    found: dict[str, dict[str, object]] = {}
    at = {(r.regime, r.currency, r.column, r.measure, r.period): r for r in rows}
    for currency in dict.fromkeys(r.currency for r in rows):
        for regime in plan.regimes:
            title = f"{words[f'regime_{regime}'].text(lang)} · {currency}"
            own = {(c, m, p): row for (r, money, c, m, p), row in at.items()
                   if (r, money) == (regime, currency)}  # fmt: skip
            found[f"f-{regime}-{currency}"] = _frontier(plan, own, words, lang, title)
            found[f"r-{regime}-{currency}"] = _retention(plan, own, title)
            found[f"s-{regime}-{currency}"] = _sources(plan, own, words, lang, title)
        for measure in MOVED:
            where = "shown" if ("shown", currency, plan.names[0], measure, 0) in at else "chat"
            bars = [at.get((where, currency, name, measure, 0)) for name in plan.names]
            there = [row for row in bars if row is not None]
            found[f"m-{measure}-{currency}"] = _bars(there, words[measure].text(lang), currency)
    return found


def _layout(title: str, height: int, **more: object) -> dict[str, object]:
    return {
        "title": {"text": title}, "font": {"size": 12}, "height": height,
        "margin": {"l": 190, "r": 20, "t": 50, "b": 50}, **more,
    }  # fmt: skip


Own = dict[tuple[str, str, int], Row]


def _frontier(
    plan: Plan, at: Own, words: dict[str, Bilingual], lang: Spoken, title: str
) -> dict[str, object]:
    points = []
    for name in plan.names:
        x, y = at[name, "platform_revenue", 0], at[name, "shopper_gain", 0]
        points.append({
            "type": "scatter", "mode": "markers+text", "name": name, "text": [_short(name)],
            "textposition": "top center", "textfont": {"size": 9}, "x": [x.value],
            "y": [y.value], "error_x": _error(x), "error_y": _error(y), "showlegend": False,
        })  # fmt: skip
    axes = {
        "xaxis": {"title": {"text": words["platform_revenue"].text(lang)}},
        "yaxis": {"title": {"text": words["shopper_gain"].text(lang)}},
    }
    return {"data": points, "layout": {**_layout(title, 520), **axes}}


def _retention(plan: Plan, at: Own, title: str) -> dict[str, object]:
    spans = list(range(1, plan.periods + 1))
    lines = [
        {
            "type": "scatter", "mode": "lines+markers", "name": name, "x": spans,
            "y": [at[name, "still_here", p].value for p in spans],
        }
        for name in plan.names
    ]  # fmt: skip
    axes = {"yaxis": {"range": [0, 1.05]}, "xaxis": {"dtick": 1}}
    return {"data": lines, "layout": {**_layout(title, 560), **axes}}


def _sources(
    plan: Plan, at: Own, words: dict[str, Bilingual], lang: Spoken, title: str
) -> dict[str, object]:
    bars = [
        {
            "type": "bar", "orientation": "h", "name": words[source].text(lang).strip("… 　"),
            "y": list(plan.names), "x": [at[name, source, 0].value for name in plan.names],
        }
        for source in SOURCES
    ]  # fmt: skip
    axes = {
        "barmode": "stack",
        "xaxis": {"rangemode": "tozero"},
        "yaxis": {"autorange": "reversed"},
    }
    return {"data": bars, "layout": {**_layout(title, 160 + 20 * len(plan.names)), **axes}}


def _bars(rows: Sequence[Row], title: str, currency: str) -> dict[str, object]:
    bar = {
        "type": "bar", "orientation": "h", "y": [r.column for r in rows],
        "x": [r.value for r in rows],
        "error_x": {
            "type": "data", "symmetric": False,
            "array": [(r.high if r.high is not None else r.value) - r.value for r in rows],
            "arrayminus": [r.value - (r.low if r.low is not None else r.value) for r in rows],
        },
    }  # fmt: skip
    axes = {"xaxis": {"rangemode": "tozero"}, "yaxis": {"autorange": "reversed"}}
    height = 140 + 18 * len(rows)
    return {"data": [bar], "layout": {**_layout(f"{title} · {currency}", height), **axes}}


def _short(name: str) -> str:
    """The policies without their disclosures."""
    return " -> ".join(part.partition(":")[0] for part in name.split(" -> "))


def _error(row: Row) -> dict[str, object]:
    if row.low is None or row.high is None:
        return {"visible": False}
    return {
        "type": "data", "symmetric": False,
        "array": [max(0.0, row.high - row.value)], "arrayminus": [max(0.0, row.value - row.low)],
    }  # fmt: skip
