"""What a product works with, as far as its listing says."""

from __future__ import annotations

from assistant.facts.attribute import attribute
from assistant.facts.cues import attributes_cued
from assistant.facts.inquiry import FEW, Considered, Inquiry, subject
from assistant.facts.listing import stated_in_text, unmentioned
from assistant.schema.statement import Statement, Term, Value, filled, series, statement

TELLING = ("connection", "supply", "app", "laptop_fit")
"""Attributes that say most of what a thing works with, where a catalog has them."""


def compatibility(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The listing's own words on it, or the attribute asked about; else what is stated."""
    quoted = stated_in_text(inquiry)
    if quoted:
        return quoted
    cued = attributes_cued(inquiry.need.text.lower())
    if not inquiry.asks("voltage") and any(
        c.product.values(id) for c in inquiry.products for id in cued
    ):
        return attribute(inquiry)
    key = "facts.voltage_unstated" if inquiry.asks("voltage") else "facts.works_with_unstated"
    missing = unmentioned(inquiry) if key != "facts.voltage_unstated" else None
    missing = missing or filled(key, subject(inquiry), about=inquiry.ids[:FEW])
    if inquiry.one is None:
        return (missing,)
    known = _known(inquiry.one)
    if not known:
        return (missing,)
    return (missing, statement("facts.stated_is", about=inquiry.ids, clauses=series(known)))


def _known(asked: Considered) -> list[Value]:
    return [
        Term(kind="value", id=value, of=name)
        for name in TELLING
        for value in asked.product.values(name)
    ]
