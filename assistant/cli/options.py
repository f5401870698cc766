"""What the commands share: options, output as JSON or lines, errors as one line."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import JsonValue

    from assistant.conversations import Conversations
    from assistant.monetisation.ledger.ledger import Ledger
    from assistant.receipts.chain import Receipts

P = ParamSpec("P")

CATALOG = click.option(
    "--catalog", "folder", type=click.Path(path_type=Path), help="A catalog folder; default: demo."
)
JSON = click.option(
    "--json", "as_json", is_flag=True, help="JSON, also the default where output is no terminal."
)
NOW = click.option("--now", help="The moment to answer at, ISO 8601 with offset; default: now.")
LEDGER = click.option("--ledger", "where", help="A file or postgresql URL; default: the page's.")
SEED = click.option("--seed", default="0", show_default=True, help="Breaks ties.")


def speaks_errors(command: Callable[P, None]) -> Callable[P, None]:
    """The command with the house's errors as one line on stderr and exit status 2.

    A full or read-only disk is such an error, wherever it is met.
    """

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        import sqlite3

        from assistant.cli.storage import storage_fault
        from catalog.errors import PlainshelfError

        try:
            command(*args, **kwargs)
        except PlainshelfError as error:
            click.echo(f"plainshelf: {error}", err=True)
            sys.exit(2)
        except (OSError, sqlite3.OperationalError) as error:
            fault = storage_fault(error)
            if not fault:
                raise
            click.echo(f"plainshelf: {fault}", err=True)
            sys.exit(2)

    return told


def tell(value: JsonValue, as_json: bool, lines: Callable[[], list[str]]) -> None:
    """Print the value as JSON, or its lines where a person reads along."""
    import json

    if as_json or not sys.stdout.isatty():
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(lines()))


def moment(text: str | None) -> datetime:
    """The time that --now gives, else the clock's."""
    from catalog.errors import BadInput

    if text is None:
        return datetime.now(UTC)
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(
            "--now", "", f"{text!r} is no time", "Write 2026-11-23T12:00:00+00:00"
        ) from error
    if parsed.tzinfo is None:
        raise BadInput("--now", "", f"{text!r} has no offset", "Write 2026-11-23T12:00:00+00:00")
    return parsed


def data_folder() -> Path:
    """Where the page keeps its data: PLAINSHELF_DATA, else a folder among the user's data."""
    import os

    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(os.environ.get("PLAINSHELF_DATA") or Path(home) / "plainshelf")


def open_receipts() -> Receipts:
    """The page's receipts, beside its ledger."""
    from assistant.receipts.chain import Receipts

    return Receipts.open(data_folder() / "receipts.jsonl")


def open_conversations() -> Conversations:
    """The page's conversations: beside its ledger, on a server where PLAINSHELF_LEDGER is a URL.

    PLAINSHELF_KEEP_DAYS says for how many days after its last question a conversation is kept.
    """
    import os
    from datetime import timedelta

    from assistant.conversations import KEEP, Conversations
    from catalog.errors import BadInput

    folder, keep = data_folder(), KEEP
    days = os.environ.get("PLAINSHELF_KEEP_DAYS", "")
    if days:
        if not (days.isascii() and days.isdigit() and 1 <= int(days) <= 3650):
            wrong = f"{days!r} is no number of days"
            raise BadInput("the environment", "PLAINSHELF_KEEP_DAYS", wrong, "Write 1 to 3650")
        keep = timedelta(days=int(days))
    server = os.environ.get("PLAINSHELF_LEDGER", "")
    secret = folder / "ledger.secret"
    if "://" in server:
        return Conversations.open(server, secret, keep)
    return Conversations.open(folder / "conversations.sqlite", secret, keep)


def open_ledger(where: str | None, *, known: bool = False, writing: bool = True) -> Ledger:
    """The ledger at a path or a `postgresql+psycopg://` URL; by default the page's.

    That one is at PLAINSHELF_LEDGER, else a file in PLAINSHELF_DATA or the user's data folder;
    the key that signs links lies in that folder. `known` refuses a file that is
    not there; without `writing` a file is opened to be read only.
    """
    import os

    from assistant.monetisation.ledger.ledger import Ledger
    from catalog.errors import BadInput

    folder = data_folder()
    chosen = where or os.environ.get("PLAINSHELF_LEDGER") or str(folder / "ledger.sqlite")
    if "://" in chosen:
        folder.mkdir(parents=True, exist_ok=True)
        return Ledger.open(chosen, secret=folder / "ledger.secret")
    if known and not Path(chosen).is_file():
        raise BadInput(chosen, "", "there is no ledger here", "Name one with --ledger")
    return Ledger.open(Path(chosen)) if writing else Ledger.read(Path(chosen))
