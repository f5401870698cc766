"""From a product and an offer to the item a shopper sees, before any money is thought of."""

from datetime import datetime

from assistant.schema.placement import PastPrice, Placement, ShownPrice, ShownRating, ShownSeller
from catalog.offer import Offer, Rating, rating_of
from catalog.price_paid import price_paid
from catalog.store import Catalog


def unpaid(
    catalog: Catalog,
    product_id: str,
    offer_id: str,
    *,
    rank: int,
    rank_if_unpaid: int | None,
    now: datetime,
    id: str,
    quantity: int = 1,
    member: bool = False,
) -> Placement:
    """The item as nobody's advertisement; mechanisms add what was paid.

    Raises:
        NotFound: the catalog holds no such product, offer or seller.
    """
    product = catalog.product(product_id)
    offer = catalog.offer_of(product_id, offer_id)
    offers = catalog.offers_of(product_id)
    return Placement(
        id=id,
        product_id=product_id,
        offer_id=offer_id if offer else "",
        rank=rank,
        rank_if_unpaid=rank_if_unpaid,
        title=product.title,
        brand=product.brand,
        category=product.category,
        url=offer.url if offer else "",
        redirects=offer.hops if offer else (),
        final_url=offer.url if offer else "",
        seller=_seller(catalog, offer) if offer else None,
        price=_price(offer, now, quantity, member) if offer else ShownPrice(),
        ratings=_rating(rating_of(offer, offers)) if offer else None,
    )


def _seller(catalog: Catalog, offer: Offer) -> ShownSeller:
    seller = catalog.seller(offer.seller_id)
    return ShownSeller(
        id=seller.id,
        name=seller.name,
        kind=seller.kind,
        is_trader=seller.is_trader,
        relation_to_operator=seller.relation,
        platform=seller.platform,
    )


def _price(offer: Offer, now: datetime, quantity: int, member: bool) -> ShownPrice:
    paid = price_paid(offer, now=now, quantity=quantity, member=member)
    if paid is None:
        return ShownPrice()
    return ShownPrice(
        now=paid.unit.amount,
        currency=paid.unit.currency,
        shown_at=paid.observed_at,
        source=paid.source,
        history=tuple(
            PastPrice(t=h.observed_at, price=h.money, transacted=h.transacted)
            for h in offer.history
        ),
        conditions=paid.conditions,
        fees="" if paid.shipping_known else "shipping_unknown",
        lines=paid.lines,
    )


def _rating(rating: Rating | None) -> ShownRating | None:
    if rating is None:
        return None
    return ShownRating(
        value=rating.value,
        count=rating.count,
        source=rating.source,
        verification=rating.verification,
        incentivised=rating.incentivised,
    )
