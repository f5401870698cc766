"""Choosing between ways to say a thing, the same for the same facts, and small word work."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.compose.items import ItemFacts, WishFact


@dataclass(frozen=True)
class Voice:
    """A way of speaking that one answer keeps: `seed` decides between equals."""

    seed: str

    def choose(self, slot: str, *options: str, nth: int = 0) -> str:
        """One of the options; neighbours (`nth`) in the same slot get different ones."""
        first = zlib.crc32(f"{self.seed}/{slot}".encode())
        return options[(first + nth) % len(options)]


def price_span(items: Sequence[ItemFacts]) -> tuple[ItemFacts, ItemFacts] | None:
    """The cheapest and the dearest item, None unless all have prices in one currency."""
    priced = [(i.price, n) for n, i in enumerate(items) if i.price is not None]
    if not priced or len(priced) < len(items) or len({p.currency for p, _ in priced}) > 1:
        return None
    return items[min(priced)[1]], items[max(priced)[1]]


def common_wishes(items: Sequence[ItemFacts]) -> tuple[WishFact, ...]:
    """The wishes that every item meets."""
    if len(items) < 2:
        return ()
    first, *rest = items
    return tuple(
        w for w in first.met
        if all(any((w.attribute, w.wanted) == (o.attribute, o.wanted) for o in i.met) for i in rest)
    )  # fmt: skip


def rises(items: Sequence[ItemFacts]) -> bool:
    """Whether the prices, all in one currency, go up from item to item."""
    prices = [i.price for i in items]
    if any(p is None for p in prices) or len({p.currency for p in prices if p}) > 1:
        return False
    amounts = [p.amount for p in prices if p]
    return len(amounts) > 1 and amounts == sorted(amounts) and amounts[0] < amounts[-1]
