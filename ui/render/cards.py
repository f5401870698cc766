"""How one item of an answer looks: its label first, then what it is, its price, seller and why."""

from __future__ import annotations

from markupsafe import Markup

from assistant.disclosure.targeting_text import chosen_by
from assistant.schema.placement import Placement, visible
from ui.render.drawings import drawing
from ui.render.html import details, tag
from ui.render.item_details import layers
from ui.render.item_lines import price_line, rating_line, seller_line, title
from ui.render.labels import badge
from ui.render.paying import order_control
from ui.render.showing import Showing, Sources

REASONS = 2


def card(placement: Placement, showing: Showing, *, in_zone: bool = False) -> Markup:
    """One item as an HTML article; its visible label is the first thing in it.

    A hover label becomes a `title` and is not seen at first, as that disclosure has it.

    Args:
        placement: the item.
        showing: the answer that it stands in.
        in_zone: whether it stands in a block of which everything is paid for.
    """
    words, label = showing.words, placement.label
    hovering = label.text if label and label.position == "hover" else None
    name = f"{showing.answer.id}-{placement.id}"
    paid = bool(label and visible(label)) or in_zone
    own = showing.sources.get(placement.product_id, Sources())
    titled = title(placement, own.name, numbered=not in_zone)
    head = tag(
        "div",
        tag("h4", titled, id=name, cls="ps-title"),
        price_line(placement.price, showing),
        cls="ps-facts",
    )
    item = tag(
        "div",
        tag("div", drawing(placement.category, own.colour), head, cls="ps-top"),
        seller_line(placement, showing),
        _reasons(own),
        _unmet(placement, showing),
        _told(placement, showing) if placement.label else None,
        order_control(showing.takes, placement, showing.answer),
        tag(
            "div",
            rating_line(placement.ratings, words),
            details(
                words("more"),
                layers(placement, showing),
                cls="ps-more",
                said=words("more_of", name=own.name or placement.title),
            ),
            cls="ps-end",
        ),
        cls="ps-item",
    )
    return tag(
        "article",
        badge(label, id=f"{name}-label"),
        showing.mark(placement),
        item,
        cls="ps-card ps-paid" if paid else "ps-card",
        aria_labelledby=f"{name}-label {name}" if label and visible(label) else name,
        title=hovering,
    )


def _reasons(own: Sources) -> Markup | None:
    """Two facts that set the product apart, as the catalog has them."""
    if not own.traits:
        return None
    return tag("ul", *(tag("li", trait) for trait in own.traits[:REASONS]), cls="ps-reasons")


def _unmet(placement: Placement, showing: Showing) -> Markup | None:
    """The conditions that it fails or that nobody states, each with a sign before its words."""
    answer, words = showing.answer, showing.words
    states = next(
        (p for p in answer.understood.products if p.product_id == placement.product_id), None
    )
    if states is None or answer.need.act != "find":
        return None
    told = []
    for condition in answer.understood.conditions:
        name, state = condition.text.text(words.language), states.of(condition.id)
        if state == "not_met":
            told.append(tag("li", "✗ ", words("card_not_met", condition=name), cls="ps-unmet"))
        elif state == "not_stated":
            told.append(tag("li", "? ", words("card_not_stated", condition=name), cls="ps-unsure"))
    return tag("ul", *told, cls="ps-doubts") if told else None


def _told(placement: Placement, showing: Showing) -> Markup | None:
    """At the item why it is here, behind a summary; a full disclosure adds its unpaid place."""
    record, words = placement.disclosure, showing.words
    if record is None or not (record.shown == "full" or showing.answer.controls.why_ad):
        return None
    rank = placement.rank_if_unpaid
    unpaid = words("unpaid_rank", n=rank) if rank else words("unpaid_nowhere")
    told = (record.why.text(words.language), chosen_by(record.targeting, words.language))
    between = "" if words.language == "zh" else " "
    why = tag("span", words("paid_why"), cls="ps-why-here")
    head = Markup("{}{}{}").format(unpaid, between, why) if record.shown == "full" else why
    return details(head, tag("p", between.join(each for each in told if each)), cls="ps-told")
