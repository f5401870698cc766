"""What shops and marketplaces call their columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.files import read_yaml


class ColumnNames(NamedTuple):
    """Our field, an option that tells variants apart, or a kind of state → its plain names."""

    fields: Mapping[str, tuple[str, ...]]
    options: Mapping[str, tuple[str, ...]]
    states: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def column_names() -> ColumnNames:
    """The names in column_names.yaml, the surest of a field first (see header.plain)."""
    path = Path(__file__).with_suffix(".yaml")
    parts = read_yaml(path, dict[str, dict[str, str]])
    cut = {part: {f: tuple(n.split()) for f, n in of.items()} for part, of in parts.items()}
    return ColumnNames(cut["fields"], cut["options"], cut["states"])
