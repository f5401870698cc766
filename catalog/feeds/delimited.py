"""Plain CSV and TSV: one offer a row, its columns named by a map or by obvious names."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.errors import BadInput
from catalog.feeds.mapping import apply, completed
from catalog.feeds.row import Feed, Rejection, Row
from catalog.feeds.table import read_table


def read(feed: Feed) -> Iterator[Row | Rejection]:
    """The rows of a plain table.

    Raises:
        BadInput: no column can be a title, or the map names a column that is not there.

    """
    columns = feed.columns
    for item in read_table(feed.path):
        if isinstance(item, Rejection):
            yield item
            continue
        number, cells = item
        if columns is feed.columns:
            columns = completed(feed.columns, cells)
            _check(feed, columns, cells)
        yield Row(number, apply(columns, cells.__getitem__))


def _check(feed: Feed, columns: dict[str, str], cells: dict[str, str]) -> None:
    there = ", ".join(cells)
    for field, column in columns.items():
        if not column.startswith("=") and column not in cells:
            problem = f"the map names a column {column!r} that the header does not have"
            raise BadInput(str(feed.path), field, problem, f"Its columns are: {there}")
    if "title" not in columns:
        remedy = f"Give a map file that names it; the columns are: {there}"
        raise BadInput(str(feed.path), "title", "no column looks like a title", remedy)
