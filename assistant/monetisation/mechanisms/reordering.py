"""A list that money reorders: what each product weighs, and which places money holds."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from catalog.campaign import Campaign
from catalog.record import Record
from retrieval.request import RankedProduct


class Contender(Record):
    """A product of the organic ranking; `campaign`, if there is one, multiplies its relevance."""

    organic: RankedProduct
    relevance: Decimal
    factor: Decimal = Decimal(1)
    campaign: Campaign | None = None

    @property
    def weight(self) -> Decimal:
        """What it is sorted by."""
        return self.relevance * self.factor


def reordered(contenders: Iterable[Contender]) -> tuple[Contender, ...]:
    """By falling weight; equal weights in organic order."""
    return tuple(sorted(contenders, key=lambda c: (-c.weight, c.organic.rank)))


def held_by_money(order: tuple[Contender, ...], i: int) -> bool:
    """Whether the one at i would stand lower if its own factor were 1 and nothing else changed.

    Where this is False for an item, its place is no better than its organic rank: all that
    others paid can only have pushed it down.
    """
    if order[i].campaign is None or i + 1 == len(order):
        return False
    own, below = order[i], order[i + 1]
    return (-own.relevance, own.organic.rank) > (-below.weight, below.organic.rank)
