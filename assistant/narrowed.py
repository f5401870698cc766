"""Ranking a need with its wishes narrowing the list, as far as anything on sale meets them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.conditions import narrowing
from assistant.schema.need import Need
from catalog.price_paid import price_paid
from retrieval.request import Constraints, RankedProduct, Ranking, Request

if TYPE_CHECKING:
    from assistant.understanding.lexicon import Lexicon
    from retrieval.ranking import Ranker

DEPTH = 50
"""How deep the organic ranking goes, so that a sold place can be set against it."""
Narrow = tuple[tuple[str, tuple[str, ...]], ...]
"""Alternatives by attribute, all of which are to be met."""


def ranked(need: Need, ranker: Ranker, lexicon: Lexicon, now: datetime) -> Ranking:
    """The ranking, narrowed by what is wished for while anything on sale here meets that.

    Where nothing meets all wishes, those that can be met together still narrow it, the earlier
    ones first.
    """
    from assistant.understanding.children import for_whom_meant

    for asked in _asks(need, ranker, lexicon, now):
        for any_of in _tries(asked, ranker, lexicon, now):
            ranking = ranker.rank(asked.request(DEPTH, any_of), now)
            suited = for_whom_meant(need, ranking, lexicon)
            if any_of:
                suited = _payable(suited, need, ranker, lexicon, now)
            if suited.products:
                return suited
            if ranking.products and not any_of:
                return ranking
    return ranker.rank(need.request(DEPTH), now)


def _asks(need: Need, ranker: Ranker, lexicon: Lexicon, now: datetime) -> Iterator[Need]:
    """The need, then what is next to it: without a price in a currency that nothing here is in,
    without brands named before of which nothing is carried.
    """
    yield need
    yield from _unconverted(need, lexicon)
    asked = need.constraints
    if asked.brands and need.category and "brands" not in need.changed:
        own = Request(text="", constraints=Constraints(brands=asked.brands, in_stock=False), k=1)
        if not ranker.rank(own, now).products:
            unbranded = asked.model_copy(update={"brands": ()})
            yield need.model_copy(update={"constraints": unbranded})


def _tries(need: Need, ranker: Ranker, lexicon: Lexicon, now: datetime) -> Iterator[Narrow]:
    """All wishes, then as many of them as can be met together, then none."""
    narrow = narrowing(need, ranker.catalog)
    if narrow:
        yield narrow
    if len(narrow) > 1:
        kept: Narrow = ()
        for group in narrow:
            tried = (*kept, group)
            found = ranker.rank(need.request(DEPTH, tried), now)
            if _payable(found, need, ranker, lexicon, now).products:
                kept = tried
        if kept and kept != narrow:
            yield kept
    yield ()


def _payable(
    ranking: Ranking, need: Need, ranker: Ranker, lexicon: Lexicon, now: datetime
) -> Ranking:
    """The ranking without what is sold in another currency than the shopper pays in.

    A wish is not met by what they cannot well buy. A shelf in one currency is left as it is.
    """

    def payable(product: RankedProduct) -> bool:
        offer = ranker.catalog.offer_of(product.product_id, product.offer_id)
        paid = price_paid(offer, now=now) if offer else None
        return paid is None or paid.unit.currency == need.currency

    if lexicon.currency:
        return ranking
    return ranking.model_copy(
        update={"products": distinct([p for p in ranking.products if payable(p)])}
    )


def _unconverted(need: Need, lexicon: Lexicon) -> tuple[Need, ...]:
    """The need without price bounds in a currency that is not the shelf's: nothing is converted."""
    bounds = (need.constraints.price_min, need.constraints.price_max)
    own = lexicon.currency or {"zh": "CNY", "en": "USD"}[need.language]
    if all(b is None or b.currency in (own, "CNY", "USD") for b in bounds):
        return ()
    unbound = {"price_min": None, "price_max": None}
    return (need.model_copy(update={"constraints": need.constraints.model_copy(update=unbound)}),)


def distinct(products: Sequence[RankedProduct]) -> tuple[RankedProduct, ...]:
    """Each product once, ranks given anew."""
    once = {p.product_id: p for p in reversed(products)}
    kept = [p for p in products if once.pop(p.product_id, None) is not None]
    return tuple(p.model_copy(update={"rank": n}) for n, p in enumerate(kept, start=1))
