"""The catalog's facts as arrays: what constraints are checked on without opening a record."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from catalog.offer import Offer, Stock
from catalog.price import ItemDiscount, PricePaid, ThresholdCoupon
from catalog.product import Product
from catalog.seller import SellerKind
from catalog.store import Catalog
from retrieval.index.arrays import mapped
from retrieval.text.terms import chinese, normal

KINDS: tuple[str, ...] = get_args(SellerKind)
STOCKS: tuple[str, ...] = get_args(Stock)
NO_PRICE = -1
PLACES = 4
"""Prices are integers of 10^-PLACES of the currency's major unit."""
Ints = npt.NDArray[np.int64]


@dataclass
class Names:
    """Texts and the numbers that stand for them; compared in their normal form."""

    texts: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """The number of a text, given now if it is new."""
        key = normal(text).strip()
        if key not in self.numbers:
            self.numbers[key] = len(self.texts)
            self.texts.append(key)
        return self.numbers[key]


@dataclass(frozen=True)
class Columns:
    """Arrays over products (in id order) and over offers (grouped by product, then by id).

    An offer's price paid lies in [low, high] whatever promotions run, and is `low` exactly where
    `fixed`; both are NO_PRICE where no price is known. `first[p]:first[p+1]` are the offers of
    product p. `pair_rows[pair_start[i]:pair_start[i+1]]` are the products that have pair i.
    """

    product_ids: npt.NDArray[np.str_]
    brand: Ints
    category: Ints
    rating: npt.NDArray[np.float32]
    chinese: npt.NDArray[np.bool_]
    first: Ints
    offer_ids: npt.NDArray[np.str_]
    product: Ints
    low: Ints
    high: Ints
    fixed: npt.NDArray[np.bool_]
    currency: Ints
    kind: Ints
    stock: Ints
    pair_start: Ints
    pair_rows: Ints
    brands: list[str]
    categories: list[str]
    currencies: list[str]
    pairs: list[str]

    def save(self, folder: Path) -> None:
        """Write it into a new folder."""
        folder.mkdir(parents=True)
        lists = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, list):
                lists[each.name] = value
            else:
                np.save(folder / f"{each.name}.npy", value)
        (folder / "names.json").write_text(json.dumps(lists, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Columns:
        """Open saved columns; arrays stay on disk until they are read."""
        lists = json.loads((folder / "names.json").read_text("utf-8"))
        arrays: dict[str, Any] = {
            each.name: mapped(folder / f"{each.name}.npy")
            for each in fields(cls)
            if each.name not in lists
        }
        return cls(**arrays, **lists)

    @cached_property
    def english(self) -> float:
        """The share of the products whose title has no Chinese."""
        return float(1 - np.mean(self.chinese)) if self.size else 0.0

    @property
    def size(self) -> int:
        """How many products there are."""
        return len(self.product_ids)

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each product id."""
        return {str(id): row for row, id in enumerate(self.product_ids)}

    def sold_in(self, currency: str) -> npt.NDArray[np.bool_]:
        """Of every product, whether an offer of it has a price in that currency."""
        sold = np.zeros(self.size, np.bool_)
        if (name := normal(currency).strip()) in self.currencies:
            priced = (self.low != NO_PRICE) & (self.currency == self.currencies.index(name))
            sold[self.product[priced]] = True
        return sold

    def having(self, name: str, value: str) -> Ints:
        """The rows of the products that have an attribute value."""
        wanted = pair(name, value)
        at = bisect_left(self.pairs, wanted)
        if at == len(self.pairs) or self.pairs[at] != wanted:
            return np.empty(0, np.int64)
        return self.pair_rows[self.pair_start[at] : self.pair_start[at + 1]]

    def values_of(self, name: str) -> Iterator[tuple[str, Ints]]:
        """Every value of an attribute in its normal form, with the rows of those that have it."""
        head = pair(name, "")
        at = bisect_left(self.pairs, head)
        while at < len(self.pairs) and self.pairs[at].startswith(head):
            rows = self.pair_rows[self.pair_start[at] : self.pair_start[at + 1]]
            yield self.pairs[at][len(head) :], rows
            at += 1


def pair(name: str, value: str) -> str:
    """An attribute and its value as one text, in their normal form."""
    return f"{normal(name).strip()}\t{normal(value).strip()}"


def build_columns(catalog: Catalog, products: Sequence[Product]) -> Columns:
    """The columns of a catalog whose products, in id order, are given."""
    brands, categories, currencies = Names(), Names(), Names()
    holders: dict[str, list[int]] = {}
    for row, product in enumerate(products):
        for attribute in product.attributes:
            holders.setdefault(pair(attribute.name, attribute.value), []).append(row)
    places = {product.id: row for row, product in enumerate(products)}
    kinds = {seller.id: KINDS.index(seller.kind) for seller in catalog.sellers()}
    rows = [
        _offer_row(offer, places[offer.product_id], kinds, currencies)
        for offer in catalog.offers()
        if offer.product_id in places
    ]
    rows.sort(key=lambda row: (row[1], row[0]))
    ids, owner, low, high, fixed, currency, kind, stock, stars, voices = (
        (list(column) for column in zip(*rows, strict=True)) if rows else ([] for _ in range(10))
    )
    first = np.searchsorted(np.array(owner, np.int64), np.arange(len(products) + 1))
    pairs = sorted(holders)
    lengths = [len(holders[name]) for name in pairs]
    return Columns(
        product_ids=np.array([p.id for p in products], dtype=np.str_),
        brand=np.array([brands.number(p.brand) for p in products], np.int64),
        category=np.array([categories.number(p.category) for p in products], np.int64),
        rating=_ratings(owner, stars, voices, len(products)),
        chinese=np.array([chinese(p.title) for p in products], np.bool_),
        first=first.astype(np.int64),
        offer_ids=np.array(ids, dtype=np.str_),
        product=np.array(owner, np.int64),
        low=np.array(low, np.int64),
        high=np.array(high, np.int64),
        fixed=np.array(fixed, np.bool_),
        currency=np.array(currency, np.int64),
        kind=np.array(kind, np.int64),
        stock=np.array(stock, np.int64),
        pair_start=np.cumsum([0, *lengths], dtype=np.int64),
        pair_rows=np.array([row for name in pairs for row in holders[name]], np.int64),
        brands=brands.texts,
        categories=categories.texts,
        currencies=currencies.texts,
        pairs=pairs,
    )


OfferRow = tuple[str, int, int, int, bool, int, int, int, float, int]


def _offer_row(offer: Offer, row: int, kinds: dict[str, int], currencies: Names) -> OfferRow:
    low, high, fixed, currency = price_range(offer)
    rating = offer.rating
    return (
        offer.id,
        row,
        low,
        high,
        fixed,
        currencies.number(currency) if currency else -1,
        kinds.get(offer.seller_id, KINDS.index("unknown")),
        STOCKS.index(offer.stock),
        float(rating.value) if rating else 0.0,
        (rating.count or 1) if rating else 0,
    )


def price_range(offer: Offer) -> tuple[int, int, bool, str]:
    """The least and most that one unit can cost under any of its promotions, and the currency.

    The bounds are loose where promotions meet (a discount may lift a subtotal under a coupon's
    threshold): they decide who is surely out, catalog.price_paid.price_paid who is in.
    """
    usable = [p for p in offer.prices if p.kind in ("list", "sale", "subsidy")]
    if not usable:
        return NO_PRICE, NO_PRICE, False, ""
    start = min(usable, key=lambda p: (p.money.amount, p.kind)).money
    low, dated = start.amount, any(p.ends for p in usable)
    same = [p.money.amount for p in usable if p.money.currency == start.currency]
    high = max(same) if dated else low
    for promotion in offer.promotions:
        if isinstance(promotion, ItemDiscount):
            share = (promotion.percent or Decimal(0)) / 100
            low -= start.amount * share + (promotion.off.amount if promotion.off else 0)
        elif isinstance(promotion, ThresholdCoupon) and promotion.threshold.amount > 0:
            steps = int(start.amount // promotion.threshold.amount)
            low -= promotion.off.amount * (steps if promotion.repeats else min(steps, 1))
    scale = Decimal(10) ** PLACES
    bottom = max(0, int((low - 1) * scale)) if offer.promotions else int(low * scale)
    rounded = start.rounded().amount
    fixed = not offer.promotions and not dated and rounded == high
    return min(bottom, int(rounded * scale)), int(max(high, rounded) * scale), fixed, start.currency


def units(paid: PricePaid) -> int:
    """A price paid for one unit as the columns write it."""
    return int(paid.unit.amount.scaleb(PLACES))


def _ratings(
    owner: Sequence[int], stars: Iterable[float], voices: Sequence[int], size: int
) -> npt.NDArray[np.float32]:
    """Stars by product, averaged over its offers by how many rated; 0 where nobody did."""
    weights = np.asarray(voices, np.float64)
    places = np.asarray(owner, np.int64)
    total = np.bincount(places, weights, size)
    mean = np.bincount(places, weights * np.asarray(list(stars)), size) / np.maximum(total, 1)
    return mean.astype(np.float32)
