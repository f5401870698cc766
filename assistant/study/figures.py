"""The charts of a study as Plotly figures, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.study.labelling import placed
from assistant.study.measures import MONEY, Row
from assistant.study.run import Plan
from catalog.i18n import Bilingual, Spoken

SOURCES = ("for_showing", "for_clicks", "for_orders", "for_months", "subscriptions", "tips")
ROLES = ("platform_revenue", "to_creator", "to_host", "to_network", "to_shopper")
CHANGES = ("steering", "elsewhere", "overpayment", "displaced", "ndcg_loss", "exposure_gini")
"""What a bar chart of its own says of each column, from zero."""
PERIODS = ("still_here", "cumulated")
KINDS = ("frontier", "sources", "roles", *CHANGES, *PERIODS)
COLOURS = ("#0b5a54", "#c98a1b", "#5b6fb0", "#a3473c", "#7a7f86", "#4f8f5a")
GREY, INK, SOFT = "#c3c7cc", "#1d2430", "#55595e"
NAMED = 8
"""Columns that a chart by period names; the others are grey, and named where one points."""
WIDE, NARROW = (930.0, 470.0), (270.0, 470.0)
"""Pixels of the plane that the labels of the frontier are placed in, on a desk and on a phone."""
Figure = dict[str, object]
Words = Mapping[str, Bilingual]
Own = dict[tuple[str, str, int], Row]


def figures_of(
    plan: Plan, rows: Sequence[Row], words: Words, lang: Spoken
) -> dict[str, dict[str, Figure]]:
    """Every chart by its kind (KINDS), and in it by "REGIME CURRENCY"."""
    figures: dict[str, dict[str, Figure]] = {kind: {} for kind in KINDS}
    for currency in dict.fromkeys(r.currency for r in rows):
        for regime in plan.regimes:
            own: Own = {
                (r.column, r.measure, r.period): r
                for r in rows
                if r.currency == currency and r.regime in (regime, "shown")
            }
            case = f"{regime} {currency}"
            figures["frontier"][case] = _frontier(plan, own, words, lang, currency)
            figures["sources"][case] = _stacked(plan, own, SOURCES, words, lang, currency)
            figures["roles"][case] = _stacked(plan, own, ROLES, words, lang, currency)
            for measure in CHANGES:
                unit = f" · {currency}" if measure in MONEY else ""
                bars = [own[key] for name in plan.names if (key := (name, measure, 0)) in own]
                figures[measure][case] = _bars(bars, words[measure].text(lang) + unit)
            figures["still_here"][case] = _lines(
                {n: [own[n, "still_here", p].value for p in _spans(plan)] for n in plan.names},
                words["period"].text(lang),
            )  # fmt: skip
            figures["cumulated"][case] = _lines(
                {n: _cumulated(plan, own, n) for n in plan.names},
                f"{words['period'].text(lang)} · {currency}",
            )  # fmt: skip
    return figures


def _spans(plan: Plan) -> range:
    return range(1, plan.periods + 1)


def _cumulated(plan: Plan, own: Own, name: str) -> list[float]:
    """The platform's revenue up to each period, per 1,000 shoppers who were there at the start.

    A conversation brings what the period's mean says; who has left has none.
    """
    total, sums = 0.0, []
    for p in _spans(plan):
        share = own[name, "still_here", p].value
        total += own[name, "platform_revenue", p].value * share
        sums.append(total)
    return sums


def _layout(height: int, x: str, y: str = "", **more: object) -> dict[str, object]:
    axis = {"gridcolor": "#e7e4dd", "zerolinecolor": "#8a8f96", "automargin": True}
    return {
        "font": {"size": 12, "color": INK}, "height": height, "plot_bgcolor": "#fff",
        "paper_bgcolor": "#fff", "margin": {"l": 8, "r": 16, "t": 16, "b": 8},
        "xaxis": {**axis, "title": {"text": x}}, "yaxis": {**axis, "title": {"text": y}},
        "showlegend": False, **more,
    }  # fmt: skip


def _frontier(plan: Plan, own: Own, words: Words, lang: Spoken, currency: str) -> Figure:
    """Revenue against the change of shoppers' gain, which is paired and so the surer figure.

    A point without room for its name has none; `meta` is the name's side on a narrow screen.
    """
    revenue = [own[name, "platform_revenue", 0] for name in plan.names]
    gain = [own[name, "shopper_gain", 0] for name in plan.names]
    points = [(r.value, g.change or 0.0) for r, g in zip(revenue, gain, strict=True)]
    across = _span([v for r in revenue for v in (0.0, r.value, r.low, r.high)])
    up = _span([v for g in gain for v in (0.0, g.change, g.change_low, g.change_high)])
    names = _short_names(plan.names)
    sides = [placed(points, names, (across, up), size) for size in (WIDE, NARROW)]
    marks = [
        {
            "type": "scatter", "mode": "markers+text" if wide else "markers", "name": name,
            "text": [name], "textposition": wide or "top center", "meta": narrow,
            "textfont": {"size": 11}, "marker": {"size": 8, "color": COLOURS[0]},
            "x": [r.value], "y": [g.change or 0.0],
            "error_x": _error(r.value, r.low, r.high),
            "error_y": _error(g.change or 0.0, g.change_low, g.change_high),
            "hovertemplate": f"{name}<br>%{{x:.3g}}, %{{y:.3g}}<extra></extra>",
        }
        for name, r, g, wide, narrow in zip(names, revenue, gain, *sides, strict=True)
    ]  # fmt: skip
    x = f"{words['platform_revenue'].text(lang)} · {currency}"
    y = f"{words['gain_change'].text(lang)} · {currency}"
    layout = _layout(540, x, y, hovermode="closest")
    for axis, span in (("xaxis", across), ("yaxis", up)):
        _of(layout, axis)["range"] = list(span)
    return {"data": marks, "layout": layout}


def _span(values: Sequence[float | None]) -> tuple[float, float]:
    """From the least to the greatest, with a tenth of that on both sides."""
    known = [v for v in values if v is not None]
    least, most = min(known), max(known)
    room = (most - least) / 10 or 1.0
    return least - room, most + room


def _of(layout: dict[str, object], axis: str) -> dict[str, object]:
    found = layout[axis]
    return found if isinstance(found, dict) else {}


def _stacked(
    plan: Plan, own: Own, measures: Sequence[str], words: Words, lang: Spoken, currency: str
) -> Figure:
    """A bar a column, of parts; parts that no column has are left out."""
    bars = [
        {
            "type": "bar", "orientation": "h", "name": _part(words[measure].text(lang)),
            "y": [short(plan, name) for name in plan.names], "marker": {"color": colour},
            "x": [own[name, measure, 0].value for name in plan.names],
        }
        for measure, colour in zip(measures, COLOURS, strict=False)
        if any(own[name, measure, 0].value for name in plan.names)
    ]  # fmt: skip
    title = words["per_thousand"].text(lang).format(currency=currency)
    layout = _layout(
        130 + 22 * len(plan.names), title, barmode="relative", showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )  # fmt: skip
    return {"data": bars, "layout": _from_zero(layout)}


def _part(words: str) -> str:
    """A measure's words without what the axis says for all of them."""
    return words.replace("（每千次）", "").replace(" per 1,000", "").strip("… 　")


def _bars(rows: Sequence[Row], title: str) -> Figure:
    names = _short_names([r.column for r in rows])
    bar = {
        "type": "bar", "orientation": "h", "y": names, "x": [r.value for r in rows],
        "marker": {"color": COLOURS[0]}, "error_x": {
            "type": "data", "symmetric": False, "color": SOFT, "thickness": 1.2, "width": 3,
            "array": [(r.high if r.high is not None else r.value) - r.value for r in rows],
            "arrayminus": [r.value - (r.low if r.low is not None else r.value) for r in rows],
        },
    }  # fmt: skip
    return {"data": [bar], "layout": _from_zero(_layout(90 + 22 * len(rows), title))}


def _from_zero(layout: dict[str, object]) -> dict[str, object]:
    _of(layout, "xaxis")["rangemode"] = "tozero"
    _of(layout, "yaxis").update({"autorange": "reversed", "dtick": 1})
    return layout


def _lines(series: Mapping[str, Sequence[float]], period: str) -> Figure:
    """A line a column; those that end farthest from the first column are named and coloured.

    One that ends where the first does has no name: its line is hardly seen beside it.
    """
    names = list(series)
    ends = {name: abs(values[-1] - series[names[0]][-1]) for name, values in series.items()}
    apart = sorted((n for n in names[1:] if ends[n] > 1e-9), key=lambda n: -ends[n])
    chosen = {names[0], *apart[: NAMED - 1]}
    colours = iter((*COLOURS, "#8c5a9e", "#2d7fb8"))
    lines = [
        {
            "type": "scatter", "mode": "lines+markers", "name": short_name, "x": _counted(values),
            "y": list(values), "showlegend": name in chosen,
            "line": {"color": next(colours) if name in chosen else GREY,
                     "width": 2.2 if name in chosen else 1},
            "marker": {"size": 5}, "hovertemplate": f"{name}: %{{y:.4g}}<extra></extra>",
        }
        for (name, values), short_name in zip(series.items(), _short_names(names), strict=True)
    ]  # fmt: skip
    lines.sort(key=lambda line: bool(line["showlegend"]))
    layout = _layout(
        430, period, showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )  # fmt: skip
    _of(layout, "xaxis")["dtick"] = 1
    _of(layout, "yaxis")["rangemode"] = "tozero"
    return {"data": lines, "layout": layout}


def _counted(values: Sequence[float]) -> list[int]:
    return list(range(1, len(values) + 1))


def short(plan: Plan, name: str) -> str:
    """A column's name, without its disclosure where no other column has the same policy."""
    return dict(zip(plan.names, _short_names(plan.names), strict=True))[name]


def _short_names(names: Sequence[str]) -> list[str]:
    plain = [n for n in names if " -> " not in n]
    policies = [n.partition(":")[0] for n in plain]
    once = {n for n, p in zip(plain, policies, strict=True) if policies.count(p) == 1}

    def one(name: str) -> str:
        return name.partition(":")[0] if name in once else name

    return [
        " → ".join(one(part) for part in name.replace(" @", " -> @").split(" -> ")).replace(
            " → @", " @"
        )
        for name in names
    ]


def _error(value: float, low: float | None, high: float | None) -> dict[str, object]:
    if low is None or high is None:
        return {"visible": False}
    return {
        "type": "data", "symmetric": False, "color": GREY, "thickness": 1.2, "width": 3,
        "array": [max(0.0, high - value)], "arrayminus": [max(0.0, value - low)],
    }  # fmt: skip
