"""What there is for a need that names no thing: the kinds, from which price on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.facts.inquiry import Considered, considered
from assistant.schema.need import Need
from assistant.schema.statement import Consulted, Series, Statement, Term, Value, series, statement
from catalog.money import Money

if TYPE_CHECKING:
    from retrieval.ranking import Ranker

KINDS = 6
"""So many kinds are named."""
WIDE = 400
"""So many products are looked through for the kinds that there are within a budget."""


def which_thing(need: Need, ranker: Ranker, now: datetime) -> Consulted:
    """The sentence that asks what it shall be, with the kinds that there are within the budget.

    Args:
        need: names no thing; its price bounds hold.
        ranker: finds what keeps to them.
        now: the moment prices are taken at.
    """
    kinds = _kinds(need, _by_price(need, ranker, now, WIDE))
    unbound = need.constraints.model_copy(update={"price_min": None, "price_max": None})
    free = need.model_copy(update={"constraints": unbound})
    cheapest = None if kinds else next(iter(_by_price(free, ranker, now, 1)), None)
    low, high = need.constraints.price_min, need.constraints.price_max
    least = cheapest.price() if cheapest else None
    if not kinds and least is not None and cheapest is not None and (low or high):
        lead = statement(
            "facts.which_none", about=(cheapest.id,), product=cheapest.name, price=least
        )
        return Consulted(statements=(lead, _asked(need)))
    if not kinds:
        return Consulted(statements=(_asked(need),))
    clauses: list[Value] = [
        statement("facts.which_from", kind=Term(kind="category", id=id), price=price)
        for id, price in kinds
    ]
    return Consulted(statements=(_asked(need), _there(low, high, series(clauses))))


def _there(low: Money | None, high: Money | None, kinds: Series) -> Statement:
    """The kinds that there are between the bounds."""
    if low is not None and high is not None:
        return statement("facts.which_between", low=low, high=high, kinds=kinds)
    if high is not None:
        return statement("facts.which_high", high=high, kinds=kinds)
    if low is not None:
        return statement("facts.which_low", low=low, kinds=kinds)
    return statement("facts.which_kinds", kinds=kinds)


def _by_price(need: Need, ranker: Ranker, now: datetime, k: int) -> list[Considered]:
    """Products that keep to the conditions of a need, cheapest first."""
    asked = need.model_copy(update={"sort": "price_asc", "query": "", "wishes": ()})
    found = ranker.rank(asked.request(k), now).products
    return [considered(p.product_id, ranker.catalog, need, now, p) for p in found]


def _asked(need: Need) -> Statement:
    if need.for_whom or need.occasion:
        return statement("facts.which_gift")
    return statement("facts.which")


def _kinds(need: Need, within: Iterable[Considered]) -> list[tuple[str, Money]]:
    """The kinds with the lowest price of each, the cheapest kind first."""
    lowest: dict[str, Money] = {}
    for asked in within:
        price = asked.price()
        kind = asked.product.category
        if not kind or price is None or price.currency != need.currency:
            continue
        if kind not in lowest or price < lowest[kind]:
            lowest[kind] = price
    return sorted(lowest.items(), key=lambda pair: (pair[1].amount, pair[0]))[:KINDS]
