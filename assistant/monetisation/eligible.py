"""Which campaigns may compete for an answer: by the question and the product, never the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from assistant.need import Need
from catalog.campaign import Campaign, Targeting
from catalog.errors import NotFound
from catalog.money import Money
from catalog.offer import Offer
from catalog.price import price_paid
from catalog.record import Record
from catalog.seller import Seller
from catalog.store import Catalog
from retrieval.request import RankedProduct


def eligible(
    campaigns: Iterable[Campaign],
    need: Need,
    catalog: Catalog,
    ranked: Iterable[RankedProduct],
    now: datetime,
    spent: Mapping[str, Money],
) -> tuple[Campaign, ...]:
    """The campaigns that run, have budget left and pay for a product that answers the need.

    The product is in the organic ranking, and the very offer paid for is on sale and within the
    shopper's own limits of price and seller. Nothing about the shopper is looked at; where no
    sale may be pushed (`need.restricted`, a restricted category) no campaign takes part.

    Args:
        campaigns: in any order; the result keeps it.
        need: what is asked.
        catalog: where products and offers are.
        ranked: the organic ranking.
        now: the moment of the answer.
        spent: what each campaign has been charged so far; none where it is not named.
    """
    if need.restricted:
        return ()
    found = {r.product_id for r in ranked}
    return tuple(
        c
        for c in campaigns
        if c.product_id in found
        and c.starts <= now < c.ends
        and _has_budget(c, spent.get(c.id))
        and _meets(c, need, catalog, now)
    )


def _has_budget(campaign: Campaign, spent: Money | None) -> bool:
    if spent is not None and spent.currency != campaign.currency:
        return False
    left = campaign.budget if spent is None else campaign.budget - spent
    least = [m.amount for m in (campaign.bid, campaign.sentence_bid) if m is not None]
    return left.amount > 0 and left.amount >= min(least, default=left.amount)


def _meets(campaign: Campaign, need: Need, catalog: Catalog, now: datetime) -> bool:
    try:
        product = catalog.product(campaign.product_id)
    except NotFound:
        return False
    if catalog.vocabulary.category(product.category).restricted or not _one_currency(campaign):
        return False
    offers = on_sale(product.id, need, catalog, now)
    price = next((o.price for o in offers if o.offer.id == campaign.offer_id), None)
    if price is None or price.currency != campaign.currency:
        return False
    return _targeted(campaign.targeting, need.category or product.category, need.language, price)


class Buyable(Record):
    """An offer that the shopper could take, and what one unit of it costs now."""

    offer: Offer
    seller: Seller
    price: Money


def on_sale(product_id: str, need: Need, catalog: Catalog, now: datetime) -> tuple[Buyable, ...]:
    """The offers of a product that are in stock, priced, and within the shopper's own limits.

    Cheapest first within a currency, then by id.
    """
    asked, found = need.constraints, []
    for offer in catalog.offers_of(product_id):
        paid = None if offer.stock == "out_of_stock" else price_paid(offer, now=now)
        if paid is None or not _in_range(paid.unit, asked.price_min, asked.price_max):
            continue
        seller = catalog.seller(offer.seller_id)
        if not asked.seller_kinds or seller.kind in asked.seller_kinds:
            found.append(Buyable(offer=offer, seller=seller, price=paid.unit))
    return tuple(sorted(found, key=lambda b: (b.price.currency, b.price.amount, b.offer.id)))


def _one_currency(campaign: Campaign) -> bool:
    bids = (campaign.bid, campaign.sentence_bid)
    return all(m.currency == campaign.currency for m in bids if m is not None)


def _targeted(targeting: Targeting, category: str, language: str, price: Money) -> bool:
    return (
        (not targeting.categories or category in targeting.categories)
        and (not targeting.languages or language in targeting.languages)
        and _in_range(price, targeting.price_min, targeting.price_max)
    )


def _in_range(price: Money, least: Money | None, most: Money | None) -> bool:
    bounds = [bound for bound in (least, most) if bound is not None]
    if any(bound.currency != price.currency for bound in bounds):
        return False
    return (least is None or price >= least) and (most is None or price <= most)
