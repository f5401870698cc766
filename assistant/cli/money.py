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
@JSON
@speaks_errors
def verify(where: str | None, as_json: bool) -> None:
    """Find any changed, missing or reordered row; exit status 1 if there is one."""
    checked = open_ledger(where, known=True).verify()
    tell(checked.model_dump(mode="json"), as_json, lambda: [str(checked)])
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
