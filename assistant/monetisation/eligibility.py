"""Which campaigns may compete for an answer: by the question and the product, never the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from assistant.schema.need import Need
from assistant.schema.placement import Target
from assistant.schema.understood import Understood
from catalog.campaign import Campaign, Targeting
from catalog.errors import NotFound
from catalog.i18n import Bilingual
from catalog.money import Money, shown
from catalog.offer import Offer, rating_of
from catalog.phrases import both
from catalog.price_paid import price_paid
from catalog.record import Record
from catalog.seller import Seller
from catalog.store import Catalog
from retrieval.request import RankedProduct

NOTHING_ASKED = Understood()
PICKS = 4
"""Organic products whose categories say what a question is about that names none."""


def eligible(
    campaigns: Iterable[Campaign],
    need: Need,
    catalog: Catalog,
    ranked: Iterable[RankedProduct],
    now: datetime,
    spent: Mapping[str, Money],
    understood: Understood = NOTHING_ASKED,
) -> tuple[Campaign, ...]:
    """The campaigns that run, have budget left and pay for a product that answers the need.

    The product is in the organic ranking, and the very offer paid for is on sale and within the
    shopper's own limits of price and seller; it meets every condition that all organic picks meet
    and fails none. Nothing is sold where no thing was asked for. Where the question names no
    category, the product is of the same one as an organic pick. Nothing about the shopper is
    looked at but that they say they are a child; then, and where no sale may be pushed
    (`need.restricted`, a restricted category), no campaign takes part.

    Args:
        campaigns: in any order; the result keeps it.
        need: what is asked.
        catalog: where products and offers are.
        ranked: the organic ranking, best first.
        now: the moment of the answer.
        spent: what each campaign has been charged so far; none where it is not named.
        understood: how the ranked products stand to the conditions of the need.
    """
    if (
        need.restricted
        or need.from_child
        or not (need.category or need.query or need.constraints.brands)
    ):
        return ()
    found = [r.product_id for r in ranked]
    candidates, picks = frozenset(found), found[:PICKS]
    kinds = _kinds(picks, catalog)
    return tuple(
        c
        for c in campaigns
        if c.product_id in candidates
        and competes(c, need, kinds, catalog, now, spent)
        and _keeps(c.product_id, picks, understood)
    )


def competes(
    campaign: Campaign,
    need: Need,
    kinds: set[str],
    catalog: Catalog,
    now: datetime,
    spent: Mapping[str, Money],
) -> bool:
    """Whether a campaign runs, has budget left, and its offer and aims suit the need.

    `kinds` are the categories that a need without one of its own is about.
    """
    return (
        campaign.starts <= now < campaign.ends
        and _has_budget(campaign, spent.get(campaign.id))
        and _meets(campaign, need, kinds, catalog, now)
    )


def _keeps(product_id: str, picks: list[str], understood: Understood) -> bool:
    """Whether a product stands to the conditions no worse than every organic pick does."""
    own = understood.product(product_id)
    if own is None:
        return not understood.conditions
    for state in own.states:
        shown = [s for id in picks if (s := understood.product(id))]
        all_meet = all(s.of(state.condition_id) == "met" for s in shown)
        if state.state == "not_met" or (all_meet and state.state != "met"):
            return False
    return True


def _kinds(product_ids: Iterable[str], catalog: Catalog) -> set[str]:
    return {catalog.product(id).category for id in product_ids}


def _has_budget(campaign: Campaign, spent: Money | None) -> bool:
    if spent is not None and spent.currency != campaign.currency:
        return False
    left = campaign.budget if spent is None else campaign.budget - spent
    least = [m.amount for m in (campaign.bid, campaign.sentence_bid) if m is not None]
    return left.amount > 0 and left.amount >= min(least, default=left.amount)


def _meets(
    campaign: Campaign, need: Need, kinds: set[str], catalog: Catalog, now: datetime
) -> bool:
    try:
        product = catalog.product(campaign.product_id)
    except NotFound:
        return False
    if catalog.vocabulary.category(product.category).restricted or not _one_currency(campaign):
        return False
    if not need.category and product.category not in kinds:
        return False
    aims = campaign.targeting
    if aims.attributes and not _both(aims, need):
        return False
    offer = catalog.offer_of(product.id, campaign.offer_id)
    sold = None if offer is None else _buyable(offer, need, catalog, now)
    if sold is None or sold.price.currency != campaign.currency:
        return False
    return _targeted(aims, need.category or product.category, need.language, sold.price)


def targeting(need: Need, catalog: Catalog, campaign: Campaign | None) -> tuple[Target, ...]:
    """What of the question chose a paid item: nothing is stated that was not asked.

    A campaign's own aims are named only where the question spoke of the same: its category, its
    price. Nothing about the person is looked at.

    Args:
        need: what is asked.
        catalog: for the names of categories.
        campaign: what pays; None for an item of the organic ranking that pays a commission.
    """
    found, asked = [Target(by="question")], need.constraints
    aims = campaign.targeting if campaign else Targeting()
    if need.category and aims.categories:
        category = catalog.vocabulary.category(need.category)
        found.append(Target(by="category", value=Bilingual(zh=category.zh, en=category.en)))
    for name, value in _both(aims, need):
        term = catalog.vocabulary.attribute(name).value(value)
        found.append(
            Target(by="attribute", value=Bilingual(zh=term.name("zh"), en=term.name("en")))
        )
    if aims.languages:
        found.append(Target(by="language"))
    if asked.price_min or asked.price_max:
        found.append(Target(by="price", value=_range(asked.price_min, asked.price_max)))
    if asked.seller_kinds:
        found.append(Target(by="seller"))
    return tuple(found)


def _range(least: Money | None, most: Money | None) -> Bilingual:
    """A range of prices in words; at least one end is there."""
    form = "between" if least and most else "up_to" if most else "from"
    ends = {name: shown(end) for name, end in (("least", least), ("most", most)) if end}
    return both(f"payments.price_{form}", **ends)


class Buyable(Record):
    """An offer that the shopper could take, and what one unit of it costs now."""

    offer: Offer
    seller: Seller
    price: Money


def on_sale(product_id: str, need: Need, catalog: Catalog, now: datetime) -> tuple[Buyable, ...]:
    """The offers of a product that are in stock, priced, and within the shopper's own limits.

    Cheapest first within a currency, then by id.
    """
    every = (_buyable(offer, need, catalog, now) for offer in catalog.offers_of(product_id))
    found = [buyable for buyable in every if buyable is not None]
    return tuple(sorted(found, key=lambda b: (b.price.currency, b.price.amount, b.offer.id)))


def _buyable(offer: Offer, need: Need, catalog: Catalog, now: datetime) -> Buyable | None:
    """The offer at its price now; None where it cannot be had within the shopper's limits."""
    asked, seller = need.constraints, catalog.seller(offer.seller_id)
    if offer.stock == "out_of_stock":
        return None
    if asked.seller_kinds and seller.kind not in asked.seller_kinds:
        return None
    stars = rating_of(offer, catalog.offers_of(offer.product_id)) if asked.rating else None
    if asked.rating and (stars is None or not asked.rating.holds(stars.value)):
        return None
    paid = price_paid(offer, now=now)
    if paid is None or not _in_range(paid.unit, asked.price_min, asked.price_max):
        return None
    return Buyable(offer=offer, seller=seller, price=paid.unit)


def _one_currency(campaign: Campaign) -> bool:
    bids = (campaign.bid, campaign.sentence_bid)
    return all(m.currency == campaign.currency for m in bids if m is not None)


def _targeted(targeting: Targeting, category: str, language: str, price: Money) -> bool:
    return (
        (not targeting.categories or category in targeting.categories)
        and (not targeting.languages or language in targeting.languages)
        and _in_range(price, targeting.price_min, targeting.price_max)
    )


def _both(targeting: Targeting, need: Need) -> tuple[tuple[str, str], ...]:
    """The attributes that a campaign aims at and the question asks for."""
    asked = {*need.constraints.attributes, *((w.name, w.value) for w in need.wishes)}
    return tuple(a for a in targeting.attributes if a in asked)


def _in_range(price: Money, least: Money | None, most: Money | None) -> bool:
    bounds = [bound for bound in (least, most) if bound is not None]
    if any(bound.currency != price.currency for bound in bounds):
        return False
    return (least is None or price >= least) and (most is None or price <= most)
