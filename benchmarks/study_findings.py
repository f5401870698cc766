"""The tables of docs/study-findings.md: .venv/bin/python -m benchmarks.study_findings FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from pyarrow import parquet

MEASURES = (
    ("chat", "platform_revenue", "value"),
    ("chat", "shopper_gain", "change"),
    ("chat", "overpayment", "change"),
    ("shown", "ndcg_loss", "value"),
    ("shown", "exposure_gini", "change"),
    ("chat", "still_here", "value"),
    ("chat", "dry_share", "value"),
)
HEADS = (
    "platform revenue", "change of shoppers' gain", "change of what an order costs over the "
    "cheapest offer", "nDCG lost", "change of sellers' Gini", "still here", "miss a dry ad",
)  # fmt: skip


def main(folder: Path) -> None:
    """Print one Markdown table a currency: every column, with 95 % intervals."""
    rows = [
        r for r in parquet.read_table(folder / "measures.parquet").to_pylist() if not r["period"]
    ]
    at = {(r["regime"], r["currency"], r["column"], r["measure"]): r for r in rows}
    for currency in dict.fromkeys(r["currency"] for r in rows):
        print(f"\n| {currency}, chat | " + " | ".join(HEADS) + " |")
        print("|---" * (len(HEADS) + 1) + "|")
        for column in dict.fromkeys(r["column"] for r in rows):
            cells = [
                cell(at.get((regime, currency, column, measure)), field)
                for regime, measure, field in MEASURES
            ]
            print(f"| {column} | " + " | ".join(cells) + " |")


def cell(row: dict[str, float | None] | None, field: str) -> str:
    """A figure with its interval; a star where a change is beyond chance by Holm's correction."""
    if row is None or row[field] is None:
        return ""
    low, high = ("change_low", "change_high") if field == "change" else ("low", "high")
    p = row["p_holm"]
    star = "*" if field == "change" and p is not None and p < 0.05 else ""
    return f"{number(row[field])}{star} ({number(row[low])} to {number(row[high])})"


def number(value: float | None) -> str:
    """Three digits, no exponent."""
    return "" if value is None else f"{float(f'{value:.3g}'):g}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
