"""One row of a feed in the words of this house, and one that could not be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalog.record import Record

NAMES = """
offer_id product_id title description category brand model gtin seller seller_kind seller_url
platform price currency list_price sale_price sale_starts sale_ends member_price shipping
url image stock rating reviews variant checkout language
"""
FIELDS = tuple(NAMES.split())
"""Every field that a row can fill and a map can name."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a format reader found: text by field of FIELDS, nothing checked yet.

    `number` is the line of a JSONL file, the row of a table as a spreadsheet counts (the header
    is row 1), or the place among the items of a document, from 1. `attributes` are (name, value).
    `assumed` is the currency that bare prices of this format are taken to be in, "" for none.
    """

    number: int
    values: Mapping[str, str]
    attributes: tuple[tuple[str, str], ...] = ()
    assumed: str = ""


class Rejection(Record):
    """A row that was left out, or (among repairs) a field that was mended, and why."""

    row: int
    field: str
    reason: str
    feed: str = ""


class Refused(Exception):
    """Raised while one row is checked; becomes that row's Rejection."""

    def __init__(self, field: str, reason: str) -> None:
        self.field, self.reason = field, reason
        super().__init__(f"{field}: {reason}")


@dataclass(frozen=True, slots=True)
class Feed:
    """A file to be read: `columns` maps our field to their column or to "=constant"."""

    path: Path
    columns: Mapping[str, str] = field(default_factory=dict)
    schema: Path | None = None


Reader = Callable[[Feed], Iterator[Row | Rejection]]
"""Streams the rows of one feed; raises BadInput where the file as a whole cannot be read."""
