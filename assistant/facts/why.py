"""Why a product stands where it does in the organic order, and why one costs more than another."""

from __future__ import annotations

from assistant.facts.inquiry import FEW, Considered, Inquiry, considered
from assistant.facts.reviews import heard, quotation
from assistant.facts.superlative import rating
from assistant.schema.statement import Statement, Term, Value, series, statement
from retrieval.relevance import WISH
from retrieval.request import RankedProduct

LEAST = 0.02
"""A part of the score that differs by less moved nothing worth telling."""


def why(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The reasons of each product's rank, from the parts of its score and the figures behind."""
    ranks = {r.product_id: r for r in inquiry.ranked}
    if inquiry.asks("dearer") and len(inquiry.on_screen) > 1 and inquiry.one is not None:
        return _dearer(inquiry.one, inquiry)
    asked = inquiry.products[:FEW] if inquiry.need.focus else inquiry.products[:1]
    asked = asked or tuple(
        considered(r.product_id, inquiry.catalog, inquiry.need, inquiry.now, r)
        for r in inquiry.ranked[:1]
    )
    told: list[Statement] = []
    for one in asked:
        rank = ranks.get(one.id)
        if rank is None:
            told.append(statement("facts.why_unranked", about=(one.id,), product=one.name))
            continue
        told += _place(one, rank, inquiry)
    return tuple(told)


def _place(asked: Considered, rank: RankedProduct, inquiry: Inquiry) -> list[Statement]:
    sort = inquiry.need.sort
    total = len(inquiry.ranked)
    if sort != "relevance":
        how = Term(kind="phrase", id=f"facts.sort_{sort}")
        return [
            statement("facts.why_sorted", about=(asked.id,), product=asked.name, rank=rank.rank,
                      total=total, how=how)
        ]  # fmt: skip
    first = rank.rank == 1
    others = [r for r in inquiry.ranked[:4] if r.product_id != asked.id]
    if not others:
        return [statement("facts.why_alone", about=(asked.id,), product=asked.name)]
    rival = others[0]
    other = considered(rival.product_id, inquiry.catalog, inquiry.need, inquiry.now, rival)
    reasons = _reasons(asked, rank, other, rival, ahead=first)
    key = "facts.why_first" if first else "facts.why_behind"
    told = [
        statement(
            key,
            about=(asked.id,),
            product=asked.name,
            other=other.name,
            rank=rank.rank,
            reasons=series(reasons),
        )
    ]
    price, theirs = asked.price(), other.price()
    if price and theirs and price.currency == theirs.currency:
        told.append(
            statement("facts.why_price", about=(asked.id,), product=asked.name, price=price,
                      other=other.name, theirs=theirs)
        )  # fmt: skip
    if not first:
        faults = heard(asked, inquiry).leaning("against")[:1]
        told += [
            statement("facts.why_fault", about=(asked.id,), evidence=(v.review.id,),
                      product=asked.name, quote=quotation(v))
            for v in faults
        ]  # fmt: skip
    return told


def _parts(rank: RankedProduct) -> dict[str, float]:
    """What words, wishes and standing each added to a score."""
    parts = dict(rank.parts)
    wishes, standing = WISH * parts.get("wishes", 0.0), parts.get("standing", 0.0)
    return {"words": rank.score - wishes - standing, "wishes": wishes, "rating": standing}


def _reasons(
    asked: Considered, rank: RankedProduct, other: Considered, rival: RankedProduct, *, ahead: bool
) -> list[Value]:
    """The parts in which it leads the next (or trails the first), the weightiest first."""
    mine, theirs = _parts(rank), _parts(rival)
    sign = 1 if ahead else -1
    margins = {name: sign * (mine[name] - theirs[name]) for name in mine}
    decisive = [n for n in sorted(margins, key=lambda n: -margins[n]) if margins[n] >= LEAST]
    own, its = rating(asked), rating(other)
    way = "more" if ahead else "less"
    reasons: list[Value] = []
    for name in decisive:
        if name != "rating":
            reasons.append(statement(f"facts.reason_{name}_{way}"))
        elif own and its and sign * (own.value - its.value) > 0:
            reasons.append(
                statement(f"facts.reason_rating_{way}", value=own.value, theirs=its.value)
            )
        elif own is None or its is None:
            reasons.append(statement(f"facts.reason_unrated_{way}"))
        else:
            reasons.append(statement(f"facts.reason_market_{way}"))
    return reasons or [statement("facts.reason_level")]


def _dearer(asked: Considered, inquiry: Inquiry) -> tuple[Statement, ...]:
    """The gap to the cheapest of the others shown, and what differs on record."""
    mine = asked.price()
    others = [
        considered(id, inquiry.catalog, inquiry.need, inquiry.now)
        for id in inquiry.on_screen
        if id != asked.id
    ]
    priced = [(p, c) for c in others if mine and (p := c.price()) and p.currency == mine.currency]
    if mine is None or not priced:
        return (statement("facts.no_offer", about=(asked.id,), product=asked.name),)
    low, other = min(priced, key=lambda pair: (pair[0].amount, pair[1].id))
    if low >= mine:
        return (
            statement("facts.not_dearer", about=(asked.id,), product=asked.name, price=mine,
                      other=other.name, theirs=low),
        )  # fmt: skip
    lead = statement("facts.dearer", about=(asked.id, other.id), product=asked.name, price=mine,
                     other=other.name, theirs=low, gap=mine - low)  # fmt: skip
    clauses = _differing(asked, other, inquiry)
    if not clauses:
        return (lead, statement("facts.dearer_unstated"))
    return (lead, statement("facts.dearer_differs", clauses=series(clauses, "clauses"),
                            product=asked.name, other=other.name))  # fmt: skip


def _differing(asked: Considered, other: Considered, inquiry: Inquiry) -> list[Value]:
    """The attributes in which two differ, a few, and their ratings."""
    clauses: list[Value] = []
    own, its = rating(asked), rating(other)
    if own and its and own.value != its.value:
        clauses.append(statement("facts.differs_rating", value=own.value, theirs=its.value))
    for name in dict.fromkeys(a.name for a in asked.product.attributes):
        mine, theirs = asked.product.values(name), other.product.values(name)
        if mine and theirs and mine != theirs and name not in ("color", "for"):
            clauses.append(
                statement(
                    "facts.differs_value",
                    attribute=Term(kind="attribute", id=name),
                    value=Term(kind="value", id=mine[0], of=name),
                    theirs=Term(kind="value", id=theirs[0], of=name),
                )
            )
    return clauses[:4]
