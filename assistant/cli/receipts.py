"""Commands on receipts: verify a chain offline, and the public key that it is signed with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.options import JSON, speaks_errors, tell

if TYPE_CHECKING:
    from pydantic import JsonValue


@click.group()
def receipts() -> None:
    """Receipts of what was disclosed with each answer (FILE: JSONL, as the page keeps them)."""


@receipts.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--answer", type=click.Path(path_type=Path), help="An Answer whose receipt to find.")
@click.option("--key", default="", help="The public key that the operator published, in hex.")
@click.option("--head", default="", help="What was noted of the chain earlier, NUMBER:HASH.")
@click.option(
    "--adcp-schemas",
    "schemas",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder of AdCP's schemas to hold its receipts against.",
)
@JSON
@speaks_errors
def verify(
    file: Path, answer: Path | None, key: str, head: str, schemas: Path | None, as_json: bool
) -> None:
    """Check a chain with nothing but its file; exit status 1 where it does not hold."""
    from assistant.receipts.adcp_schema import misfit
    from assistant.receipts.chain import receipts_in
    from assistant.receipts.verification import verified

    found = verified(receipts_in(file), key.strip().lower(), head.strip(), _answer(answer))
    if schemas is not None and found.whole:
        ours = (each for each in receipts_in(file) if each.sponsored_context is not None)
        wrong = next(filter(None, (misfit(each, schemas) for each in ours)), "")
        if wrong:
            found = found.model_copy(update={"whole": False, "problem": wrong})
    tell(found.model_dump(mode="json"), as_json, found.lines)
    sys.exit(0 if found.whole else 1)


@receipts.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@speaks_errors
def key(file: Path | None) -> None:
    """Print the public key that signs FILE (default: the page's receipts), to be published."""
    from assistant.cli.options import open_receipts
    from assistant.receipts.chain import Receipts

    click.echo((Receipts.open(file) if file else open_receipts()).key)


def _answer(path: Path | None) -> dict[str, JsonValue] | None:
    """An answer as `plainshelf ask --json` prints it."""
    import json

    from catalog.errors import BadInput

    if path is None:
        return None
    try:
        raw = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        remedy = "Save what plainshelf ask --json prints"
        raise BadInput(str(path), "", f"cannot be read ({error})", remedy) from error
    if not isinstance(raw, dict):
        raise BadInput(str(path), "", "not a JSON object", "Save what plainshelf ask --json prints")
    return raw
