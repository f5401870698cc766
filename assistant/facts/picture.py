"""Whether there is a picture of a product."""

from __future__ import annotations

from assistant.facts.inquiry import FEW, Inquiry, unstated
from assistant.schema.statement import Statement, series, statement


def picture(inquiry: Inquiry) -> tuple[Statement, ...]:
    """Whether a picture of each product is on record."""
    having = [c for c in inquiry.products if c.product.image]
    if having and inquiry.products:
        key, names = "facts.picture", series([c.name for c in having[:FEW]])
        return (statement(key, about=tuple(c.id for c in having[:FEW]), products=names),)
    return (unstated(inquiry, "facts.picture_unstated"),)
