"""What a study says of each column: measures with intervals, against the first column."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.monetisation.ledger.verification import harmless
from assistant.study.choice_set import Conversation
from assistant.study.exposure import gini
from assistant.study.inference import Estimate, difference, holm, ratio, spread
from assistant.study.panel import Floats
from assistant.study.people import People, PeopleRow
from assistant.study.run import Plan, tasks_of, total
from assistant.study.simulation import SUMS
from catalog.record import Record

PAYING, ANSWERS_A_MONTH = 0.056, 7 * 30
"""Share of people who pay for a subscription, and questions a month (economics.md §2)."""
RATIOS: dict[str, tuple[dict[str, float], str, float]] = {
    "platform_revenue": (
        {"for_showing": 1, "for_clicks": 1, "for_orders": 1, "for_months": 1, "subscriptions": 1,
         "tips": 1, "to_creator": -1, "to_host": -1, "to_network": -1, "to_shopper": -1},
        "conversations", 1000,
    ),
    "seller_spend": (
        {"for_showing": 1, "for_clicks": 1, "for_orders": 1, "for_months": 1},
        "conversations", 1000,
    ),
    "for_showing": ({"for_showing": 1}, "conversations", 1000),
    "for_clicks": ({"for_clicks": 1}, "conversations", 1000),
    "for_orders": ({"for_orders": 1}, "conversations", 1000),
    "for_months": ({"for_months": 1}, "conversations", 1000),
    "subscriptions": ({"subscriptions": 1}, "conversations", 1000),
    "tips": ({"tips": 1}, "conversations", 1000),
    **{name: ({name: 1}, "conversations", 1000)
       for name in ("to_creator", "to_host", "to_network", "to_shopper")},
    "seller_gain": (
        {"margin": 1, "for_showing": -1, "for_clicks": -1, "for_orders": -1, "for_months": -1},
        "conversations", 1000,
    ),
    "break_even": (
        {"for_showing": 1, "for_clicks": 1, "for_orders": 1, "for_months": 1, "subscriptions": 1,
         "tips": 1, "to_creator": -1, "to_host": -1, "to_network": -1, "to_shopper": -1},
        "answers", ANSWERS_A_MONTH / PAYING,
    ),
    "shopper_gain": ({"gain": 1}, "conversations", 1000),
    "price_paid": ({"paid": 1}, "orders", 1),
    "overpayment": ({"overpaid": 1}, "orders", 1),
    "click_rate": ({"clicks": 1}, "conversations", 1),
    "order_rate": ({"orders": 1}, "clicks", 1),
    "steering": ({"sponsored_orders": 1, "anyway": -1}, "conversations", 1000),
    "elsewhere": ({"elsewhere": 1}, "conversations", 1000),
    "concealed": ({"hidden_seen": 1}, "sponsored_seen", 1),
    "sponsored_share": ({"sponsored_orders": 1}, "orders", 1),
    "noticed_share": ({"noticed": 1}, "sponsored_seen", 1),
    "dry_share": ({"dry": 1}, "conversations", 1),
    "still_here": ({"conversations": 1}, "shoppers", 1),
    "trust": ({"trust": 1}, "shoppers", 1),
}  # fmt: skip
"""Each measure: what is added up, over what, times what (revenue and gain per 1,000)."""
MONEY = frozenset(
    n for n in RATIOS if n.endswith(("_revenue", "_spend", "_gain", "_paid", "payment"))
) | {
    "for_showing", "for_clicks", "for_orders", "for_months", "subscriptions", "tips",
    "to_creator", "to_host", "to_network", "to_shopper", "break_even",
}  # fmt: skip
PLACED = ("ad_load", "displaced", "ndcg_loss", "kendall_tau", "rbo")
SHOWN = (*PLACED, "exposure_gini")
"""Measures of what stands in the answers, whoever reads them; their regime is "shown"."""
_AT = {name: n for n, name in enumerate(SUMS)}


class Row(Record):
    """One measure of one column in one regime and currency; `change` is against the first column.

    `period` is 0 for all of them together; intervals are of those rows only.
    """

    regime: str
    currency: str
    column: str
    measure: str
    period: int = 0
    value: float
    low: float | None = None
    high: float | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    p: float | None = None
    p_holm: float | None = None


def rows_of(out: Path, plan: Plan, conversations: Sequence[Conversation]) -> tuple[Row, ...]:
    """Every measure of every column, regime and currency, and of each period."""
    found: list[Row] = []
    for regime in plan.regimes:
        sums = total(out, plan, regime)
        for currency in sorted({c.currency for c in conversations}):
            own = [n for n, c in enumerate(conversations) if c.currency == currency]
            for measure in RATIOS:
                above, below = _parts(sums[:, :, own].sum(axis=1), measure)
                rows = _measured(plan, above, below, measure, regime, currency)
                found += _corrected(rows) + _by_period(plan, sums[:, :, own], measure, rows[0])
    return (*found, *_shown(plan, conversations))


def _shown(plan: Plan, conversations: Sequence[Conversation]) -> list[Row]:
    """The measures of what stands in the answers, each conversation counting once."""
    found: list[Row] = []
    for currency in sorted({c.currency for c in conversations}):
        own = [c for c in conversations if c.currency == currency]
        for measure in PLACED:
            above = np.array([[getattr(s, measure) for s in c.choices] for c in own]).T
            found += _corrected(
                _measured(plan, above, np.ones_like(above), measure, "shown", currency)
            )
        sellers = {s: n for n, s in enumerate(sorted(
            {e.seller for c in own for s in c.choices for e in s.exposures}))}  # fmt: skip
        shares = np.zeros((len(plan.columns), len(own), max(1, len(sellers))))
        for n, c in enumerate(own):
            for k, choice in enumerate(c.choices):
                for e in choice.exposures:
                    shares[k, n, sellers[e.seller]] = e.share
        found += _corrected([
            _row(plan, k, "exposure_gini", "shown", currency, spread(shares[k], gini),
                 spread(shares[[0, k]], lambda x: gini(x[1]) - gini(x[0])) if k else None)
            for k in range(len(plan.columns))
        ])  # fmt: skip
    return found


def _parts(sums: Floats, measure: str) -> tuple[Floats, Floats]:
    above, below, times = RATIOS[measure]
    top = sum(sign * sums[..., _AT[name]] for name, sign in above.items())
    return np.asarray(top) * times, sums[..., _AT[below]]


def _measured(
    plan: Plan, above: Floats, below: Floats, measure: str, regime: str, currency: str
) -> list[Row]:
    """Sum over sum of every column, both (columns, conversations)."""
    return [
        _row(
            plan, c, measure, regime, currency, ratio(above[c], below[c], 1),
            difference(above[[0, c]], below[[0, c]], 1) if c else None,
        )
        for c in range(len(above))
    ]  # fmt: skip


def _row(
    plan: Plan, c: int, measure: str, regime: str, currency: str,
    own: Estimate, change: Estimate | None,
) -> Row:  # fmt: skip
    told = Row(
        regime=regime, currency=currency, column=plan.names[c], measure=measure,
        value=own.value, low=own.low, high=own.high,
    )  # fmt: skip
    if change is None:
        return told
    update = {"change": change.value, "change_low": change.low, "change_high": change.high}
    return told.model_copy(update=update | {"p": change.p})


def _corrected(rows: list[Row]) -> list[Row]:
    """Holm's correction over the columns that one measure compares with the first."""
    tested = [r for r in rows if r.p is not None]
    fixed = dict(zip([r.column for r in tested], holm([r.p or 0.0 for r in tested]), strict=True))
    return [r.model_copy(update={"p_holm": fixed.get(r.column)}) for r in rows]


def _by_period(plan: Plan, sums: Floats, measure: str, like: Row) -> list[Row]:
    above, below = _parts(sums.sum(axis=2), measure)
    shares = np.divide(above, below, out=np.zeros_like(above), where=below != 0)
    return [
        Row(
            regime=like.regime, currency=like.currency, column=name, measure=measure,
            period=p + 1, value=float(shares[c, p]),
        )
        for c, name in enumerate(plan.names)
        for p in range(plan.periods)
    ]  # fmt: skip


class Swept(Record):
    """How far one end of a parameter moves a column's change against the first (chat regime)."""

    parameter: str
    end: str
    column: str
    currency: str
    measure: str
    change: float


def sweep_of(out: Path, plan: Plan, conversations: Sequence[Conversation]) -> tuple[Swept, ...]:
    """The change of revenue and gain against the first column at each end of each parameter."""
    found = []
    for task in tasks_of(plan):
        if not task.name.startswith("sweep-"):
            continue
        sums = np.load(out / "shards" / f"{task.name}.npy").sum(axis=1)
        name, _, end = task.name.removeprefix("sweep-").rpartition("-")
        for currency in sorted({c.currency for c in conversations}):
            own = [n for n, c in enumerate(conversations) if c.currency == currency]
            for measure in ("platform_revenue", "shopper_gain"):
                above, below = _parts(sums[:, own].sum(axis=1), measure)
                shares = np.divide(above, below, out=np.zeros_like(above), where=below != 0)
                found += [
                    Swept(
                        parameter=name or "base", end=end, column=column, currency=currency,
                        measure=measure, change=float(shares[c] - shares[0]),
                    )
                    for c, column in enumerate(plan.names)
                    if c
                ]  # fmt: skip
    return tuple(found)


def write_tables(rows: Sequence[Row], sweep: Sequence[Swept], out: Path) -> None:
    """The rows as measures.csv and .parquet, the sweep as sweep.csv."""
    import pyarrow
    from pyarrow import parquet

    _csv([r.model_dump() for r in rows], list(Row.model_fields), out / "measures.csv")
    _csv([s.model_dump() for s in sweep], list(Swept.model_fields), out / "sweep.csv")
    kinds = {n: str(f.annotation) for n, f in Row.model_fields.items()}
    schema = pyarrow.schema(
        [
            (n, pyarrow.float64() if "float" in k else pyarrow.int64() if "int" in k
             else pyarrow.string())
            for n, k in kinds.items()
        ]
    )  # fmt: skip
    table = pyarrow.Table.from_pylist([r.model_dump() for r in rows], schema=schema)
    parquet.write_table(table, out / "measures.parquet")


def write_people(people: People, out: Path) -> None:
    """What people did, as people.csv."""
    _csv([r.model_dump() for r in people.rows], list(PeopleRow.model_fields), out / "people.csv")


def _csv(rows: Sequence[dict[str, object]], names: list[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(
            [harmless(v) if isinstance(v, str) else v for v in row.values()] for row in rows
        )
