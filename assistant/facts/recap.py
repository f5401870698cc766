"""What the conversation has asked for so far: in the shopper's words, and as it is kept."""

from __future__ import annotations

from assistant.facts.inquiry import Inquiry
from assistant.schema.need import Need
from assistant.schema.statement import Quotation, Statement, Term, Value, series, statement

MOST = 5
"""So many earlier questions are said back, the latest ones."""


def recap(inquiry: Inquiry) -> tuple[Statement, ...]:
    """What was asked since the last fresh start, then the thing and conditions that hold."""
    need = inquiry.need
    if not inquiry.asked_so_far or not need.asks_for_something:
        return (statement("facts.asked_nothing"),)
    first = [_limit(need)] if inquiry.asks("price_limit") else []
    quotes = series([Quotation(text=text) for text in inquiry.asked_so_far[-MOST:]])
    held = kept(inquiry)
    told = [statement("facts.asked", quotes=quotes)]
    if held:
        told.append(statement("facts.asked_kept", conditions=series(held)))
    return (*first, *told)


def kept(inquiry: Inquiry) -> list[Value]:
    """The thing asked for and every condition that holds, each as a chip would read."""
    need = inquiry.need
    held: list[Value] = []
    if need.category:
        held.append(Term(kind="category", id=need.category))
    held += inquiry.conditions
    if need.for_whom:
        held.append(statement("follow_ups.for_person", person=need.for_whom))
    if need.sort != "relevance":
        held.append(Term(kind="phrase", id=f"follow_ups.sort_{need.sort}"))
    if need.quantity > 1:
        held.append(statement("follow_ups.pieces", n=need.quantity))
    return held


def _limit(need: Need) -> Statement:
    low, high = need.constraints.price_min, need.constraints.price_max
    if high is not None:
        return statement("facts.limit_high", money=high)
    if low is not None:
        return statement("facts.limit_low", money=low)
    return statement("facts.limit_none")
