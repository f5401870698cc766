"""Who sells a product, and how that shop stands to the brand."""

from __future__ import annotations

from assistant.facts.inquiry import FEW, Considered, Inquiry, unstated
from assistant.schema.statement import Statement, Term, statement


def seller(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The shop of each product at the offer shown, its kind, and what is not on record of it."""
    missing = [statement("facts.shop_unstated")] if inquiry.asks("shop_trust") else []
    if not inquiry.products:
        return (*missing, statement("facts.seller_general"))
    if inquiry.one is not None:
        return (_one(inquiry.one, inquiry), *missing)
    if len(inquiry.products) > FEW:
        return (unstated(inquiry, "facts.seller_many"), *missing)
    shops = {c.best.seller_id for c in inquiry.products if c.best}
    clauses = inquiry.each(lambda c: _clause(c, inquiry))
    key = "facts.seller_same" if len(shops) == 1 else "facts.seller_each"
    return (statement(key, about=inquiry.ids, clauses=clauses), *missing)


def _one(asked: Considered, inquiry: Inquiry) -> Statement:
    if asked.best is None:
        return statement("facts.no_offer", about=(asked.id,), product=asked.name)
    shop = inquiry.catalog.seller(asked.best.seller_id)
    kind = "private" if shop.is_trader is False else shop.kind
    key = "facts.seller_on" if shop.platform and shop.platform != shop.name else "facts.seller_is"
    return statement(
        key,
        about=(asked.id,),
        product=asked.name,
        seller=shop.name,
        kind=Term(kind="phrase", id=f"facts.shop_{kind}"),
        platform=shop.platform,
    )


def _clause(asked: Considered, inquiry: Inquiry) -> Statement | None:
    if asked.best is None:
        return None
    shop = inquiry.catalog.seller(asked.best.seller_id)
    kind = "private" if shop.is_trader is False else shop.kind
    return statement(
        "facts.seller_clause",
        product=asked.name,
        seller=shop.name,
        kind=Term(kind="phrase", id=f"facts.shop_{kind}"),
    )
