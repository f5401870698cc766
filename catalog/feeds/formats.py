"""The table of feed formats, and which of them a file is in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from catalog.errors import BadInput
from catalog.feeds import acp, delimited, google, jsonl, openai, schemaorg, shopify
from catalog.feeds.decoding import head
from catalog.feeds.records import parse
from catalog.feeds.row import Reader
from catalog.feeds.table import plain, separator_of

Format = Literal["openai", "acp", "google", "shopify", "schemaorg", "jsonl", "csv"]
READERS: Mapping[Format, Reader] = {
    "openai": openai.read,
    "acp": acp.read,
    "google": google.read,
    "shopify": shopify.read,
    "schemaorg": schemaorg.read,
    "jsonl": jsonl.read,
    "csv": delimited.read,
}
OPENAI = {"item_id", "is_eligible_search", "enable_search", "is_eligible_checkout"}
OPENAI |= {"enable_checkout", "seller_tos", "store_country", "target_countries"}


def format_named(name: str, path: Path, *, mapped: bool) -> Format:
    """The format of that name; for "auto" the one the file's beginning shows.

    A file that is read with a map of columns is plain JSONL or CSV.

    Raises:
        BadInput: there is no such format, or the file shows none.

    """
    if name != "auto":
        if name not in get_args(Format):
            remedy = f"Use auto or one of: {', '.join(get_args(Format))}"
            raise BadInput("--format", "", f"there is no format {name!r}", remedy)
        return name  # type: ignore[return-value]
    start = head(path).lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return _markup(start)
    if start.startswith(("{", "[")):
        return "jsonl" if mapped else _json(start)
    return "csv" if mapped else _table(start)


def _markup(start: str) -> Format:
    feed = start.casefold()
    return "google" if "<rss" in feed or "<feed" in feed else "schemaorg"


def _json(start: str) -> Format:
    try:
        first = parse(start.partition("\n")[0])
    except ValueError:
        first = None
    if not isinstance(first, dict) or not first:
        return "schemaorg" if '"@type"' in start or '"@context"' in start else "acp"
    if "@type" in first or "@context" in first or "@graph" in first:
        return "schemaorg"
    if "variants" in first or "products" in first:
        return "acp"
    return "openai" if OPENAI & {plain(name) for name in first} else "jsonl"


def _table(start: str) -> Format:
    header = start.partition("\n")[0]
    names = {plain(name.strip('" \r')) for name in header.split(separator_of(header))}
    if names & {"handle", "url_handle"} and "title" in names:
        return "shopify"
    if names & OPENAI:
        return "openai"
    if {"id", "title", "link"} <= names and names & {"image_link", "availability", "price"}:
        return "google"
    return "csv"
