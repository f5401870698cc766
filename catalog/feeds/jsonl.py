"""Plain JSONL: one offer a line, its fields named by a map or by obvious names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from catalog.feeds.mapping import apply, completed
from catalog.feeds.records import Json, reach, read_lines, said
from catalog.feeds.row import Feed, Rejection, Row


def _cell(record: Mapping[str, Json], column: str) -> str:
    return said(reach(record, column))


def read(feed: Feed) -> Iterator[Row | Rejection]:
    """The rows of a plain JSONL file; without a map each line's own keys are looked at."""
    known: dict[tuple[str, ...], dict[str, str]] = {}
    for item in read_lines(feed.path):
        if isinstance(item, Rejection):
            yield item
            continue
        number, record = item
        keys = tuple(record)
        if keys not in known:
            if len(known) > 1000:
                known.clear()
            known[keys] = completed(feed.columns, keys)
        yield Row(number, apply(known[keys], partial(_cell, record)))
