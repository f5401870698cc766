"""Who has a product and for how much, and which shop asks least."""

from __future__ import annotations

from assistant.facts.inquiry import FEW, Considered, Inquiry
from assistant.schema.statement import Statement, Value, filled, series, statement
from catalog.offer import Offer
from catalog.price_paid import price_paid


def offers(inquiry: Inquiry) -> tuple[Statement, ...]:
    """All offers of one product, the cheapest first; of several, the lowest of each."""
    if inquiry.asks("second_hand"):
        first: tuple[Statement, ...] = (statement("facts.second_hand"),)
    else:
        first = ()
    if inquiry.one is None:
        if not inquiry.products:
            return (*first, statement("facts.offers_general"))
        clauses = inquiry.each(lambda c: _lowest_clause(c, inquiry))
        key = "facts.offers_each" if len(inquiry.products) <= FEW else "facts.offers_some"
        return (*first, statement(key, about=inquiry.ids[:FEW], clauses=clauses))
    return (*first, *of_one(inquiry.one, inquiry))


def of_one(asked: Considered, inquiry: Inquiry) -> tuple[Statement, ...]:
    """The lowest offer of a product with its arithmetic, then every other one."""
    best = asked.best
    paid = asked.paid
    if best is None or paid is None:
        return (statement("facts.no_offer", about=(asked.id,), product=asked.name),)
    rest = [o for o in asked.offers[1:] if price_paid(o, now=asked.now) is not None]
    slots: dict[str, Value] = {
        "product": asked.name,
        "seller": inquiry.seller(best),
        "price": paid.unit,
        "delivery": delivery_clause(best),
    }
    if not rest:
        return (filled("facts.offers_only", slots, about=(asked.id,)),)
    least = min(p.unit.amount for o in asked.offers if (p := price_paid(o, now=asked.now))
                and p.unit.currency == paid.unit.currency)  # fmt: skip
    key = "facts.offers_lowest" if paid.unit.amount <= least else "facts.offers_shown"
    others = series([_clause(o, asked, inquiry) for o in rest], "clauses")
    return (
        filled(key, slots, about=(asked.id,)),
        statement("facts.offers_others", about=(asked.id,), others=others, n=len(rest)),
    )


def delivery_clause(offer: Offer) -> Statement:
    """What delivery adds, as it follows a price."""
    if offer.shipping is None:
        return statement("facts.plus_unknown")
    if not offer.shipping.amount:
        return statement("facts.plus_free")
    return statement("facts.plus_fee", fee=offer.shipping)


def _clause(offer: Offer, asked: Considered, inquiry: Inquiry) -> Statement:
    paid = price_paid(offer, now=asked.now)
    assert paid is not None
    key = "facts.offer_out" if offer.stock == "out_of_stock" else "facts.offer"
    return statement(
        key, seller=inquiry.seller(offer), price=paid.unit, delivery=delivery_clause(offer)
    )


def _lowest_clause(asked: Considered, inquiry: Inquiry) -> Statement | None:
    if asked.best is None or asked.paid is None:
        return None
    return statement(
        "facts.offers_clause",
        product=asked.name,
        price=asked.paid.unit,
        seller=inquiry.seller(asked.best),
        n=len(asked.offers),
    )
