"""What of a question was understood, as a list of conditions that can be taken away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from markupsafe import Markup

from assistant.condition_removal import BESIDE, names_of
from assistant.schema.answer import Answer
from assistant.schema.understood import Condition, State, Understood
from ui.render.html import tag
from ui.words import Words, spoken

SIGNS: tuple[tuple[State, str, str], ...] = (
    ("met", "✓", "ps-met"),
    ("not_stated", "!", "ps-unsure"),
    ("not_understood", "?", "ps-unsure"),
    ("not_met", "✗", "ps-unmet"),
)
"""The states of a condition in the order told, each with its sign and look."""


def understood(it: Answer, words: Words, *, removable: bool) -> Markup | None:
    """Each condition with how many of the products shown meet it, and a button that takes it away.

    Args:
        it: the answer; one that asks for nothing has no conditions of its own to show.
        words: the page's phrases.
        removable: whether the answer is whole, so that its conditions can be taken away.
    """
    if it.need.act != "find":
        return None
    language = spoken(it.locale)
    # What is apart from the list says at itself what it does not meet.
    listed = {p.product_id for b in it.blocks if b.kind != "sponsored" for p in b.placements}
    chips = [
        _chip(c.id, c.text.text(language), _met(c, it.understood, listed, words), words, removable)
        for c in it.understood.conditions
    ]
    for id in BESIDE:
        for name in names_of(it.understood, (id,), language):
            chips.append(_chip(id, name, None, words, removable))
    if not chips:
        return None
    return tag("ul", *chips, cls="ps-chips", aria_label=words("understood"))


def _chip(id: str, name: str, met: Markup | None, words: Words, removable: bool) -> Markup:
    label = words("take_away", condition=name)
    button = tag("button", "✕", type="button", data_do="without", data_say=id, aria_label=label)
    return tag("li", name, met, button if removable else None)


def _met(
    condition: Condition, read: Understood, list_ids: Collection[str], words: Words
) -> Markup | None:
    """How many of the list meet it, and how the others stand; None where nothing is listed.

    What is met stands first; a sign goes before every word, so that colour says nothing alone.
    """
    listed = [product for product in read.products if product.product_id in list_ids]
    states = Counter(product.of(condition.id) for product in listed)
    shown = len(listed)
    if not shown:
        return None
    if states["not_understood"] == shown:
        return tag("span", "? ", words("chip_not_understood"), cls="ps-unread ps-unsure")
    if states["met"] == shown:
        return tag("span", "✓ ", words("chip_all", n=shown), cls="ps-met")
    if not states["met"] and states["not_met"] == shown:
        return tag("span", "✗ ", words("chip_none", n=shown), cls="ps-unmet")
    told = [
        tag("span", sign, " ", words(f"chip_{state}", n=states[state]), cls=look)
        for state, sign, look in SIGNS
        if states[state]
    ]
    return Markup(" · ").join(told)
