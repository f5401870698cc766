"""Any attribute of a product, as its record states it, or that it does not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.facts.cues import attributes_cued
from assistant.facts.inquiry import FEW, Considered, Inquiry, subject, unstated
from assistant.facts.listing import stated_in_text, unmentioned
from assistant.schema.statement import Statement, Term, Value, filled, series, statement
from catalog.product import Product
from catalog.vocabulary import AttributeTerm, Vocabulary

MOST = 3


def attribute(inquiry: Inquiry) -> tuple[Statement, ...]:
    """What the record states of the attributes asked about; else what the listing's words say."""
    if not inquiry.products:
        return (statement("facts.attribute_general"),)
    terms = asked_about(inquiry.need.text, inquiry.catalog.vocabulary)
    stated = [t for t in terms if any(c.product.values(t.id) for c in inquiry.products)]
    if stated:
        return _stated(inquiry, stated[:MOST])
    quoted = stated_in_text(inquiry)
    if quoted:
        return quoted
    if terms:
        names = Term(kind="attribute", id=terms[0].id)
        return (filled(
                "facts.attribute_unstated",
                {"attribute": names, **subject(inquiry)},
                about=inquiry.ids[:FEW],
            ),)  # fmt: skip
    return (unmentioned(inquiry) or unstated(inquiry, "facts.unstated"),)


def asked_about(question: str, vocabulary: Vocabulary) -> tuple[AttributeTerm, ...]:
    """The attributes that a question names by cue, unit, name or value, the surest first."""
    text = question.lower()
    cued = attributes_cued(text)
    by_name, by_cue = [], []
    for term in vocabulary.attributes:
        if _named(term.words(), text):
            by_name.append(term)
        elif (
            term.id in cued
            or f"unit:{term.unit}" in cued
            or _named((w for v in term.values for w in v.words()), text)
        ):
            by_cue.append(term)
    return (*by_name, *by_cue)


def _named(words: Iterable[str], text: str) -> bool:
    return any(_within(word, text) for word in words if len(word) > 1)


def _within(word: str, text: str) -> bool:
    if word not in text or not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None


def values(product: Product, term: AttributeTerm) -> Value | None:
    """What a product states of an attribute, for a sentence; None where nothing."""
    stated = product.values(term.id)
    if not stated:
        return None
    return series([Term(kind="value", id=value, of=term.id) for value in stated])


def _stated(inquiry: Inquiry, terms: list[AttributeTerm]) -> tuple[Statement, ...]:
    if inquiry.one is not None:
        return (_one(inquiry.one, terms),)
    if len(inquiry.products) > FEW:
        return tuple(_counted(inquiry, term) for term in terms[:1])
    told = []
    for term in terms[:2]:
        clauses = inquiry.each(lambda c, term=term: _clause(c, term))  # type: ignore[misc]
        name = Term(kind="attribute", id=term.id)
        told.append(
            statement("facts.attribute_each", about=inquiry.ids, attribute=name, clauses=clauses)
        )
    return tuple(told)


def _one(asked: Considered, terms: list[AttributeTerm]) -> Statement:
    clauses: list[Term] = []
    for term in terms:
        clauses += [Term(kind="trait", id=v, of=term.id) for v in asked.product.values(term.id)]
    return statement(
        "facts.attribute_is", about=(asked.id,), product=asked.name,
        clauses=series(clauses, "clauses"),
    )  # fmt: skip


def _clause(asked: Considered, term: AttributeTerm) -> Statement:
    value = values(asked.product, term)
    if value is None:
        return statement("facts.clause_unstated", product=asked.name)
    return statement("facts.clause_value", product=asked.name, value=value)


def _counted(inquiry: Inquiry, term: AttributeTerm) -> Statement:
    """How many of a kind state each value, the commonest first; a range for figures."""
    stated = [v for c in inquiry.products for v in c.product.values(term.id)]
    name = Term(kind="attribute", id=term.id)
    if term.unit and all(re.fullmatch(r"\d+(?:\.\d+)?", v) for v in stated):
        low, high = min(stated, key=float), max(stated, key=float)
        return statement(
            "facts.attribute_range",
            about=inquiry.ids[:FEW],
            attribute=name,
            low=Term(kind="value", id=low, of=term.id),
            high=Term(kind="value", id=high, of=term.id),
            n=len(stated),
            total=len(inquiry.products),
        )
    common = sorted(set(stated), key=lambda v: (-stated.count(v), v))[:8]
    clauses = [
        statement(
            "facts.value_count", value=Term(kind="value", id=v, of=term.id), n=stated.count(v)
        )
        for v in common
    ]
    return statement(
        "facts.attribute_counts",
        about=inquiry.ids[:FEW],
        attribute=name,
        clauses=series(clauses),
        n=len(stated),
        total=len(inquiry.products),
    )
