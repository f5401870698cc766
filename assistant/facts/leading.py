"""The product that leads by a figure, and the figures of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.facts.inquiry import FEW, Considered, Inquiry, unstated
from assistant.schema.statement import Statement, Term, Value, filled, series, statement

WORDED = frozenset({"h", "g", "dB", "L", "ml", "mm", "lm", "Pa", "W"})
"""Units whose most and least have a word of their own."""


@dataclass(frozen=True)
class Figure:
    """What one product has of the thing compared, and how it reads."""

    asked: Considered
    amount: Decimal
    text: Value


def leading(
    inquiry: Inquiry, figures: Sequence[Figure], *, least: bool, by: str
) -> tuple[Statement, ...]:
    """The one ahead, or those that share the lead, and the others' figures."""
    if not figures:
        return (unstated(inquiry, f"facts.unstated_{by}" if ":" not in by else "facts.unstated"),)
    best = (min if least else max)(f.amount for f in figures)
    ahead = [f for f in figures if f.amount == best]
    rest = sorted((f for f in figures if f.amount != best), key=lambda f: f.amount)
    rest = rest if least else rest[::-1]
    names = series([f.asked.name for f in ahead[:FEW]])
    kind, _, attribute = by.partition(":")
    way = "least" if least else "most"
    shared = "facts.lead_shared" if len(ahead) > 1 else "facts.lead"
    slots: dict[str, Value] = {"products": names, "value": ahead[0].text, "n": len(ahead)}
    if attribute:
        term = inquiry.catalog.vocabulary.attribute(attribute)
        loudness = {"quiet", "loud"} <= {value.id for value in term.values}
        unit = "dB" if loudness else term.unit
        key = f"facts.{way}_{unit if unit in WORDED else 'other'}"
        slots["most"] = Term(kind="phrase", id=key)
        value = next(iter(ahead[0].asked.product.values(attribute)))
        slots["trait"] = Term(kind="trait", id=value, of=attribute)
    lead = filled(f"{shared}_{kind}_{way}", slots, about=tuple(f.asked.id for f in ahead[:FEW]))
    missing = len(inquiry.products) - len(figures)
    told = [lead]
    if rest:
        clauses = [
            statement("facts.clause_value", product=f.asked.name, value=f.text) for f in rest[:3]
        ]
        told.append(statement("facts.lead_rest", clauses=series(clauses, "clauses")))
    if missing and len(inquiry.products) <= FEW:
        known = {f.asked.id for f in figures}
        silent = [c.name for c in inquiry.products if c.id not in known]
        told.append(statement("facts.lead_unstated", products=series(silent, "neither")))
    elif missing:
        told.append(statement("facts.lead_unstated_n", n=missing))
    return tuple(told)
