"""The listed price of one offer over time as a small step chart, with the same as a table."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup, escape

from assistant.schema.placement import ShownPrice
from catalog.money import Money, show
from ui.render.html import join, tag
from ui.words import Words

WIDTH, HEIGHT = 350, 138
LEFT, RIGHT, TOP, BOTTOM = 62, 340, 18, 106
"""The frame of the steps; prices stand left of it, dates below."""
FEWEST = 2


class Point(NamedTuple):
    """One listed price; `bought` says that somebody is known to have paid it."""

    at: datetime
    price: Money
    bought: bool


def points(price: ShownPrice) -> tuple[Point, ...]:
    """The prices on record in order of time, the present one last, all before discounts."""
    listed = next((line.money for line in price.lines if line.kind == "price"), price.money)
    if listed is None or price.shown_at is None:
        return ()
    if price.lines and price.lines[0].quantity > 1:
        listed = price.money or listed
    past = [
        Point(p.t, p.price, bool(p.transacted))
        for p in sorted(price.history, key=lambda p: p.t)
        if p.price.currency == listed.currency and p.t < price.shown_at
    ]
    return (*past, Point(price.shown_at, listed, False))


def price_chart(price: ShownPrice, words: Words) -> Markup | None:
    """The chart with its heading and table; None where fewer than two prices are on record."""
    found = points(price)
    if len(found) < FEWEST:
        return None
    since = words("history", date=_day(found[0].at))
    rows = (
        tag("li", _day(p.at), " ", show(p.price, words.language), _paid(p, words)) for p in found
    )
    return join(
        tag("h5", since),
        _drawn(found, words),
        tag("ul", *rows, cls="ps-aloud"),
        tag("p", words("history_note"), cls="ps-note"),
    )


def _paid(point: Point, words: Words) -> str:
    return f" {words('history_bought')}" if point.bought else ""


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"


def _drawn(found: tuple[Point, ...], words: Words) -> Markup:
    low, high = (bound(p.price.amount for p in found) for bound in (min, max))
    first, last = found[0].at, found[-1].at
    span = max((last - first).total_seconds(), 1)
    room = max(high - low, Decimal("0.01"))

    def x(point: Point) -> float:
        return round(LEFT + (RIGHT - LEFT) * (point.at - first).total_seconds() / span, 1)

    def y(amount: Decimal) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * float((amount - low) / room), 1)

    steps = [f"M{x(found[0])} {y(found[0].price.amount)}"]
    steps += [f"H{x(p)} V{y(p.price.amount)}" for p in found[1:]]
    mark = {True: ' class="ps-bought-at"', False: ""}
    spots = (f'<circle cx="{x(p)}" cy="{y(p.price.amount)}" r="4"{mark[p.bought]}/>' for p in found)
    present = found[-1].price
    lines = "".join(
        f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y(amount)}" y2="{y(amount)}"/>'
        f'<text x="{LEFT - 6}" y="{y(amount) + 4}" text-anchor="end">'
        f"{escape(show(Money(amount=amount, currency=present.currency), words.language))}</text>"
        for amount in dict.fromkeys((high, low))
    )
    dates = (
        f'<text x="{LEFT}" y="128">{_day(first)}</text>'
        f'<text x="{RIGHT}" y="128" text-anchor="end" class="ps-now">'
        f"{escape(words('history_now', date=_day(last)))}</text>"
    )
    return Markup(
        f'<svg class="ps-chart" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true"'
        f' focusable="false">{lines}<path d="{" ".join(steps)}"/>{"".join(spots)}{dates}</svg>'
    )
