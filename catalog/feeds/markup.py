"""Which format a file that begins with a tag is in: a feed, a page, or XML of another kind."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from catalog.errors import BadInput

ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
ASIDE = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>", re.DOTALL | re.IGNORECASE
)
"""Comments, declarations and document types before a document's first element."""
FEEDS = {"rss", "feed", "rdf"}
PAGES = {
    "html",
    "head",
    "body",
    "script",
    "div",
    "main",
    "article",
    "section",
    "meta",
    "title",
    "p",
}


def markup_format(path: Path, start: str) -> Literal["google", "schemaorg"]:
    """The format of a document by its first element.

    Raises:
        BadInput: it is XML, and neither an RSS or Atom feed nor a page.

    """
    root = ROOT.search(ASIDE.sub(" ", start))
    name = root[2].casefold() if root else ""
    if name in FEEDS:
        return "google"
    folded = start.casefold()
    if (
        name in PAGES
        or "<html" in folded
        or "application/ld+json" in folded
        or "itemtype" in folded
    ):
        return "schemaorg"
    problem = "this is neither a page nor a feed"
    if root:
        problem = f"this XML is no feed that is read here (its root is <{root[2][:40]}>)"
    remedy = "RSS and Atom with g: elements are read, as Google and Meta take them"
    raise BadInput(str(path), "", problem, remedy)
