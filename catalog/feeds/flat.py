"""Flat records (a table row, a JSON line, an XML item) renamed by a format's own field names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.feeds.decoding import head
from catalog.feeds.records import Json, read_lines, said
from catalog.feeds.row import Feed, Rejection
from catalog.feeds.table import plain, read_table

Flat = tuple[int, dict[str, str]]


def names(table: str) -> dict[str, str]:
    """Their name → our field, from lines "our_field: their_name legacy_name …"."""
    found = {}
    for entry in filter(None, map(str.strip, table.splitlines())):
        ours, _, theirs = entry.partition(":")
        found.update(dict.fromkeys(theirs.split(), ours))
    return found


def rename(record: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Our fields filled from theirs; of several names of one field the first known one wins."""
    found: dict[str, str] = {}
    for theirs, ours in known.items():
        if text := record.get(theirs):
            found.setdefault(ours, text)
    return found


def read_flat(feed: Feed) -> Iterator[Flat | Rejection]:
    """The records of a JSONL file or a table, their names in plain form, values as text."""
    if head(feed.path, 4096).lstrip("\ufeff \t\r\n").startswith("{"):
        for item in read_lines(feed.path):
            yield item if isinstance(item, Rejection) else (item[0], _flat(item[1]))
        return
    for row in read_table(feed.path):
        if isinstance(row, Rejection):
            yield row
        else:
            yield row[0], {plain(name): cell.strip() for name, cell in row[1].items()}


def _flat(record: Mapping[str, Json]) -> dict[str, str]:
    return {plain(name): said(value) for name, value in record.items()}


def facts(record: Mapping[str, str], wanted: str) -> tuple[tuple[str, str], ...]:
    """The product's attributes among a record's fields; "new" goods need no condition."""
    found = ((name, record.get(name, "")) for name in wanted.split())
    return tuple((n, v) for n, v in found if v and (n, v) != ("condition", "new"))


def variant_of(record: Mapping[str, str], wanted: str = "color size") -> str:
    """What tells this variant from its sisters: "Red / Medium"."""
    return " / ".join(filter(None, (record.get(name, "") for name in wanted.split())))
