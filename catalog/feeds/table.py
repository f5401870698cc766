"""Tables of cells (CSV, TSV) as rows of named cells, whatever their separator and quoting."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from catalog.errors import BadInput
from catalog.feeds.decoding import open_text
from catalog.feeds.header import SEARCHED, header_of
from catalog.feeds.row import Layout, Rejection

LONGEST_RECORD = 500
"""Lines of one row; it bounds how far a quote that is never closed makes us read ahead."""


class _Rewinding:
    """The lines of a file; those of the record at hand can be given back."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._waiting, self.taken = file, list[str](), list[str]()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= LONGEST_RECORD:
            raise csv.Error(f"one row over {LONGEST_RECORD} lines; is a quote missing?")
        line = self._waiting.pop() if self._waiting else next(self._file)
        self.taken.append(line)
        return line

    def rewind(self, lines: int = 1) -> None:
        """Give back every line taken but the first ones."""
        self._waiting.extend(reversed(self.taken[lines:]))
        self.taken.clear()


def read_table(
    path: Path, encoding: str = "", layout: Layout | None = None
) -> Iterator[tuple[int, dict[str, str]] | Rejection]:
    """Each row under its header, numbered as a spreadsheet does; `layout` is told the header.

    A quote that is never closed costs its own row only: where a record runs over several lines
    and its cells do not fit the header, reading starts again at its second line. Empty cells
    beyond the last column are what a trailing separator leaves, and no fault.

    Raises:
        BadInput: the file is not a table with a header.

    """
    with open_text(path, newline="", encoding=encoding) as file:
        lines = _Rewinding(file)
        header = header_of(list(islice(lines, SEARCHED)))
        if header is None:
            problem = "no line of it is a header of several column names"
            raise BadInput(str(path), "", problem, "Put the column names into the first line")
        lines.rewind(header.row - 1 + header.lines)
        if layout:
            layout.separator, layout.header_row = header.separator, header.row
        reader = csv.reader(lines, delimiter=header.separator)
        number, width = header.row, len(header.columns)
        while True:
            lines.taken.clear()
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Rejection(row=number, field="", reason=f"not a table row ({error})")
                lines.rewind()
                reader = csv.reader(lines, delimiter=header.separator)
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > width and not any(map(str.strip, cells[width:])):
                del cells[width:]
            wrong = len(cells) != width if len(lines.taken) > 1 else len(cells) > width
            if wrong:
                reason = f"{len(cells)} cells under {width} columns; is a quote missing?"
                yield Rejection(row=number, field="", reason=reason)
                lines.rewind()
                reader = csv.reader(lines, delimiter=header.separator)
                continue
            cells += [""] * (width - len(cells))
            yield number, dict(zip(header.columns, cells, strict=True))
