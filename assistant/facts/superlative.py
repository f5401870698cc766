"""Which of several is the most of something, by the figures on record."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.facts.attribute import asked_about
from assistant.facts.cues import same_quality
from assistant.facts.inquiry import FEW, Considered, Inquiry, unstated
from assistant.facts.leading import Figure, leading
from assistant.facts.price_history import most_reduced
from assistant.facts.reviews import heard, quotation
from assistant.facts.than import than
from assistant.facts.unit_price import unit_price
from assistant.schema.statement import Statement, Term, series, statement
from catalog.offer import Rating
from catalog.vocabulary import AttributeTerm

LESS = re.compile(
    r"light|quiet|small|short|thin|least|fewest|lowest|slim|low\b|narrow|cheap|compact"
    r"|最[轻静小短薄少低矮窄]|最安静|最省|最便宜",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
ORDER = {"quiet": 0, "moderate": 1, "loud": 2, "none": 0, "light": 1, "strong": 2}
"""Values that stand in an order, the least first."""


def superlative(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The product that leads by price, rating, voices or an attribute, with all figures."""
    if len(inquiry.products) < 2 and not inquiry.on_screen:
        return (unstated(inquiry, "facts.unstated"),)
    by_unit = unit_price(inquiry) if inquiry.asks("per_unit") else ()
    if by_unit:
        return by_unit
    if inquiry.need.topic == "price_history" or (
        inquiry.asks("fallen") and not inquiry.asks("delivered")
    ):
        return most_reduced(inquiry)
    if inquiry.asks("complaints"):
        return _complaints(inquiry)
    if inquiry.asks("rating_count"):
        return leading(inquiry, _counts(inquiry), least=False, by="rating_count")
    if inquiry.asks("rating"):
        return leading(inquiry, _ratings(inquiry), least=False, by="rating")
    if inquiry.asks("price"):
        return _priciest(inquiry)
    for term in asked_about(inquiry.need.text, inquiry.catalog.vocabulary):
        figures = _figures(inquiry, term)
        if figures:
            if answered := than(inquiry, figures):
                return answered
            least = bool(LESS.search(inquiry.need.text))
            return leading(inquiry, figures, least=least, by=f"attribute:{term.id}")
    if inquiry.asks("delivery_time"):
        return (unstated(inquiry, "facts.delivery_time_unstated"),)
    return _by_voices(inquiry)


def _priciest(inquiry: Inquiry) -> tuple[Statement, ...]:
    least = bool(LESS.search(inquiry.need.text)) or not re.search(
        r"expensive|dear|pric[ei]|贵", inquiry.need.text, re.IGNORECASE
    )
    delivered = inquiry.asks("delivered")
    figures = []
    for c in inquiry.products:
        paid = c.paid
        if paid is None or (delivered and not paid.shipping_known):
            continue
        money = paid.total if delivered else paid.unit
        figures.append((money.currency, Figure(c, money.amount, money)))
    currencies = [currency for currency, _ in figures]
    if not currencies:
        return (unstated(inquiry, "facts.unstated"),)
    common = max(sorted(set(currencies)), key=currencies.count)
    own = [f for currency, f in figures if currency == common]
    by = "delivered" if delivered else "price"
    if answered := than(inquiry, own):
        return answered
    return leading(inquiry, own, least=least, by=by)


def _ratings(inquiry: Inquiry) -> list[Figure]:
    return [
        Figure(c, r.value, statement("facts.rating", value=r.value, n=r.count or 0))
        for c in inquiry.products
        if (r := rating(c)) is not None
    ]


def _counts(inquiry: Inquiry) -> list[Figure]:
    return [
        Figure(c, Decimal(r.count), statement("facts.rating_count", n=r.count))
        for c in inquiry.products
        if (r := rating(c)) is not None and r.count
    ]


def rating(asked: Considered) -> Rating | None:
    """The rating at the offer shown, as its card shows it."""
    return asked.best.rating if asked.best else None


def _figures(inquiry: Inquiry, term: AttributeTerm) -> list[Figure]:
    """The figures of a numeric or ordered attribute; nothing where fewer than two state one."""
    figures = []
    for c in inquiry.products:
        value = next(iter(c.product.values(term.id)), "")
        text = Term(kind="value", id=value, of=term.id)
        if NUMBER.fullmatch(value):
            figures.append(Figure(c, Decimal(value), text))
        elif value in ORDER and set(v.id for v in term.values) <= set(ORDER):
            figures.append(Figure(c, Decimal(ORDER[value]), text))
    return figures if len(figures) > 1 or len(inquiry.products) == 1 else []


def _complaints(inquiry: Inquiry) -> tuple[Statement, ...]:
    figures = []
    for c in inquiry.products[:FEW]:
        known = heard(c, inquiry)
        if known.reviews:
            faults = {v.review.id for v in known.leaning("against")}
            text = statement("facts.fault_share", n=len(faults), total=len(known.reviews))
            figures.append(Figure(c, Decimal(len(faults)) / len(known.reviews), text))
    return leading(inquiry, figures, least=True, by="complaints")


def _by_voices(inquiry: Inquiry) -> tuple[Statement, ...]:
    """Of what no figure measures: that none does, and what listings and reviewers say of it."""
    told: list[Statement] = []
    evidence = []
    clauses = []
    for c in inquiry.products[:FEW]:
        voices = heard(c, inquiry).voices
        own = [v for v in voices if same_quality(inquiry.need.text, v.words)][:2]
        if own:
            evidence += [v.review.id for v in own]
            quotes = series([quotation(v) for v in own], "and")
            clauses.append(statement("facts.reviews_clause", product=c.name, quotes=quotes))
    told.append(unstated(inquiry, f"facts.unmeasured{'_voiced' if clauses else ''}"))
    if clauses:
        told.append(
            statement(
                "facts.voices_each",
                about=inquiry.ids[:FEW],
                evidence=tuple(dict.fromkeys(evidence)),
                clauses=series(clauses, "clauses"),
            )
        )
    return tuple(told)
