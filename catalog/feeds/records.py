"""JSON as feeds write it: numbers kept as their text, nested values reached by a dotted name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from catalog.feeds.decoding import numbered_lines
from catalog.feeds.row import Rejection


class Number(str):
    """A JSON number, kept as the text it was written in."""

    __slots__ = ()


Json = str | bool | None | list["Json"] | dict[str, "Json"]


def parse(text: str) -> Json:
    """The JSON value with every number as the text it was written in (money needs no float).

    Raises:
        ValueError: it is not JSON, or nests too deeply.

    """
    try:
        value: Json = _decoder().decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


@lru_cache(maxsize=1)
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=Number)


def said(value: Json) -> str:
    """A value as one text: "" for null, a list of words joined by commas, "" for an object."""
    if isinstance(value, str):
        return value
    match value:
        case True:
            return "true"
        case False:
            return "false"
        case list():
            return ",".join(filter(None, map(said, value)))
    return ""


def reach(record: Mapping[str, Json], name: str) -> Json:
    """The value of a column; "price.amount" goes into nested objects, "offers.0" into lists."""
    if name in record:
        return record[name]
    at: Json = dict(record)
    for part in name.split("."):
        if isinstance(at, dict):
            at = at.get(part)
        elif isinstance(at, list) and part.isdecimal() and int(part) < len(at):
            at = at[int(part)]
        else:
            return None
    return at


def read_lines(path: Path, encoding: str = "") -> Iterator[tuple[int, dict[str, Json]] | Rejection]:
    """The objects of a JSONL file with their line numbers; blank lines are passed over."""
    for number, line in numbered_lines(path, encoding):
        line = line.removeprefix("\ufeff")
        if line and not line.strip():
            continue
        try:
            value = parse(line)
        except ValueError as error:
            reason = f"not one JSON object ({error})" if line else "the line is too long"
            yield Rejection(row=number, field="", reason=reason)
            continue
        if isinstance(value, dict):
            yield number, value
        else:
            yield Rejection(row=number, field="", reason="not one JSON object")
