"""What a question about things is about: its products with their offers, and the kind of thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from assistant.facts.cues import asks
from assistant.schema.need import Need
from assistant.schema.statement import Series, Statement, Term, Value, filled, series, statement
from catalog.i18n import Bilingual
from catalog.money import Money
from catalog.offer import Offer
from catalog.price import PricePaid
from catalog.price_paid import price_paid
from catalog.product import Product
from catalog.store import Catalog
from retrieval.request import RankedProduct

FEW = 4
"""So many products are spoken of one by one; of more, those that stand out and a count."""


@dataclass(frozen=True)
class Considered:
    """One product asked about, its offers that can be had, cheapest first, and its rank if any."""

    product: Product
    offers: tuple[Offer, ...]
    now: datetime
    quantity: int = 1
    rank: RankedProduct | None = None

    @property
    def id(self) -> str:
        """The product's id."""
        return self.product.id

    @property
    def name(self) -> Term:
        """The product, for a sentence."""
        return Term(kind="product", id=self.product.id)

    @property
    def best(self) -> Offer | None:
        """The offer that was or would be shown: the cheapest for one unit."""
        return self.offers[0] if self.offers else None

    @cached_property
    def paid(self) -> PricePaid | None:
        """What one unit costs at the best offer."""
        return price_paid(self.best, now=self.now) if self.best else None

    def price(self, offer: Offer | None = None) -> Money | None:
        """What one unit costs without delivery, at an offer or at the best one."""
        paid = price_paid(offer, now=self.now) if offer else self.paid
        return paid.unit if paid else None


@dataclass(frozen=True)
class Inquiry:
    """A question about things, resolved: `need` as understood, `products` in the order named.

    `whole` says that the products are all of a kind that is carried, not some that were named or
    shown, but for the `elsewhere` ones sold in other currencies; `on_screen` are the ids shown
    before the question, in the order shown, `ranked` the organic ranking behind them;
    `asked_so_far` are the earlier questions that asked for things, since the last fresh start,
    `conditions` what holds of them, each as a chip reads.
    """

    need: Need
    products: tuple[Considered, ...]
    catalog: Catalog
    now: datetime
    whole: bool = False
    elsewhere: int = 0
    on_screen: tuple[str, ...] = ()
    ranked: tuple[RankedProduct, ...] = ()
    asked_so_far: tuple[str, ...] = ()
    conditions: tuple[Bilingual, ...] = ()

    def asks(self, cue: str) -> bool:
        """Whether the question has words of a cue (facts/cues.yaml)."""
        return asks(cue, self.need.text)

    @property
    def ids(self) -> tuple[str, ...]:
        """The products' ids."""
        return tuple(c.id for c in self.products)

    @property
    def one(self) -> Considered | None:
        """The only product asked about, None where there are several or none."""
        return self.products[0] if len(self.products) == 1 else None

    @property
    def kind(self) -> Term | None:
        """The category asked about, for a sentence; None where none is."""
        category = self.need.subject or next(
            (c.product.category for c in self.products if c.product.category), ""
        )
        return Term(kind="category", id=category) if category else None

    def seller(self, offer: Offer) -> str:
        """The name of an offer's seller (untrusted)."""
        return self.catalog.seller(offer.seller_id).name

    def each(self, clause: Callable[[Considered], Statement | None]) -> Series:
        """A clause for each of the products, up to FEW, leaving out those that have none."""
        told = [clause(c) for c in self.products[:FEW]]
        return series([t for t in told if t is not None], "clauses")


def considered(
    product_id: str,
    catalog: Catalog,
    need: Need,
    now: datetime,
    rank: RankedProduct | None = None,
) -> Considered:
    """A product with its offers, those that can be had in the shopper's currency first.

    The offer that the ranking chose comes first; the others by price paid, official first.
    """
    kinds = need.constraints.seller_kinds

    def key(offer: Offer) -> tuple[bool, bool, bool, bool, Decimal, bool, str]:
        paid = price_paid(offer, now=now)
        price = paid.unit.amount if paid else Decimal(0)
        return (
            bool(kinds) and catalog.seller(offer.seller_id).kind not in kinds,
            offer.stock == "out_of_stock",
            paid is None,
            paid is not None and paid.unit.currency != need.currency,
            price,
            catalog.seller(offer.seller_id).kind != "official",
            offer.id,
        )

    offers = sorted(catalog.offers_of(product_id), key=key)
    if rank and rank.offer_id:
        offers.sort(key=lambda o: o.id != rank.offer_id)
    return Considered(
        product=catalog.product(product_id),
        offers=tuple(offers),
        now=now,
        quantity=need.quantity,
        rank=rank,
    )


def unstated(inquiry: Inquiry, key: str, **slots: Value) -> Statement:
    """A sentence `key` that something is not on record, for one product, several, or the shelf."""
    return filled(key, {**slots, **subject(inquiry)}, about=inquiry.ids[:FEW])


def subject(inquiry: Inquiry) -> dict[str, Value]:
    """The slot {subject}: the products by name, or the kind of thing, or "these"."""
    if inquiry.one is not None:
        return {"subject": inquiry.one.name}
    if inquiry.whole and inquiry.kind is not None:
        return {"subject": statement("facts.any_of_kind", kind=inquiry.kind)}
    if 1 < len(inquiry.products) <= FEW:
        return {"subject": series([c.name for c in inquiry.products], "neither")}
    return {"subject": Term(kind="phrase", id="facts.any_of_these")}


def cheapest_first(products: Sequence[Considered]) -> list[Considered]:
    """The products that have a price, in one currency (the commonest), from low to high."""
    priced = [(c, c.price()) for c in products]
    currencies = [p.currency for _, p in priced if p is not None]
    if not currencies:
        return []
    common = max(sorted(set(currencies)), key=currencies.count)
    kept = [(p, c) for c, p in priced if p is not None and p.currency == common]
    return [c for p, c in sorted(kept, key=lambda pair: (pair[0].amount, pair[1].id))]
