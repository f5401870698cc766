"""The schema.org data of a saved page or JSON-LD file, its references resolved."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from catalog.errors import BadInput
from catalog.feeds.decoding import open_text
from catalog.feeds.records import Json, Number, parse
from catalog.feeds.row import Feed

LARGEST = 20_000_000
DEEPEST = 12
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
CDATA = re.compile(r"(?://|/\*)?\s*(?:<!\[CDATA\[|\]\]>)\s*(?:\*/)?|<!--|-->")
STRINGS = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.DOTALL)
"""Strings, which stay, and what people leave between them: comments and last commas."""
VOCABULARY = re.compile(r"https?://(?:www\.)?schema\.org/")


class LinkedData(NamedTuple):
    """The documents of a page, what syntax they stood in, and why others cannot be read."""

    documents: list[Json]
    syntax: str
    broken: list[str]


def linked_data(feed: Feed) -> LinkedData:
    """The page's JSON-LD; its microdata where that names no product; its RDFa where neither does.

    Raises:
        BadInput: the file is too large, or is a JSON file that is not JSON.

    """
    with open_text(feed.path, encoding=feed.encoding) as file:
        text = file.read(LARGEST + 1).removeprefix("\ufeff")
    if len(text) > LARGEST:
        raise BadInput(str(feed.path), "", "the page is too large", "Save one product's page")
    if text.lstrip().startswith(("{", "[")):
        try:
            return LinkedData(list(_values(text)), "JSON-LD", [])
        except ValueError as error:
            raise BadInput(str(feed.path), "", f"not JSON ({error})", "Mend the JSON") from error
    text = DECLARATION.sub("", text)
    documents, broken = _blocks(feed, text)
    if _holds_product(documents):
        return LinkedData(documents, "JSON-LD", broken)
    for syntax in ("microdata", "rdfa"):
        found = _embedded(text, syntax)
        if _holds_product(found):
            return LinkedData(found, "microdata" if syntax == "microdata" else "RDFa", broken)
    return LinkedData(documents, "JSON-LD", broken)


def _blocks(feed: Feed, text: str) -> tuple[list[Json], list[str]]:
    """The JSON-LD of a page block by block, as shops and their plug-ins write one each."""
    from extruct.utils import parse_html
    from lxml.etree import LxmlError

    try:
        scripts = parse_html(text, encoding="UTF-8").iter("script")
    except (LxmlError, ValueError) as error:
        problem = f"it cannot be read as a page ({error})"
        raise BadInput(str(feed.path), "", problem, "Save the page again") from error
    found, broken = list[Json](), list[str]()
    for script in scripts:
        if "ld+json" not in (script.get("type") or "").casefold():
            continue
        try:
            found += _values(script.text or "")
        except ValueError as error:
            broken.append(str(error))
    return found, broken


def _values(text: str) -> Iterator[Json]:
    """The JSON values of a block, also of one that is not quite JSON as found in the wild.

    Read all the same: a ";" at the end, comments, CDATA marks, commas before a bracket, line
    breaks inside strings, and marks written as HTML entities.

    Raises:
        ValueError: it is no JSON even so.

    """
    if not text.strip():
        return
    try:
        yield parse(text)
        return
    except ValueError:
        pass
    marked = CDATA.sub(" ", text)
    first: ValueError | None = None
    for attempt in (marked, html.unescape(marked)):
        bare = STRINGS.sub(lambda match: match[0] if match[0][0] == '"' else " ", attempt)
        try:
            yield from list(_several(bare))
            return
        except ValueError as error:
            first = first or error
    raise first or ValueError("it is empty")


def _several(text: str) -> Iterator[Json]:
    """JSON values one after another, with nothing but ";" and commas between them."""
    decoder = json.JSONDecoder(
        strict=False, parse_float=Number, parse_int=Number, parse_constant=Number
    )
    at, end = 0, len(text)
    while at < end:
        if text[at] in " \t\r\n;,":
            at += 1
            continue
        try:
            value, at = decoder.raw_decode(text, at)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        yield value


def _embedded(text: str, syntax: str) -> list[Json]:
    """What stands in the page's own attributes, in the shape of JSON-LD."""
    if syntax == "microdata" and "itemtype" not in text:
        return []
    if syntax == "rdfa" and "typeof" not in text:
        return []
    import extruct

    found = extruct.extract(text, syntaxes=[syntax], uniform=syntax == "microdata", errors="ignore")
    return [_compact(document) for document in found.get(syntax, [])]


def _compact(value: object) -> Json:
    """Expanded JSON-LD in its short form: names without their vocabulary, values without a list."""
    if isinstance(value, dict):
        if "@value" in value:
            return str(value["@value"])
        return {VOCABULARY.sub("", str(name)): _compact(part) for name, part in value.items()}
    if isinstance(value, list):
        several = [_compact(part) for part in value]
        return several[0] if len(several) == 1 else several
    if value is None or isinstance(value, bool):
        return value
    return VOCABULARY.sub("", value) if isinstance(value, str) else str(value)


def _holds_product(documents: list[Json]) -> bool:
    return any(is_a(node, *PRODUCTS) for node in nodes(documents))


PRODUCTS = (
    "Product",
    "ProductGroup",
    "IndividualProduct",
    "ProductModel",
    "SomeProducts",
    "Vehicle",
    "Car",
)


def is_a(thing: Mapping[str, Json], *kinds: str) -> bool:
    """Whether a node is of one of these schema.org types."""
    types = thing.get("@type")
    several = types if isinstance(types, list) else [types]
    named = {str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in several if name}
    return not named.isdisjoint(kinds)


def nodes(value: Json | list[Json], depth: int = 0) -> Iterator[dict[str, Json]]:
    """Every object in the documents, outermost first, in their order."""
    if depth > 4 * DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            yield from nodes(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for part in value.values():
            yield from nodes(part, depth + 1)


def resolved(documents: list[Json]) -> list[Json]:
    """The documents with each reference ({"@id": …}) in the place of what it refers to."""
    known: dict[str, dict[str, Json]] = {}
    for node in nodes(documents):
        id = node.get("@id")
        if isinstance(id, str) and len(node) > 1:
            known[id] = {**node, **known.get(id, {})}
    return [_resolved(document, known, frozenset(), 0) for document in documents]


def _resolved(
    value: Json, known: Mapping[str, dict[str, Json]], above: frozenset[str], depth: int
) -> Json:
    if depth > DEEPEST:
        return None
    if isinstance(value, list):
        return [_resolved(part, known, above, depth + 1) for part in value]
    if not isinstance(value, dict):
        return value
    id = value.get("@id")
    if isinstance(id, str):
        if id not in above and id in known:
            value = known[id] if len(value) <= 2 else {**known[id], **value}
        above |= {id}
    return {name: _resolved(part, known, above, depth + 1) for name, part in value.items()}
