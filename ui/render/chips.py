"""What of a question was understood, as a list of conditions that can be taken away."""

from __future__ import annotations

from markupsafe import Markup

from assistant.condition_removal import BESIDE, names_of
from assistant.schema.answer import Answer
from assistant.schema.understood import Condition, Understood
from ui.render.html import tag
from ui.words import Words, spoken


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
    chips = [
        _chip(c.id, c.text.text(language), _met(c, it.understood, words), words, removable)
        for c in it.understood.conditions
    ]
    for id in BESIDE:
        for name in names_of(it.understood, (id,), language):
            chips.append(_chip(id, name, "", words, removable))
    if not chips:
        return None
    return tag("ul", *chips, cls="ps-chips", aria_label=words("understood"))


def _chip(id: str, name: str, met: str, words: Words, removable: bool) -> Markup:
    label = words("take_away", condition=name)
    button = tag("button", "✕", type="button", data_do="without", data_say=id, aria_label=label)
    counted = tag("span", met, cls="ps-met") if met else None
    return tag("li", name, counted, button if removable else None)


def _met(condition: Condition, read: Understood, words: Words) -> str:
    """How many of the products shown meet it; nothing where none is shown."""
    met = [product.of(condition.id) == "met" for product in read.products]
    return words("met_by", n=sum(met), of=len(met)) if met else ""
