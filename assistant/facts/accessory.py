"""That parts and accessories are not sold by themselves, and what is on record of them."""

from __future__ import annotations

from assistant.facts.inquiry import FEW, Inquiry
from assistant.facts.listing import stated_in_text
from assistant.schema.statement import Statement, statement


def accessory(inquiry: Inquiry) -> tuple[Statement, ...]:
    """That whole products are carried and not the part; then what a listing says of it."""
    about = inquiry.ids if len(inquiry.products) <= FEW else ()
    told = [statement("facts.accessory_none", about=about, part=inquiry.need.subject_words)]
    if inquiry.need.focus:
        told += stated_in_text(inquiry)
    return tuple(told)
