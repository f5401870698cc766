"""Files with one record a line, as JSON."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from catalog.errors import BadInput
from catalog.record import Record

R = TypeVar("R", bound=Record)


def add_line(path: Path, record: Record) -> None:
    """Add a record to the end of a file; it is on disk when this returns.

    Raises:
        OSError: the file cannot be written.
    """
    with path.open("a", encoding="utf-8") as file:
        file.write(record.model_dump_json() + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_lines(path: Path, kind: type[R]) -> tuple[R, ...]:
    """The records of a file, oldest first; none where there is no file.

    Raises:
        BadInput: a line is no such record.
    """
    if not path.exists():
        return ()
    records = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            records.append(kind.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            remedy = "Take the line out, or restore the file"
            raise BadInput(f"{path}, line {number}", field, first["msg"], remedy) from error
    return tuple(records)
