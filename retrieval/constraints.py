"""Which products and offers meet the conditions of a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

import numpy as np
import numpy.typing as npt

from catalog.money import Money
from catalog.price_paid import price_paid
from catalog.product import Product
from catalog.store import Catalog
from retrieval.index.bm25 import Lexical
from retrieval.index.columns import KINDS, NO_PRICE, PLACES, STOCKS, Columns, units
from retrieval.request import Constraints, NumberBound
from retrieval.text.terms import chinese, normal, tokens

Mask = npt.NDArray[np.bool_]
LOOSENABLE = (
    "price_max",
    "price_min",
    "brands",
    "seller_kinds",
    "attributes",
    "any_of",
    "numbers",
    "rating",
    "in_stock",
    "categories",
)
"""The fields whose failing makes a near miss. What a shopper ruled out is no near miss."""


@dataclass(frozen=True)
class Admitted:
    """Who meets a request's constraints, as far as the columns can tell.

    `offers` may admit an offer whose promotions keep its price out of bounds at some moment;
    `best_offer` decides that exactly. Products without offers are in where no price is asked.
    """

    constraints: Constraints
    products: Mask
    offers: Mask


def admit(columns: Columns, names: Lexical, constraints: Constraints) -> Admitted:
    """Check every product and offer on the columns."""
    products = _products(columns, names, constraints)
    offers = _offers(columns, constraints)
    sold = np.zeros(columns.size, np.bool_)
    sold[columns.product[offers]] = True
    asks_price = constraints.price_min is not None or constraints.price_max is not None
    if not asks_price and not constraints.seller_kinds:
        sold |= np.diff(columns.first) == 0
    return Admitted(constraints, products & sold, offers)


def _offers(columns: Columns, constraints: Constraints) -> Mask:
    if constraints.in_stock:
        mask = columns.stock != STOCKS.index("out_of_stock")
    else:
        mask = np.ones(len(columns.offer_ids), np.bool_)
    if constraints.seller_kinds:
        mask = mask & np.isin(
            columns.kind, [KINDS.index(kind) for kind in constraints.seller_kinds]
        )
    for bound, least in ((constraints.price_min, True), (constraints.price_max, False)):
        if bound is None:
            continue
        names = columns.currencies
        currency = bound.currency.lower()
        mask &= columns.currency == (names.index(currency) if currency in names else -2)
        mask &= columns.low != NO_PRICE
        limit = _units(bound)
        mask &= (columns.high >= limit) if least else (columns.low <= limit)
    return np.asarray(mask, np.bool_)


def _units(money: Money) -> float:
    return float(money.amount.scaleb(PLACES))


def _products(columns: Columns, names: Lexical, constraints: Constraints) -> Mask:
    mask = np.ones(columns.size, np.bool_)
    if constraints.categories:
        mask &= _named(columns.category, columns.categories, constraints.categories)
    if constraints.brands:
        mask &= _branded(columns, constraints.brands)
    if constraints.not_brands:
        mask &= ~_branded(columns, constraints.not_brands)
    for name, value in constraints.attributes:
        having = np.zeros(columns.size, np.bool_)
        having[columns.having(name, value)] = True
        mask &= having
    for name, value in constraints.not_attributes:
        mask[columns.having(name, value)] = False
    for name, values in constraints.any_of:
        having = np.zeros(columns.size, np.bool_)
        for value in values:
            having[columns.having(name, value)] = True
        mask &= having
    if constraints.fits:
        going = np.zeros(columns.size, np.bool_)
        for name in constraints.fits:
            going[_mentioning(columns, names, name)] = True
        mask &= going
    for word in constraints.without:
        mask[_mentioning(columns, names, word)] = False
    if constraints.only_products:
        only = np.zeros(columns.size, np.bool_)
        only[_rows(columns, constraints.only_products)] = True
        mask &= only
    mask[_rows(columns, constraints.exclude_products)] = False
    return _measured(columns, mask, constraints)


def _measured(columns: Columns, mask: Mask, constraints: Constraints) -> Mask:
    """Those of the products that meet every numeric bound, or that at least contradict none.

    What states no figure stays where no kind of thing binds, for there the figures of other
    things would push out what is asked for; and where nothing that is asked for meets the bound.
    """
    meeting, possible = mask.copy(), mask.copy()
    for bound in constraints.numbers:
        met, stated = meets(columns, bound)
        meeting &= met
        possible &= met | ~stated
    return meeting if constraints.categories and meeting.any() else possible


def meets(columns: Columns, bound: NumberBound) -> tuple[Mask, Mask]:
    """Of every product, whether it meets a numeric bound, and whether it states a figure."""
    met, stated = np.zeros(columns.size, np.bool_), np.zeros(columns.size, np.bool_)
    for value, rows in columns.values_of(bound.name):
        number = _number(value)
        if number is not None:
            stated[rows] = True
            if bound.holds(number):
                met[rows] = True
    return met, stated


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _rows(columns: Columns, product_ids: tuple[str, ...]) -> list[int]:
    return [columns.rows[id] for id in product_ids if id in columns.rows]


def _named(numbers: npt.NDArray[np.int64], texts: list[str], wanted: tuple[str, ...]) -> Mask:
    keys = {normal(text).strip() for text in wanted}
    return np.isin(numbers, [i for i, text in enumerate(texts) if text in keys])


def _branded(columns: Columns, brands: tuple[str, ...]) -> Mask:
    """Products whose brand is one of these, or holds one as a whole word ("HP" in "HP Inc.")."""
    keys = [normal(brand).strip() for brand in brands]
    numbers = [i for i, text in enumerate(columns.brands) if any(_within(k, text) for k in keys)]
    return np.isin(columns.brand, numbers)


def branded(brand: str, brands: tuple[str, ...]) -> bool:
    """Whether a brand is one of these, as constraints compare them."""
    return any(_within(normal(b).strip(), normal(brand).strip()) for b in brands)


def mentions(product: Product, word: str) -> bool:
    """Whether a product's title, brand or attributes mention a word, as `without` compares them."""
    terms = set(tokens(word))
    texts = [f"{product.title} {product.brand}", *(a.value for a in product.attributes)]
    return bool(terms) and any(terms <= set(tokens(text)) for text in texts)


def _within(key: str, text: str) -> bool:
    if not key or key not in text:
        return False
    return key == text or chinese(key) or f" {key} " in f" {' '.join(_words(text))} "


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() or c in "&-.'" else " " for c in text).split()


def _mentioning(columns: Columns, names: Lexical, word: str) -> npt.NDArray[np.int64]:
    """The rows of the products whose name or attributes mention a word."""
    terms = tokens(word)
    rows = [names.holding(terms).astype(np.int64)]
    if terms:
        for at, text in enumerate(columns.pairs):
            if normal(word) in text and set(terms) <= set(tokens(text)):
                rows.append(columns.pair_rows[columns.pair_start[at] : columns.pair_start[at + 1]])
    return np.concatenate(rows)


@dataclass(frozen=True)
class Best:
    """A product's best offer: its row among offers and the price paid; -1 and None without."""

    offer: int
    price: int | None
    currency: int


def best_offer(
    columns: Columns, catalog: Catalog, admitted: Admitted, row: int, now: datetime
) -> Best | None:
    """The cheapest admitted offer of a product now, official first, then by id; None if none is.

    A product without any offer has Best(-1, None, -1) where the constraints admit that. Across
    currencies the catalog's commoner one (the lower number's, then) comes first, unconverted.
    """
    first, end = int(columns.first[row]), int(columns.first[row + 1])
    if first == end:
        return Best(-1, None, -1) if admitted.products[row] else None
    found = []
    for at in range(first, end):
        if not admitted.offers[at]:
            continue
        price = _price(columns, catalog, at, now)
        if _in_bounds(price, admitted.constraints):
            official = columns.kind[at] != KINDS.index("official")
            currency = int(columns.currency[at])
            key = (price is None, currency, price or 0, bool(official), at)
            found.append((key, Best(at, price, currency)))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _price(columns: Columns, catalog: Catalog, at: int, now: datetime) -> int | None:
    if columns.low[at] == NO_PRICE:
        return None
    if columns.fixed[at]:
        return int(columns.low[at])
    offers = catalog.offers_of(str(columns.product_ids[columns.product[at]]))
    paid = price_paid(offers[at - int(columns.first[columns.product[at]])], now=now)
    return None if paid is None else units(paid)


def _in_bounds(price: int | None, constraints: Constraints) -> bool:
    low, high = constraints.price_min, constraints.price_max
    if price is None:
        return low is None and high is None
    return (low is None or price >= _units(low)) and (high is None or price <= _units(high))
