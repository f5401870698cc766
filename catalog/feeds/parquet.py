"""Parquet files as records, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from catalog.errors import BadInput
from catalog.feeds.records import Json, Number

MAGIC = b"PAR1"
BATCH = 2_000


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet files do; False for one that cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(4) == MAGIC
    except OSError:
        return False


def read_batches(path: Path) -> Iterator[tuple[int, dict[str, Json]]]:
    """The rows, numbered from 1, with every number as its text.

    Raises:
        BadInput: the file is damaged.

    """
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    number = 0
    try:
        for batch in ParquetFile(path).iter_batches(BATCH):
            for record in batch.to_pylist():
                number += 1
                yield number, {str(name): _json(value) for name, value in record.items()}
    except (ArrowException, OSError) as error:
        problem = f"it is not a readable Parquet file ({str(error)[:120]})"
        raise BadInput(str(path), "", problem, "Write the file again") from error


def _json(value: object) -> Json:
    match value:
        case None | bool() | str():
            return value
        case int() | Decimal():
            return Number(value)
        case float():
            return None if value != value else Number(repr(value))
        case dict():
            return {str(name): _json(part) for name, part in value.items()}
        case list() | tuple():
            return [_json(part) for part in value]
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return value.decode("utf-8", "replace")
    return str(value)
