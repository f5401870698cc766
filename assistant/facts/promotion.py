"""What is off a price now, and that coupons one has to collect are not on record."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.facts.inquiry import FEW, Considered, Inquiry, unstated
from assistant.facts.price_history import most_reduced, reduction
from assistant.schema.statement import Arithmetic, Statement, series, statement
from catalog.money import Money
from catalog.offer import Offer
from catalog.price_paid import price_paid


def promotion(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The promotions on each product with their arithmetic, then what is not on record."""
    waiting = [statement("facts.no_forecast")] if inquiry.asks("wait") else []
    first = [*waiting] if inquiry.asks("whether_to_wait") else []
    first += [statement("facts.no_haggling")] if inquiry.asks("haggle") else []
    missing = [
        statement(f"facts.{cue}_unstated")
        for cue in ("coupon", "group_discount", "free_gift")
        if inquiry.asks(cue)
    ]
    after = [] if inquiry.asks("whether_to_wait") else waiting
    threshold = _threshold(inquiry)
    if threshold is not None:
        return (threshold, *missing)
    if not inquiry.products:
        return (*first, *missing, statement("facts.promotion_general"), *after)
    if inquiry.one is not None:
        own = _one(inquiry.one, inquiry)
        return (*first, *missing, *own) if inquiry.asks("coupon") else (*first, *own, *missing)
    if inquiry.whole or len(inquiry.products) > FEW:
        return (*first, *_shelf(inquiry), *missing, *after)
    clauses = inquiry.each(_clause)
    if not clauses.items:
        return (*first, unstated(inquiry, "facts.promotion_none_of"), *missing)
    rest = [c.name for c in inquiry.products if _clause(c) is None]
    told = [statement("facts.promotion_each", about=inquiry.ids, clauses=clauses)]
    if rest:
        told.append(statement("facts.promotion_rest", products=series([*rest], "neither")))
    return (*first, *told, *missing, *after)


_THRESHOLD = re.compile(
    r"满 ?(\d+) ?[减送] ?(\d+)|\$?(\d+) off (?:orders? (?:over|of|above) )?\$?(\d+)"
)


def _threshold(inquiry: Inquiry) -> Statement | None:
    """What 满300减50 takes to reach, and that each shop counts its own goods; None if not asked."""
    match = _THRESHOLD.search(inquiry.need.text.lower())
    if match is None:
        return None
    zh_from, zh_off, en_off, en_from = match.groups()
    least, off = Decimal(zh_from or en_from), Decimal(zh_off or en_off)
    currency = inquiry.need.currency
    return statement(
        "facts.threshold_reached",
        least=Money(amount=least, currency=currency),
        off=Money(amount=off, currency=currency),
        paid=Money(amount=least - off, currency=currency),
    )


def _one(asked: Considered, inquiry: Inquiry) -> tuple[Statement, ...]:
    best, paid = asked.best, asked.paid
    if best is None or paid is None:
        return (statement("facts.no_offer", about=(asked.id,), product=asked.name),)
    shop = inquiry.seller(best)
    running = any(line.promotion for line in paid.lines)
    if running:
        lines = tuple(line for line in paid.lines if line.kind != "shipping")
        told = [
            statement(
                "facts.promotion_is",
                about=(asked.id,),
                product=asked.name,
                seller=shop,
                lines=Arithmetic(lines=lines),
                paid=paid.unit,
            )
        ]
    elif (fall := reduction(asked)) is not None:
        told = [
            statement(
                "facts.promotion_reduced",
                about=(asked.id,),
                product=asked.name,
                seller=shop,
                top=fall[0],
                now=fall[1],
            )
        ]
    else:
        told = [
            statement(
                "facts.promotion_none",
                about=(asked.id,),
                product=asked.name,
                seller=shop,
                price=paid.unit,
            )
        ]
    told += _two(asked, best, inquiry)
    told += _members(asked, inquiry)
    if inquiry.asks("until_when"):
        ends = [p.ends for p in best.promotions if p.ends]
        ending = statement("facts.promotion_ends", at=min(ends)) if ends else None
        told.append(ending or statement("facts.promotion_end_unstated"))
    return tuple(told)


def _two(asked: Considered, best: Offer, inquiry: Inquiry) -> list[Statement]:
    """What two come to, where that is asked."""
    if not inquiry.asks("two_discount"):
        return []
    one, two = asked.paid, price_paid(best, now=asked.now, quantity=2)
    if one is None or two is None:
        return []
    key = "facts.two_cheaper" if two.unit < one.unit else "facts.two_same"
    return [statement(key, about=(asked.id,), one=one.unit, unit=two.unit,
                      lines=Arithmetic(lines=two.lines), total=two.total)]  # fmt: skip


def _members(asked: Considered, inquiry: Inquiry) -> list[Statement]:
    """A member's price, where a shop has one and it is lower."""
    for offer in asked.offers:
        mine = price_paid(offer, now=asked.now, member=True)
        paid = price_paid(offer, now=asked.now)
        if mine and paid and mine.unit.currency == paid.unit.currency and mine.unit < paid.unit:
            return [
                statement(
                    "facts.member_price",
                    about=(asked.id,),
                    seller=inquiry.seller(offer),
                    price=mine.unit,
                )
            ]
    return []


def _shelf(inquiry: Inquiry) -> tuple[Statement, ...]:
    """How many of a kind have a promotion now, and those that fell furthest."""
    having = [c for c in inquiry.products if _clause(c) is not None]
    if not having:
        return (unstated(inquiry, "facts.promotion_none_of"),)
    counted = statement(
        "facts.promotion_counts", n=len(having), total=len(inquiry.products),
        about=tuple(c.id for c in having[:FEW]),
    )  # fmt: skip
    clauses = series([s for c in having[:3] if (s := _clause(c)) is not None], "clauses")
    return (
        counted,
        statement("facts.promotion_each", about=tuple(c.id for c in having[:3]), clauses=clauses),
        *most_reduced(inquiry)[:1],
    )


def _clause(asked: Considered) -> Statement | None:
    paid = asked.paid
    if paid is None or not any(line.promotion for line in paid.lines):
        return None
    lines = tuple(line for line in paid.lines if line.kind != "shipping")
    return statement(
        "facts.promotion_clause",
        product=asked.name,
        lines=Arithmetic(lines=lines),
        paid=paid.unit,
    )
