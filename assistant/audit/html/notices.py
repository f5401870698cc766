"""Sentences by which a page discloses payment for all of it, and where they stand."""

from __future__ import annotations

from typing import Literal, NamedTuple

from assistant.audit.html.page import Page
from assistant.audit.page_phrases import phrase_in

Place = Literal["before", "among", "foot"]
LEAST = 8
"""Characters below which words are a label and no sentence."""


class Notice(NamedTuple):
    """One disclosing sentence: its words, its run, and its place among the links."""

    text: str
    at: int
    place: Place


def notices(page: Page) -> tuple[Notice, ...]:
    """Every visible sentence that discloses payment, in order; denials are none."""
    links = [link.at for link in page.read.links if not link.furniture]
    first, last = (min(links), max(links)) if links else (0, 0)
    found = []
    for at, run in enumerate(page.read.runs):
        if run.hidden or len(run.text) < LEAST or not phrase_in(run.text, "discloses"):
            continue
        if phrase_in(run.text, "nobody_pays"):
            continue
        foot = any(a.tag == "footer" for a in (run.element, *run.element.iterancestors()))
        place: Place = "foot" if foot or at > last else "before" if at < first else "among"
        found.append(Notice(run.text, at, place))
    return tuple(found)
