"""The set of offers that answers several needs at once: exact, and blind to who pays.

Branch and bound over at most 6 things of 30 candidates each: things in order, candidates by
relevance; a branch is cut where even the best of the rest cannot beat the best set so far, or the
cheapest of the rest cannot keep to the budget.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assistant.schema.basket import Basket, BasketItem, GivenUp, ShoppingList, Voucher
from catalog.money import Money
from catalog.offer import Offer
from catalog.price_paid import price_paid
from catalog.store import Catalog
from retrieval.request import RankedProduct

CANDIDATES = 30
"""Candidates of one thing that take part."""
TOLERANCE = Decimal("0.005")
"""Half a cent, so that a percentage's rounding decides nothing."""
_MOST_STEPS = 400_000
"""Branches looked at; far more than six things of thirty need where any set is near the best."""


@dataclass(frozen=True)
class Candidate:
    """One offer that may be for a thing: its relevance, what its pieces cost, and delivery."""

    product_id: str
    offer_id: str
    seller_id: str
    score: float
    cost: Decimal
    shipping: Decimal | None

    @property
    def paid(self) -> Decimal:
        """The cost with the delivery that is known."""
        return self.cost + (self.shipping or 0)


def candidates_of(
    ranked: Sequence[RankedProduct],
    quantity: int,
    currency: str,
    catalog: Catalog,
    now: datetime,
    sellers: bool,
) -> tuple[Candidate, ...]:
    """The candidates of one thing, the most relevant first.

    Args:
        ranked: the organic ranking of the thing.
        quantity: how many pieces.
        currency: what is paid in; other offers take no part.
        catalog: where offers are.
        now: the moment of the prices.
        sellers: whether every seller's offer takes part, and not only the ranking's own.
    """
    found = []
    for each in ranked:
        offers = catalog.offers_of(each.product_id)
        chosen = [o for o in offers if sellers or o.id == each.offer_id]
        for offer in chosen:
            candidate = _candidate(each, offer, quantity, currency, now)
            if candidate is not None:
                found.append(candidate)
    return tuple(found)


def _candidate(
    ranked: RankedProduct, offer: Offer, quantity: int, currency: str, now: datetime
) -> Candidate | None:
    paid = None if offer.stock == "out_of_stock" else price_paid(offer, now=now, quantity=quantity)
    if paid is None or paid.unit.currency != currency:
        return None
    sums = [line.money.amount for line in paid.lines if line.kind == "shipping"]
    shipping = sum(sums, Decimal(0)) if paid.shipping_known else None
    cost = paid.total.amount - (shipping or 0)
    return Candidate(ranked.product_id, offer.id, offer.seller_id, ranked.score, cost, shipping)


def best_basket(asked: ShoppingList, things: Sequence[Sequence[Candidate]]) -> Basket:
    """The best set for a list, given the candidates of each of its things.

    Where no set keeps to all conditions, they are given up in this order, and said: first the
    budget (the cheapest set is taken then), then one shop.
    """
    here = [n for n, own in enumerate(things) if own]
    missing = tuple(asked.things[n].text for n in range(len(things)) if n not in here)
    kept = [things[n] for n in here]
    if not kept:
        return Basket(asked=asked, missing=missing)
    ways: tuple[tuple[GivenUp, ...], ...] = ((), ("budget",), ("one_shop",), ("budget", "one_shop"))
    for given_up in ways:
        if ("budget" in given_up and asked.budget is None) or (
            "one_shop" in given_up and not asked.one_shop
        ):
            continue
        chosen = _solved(
            kept,
            None if "budget" in given_up else asked.budget,
            asked.voucher,
            asked.one_shop and "one_shop" not in given_up,
            cheapest="budget" in given_up,
        )
        if chosen is not None:
            return _basket(asked, here, chosen, missing, given_up)
    return Basket(asked=asked, missing=missing)


def _solved(
    things: Sequence[Sequence[Candidate]],
    budget: Decimal | None,
    voucher: Voucher | None,
    one_shop: bool,
    cheapest: bool,
) -> tuple[Candidate, ...] | None:
    by_shop = one_shop or (voucher is not None and voucher.shop_only)
    sets = []
    if by_shop:
        shops = set.intersection(*({c.seller_id for c in own} for own in things))
        for shop in sorted(shops):
            narrowed = [[c for c in own if c.seller_id == shop] for own in things]
            sets.append(_search(narrowed, budget, voucher, True, cheapest))
    if not one_shop:
        sets.append(_search(things, budget, voucher, False, cheapest))
    whole = [s for s in sets if s is not None]
    return max(whole, key=lambda s: _worth(s, cheapest), default=None)


def _worth(chosen: Sequence[Candidate], cheapest: bool) -> tuple[float, Decimal]:
    paid = sum((c.paid for c in chosen), Decimal(0))
    score = sum(c.score for c in chosen)
    return (-float(paid), -paid) if cheapest else (round(score, 9), -paid)


def _search(
    things: Sequence[Sequence[Candidate]],
    budget: Decimal | None,
    voucher: Voucher | None,
    one_shop: bool,
    cheapest: bool,
) -> tuple[Candidate, ...] | None:
    """The best set by branch and bound."""
    order = [
        sorted(own, key=lambda c: (c.paid if cheapest else -c.score, c.paid, c.offer_id))[
            :CANDIDATES
        ]
        for own in things
    ]
    order = [own[:CANDIDATES] for own in order]
    best_rest, least_rest = [0.0], [Decimal(0)]
    for own in reversed(order):
        best_rest.insert(0, best_rest[0] + max(c.score for c in own))
        least_rest.insert(0, least_rest[0] + min(c.paid for c in own))
    best: tuple[Candidate, ...] | None = None
    worth = (float("-inf"), Decimal("-Infinity"))
    steps = 0

    def visit(
        at: int, chosen: tuple[Candidate, ...], score: float, goods: Decimal, paid: Decimal
    ) -> None:
        nonlocal best, worth, steps
        steps += 1
        if steps > _MOST_STEPS:
            return
        if not cheapest and round(score + best_rest[at], 9) < worth[0]:
            return
        least = _least(paid + least_rest[at], voucher, one_shop)
        if budget is not None and least > budget + TOLERANCE:
            return
        if at == len(order):
            own = _worth(chosen, cheapest)
            within = budget is None or _paid(goods, paid, voucher, one_shop) <= budget + TOLERANCE
            if within and own > worth:
                best, worth = chosen, own
            return
        taken = {c.product_id for c in chosen}
        for candidate in order[at]:
            if candidate.product_id not in taken:
                visit(
                    at + 1,
                    (*chosen, candidate),
                    score + candidate.score,
                    goods + candidate.cost,
                    paid + candidate.paid,
                )

    visit(0, (), 0.0, Decimal(0), Decimal(0))
    return best


def _paid(goods: Decimal, paid: Decimal, voucher: Voucher | None, one_shop: bool) -> Decimal:
    return paid - (voucher.off(goods, one_shop) if voucher else 0)


def _least(paid: Decimal, voucher: Voucher | None, one_shop: bool) -> Decimal:
    """The least that any set may cost that comes to at least `paid` before its voucher.

    Goods are at most what is paid with delivery, and a voucher takes off more, the more the goods:
    the price falls only where the threshold is reached, and rises with the goods elsewhere.
    """
    reached = paid if voucher is None else max(paid, voucher.threshold)
    return min(_paid(goods, goods, voucher, one_shop) for goods in (paid, reached))


def _basket(
    asked: ShoppingList,
    here: Sequence[int],
    chosen: Sequence[Candidate],
    missing: tuple[str, ...],
    given_up: tuple[GivenUp, ...],
) -> Basket:
    def money(amount: Decimal) -> Money:
        return Money(amount=amount, currency=asked.currency).rounded()

    goods = sum((c.cost for c in chosen), Decimal(0))
    shipping = sum((c.shipping or Decimal(0) for c in chosen), Decimal(0))
    one_shop = len({c.seller_id for c in chosen}) == 1
    off = asked.voucher.off(goods, one_shop) if asked.voucher else Decimal(0)
    unused: tuple[GivenUp, ...] = ("voucher",) if asked.voucher is not None and not off else ()
    return Basket(
        asked=asked,
        items=tuple(
            BasketItem(
                thing=asked.things[n].text,
                product_id=c.product_id,
                offer_id=c.offer_id,
                seller_id=c.seller_id,
                quantity=asked.things[n].quantity,
                cost=money(c.cost),
                shipping=None if c.shipping is None else money(c.shipping),
            )
            for n, c in zip(here, chosen, strict=True)
        ),
        goods=money(goods),
        voucher_off=money(off) if off else None,
        shipping=money(shipping),
        total=money(goods - off + shipping),
        missing=missing,
        given_up=(*given_up, *unused),
    )
