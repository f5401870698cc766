"""The ledger as an auditor reads it: is the chain whole, do the accounts add up, as CSV."""

from __future__ import annotations

import csv
import hmac
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from unicodedata import category, normalize

from sqlalchemy import Connection, select

from assistant.monetisation.ledger.entries import (
    ACCOUNT,
    ENTRY,
    GENESIS,
    HEAD,
    LedgerEntry,
    entry_of,
)
from assistant.monetisation.ledger.events import misfit
from assistant.monetisation.ledger.transaction import seal
from assistant.schema.provenance import Provenance
from catalog.errors import BadInput, LedgerError
from catalog.record import Record


class Verification(Record):
    """Whether the chain is whole, and the first thing wrong with it if not.

    `head` is the last row and its hash, "12:0f…": noted elsewhere, it shows later whether this
    ledger still is the one that it was then, and no older or other copy.
    """

    rows: int
    whole: bool
    problem: str = ""
    head: str = ""

    def __str__(self) -> str:
        return f"{self.rows} rows, " + ("whole" if self.whole else f"broken: {self.problem}")


def entries_in(connection: Connection) -> Generator[LedgerEntry, None, None]:
    """Every entry, oldest first.

    Raises:
        LedgerError: a row is no entry.
    """
    query = select(ENTRY).order_by(ENTRY.c.seq)
    with connection.execution_options(yield_per=1000).execute(query) as rows:
        for row in rows:
            try:
                yield entry_of(row)
            except ValueError as error:
                reason = str(error).splitlines()[0]
                raise LedgerError(f"row {row.seq} is no entry ({reason})") from error


def noted_head(text: str) -> tuple[int, str]:
    """A head as `Verification.head` prints it: its row and its hash.

    Raises:
        BadInput: it is no such text.
    """
    row, _, digest = text.strip().partition(":")
    if not row.isascii() or not row.isdigit() or len(row) > 18 or len(digest) != len(GENESIS):
        remedy = "Copy what `plainshelf ledger verify` printed after “head”"
        raise BadInput("--head", "", f"{text[:80]!r} is no head of a ledger", remedy)
    return int(row), digest


def verified(
    connection: Connection, secret: str, noted: tuple[int, str] | None = None
) -> Verification:
    """Go through the chain from its start to its sealed head, and add the accounts up.

    `noted` is a head that the chain must come by: a row and its hash.
    """
    rows, previous = 0, GENESIS
    came_by = noted is None or noted == (0, GENESIS)
    charged: dict[str, int] = {}

    def broken(problem: str) -> Verification:
        return Verification(rows=rows, whole=False, problem=problem)

    try:
        # Closed here and now: a half-read cursor must not outlive its connection.
        with closing(entries_in(connection)) as entries:
            for entry in entries:
                problem = _misfit(entry, rows, previous)
                if problem:
                    return broken(problem)
                rows, previous = entry.seq, entry.hash
                came_by = came_by or (rows, previous) == noted
                if entry.money is not None and entry.campaign_id:
                    sum_so_far = charged.get(entry.campaign_id, 0)
                    charged[entry.campaign_id] = sum_so_far + entry.money.mills
    except LedgerError as error:
        return broken(str(error))
    heads = connection.execute(select(HEAD)).all()
    head = heads[0] if len(heads) == 1 else None
    if head is None or not hmac.compare_digest(head.seal, seal(secret, head.seq, head.hash)):
        return broken("the head of the chain was changed, or the key is another one")
    if (head.seq, head.hash) != (rows, previous):
        return broken(f"the head stands at row {head.seq}: rows were cut off or added at the end")
    accounts = {a.campaign_id: a.spent for a in connection.execute(select(ACCOUNT)) if a.spent}
    if accounts != {id: units for id, units in charged.items() if units}:
        return broken("the accounts do not add up to the charges")
    unfit = misfit(connection)
    if unfit:
        return broken(unfit)
    if noted is not None and not came_by:
        if rows < noted[0]:
            return broken(
                f"it ends before the noted row {noted[0]}: it is an older copy, or emptied"
            )
        return broken(f"row {noted[0]} is another one than was noted")
    return Verification(rows=rows, whole=True, head=f"{rows}:{previous}")


def _misfit(entry: LedgerEntry, rows: int, previous: str) -> str:
    """What is wrong with an entry that comes after `rows` others, "" for nothing."""
    if entry.seq != rows + 1:
        return f"row {rows + 1} is missing or out of order"
    if entry.previous != previous:
        return f"row {entry.seq} does not follow the row before it"
    if entry.hash != entry.digest():
        return f"row {entry.seq} was changed"
    return ""


def write_csv(
    path: Path, entries: Iterable[LedgerEntry], made_from: Mapping[str, Provenance] | None = None
) -> int:
    """Write entries as CSV that no spreadsheet takes for formulas; the number of rows.

    Args:
        path: the file.
        entries: the lines.
        made_from: what answers were made from, by the digest that the lines name it by; each of
            its parts is a column.
    """
    rows = 0
    parts = [f"from_{name}" for name in Provenance.model_fields]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*LedgerEntry.model_fields, "currency", *parts))
        for entry in entries:
            money, terms = entry.money, entry.terms
            record = (made_from or {}).get(entry.provenance, Provenance())
            cells = entry.model_dump(mode="json") | {
                "money": "" if money is None else f"{money.amount:f}",
                "terms": "" if terms is None else terms.model_dump_json(),
                "currency": "" if money is None else money.currency,
            }
            values = (*cells.values(), *record.model_dump().values())
            writer.writerow(harmless(str(cell)) for cell in values)
            rows += 1
    return rows


def harmless(cell: str) -> str:
    """The cell, behind an apostrophe if a spreadsheet could run it as a formula."""
    seen = (c for c in cell if not c.isspace() and category(c) not in ("Cc", "Cf"))
    first = normalize("NFKC", next(seen, ""))
    risky = cell[:1] in ("\t", "\r", "\n") or first in ("=", "+", "-", "@", "|", "%")
    return f"'{cell}" if risky else cell
