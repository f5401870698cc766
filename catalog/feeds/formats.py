"""The table of feed formats, and which of them a file is in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from catalog.errors import BadInput
from catalog.feeds import (
    acp,
    generic,
    google,
    magento,
    openai,
    schemaorg,
    shopify,
    wix,
    woocommerce,
)
from catalog.feeds.decoding import head
from catalog.feeds.document import beginning
from catalog.feeds.header import SEARCHED, header_of, plain
from catalog.feeds.markup import markup_format
from catalog.feeds.parquet import is_parquet
from catalog.feeds.row import Reader

Format = Literal[
    "openai",
    "acp",
    "google",
    "meta",
    "shopify",
    "woocommerce",
    "wix",
    "magento",
    "schemaorg",
    "jsonl",
    "json",
    "csv",
    "parquet",
]
READERS: Mapping[Format, Reader] = {
    "openai": openai.read,
    "acp": acp.read,
    "google": google.read,
    "meta": google.read,
    "shopify": shopify.read,
    "woocommerce": woocommerce.read,
    "wix": wix.read,
    "magento": magento.read,
    "schemaorg": schemaorg.read,
    "jsonl": generic.read_json,
    "json": generic.read_json,
    "csv": generic.read_delimited,
    "parquet": generic.read_parquet,
}
GENERIC = {"jsonl", "json", "csv", "parquet"}
"""Formats whose columns a map may name."""
PRICE = re.compile(r'"price"\s*:\s*(["{\d])')
OPENAI = {"item_id", "is_eligible_search", "enable_search", "is_eligible_checkout"}
OPENAI |= {"enable_checkout", "seller_tos", "store_country", "target_countries"}


def format_named(name: str, path: Path, *, mapped: bool, encoding: str = "") -> Format:
    """The format of that name; for "auto" the one the file's beginning shows.

    A file that is read with a map of columns is a plain table, JSON or Parquet.

    Raises:
        BadInput: there is no such format, or the file shows none.

    """
    if name != "auto":
        if name not in get_args(Format):
            remedy = f"Use auto or one of: {', '.join(get_args(Format))}"
            raise BadInput("--format", "", f"there is no format {name!r}", remedy)
        return name  # type: ignore[return-value]
    if is_parquet(path):
        return "parquet"
    start = head(path, encoding=encoding).lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return markup_format(path, start)
    if start.startswith(("{", "[")):
        lines = _is_object(start.partition("\n")[0])
        return ("jsonl" if lines else "json") if mapped else _json(start, lines)
    return "csv" if mapped else _table(start)


def _is_object(line: str) -> bool:
    return line.lstrip().startswith("{") and line.rstrip().endswith("}")


def _json(start: str, lines: bool) -> Format:
    first = beginning(start)
    if "@type" in first or "@context" in first or "@graph" in first or '"@type"' in start[:2000]:
        return "schemaorg"
    if '"variants"' in start:
        return "shopify" if _priced_plainly(start) else "acp"
    if OPENAI & {plain(name) for name in first}:
        return "openai"
    return "jsonl" if lines else "json"


def _priced_plainly(start: str) -> bool:
    """Whether variants bear their prices as plain numbers, as shops write them and ACP does not."""
    after = start[start.index('"variants"') :]
    price = PRICE.search(after) or PRICE.search(start)
    return price[1] != "{" if price else '"body_html"' in start or '"handle"' in start


def _table(start: str) -> Format:
    header = header_of(start.splitlines(keepends=True)[:SEARCHED])
    names = {plain(name) for name in header.columns} if header else set()
    if wix.is_header(names):
        return "wix"
    if magento.is_header(names):
        return "magento"
    if woocommerce.is_header(names):
        return "woocommerce"
    if names & {"handle", "url_handle"} and "title" in names:
        return "shopify"
    if names & OPENAI:
        return "openai"
    if {"id", "title", "link"} <= names and names & {"image_link", "availability", "price"}:
        return "google"
    return "csv"
