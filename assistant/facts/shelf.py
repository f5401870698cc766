"""What is carried: how many of a kind, of which brands, at what prices, and which kinds."""

from __future__ import annotations

from assistant.facts.inquiry import FEW, Inquiry, cheapest_first
from assistant.schema.statement import Statement, Term, Value, series, statement

MOST_BRANDS = 20


def shelf(inquiry: Inquiry) -> tuple[Statement, ...]:
    """Counts over all of the kind asked about, what was asked first; else the kinds carried."""
    if not inquiry.products or inquiry.kind is None:
        unknown = inquiry.need.subject_words and not inquiry.asks("kinds")
        return (*((statement("facts.no_such_kind"),) if unknown else ()), kinds(inquiry))
    counted = _count(inquiry, inquiry.kind)
    brands = _brands(inquiry)
    spans = _spans(inquiry)
    if inquiry.asks("brands") and brands:
        return (*brands, counted)
    if inquiry.asks("price_span") and spans:
        return (*spans, counted)
    return (counted, *brands, *spans)


def kinds(inquiry: Inquiry) -> Statement:
    """The categories of the catalog."""
    terms = [t for t in inquiry.catalog.vocabulary.categories if not t.restricted]
    names: list[Value] = [Term(kind="category", id=t.id) for t in terms[:20]]
    key = "facts.kinds" if names else "facts.kinds_none"
    return statement(key, kinds=series(names), n=len(terms))


def _count(inquiry: Inquiry, kind: Term) -> Statement:
    """How many there are, and how many of them are sold in the shopper's currency."""
    key = "facts.shelf_count_split" if inquiry.elsewhere else "facts.shelf_count"
    own = len(inquiry.products)
    return statement(
        key,
        about=inquiry.ids[:FEW],
        kind=kind,
        n=own + inquiry.elsewhere,
        own=own,
        currency=inquiry.need.currency,
    )


def _brands(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The brands of what is sold in the shopper's currency, the commonest first."""
    own = [c.product.brand for c in inquiry.products if c.product.brand]
    names = sorted(set(own), key=lambda b: (-own.count(b), b))
    if not names or inquiry.kind is None:
        return ()
    listed: list[Value] = [*names[:MOST_BRANDS]]
    key = "facts.shelf_brands" if len(names) <= MOST_BRANDS else "facts.shelf_brands_some"
    return (statement(key, kind=inquiry.kind, n=len(names), brands=series(listed)),)


def _spans(inquiry: Inquiry) -> tuple[Statement, ...]:
    """From what to what prices go, in the shopper's currency."""
    mine = cheapest_first(inquiry.products)
    if len(mine) < 2:
        return ()
    low, high = mine[0].price(), mine[-1].price()
    assert low is not None and high is not None
    return (statement("facts.shelf_prices", low=low, high=high, cheapest=mine[0].name),)
