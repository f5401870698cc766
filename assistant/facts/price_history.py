"""What a product cost before: the lowest price on record, how it moved, whether now is low."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.facts.inquiry import FEW, Considered, Inquiry, unstated
from assistant.schema.statement import Statement, series, statement
from catalog.money import Money
from catalog.offer import Offer
from catalog.reference_price import OPEN

MOST_STEPS = 6
"""Earlier prices of one shop that are read out."""


@dataclass(frozen=True)
class Past:
    """One price that anybody could have, at a seller, when it was seen."""

    money: Money
    at: datetime
    offer: Offer


def price_history(inquiry: Inquiry) -> tuple[Statement, ...]:
    """What past prices say, the question about waiting and about a good deal answered first."""
    first = [statement("facts.no_forecast")] if inquiry.asks("wait") else []
    if not inquiry.products:
        return (*first, statement("facts.history_general"))
    if inquiry.one is None:
        if len(inquiry.products) > FEW:
            return (*first, *most_reduced(inquiry))
        clauses = inquiry.each(lambda c: _clause(c))
        return (*first, statement("facts.history_each", about=inquiry.ids, clauses=clauses))
    asked = inquiry.one
    if asked.price() is None:
        return (*first, statement("facts.no_offer", about=(asked.id,), product=asked.name))
    if inquiry.asks("good_deal"):
        return (*first, *deal(asked, inquiry))
    lead = _lowest(asked, inquiry)
    course = _courses(asked, inquiry)
    if course and (inquiry.asks("risen") or inquiry.asks("fallen")):
        return (*first, *course, lead)
    return (*first, lead, *course)


def pasts(asked: Considered, offer: Offer | None = None) -> list[Past]:
    """The earlier prices open to anybody in the currency asked now, oldest first."""
    now = asked.price()
    offers = [offer] if offer else asked.offers
    found = [
        Past(seen.money, seen.observed_at, o)
        for o in offers
        for seen in o.history
        if now and seen.kind in OPEN and seen.money.currency == now.currency
        and seen.observed_at <= asked.now
    ]  # fmt: skip
    return sorted(found, key=lambda p: (p.at, p.offer.id))


def asking(asked: Considered, offer: Offer) -> Money | None:
    """The price an offer asks for one unit now before promotions: what its history recorded."""
    prices = [p.money for p in offer.prices if p.kind in OPEN]
    now = asked.price()
    same = [p for p in prices if now and p.currency == now.currency]
    return min(same) if same else None


def _lowest(asked: Considered, inquiry: Inquiry) -> Statement:
    """The lowest earlier price against what it costs now."""
    now, best, past = asked.price(), asked.best, pasts(asked)
    assert now is not None and best is not None
    seller = inquiry.seller(best)
    if not past:
        return statement(
            "facts.history_none", about=(asked.id,), product=asked.name, now=now, seller=seller
        )
    least = min(past, key=lambda p: (p.money.amount, -p.at.timestamp()))
    key = "lower" if least.money < now else "same" if least.money == now else "higher"
    return statement(
        f"facts.history_{key}",
        about=(asked.id,),
        product=asked.name,
        low=least.money,
        at=least.at,
        shop=inquiry.seller(least.offer),
        now=now,
        seller=seller,
    )


def _courses(asked: Considered, inquiry: Inquiry) -> list[Statement]:
    """How the price went at the shop with the longest history: each step, and now."""
    known = [o for o in asked.offers if pasts(asked, o) and asking(asked, o)]
    if not known:
        return []
    best = asked.best
    offer = best if best in known else max(known, key=lambda o: (len(o.history), o.id))
    assert offer is not None
    seen, now = pasts(asked, offer), asking(asked, offer)
    assert now is not None
    steps = [p for before, p in zip([None, *seen], seen, strict=False)
             if before is None or before.money != p.money][-MOST_STEPS:]  # fmt: skip
    last = steps[-1].money
    way = "up" if now > last else "down" if now < last else "level"
    paid = asked.price(offer)
    told = [
        statement(
            f"facts.course_{way}",
            about=(asked.id,),
            product=asked.name,
            seller=inquiry.seller(offer),
            steps=series([statement("facts.course_step", price=p.money, at=p.at) for p in steps]),
            now=now,
        )
    ]
    if paid is not None and paid < now:
        told.append(statement("facts.course_paid", about=(asked.id,), paid=paid))
    return told


def deal(asked: Considered, inquiry: Inquiry) -> tuple[Statement, ...]:
    """Whether the price now is low against its own history and against rival shops."""
    now = asked.price()
    assert now is not None
    past = pasts(asked)
    others = [(p, o) for o in asked.offers[1:] if (p := asked.price(o)) is not None
              and p.currency == now.currency]  # fmt: skip
    told = [_lowest(asked, inquiry)]
    if past and min(p.money for p in past) < now:
        key = "facts.deal_dearer"
    else:
        key = "facts.deal_lowest" if past else "facts.deal_unknown"
    told.insert(0, statement(key, about=(asked.id,), product=asked.name, now=now))
    if others:
        low, offer = min(others, key=lambda pair: (pair[0].amount, pair[1].id))
        rival = "facts.deal_rival_lower" if low < now else "facts.deal_rival_not_lower"
        told.append(
            statement(rival, about=(asked.id,), n=len(others), low=low, shop=inquiry.seller(offer))
        )
    return tuple(told)


def reduction(asked: Considered) -> tuple[Money, Money] | None:
    """The largest fall on record that still holds at the best offer: from which price, to which."""
    best, now = asked.best, asked.price()
    if best is None or now is None:
        return None
    before = [p.money for p in pasts(asked, best)]
    before += [p.money for p in best.prices if p.kind in OPEN and p.money.currency == now.currency]
    top = max(before, default=now)
    return (top, now) if top > now else None


def most_reduced(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The products whose price fell furthest from the highest on record, with the figures."""
    fallen = [(c, r) for c in inquiry.products if (r := reduction(c)) is not None]
    if not fallen:
        return (unstated(inquiry, "facts.reduced_none"),)
    share = {c.id: (top - now).amount / top.amount for c, (top, now) in fallen}
    fallen.sort(key=lambda pair: (-share[pair[0].id], pair[0].id))
    told = [
        statement(
            f"facts.reduced_{'most' if place == 0 else 'next'}",
            about=(c.id,),
            product=c.name,
            top=top,
            now=now,
            off=top - now,
            percent=round(share[c.id] * 100),
        )
        for place, (c, (top, now)) in enumerate(fallen[:3])
    ]
    return tuple(told)


def _clause(asked: Considered) -> Statement:
    now, past = asked.price(), pasts(asked)
    if now is None or not past:
        return statement("facts.history_clause_none", product=asked.name)
    least = min(past, key=lambda p: (p.money.amount, -p.at.timestamp()))
    return statement(
        "facts.history_clause", product=asked.name, low=least.money, at=least.at, now=now
    )
