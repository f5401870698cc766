"""How a label looks: the words that say that money moved, in one piece."""

from __future__ import annotations

from markupsafe import Markup

from assistant.schema.placement import Label, visible
from ui.render.html import NOTHING, join, tag


def badge(label: Label | None, id: str | None = None) -> Markup:
    """A label as the words that a shopper sees; nothing where it is not to be seen at first."""
    if label is None or not visible(label):
        return NOTHING
    return tag("p", label.text, id=id, cls="ps-label", lang=label.lang)


def inline(label: Label | None) -> Markup | None:
    """A label within running text."""
    if label is None or not visible(label):
        return None
    return join(tag("span", label.text, cls="ps-label ps-inline", lang=label.lang), " ")
