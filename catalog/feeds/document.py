"""Where the records stand in a JSON document, whatever they are called there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from catalog.errors import BadInput
from catalog.feeds.decoding import head, open_text
from catalog.feeds.mapping import obvious
from catalog.feeds.records import Json, parse, read_lines
from catalog.feeds.row import Feed, Rejection

LARGEST = 256_000_000
"""Characters of one JSON document, which must be held in memory whole; JSONL has no such bound."""
DEEPEST = 6
Item = tuple[int, dict[str, Json]] | Rejection


def records(
    feed: Feed, wanted: Callable[[Mapping[str, Json]], bool] | None = None
) -> Iterator[Item]:
    """The records of JSONL, of a JSON list, or of the lists in a JSON document, numbered from 1.

    A record is an object with a title under any of its names, or one that `wanted` says it is.
    JSONL is streamed and numbered by its lines.

    Raises:
        BadInput: it is not JSON, or holds no such record.

    """
    if is_lines(feed.path, feed.encoding):
        yield from read_lines(feed.path, feed.encoding)
        return
    document = parsed(feed.path, feed.encoding)
    found = list(listed(document, wanted or _titled(feed), ""))
    if not found:
        keys = ", ".join(list(document)[:12]) if isinstance(document, dict) else "a list"
        problem = f"no list of products in it (it holds {keys or 'nothing'})"
        remedy = "Give a list of objects with a title or name, or map your name for it"
        raise BadInput(str(feed.path), "title", problem, remedy)
    feed.layout.records = ", ".join(dict.fromkeys(where or "the top" for where, _ in found))[:200]
    yield from enumerate((record for _, record in found), start=1)


def is_lines(path: Path, encoding: str = "") -> bool:
    """Whether a file is JSONL: its first line is one object, and something follows."""
    first = head(path, encoding=encoding).lstrip("\ufeff \t\r\n").split("\n", 1)
    try:
        return len(first) > 1 and isinstance(parse(first[0]), dict) and bool(first[1].strip())
    except ValueError:
        return False


def parsed(path: Path, encoding: str = "") -> Json:
    """The whole file as one JSON value.

    Raises:
        BadInput: it is not JSON, or too large to be held whole.

    """
    with open_text(path, encoding=encoding) as file:
        text = file.read(LARGEST + 1)
    if len(text) > LARGEST:
        problem = "one JSON document this large would fill the memory"
        raise BadInput(str(path), "", problem, "Give it as JSONL, one object a line")
    try:
        return parse(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise BadInput(str(path), "", f"not JSON ({error})", "Mend the JSON") from error


def beginning(start: str) -> dict[str, Json]:
    """The first object of a JSON text of which only the beginning is known; {} where none ends.

    Of a document the first object inside its first list is taken.
    """
    at = start.find("{", start.find("[") + 1)
    decoder = json.JSONDecoder()
    for place in (0, at):
        try:
            value, _ = decoder.raw_decode(start[place:]) if place >= 0 else (None, 0)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return value
    return {}


def listed(
    value: Json, wanted: Callable[[Mapping[str, Json]], bool], where: str, depth: int = 0
) -> Iterator[tuple[str, dict[str, Json]]]:
    """Every record in a value with the dotted name of the list it stands in, in order.

    A list that holds a record is taken whole, so that an object in it that is none is reported.
    """
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        objects = [part for part in value if isinstance(part, dict)]
        if any(wanted(part) for part in objects[:50]):
            yield from ((where, part) for part in objects)
        else:
            for part in value:
                yield from listed(part, wanted, where, depth + 1)
    elif isinstance(value, dict):
        if wanted(value):
            yield where, value
            return
        for name, part in value.items():
            yield from listed(part, wanted, f"{where}.{name}".lstrip("."), depth + 1)


def _titled(feed: Feed) -> Callable[[Mapping[str, Json]], bool]:
    column = feed.columns.get("title", "")
    if column and not column.startswith("="):
        root = column.split(".")[0]
        return lambda record: column in record or root in record
    return lambda record: "title" in obvious(record)
