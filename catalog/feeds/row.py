"""One row of a feed in the words of this house, and one that could not be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalog.record import Record

NAMES = """
offer_id product_id title description category brand model gtin seller seller_kind seller_url
platform price currency decimal_mark price_ends list_price sale_price sale_starts sale_ends
member_price shipping url hops image stock rating reviews variant checkout language trader
promotion promotion_threshold promotion_starts promotion_ends
"""
FIELDS = tuple(NAMES.split())
"""Every field that a row can fill and a map can name."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a format reader found: text by field of FIELDS, nothing checked yet.

    `number` is the line of a JSONL file, the row of a table as a spreadsheet counts (the header
    is row 1), or the place among the items of a document, from 1. `attributes` are (name, value).
    `assumed` is the currency that bare prices of this format are taken to be in, "" for none;
    `decimal` is the decimal mark that the format prescribes, "" where it prescribes none.
    `notes` are (field, what the reader passed over or made of it).
    """

    number: int
    values: Mapping[str, str]
    attributes: tuple[tuple[str, str], ...] = ()
    assumed: str = ""
    decimal: str = ""
    notes: tuple[tuple[str, str], ...] = ()


class Rejection(Record):
    """A row that was left out, or (among repairs) a field that was mended, and why."""

    row: int
    field: str
    reason: str
    feed: str = ""
    hidden: bool = False
    """Whether the shop itself keeps the row from sale (a draft, an ended listing)."""


class Refused(Exception):
    """Raised while one row is checked; becomes that row's Rejection."""

    def __init__(self, field: str, reason: str) -> None:
        self.field, self.reason = field, reason
        super().__init__(f"{field}: {reason}")


@dataclass(slots=True)
class Layout:
    """What a reader noticed of its file while reading; the import report tells it.

    `columns` maps our field to their column; `unused` holds their columns that fill nothing.
    `header_row` is counted as a spreadsheet counts, 0 where there is no header; `records` says
    where in a document the records stand.
    """

    separator: str = ""
    header_row: int = 0
    records: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    unused: dict[str, None] = field(default_factory=dict)

    def note(self, theirs: Iterable[str], used: Mapping[str, str]) -> None:
        """Note the columns of one record; `used` maps their column to our field."""
        for column in theirs:
            if column in used:
                self.columns.setdefault(used[column], column)
            elif column and len(self.unused) < MOST_UNUSED:
                self.unused.setdefault(column)


MOST_UNUSED = 200
"""So many columns that fill nothing are remembered."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A file to be read: `columns` maps our field to their column or to "=constant".

    `encoding` is the one the user names, "" to decide by the bytes. `attributes` maps the name of
    a product's attribute to their column or to "=constant".
    """

    path: Path
    columns: Mapping[str, str] = field(default_factory=dict)
    schema: Path | None = None
    encoding: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)


Reader = Callable[[Feed], Iterator[Row | Rejection]]
"""Streams the rows of one feed; raises BadInput where the file as a whole cannot be read."""
