"""From checked listings to the records of a catalog, without losing what it knew before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from pydantic import TypeAdapter

from catalog.feeds.listing import Listing
from catalog.money import Money
from catalog.offer import Offer, Rating
from catalog.price import PriceObservation, Promotion
from catalog.product import Attribute, Product
from catalog.seller import Seller

PROMOTION: TypeAdapter[Promotion] = TypeAdapter(Promotion)
FILLED = ("description", "category", "brand", "model", "gtin", "image")


def product_of(id: str, listings: Sequence[Listing], kind: str, old: Product | None) -> Product:
    """The product that these listings offer: the first one's title, each fact from the first
    listing that has it.

    What the catalog already knew stays where another feed said it, and is replaced where the
    same shop's feed says it anew.
    """
    lead = listings[0]
    found = {
        field: next(filter(None, (getattr(x, field) for x in listings)), "") for field in FILLED
    }
    said = dict.fromkeys((name, value) for each in listings for name, value in each.attributes)
    new = Product(
        id=id,
        title=lead.title,
        language=lead.language,  # type: ignore[arg-type]
        attributes=tuple(Attribute(name=name, value=value) for name, value in said),
        provenance=f"{kind} feed of {lead.seller}",
        **found,
    )
    if old is None:
        return new
    first, second = (new, old) if old.provenance == new.provenance else (old, new)
    both = {field: getattr(first, field) or getattr(second, field) for field in FILLED}
    attributes = tuple(dict.fromkeys(first.attributes + second.attributes))
    return first.model_copy(update={**both, "attributes": attributes})


def offer_of(
    listing: Listing, product_id: str, source: str, seen_at: datetime, old: Offer | None
) -> Offer:
    """The offer with its prices as seen now; those seen earlier become its history."""
    prices = tuple(
        PriceObservation(
            money=Money(amount=Decimal(amount), currency=currency),
            kind=kind,  # type: ignore[arg-type]
            observed_at=seen_at,
            source=source,
            ends=datetime.fromisoformat(ends) if ends else None,
            conditions=condition,
        )
        for kind, amount, currency, ends, condition in listing.prices
    )
    offer = Offer(
        id=listing.offer_id,
        product_id=product_id,
        seller_id=listing.seller_id,
        prices=prices,
        promotions=tuple(PROMOTION.validate_json(text) for text in listing.promotions),
        shipping=Money.of(*listing.shipping) if listing.shipping else None,
        stock=listing.stock,  # type: ignore[arg-type]
        url=listing.url,
        hops=listing.hops,
        rating=_rating(listing) if listing.rating else None,
        checkout=listing.checkout,
        variant=listing.variant,
        provenance=source,
    )
    return offer if old is None else _with_history(offer, old, seen_at)


def _rating(listing: Listing) -> Rating:
    """The rating as the platform or shop shows it; a feed's file name is no source."""
    source = listing.platform or listing.seller
    return Rating(value=Decimal(listing.rating), count=listing.reviews, source=source)


def _with_history(offer: Offer, old: Offer, seen_at: datetime) -> Offer:
    latest = max((price.observed_at for price in old.prices), default=None)
    if latest is not None and seen_at < latest:
        missed = [price for price in offer.prices if price not in old.history]
        history = sorted((*old.history, *missed), key=lambda price: price.observed_at)
        return old.model_copy(update={"history": tuple(history)})
    earlier = tuple(price for price in old.prices if price.observed_at < seen_at)
    past = () if _goes_on(offer, old) else earlier
    return offer.model_copy(update={"history": (*old.history, *past)})


def _goes_on(new: Offer, old: Offer) -> bool:
    """Whether the same prices were seen before and after, so that this sighting adds nothing."""
    last = max((price.observed_at for price in old.history), default=None)
    before = {(p.kind, p.money) for p in old.history if p.observed_at == last}
    between, after = ({(p.kind, p.money) for p in offer.prices} for offer in (old, new))
    return before == between == after


def seller_of(listing: Listing, old: Seller | None) -> Seller:
    """The shop; what an earlier feed knew of it stays where this one is silent."""
    known = old or Seller(id=listing.seller_id, name=listing.seller)
    changes: dict[str, str | bool] = {}
    says_more = listing.seller_kind != "self_described" or known.kind == "unknown"
    if listing.seller_kind != "unknown" and says_more:
        changes["kind"] = listing.seller_kind
    if listing.platform:
        changes["platform"] = listing.platform
    if listing.seller_url:
        changes["url"] = listing.seller_url
    if listing.is_trader is not None:
        changes["is_trader"] = listing.is_trader
    return known.model_copy(update=changes) if changes else known
