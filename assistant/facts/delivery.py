"""What delivery costs; when and where it arrives is in no catalog and is said so."""

from __future__ import annotations

from assistant.facts.inquiry import FEW, Considered, Inquiry, unstated
from assistant.schema.statement import Statement, statement
from catalog.offer import Offer


def delivery(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The cost of delivery of each product, after what is asked and not on record."""
    missing = [
        unstated(inquiry, f"facts.{cue}_unstated")
        for cue in ("delivery_place", "delivery_time")
        if inquiry.asks(cue)
    ][:1]
    if not inquiry.products:
        return (*missing, statement("facts.delivery_general"))
    if inquiry.one is not None:
        return (*missing, cost(inquiry.one, inquiry.one.best, inquiry))
    if len(inquiry.products) > FEW:
        return (*missing, _counted(inquiry))
    return (*missing, statement("facts.delivery_each", about=inquiry.ids,
                                clauses=inquiry.each(_clause)))  # fmt: skip


def cost(asked: Considered, offer: Offer | None, inquiry: Inquiry) -> Statement:
    """What delivery of one product costs at an offer, with what both come to."""
    price = asked.price(offer) if offer else None
    if offer is None or price is None:
        return statement("facts.no_offer", about=(asked.id,), product=asked.name)
    seller, fee = inquiry.seller(offer), offer.shipping
    if fee is None or fee.currency != price.currency:
        key = "facts.delivery_unknown"
        return statement(key, about=(asked.id,), product=asked.name, seller=seller, price=price)
    if not fee.amount:
        key = "facts.delivery_free"
        return statement(key, about=(asked.id,), product=asked.name, seller=seller, price=price)
    return statement(
        "facts.delivery_cost",
        about=(asked.id,),
        product=asked.name,
        seller=seller,
        fee=fee,
        price=price,
        total=price + fee,
    )


def _clause(asked: Considered) -> Statement:
    fee = asked.best.shipping if asked.best else None
    if fee is None:
        return statement("facts.delivery_clause_unknown", product=asked.name)
    if not fee.amount:
        return statement("facts.delivery_clause_free", product=asked.name)
    return statement("facts.delivery_clause_cost", product=asked.name, fee=fee)


def _counted(inquiry: Inquiry) -> Statement:
    known = [c.best.shipping for c in inquiry.products if c.best and c.best.shipping is not None]
    return statement(
        "facts.delivery_counts",
        about=inquiry.ids[:FEW],
        free=sum(1 for fee in known if not fee.amount),
        known=len(known),
        total=len(inquiry.products),
    )
