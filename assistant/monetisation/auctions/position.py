"""Auctions of ranked places: generalised second price, VCG, first price; pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from catalog.record import Record

PositionRule = Literal["gsp", "vcg", "first_price"]
ONE = Decimal(1)
ZERO = Decimal(0)


def _never_rising(clicks: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    if any(later > earlier for earlier, later in pairwise(clicks)):
        raise ValueError("clicks must not rise from one place to the next")
    return clicks


Above = Annotated[Decimal, Field(gt=0, le=10**12, allow_inf_nan=False)]
NotBelow = Annotated[Decimal, Field(ge=0, le=10**12, allow_inf_nan=False)]
Clicks = Annotated[
    tuple[NotBelow, ...], Field(min_length=1, max_length=1000), AfterValidator(_never_rising)
]
"""The clicks that each place gets, or any multiple of them, best place first; a textbook's last
place may get none."""


class Bidder(Record):
    """Who bids: `bid` the most it pays per click, `quality` what its clicks are worth to rank."""

    id: str
    bid: Decimal
    quality: Decimal = ONE

    @property
    def score(self) -> Decimal:
        """What it is ranked by: bid times quality."""
        return self.bid * self.quality


Order = Sequence[Bidder]
"""Bidders in the order of the places they get."""


class Rung(Record):
    """A share of the clicks, and the bid that it took to get them."""

    share: Decimal
    bid: Decimal


class Sold(Record):
    """One place sold, and the rungs that make its price; their shares add up to 1."""

    bidder: Bidder
    rungs: tuple[Rung, ...]

    @property
    def price(self) -> Decimal:
        """What one click costs."""
        return sum((rung.share * rung.bid for rung in self.rungs), ZERO)


def ranked(bidders: Sequence[Bidder], reserve: Decimal, draw: Random) -> tuple[Bidder, ...]:
    """Those who bid at least the reserve, by score, equal scores in the order of a draw."""
    lots = {bidder.id: draw.random() for bidder in sorted(bidders, key=lambda b: b.id)}
    taking_part = (b for b in bidders if b.bid >= reserve)
    return tuple(sorted(taking_part, key=lambda b: (-b.score, lots[b.id])))


def sell(
    rule: PositionRule,
    bidders: Sequence[Bidder],
    clicks: Sequence[Decimal],
    reserve: Decimal = ZERO,
    draw: Random | None = None,
) -> tuple[Sold, ...]:
    """The places sold, best first; a place that nobody bids for is left out.

    Args:
        rule: how a place is priced.
        bidders: in any order, ids unique, qualities above 0.
        clicks: the clicks that each place gets, never rising.
        reserve: the least price per click; who bids less is out.
        draw: breaks ties; None draws from seed 0.
    """
    order = ranked(bidders, reserve, draw or Random(0))
    ladder = {"gsp": _gsp, "vcg": _vcg, "first_price": _first_price}[rule]
    return tuple(
        Sold(bidder=order[i], rungs=ladder(order, i, clicks, reserve))
        for i in range(min(len(order), len(clicks)))
    )


def _gsp(order: Order, i: int, clicks: Sequence[Decimal], reserve: Decimal) -> tuple[Rung, ...]:
    """The least that keeps the place: max(r, b_{i+1} q_{i+1} / q_i) (Edelman et al. 2007)."""
    return (Rung(share=ONE, bid=_needed(order, i, i + 1, reserve)),)


def _vcg(order: Order, i: int, clicks: Sequence[Decimal], reserve: Decimal) -> tuple[Rung, ...]:
    """What the place costs the others, rung by rung of the ladder below it.

    p_i = Σ_{j ≥ i} (x_j − x_{j+1}) / x_i · max(r, b_{j+1} q_{j+1} / q_i), the laddered form of
    Aggarwal, Goel and Motwani 2006 with a reserve. Below the last bidder a rung costs the
    reserve; on a higher rung the reserve matters only where qualities differ, and there it keeps
    both the floor and truthfulness.
    """
    below = (*clicks[i + 1 :], ZERO)
    steps = zip(range(i, len(clicks)), clicks[i:], below, strict=True)
    return tuple(
        Rung(share=(x - y) / clicks[i], bid=_needed(order, i, j + 1, reserve))
        for j, x, y in steps
        if x > y
    )


def _first_price(
    order: Order, i: int, clicks: Sequence[Decimal], reserve: Decimal
) -> tuple[Rung, ...]:
    """The bid."""
    return (Rung(share=ONE, bid=order[i].bid),)


def _needed(order: Order, i: int, place: int, reserve: Decimal) -> Decimal:
    """The bid with which bidder i just stays above the bidder at that place."""
    if place >= len(order):
        return reserve
    return max(reserve, order[place].score / order[i].quality)


def lowest_envy_free_bids(
    values: Sequence[Decimal], clicks: Sequence[Decimal]
) -> tuple[Decimal, ...]:
    """Varian's lower bound of the symmetric equilibria of GSP, where it earns what VCG does.

    b_s x_{s−1} = v_s (x_{s−1} − x_s) + b_{s+1} x_s (Varian 2007, eq. 9); the first bids its value.

    Args:
        values: per click, falling.
        clicks: of each place, falling, above 0; there are none below the last place.
    """
    x = (*clicks, *(ZERO for _ in range(max(0, len(values) - len(clicks)))))
    bids = list(values)
    for s in range(min(len(values) - 1, len(clicks)), 0, -1):
        if not x[s - 1]:
            continue
        below = bids[s + 1] if s + 1 < len(bids) else ZERO
        bids[s] = (values[s] * (x[s - 1] - x[s]) + below * x[s]) / x[s - 1]
    return tuple(bids)


def totals(sold: Sequence[Sold], clicks: Sequence[Decimal]) -> Mapping[str, Decimal]:
    """What each buyer pays for all the clicks of its place, by id."""
    return {s.bidder.id: s.price * x for s, x in zip(sold, clicks, strict=False)}
