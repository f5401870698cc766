"""Where a product is bought; nothing is taken into a cart here."""

from __future__ import annotations

from assistant.facts.inquiry import FEW, Considered, Inquiry
from assistant.facts.offers import delivery_clause, of_one
from assistant.facts.pieces import bill
from assistant.schema.statement import Statement, statement


def how_to_buy(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The shop, the price and where the link stands, for each product; then the other shops."""
    if not inquiry.products:
        return (statement("facts.buy_general"),)
    if inquiry.one is None:
        clauses = inquiry.each(lambda c: _clause(c, inquiry))
        return (statement("facts.buy_each", about=inquiry.ids[:FEW], clauses=clauses),)
    asked = inquiry.one
    if asked.best is None or asked.paid is None:
        return (statement("facts.no_offer", about=(asked.id,), product=asked.name),)
    lead = statement(
        "facts.buy",
        about=(asked.id,),
        product=asked.name,
        seller=inquiry.seller(asked.best),
        price=asked.paid.unit,
        delivery=delivery_clause(asked.best),
    )
    total = (bill(asked, inquiry),) if inquiry.need.quantity > 1 else ()
    return (lead, *total, *of_one(asked, inquiry)[1:])


def _clause(asked: Considered, inquiry: Inquiry) -> Statement | None:
    if asked.best is None or asked.paid is None:
        return None
    return statement(
        "facts.buy_clause",
        product=asked.name,
        seller=inquiry.seller(asked.best),
        price=asked.paid.unit,
    )
