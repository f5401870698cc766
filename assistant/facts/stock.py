"""Whether a product can be had, and what is not on record about it."""

from __future__ import annotations

from collections import Counter

from assistant.facts.inquiry import FEW, Considered, Inquiry, unstated
from assistant.schema.statement import Statement, series, statement


def stock(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The stock of each product at the offer shown, and of how many other shops."""
    lead = _one(inquiry.one, inquiry) if inquiry.one else _several(inquiry)
    missing = [
        unstated(inquiry, f"facts.stock_{cue}")
        for cue in ("how_many_left", "when_back")
        if inquiry.asks(cue)
    ]
    return (*missing, lead) if missing else (lead,)


def _one(asked: Considered, inquiry: Inquiry) -> Statement:
    best = asked.best
    if best is None:
        return statement("facts.no_offer", about=(asked.id,), product=asked.name)
    having = [o for o in asked.offers if o.stock in ("in_stock", "limited")]
    if len(asked.offers) > 1:
        return statement(
            f"facts.stock_{best.stock}_of",
            about=(asked.id,),
            product=asked.name,
            seller=inquiry.seller(best),
            n=len(having),
            shops=len(asked.offers),
        )
    return statement(
        f"facts.stock_{best.stock}",
        about=(asked.id,),
        product=asked.name,
        seller=inquiry.seller(best),
    )


def _several(inquiry: Inquiry) -> Statement:
    states = Counter(c.best.stock for c in inquiry.products if c.best)
    if not states:
        return unstated(inquiry, "facts.unstated_stock")
    if len(inquiry.products) > FEW:
        return statement(
            "facts.stock_counts",
            n=states["in_stock"] + states["limited"],
            total=len(inquiry.products),
            about=inquiry.ids[:FEW],
        )
    if set(states) == {"in_stock"}:
        return statement(
            "facts.stock_all",
            about=inquiry.ids,
            products=series([c.name for c in inquiry.products]),
        )
    return statement("facts.each", about=inquiry.ids, clauses=inquiry.each(_clause))


def _clause(asked: Considered) -> Statement:
    state = asked.best.stock if asked.best else "unknown"
    return statement(f"facts.stock_clause_{state}", product=asked.name)
