"""How a product stands among those listed with it: what a superlative rests on."""

from collections.abc import Sequence

from assistant.compose.items import ItemFacts, WishFact

MANY_RATINGS = 100


def cheapest(item: ItemFacts, items: Sequence[ItemFacts]) -> bool:
    """Whether every other item costs more in the same currency, and no less delivered."""
    others = [o for o in items if o.product_id != item.product_id]
    own, total = item.price, item.paid
    return bool(others) and own is not None and total is not None and all(
        o.price is not None and o.paid is not None and o.price.currency == own.currency
        and own < o.price and total < o.paid
        for o in others
    )  # fmt: skip


def dearest(item: ItemFacts, items: Sequence[ItemFacts]) -> bool:
    """Whether every other item has a price in the same currency, and a lower one."""
    prices = [o.price for o in items if o.product_id != item.product_id]
    own = item.price
    return bool(prices) and own is not None and all(
        p is not None and p.currency == own.currency and own > p for p in prices
    )  # fmt: skip


def best_rated(item: ItemFacts, items: Sequence[ItemFacts]) -> bool:
    """Whether its stars beat those of all others that one and the same source rates."""
    others = [o for o in items if o.product_id != item.product_id and o.rating is not None]
    own = item.rating
    return own is not None and bool(others) and all(
        o.rating is not None and o.rating < own and o.rating_source == item.rating_source
        for o in others
    )  # fmt: skip


def most_rated(item: ItemFacts, items: Sequence[ItemFacts]) -> bool:
    """Whether at least twice as many people rated it as any other, and a hundred or more."""
    others = [o.rating_count or 0 for o in items if o.product_id != item.product_id]
    own = item.rating_count or 0
    return bool(others) and own >= MANY_RATINGS and own >= 2 * max(others)


def price_span(items: Sequence[ItemFacts]) -> tuple[ItemFacts, ItemFacts] | None:
    """The items whose totals are lowest and highest, None unless all have one in one currency."""
    priced = [(i.paid, n) for n, i in enumerate(items) if i.paid is not None]
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
    """Whether prices and totals, all in one currency, go up from item to item."""
    for prices in ([i.price for i in items], [i.paid for i in items]):
        if any(p is None for p in prices) or len({p.currency for p in prices if p}) > 1:
            return False
        amounts = [p.amount for p in prices if p]
        if len(amounts) < 2 or amounts != sorted(amounts) or amounts[0] >= amounts[-1]:
            return False
    return True
