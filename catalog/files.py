"""Files of one JSON record a line, read with errors that name the line and the field."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from catalog.errors import BadInput
from catalog.record import Record

R = TypeVar("R", bound=Record)


def read_records(path: Path, kind: type[R]) -> Iterator[R]:
    """The records of a JSONL file in order; blank lines are passed over.

    Raises:
        BadInput: a line is not JSON or not such a record.

    """
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield kind.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                field = ".".join(str(part) for part in first["loc"])
                raise BadInput(
                    f"{path}:{number}",
                    field,
                    first["msg"],
                    f"Each line must be one {kind.__name__} as JSON",
                ) from error
