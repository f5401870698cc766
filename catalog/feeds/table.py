"""Tables of cells (CSV, TSV) as rows of named cells, whatever their separator and quoting."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from catalog.errors import BadInput
from catalog.feeds.decoding import open_text
from catalog.feeds.row import Rejection

SEPARATORS = "\t,;|"
LONGEST_RECORD = 500
"""Lines of one row; it bounds how far a quote that is never closed makes us read ahead."""


def separator_of(header: str) -> str:
    """The separator that the header line holds most of; a comma where it holds none."""
    most = max(SEPARATORS, key=header.count)
    return most if most in header else ","


def plain(name: str) -> str:
    """A column name without case, spaces, dashes and the "g:" of Google's feeds."""
    name = name.strip().casefold().removeprefix("g:")
    return "_".join(name.replace("-", " ").replace("_", " ").split())


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

    def rewind(self) -> None:
        """Give back every line of the record but its first."""
        self._waiting.extend(reversed(self.taken[1:]))


def read_table(path: Path) -> Iterator[tuple[int, dict[str, str]] | Rejection]:
    """Each row under its header, numbered as a spreadsheet does (the header is row 1).

    A quote that is never closed costs its own row only: where a record runs over several lines
    and its cells do not fit the header, reading starts again at its second line.

    Raises:
        BadInput: the file is not a table with a header.

    """
    with open_text(path, newline="") as file:
        lines = _Rewinding(file)
        first = next(lines)
        separator = separator_of(first)
        header = [name.strip() for name in next(csv.reader([first], delimiter=separator))]
        if len(header) < 2 or len(set(header)) < len([name for name in header if name]):
            raise BadInput(
                str(path),
                "",
                "its first line is not a header of different column names",
                "Put the column names into the first line",
            )
        reader = csv.reader(lines, delimiter=separator)
        number = 1
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
                reader = csv.reader(lines, delimiter=separator)
                continue
            if not any(cell.strip() for cell in cells):
                continue
            wrong = len(cells) != len(header) if len(lines.taken) > 1 else len(cells) > len(header)
            if wrong:
                reason = f"{len(cells)} cells under {len(header)} columns; is a quote missing?"
                yield Rejection(row=number, field="", reason=reason)
                lines.rewind()
                reader = csv.reader(lines, delimiter=separator)
                continue
            cells += [""] * (len(header) - len(cells))
            yield number, dict(zip(header, cells, strict=True))
