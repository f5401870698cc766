"""Flat records (a table row, a JSON line, an XML item) renamed by a format's own field names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from catalog.feeds.decoding import head
from catalog.feeds.document import records
from catalog.feeds.header import plain
from catalog.feeds.records import said
from catalog.feeds.row import Feed, Rejection
from catalog.feeds.table import read_table

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


def read_flat(feed: Feed, known: Mapping[str, str]) -> Iterator[Flat | Rejection]:
    """The records of a table, JSONL or a JSON list, their names in plain form, values as text.

    `known` maps the format's names to our fields, for the report of what was used.
    """
    used: dict[str, str] | None = None
    if head(feed.path, 4096, feed.encoding).lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        for item in records(feed):
            if isinstance(item, Rejection):
                yield item
            else:
                noted(feed, item[1], known)
                yield item[0], {plain(name): said(value) for name, value in item[1].items()}
        return
    for row in read_table(feed.path, feed.encoding, feed.layout):
        if isinstance(row, Rejection):
            yield row
            continue
        if used is None:
            used = {name: plain(name) for name in row[1]}
            noted(feed, row[1], known)
        yield row[0], {used[name]: cell.strip() for name, cell in row[1].items()}


def noted(feed: Feed, theirs: Iterable[str], known: Mapping[str, str]) -> None:
    """Note which of a record's columns the format uses."""
    columns = list(theirs)
    feed.layout.note(columns, {c: known[plain(c)] for c in columns if plain(c) in known})


def facts(record: Mapping[str, str], wanted: str) -> tuple[tuple[str, str], ...]:
    """The product's attributes among a record's fields; "new" goods need no condition."""
    found = ((name, record.get(name, "")) for name in wanted.split())
    return tuple((n, v) for n, v in found if v and (n, v) != ("condition", "new"))


def variant_of(record: Mapping[str, str], wanted: str = "color size") -> str:
    """What tells this variant from its sisters: "Red / Medium"."""
    return " / ".join(filter(None, (record.get(name, "") for name in wanted.split())))
