"""Commands about money: policies, auctions, the ledger."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.options import JSON, LEDGER, open_ledger, speaks_errors, tell

if TYPE_CHECKING:
    from pydantic import JsonValue


@click.command()
@JSON
@speaks_errors
def policies(as_json: bool) -> None:
    """List the policies."""
    from assistant.policy import policies as read
    from catalog.fingerprint import of_records

    rows: list[JsonValue] = [
        {
            "id": p.id,
            "title": p.title.en,
            "title_zh": p.title.zh,
            "mechanism": p.mechanism.type,
            "disclosure": p.disclosure,
            "money_may": p.money_may.en,
            "pattern": p.pattern,
            "source": p.source,
            "date": p.date,
            "version": p.version,
            "hash": of_records([p]),
        }
        for p in read().values()
    ]
    tell(rows, as_json, lambda: [f"{p.id}: {p.title.en} / {p.title.zh}" for p in read().values()])


@click.command()
@click.argument("spec", type=click.Path(path_type=Path))
@JSON
@speaks_errors
def auction(spec: Path, as_json: bool) -> None:
    """Run one auction from its specification."""
    from assistant.monetisation.auctions.spec import auction as run
    from assistant.monetisation.auctions.spec import read_spec

    value = run(read_spec(spec)).model_dump(mode="json", exclude_none=True)
    tell(value, as_json, lambda: [f"{name}: {part}" for name, part in value.items()])


@click.group()
def ledger() -> None:
    """The record of all money."""


@ledger.command()
@LEDGER
@click.option("--head", help="A head noted earlier, which the ledger must still hold.")
@click.option("--copy", "other", type=click.Path(path_type=Path), help="An older copy of it.")
@JSON
@speaks_errors
def verify(where: str | None, head: str | None, other: Path | None, as_json: bool) -> None:
    """Find any changed, missing or reordered row; exit status 1 if there is one. Writes nothing.

    The head that it prints shows, noted elsewhere, whether the ledger was put back, emptied or
    replaced since.
    """
    from assistant.monetisation.ledger.ledger import Ledger
    from assistant.monetisation.ledger.verification import noted_head

    noted = None if head is None else noted_head(head)
    if other is not None:
        copy = Ledger.read(other).verify()
        if not copy.whole:
            click.echo(f"{other}: {copy}", err=True)
            sys.exit(1)
        noted = noted_head(copy.head)
    checked = open_ledger(where, known=True, writing=False).verify(noted)
    lines = [str(checked), f"head {checked.head}"] if checked.whole else [str(checked)]
    tell(checked.model_dump(mode="json"), as_json, lambda: lines)
    sys.exit(0 if checked.whole else 1)


@ledger.command()
@LEDGER
@click.option("--out", type=click.Path(path_type=Path), required=True)
@JSON
@speaks_errors
def export(where: str | None, out: Path, as_json: bool) -> None:
    """Write the ledger as CSV, safe to open in a spreadsheet."""
    rows = open_ledger(where, known=True).export_csv(out)
    tell({"rows": rows, "file": str(out)}, as_json, lambda: [f"{rows} rows in {out}"])


@ledger.command()
@LEDGER
@JSON
@speaks_errors
def revenue(where: str | None, as_json: bool) -> None:
    """What each policy earned per 1,000 conversations, by source, payer and who got it.

    Conversations in which nothing was sold count among the 1,000. Currencies are not added up.
    """
    lines = open_ledger(where, known=True).revenue_by_role()

    def table() -> list[str]:
        told = [("POLICY:DISCLOSURE", "CONV.", "SOURCE", "PAYER", "TO", "EVENTS", "PER 1,000")]
        for line in lines:
            amount = line.per_1000.rounded() if line.per_1000 else "0"
            told.append(
                (
                    f"{line.policy}:{line.disclosure}",
                    str(line.conversations),
                    line.source or "-",
                    line.payer or "-",
                    line.role or "-",
                    str(line.events),
                    str(amount),
                )
            )
        widths = [max(len(row[n]) for row in told) for n in range(len(told[0]))]
        return ["  ".join(f"{c:{w}}" for c, w in zip(r, widths, strict=True)) for r in told]

    tell([line.model_dump(mode="json") for line in lines], as_json, table)
