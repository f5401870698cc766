"""Where a table's header stands, what separates its cells, and what its columns are called."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from catalog.feeds.column_names import column_names

SEPARATORS = "\t,;|"
SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.IGNORECASE)
SURELY = 2
"""So many names that shops use make a later line the header."""
SEARCHED = 20
"""So many lines at a table's beginning may be comments or titles before its header."""


class Header(NamedTuple):
    """A table's header: its row as a spreadsheet counts, the separator, the column names.

    A second column of a name is called "name (column 4)"; `lines` are the lines it took.
    """

    row: int
    separator: str
    columns: tuple[str, ...]
    lines: int


def plain(name: str) -> str:
    """A column name without case, spaces, dashes and the "g:" of Google's feeds."""
    name = name.strip().casefold().removeprefix("g:")
    return "_".join(name.replace("-", " ").replace("_", " ").split())


def header_of(lines: Sequence[str]) -> Header | None:
    """The header among a table's first lines; None where no line has two columns.

    Passed over before it: "sep=;" as Excel writes it, empty lines, comments ("# …", or all cells
    beginning with #), lines of one cell above lines of several, and lines above one that holds
    more names of columns that shops use, as a marketplace's template has them.
    """
    best, most = None, -1
    for header in _headers(lines):
        known = sum(plain(name) in _shop_names() for name in header.columns)
        if best is None or (known > most and known >= SURELY):
            best, most = header, known
    return best


@lru_cache(maxsize=1)
def _shop_names() -> frozenset[str]:
    named = column_names()
    return frozenset(name for part in named for names in part.values() for name in names)


def _headers(lines: Sequence[str]) -> Iterator[Header]:
    """The lines that may be the header, in order."""
    given = ""
    for at, line in enumerate(lines[:SEARCHED]):
        said = SEPARATOR_LINE.fullmatch(line.rstrip("\r\n"))
        if said:
            given = said[1]
            continue
        separator = given or separator_of(line)
        cells = _cells(line, separator)
        if len(cells) < 2 or _comment(cells):
            continue
        record = list(_record(lines[at:], separator))
        if record and len([cell for cell in record[0] if cell.strip()]) > 1:
            yield Header(at + 1, separator, _named(record[0]), _height(lines[at:], separator))


def separator_of(line: str) -> str:
    """The separator that cuts the line into the most cells; a comma where none does."""
    return max(",\t;|", key=lambda mark: (len(_cells(line, mark)), mark == ","))


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line.lstrip("\ufeff")], delimiter=separator), [])
    except csv.Error:
        return []


def _record(lines: Sequence[str], separator: str) -> Iterator[list[str]]:
    """The cells of the record that begins in the first of these lines, quoted breaks and all."""
    rows = csv.reader([lines[0].lstrip("\ufeff"), *lines[1:]], delimiter=separator)
    try:
        yield next(rows)
    except (csv.Error, StopIteration):
        return


def _height(lines: Sequence[str], separator: str) -> int:
    rows = csv.reader(lines, delimiter=separator)
    next(rows)
    return rows.line_num


def _comment(cells: list[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return True
    return all(cell.startswith("#") for cell in filled) or filled[0].startswith("# ")


def _named(cells: list[str]) -> tuple[str, ...]:
    """The column names, each once: a second one of a name bears its place."""
    names, known = list[str](), set[str]()
    for at, cell in enumerate(cells, start=1):
        name = (
            " ".join(cell.split()).removeprefix("#").strip() if at == 1 else " ".join(cell.split())
        )
        if name and plain(name) in known:
            name = f"{name} (column {at})"
        known.add(plain(name))
        names.append(name)
    return tuple(names)
