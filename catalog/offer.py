"""An offer: what a shopper pays one seller for one product, and where that was seen."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from pydantic import Field

from catalog.money import Money
from catalog.price import PriceObservation, Promotion
from catalog.record import Record

Stock = Literal["in_stock", "limited", "preorder", "out_of_stock", "unknown"]


class Rating(Record):
    """Stars as one source shows them (scale 1 to 5); `verification` says how it checks reviews."""

    value: Decimal = Field(ge=0, le=5)
    count: int | None = Field(default=None, ge=0)
    source: str = ""
    verification: str = ""
    incentivised: bool | None = None


class Offer(Record):
    """One seller's offer of one product.

    `prices` are the current observations (list, sale, member, …), `history` the earlier ones.
    `url` is the exact item; `hops` are the hosts a click passes before it. `shipping` is None
    where it is not known. `checkout` says whether the seller takes orders in the chat. `variant`
    tells it from the product's other variants ("Red / Medium"), "" where there is one only.
    """

    id: str = Field(min_length=1)
    product_id: str = Field(min_length=1)
    seller_id: str = Field(min_length=1)
    prices: tuple[PriceObservation, ...] = ()
    history: tuple[PriceObservation, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    shipping: Money | None = None
    stock: Stock = "unknown"
    url: str = ""
    hops: tuple[str, ...] = ()
    rating: Rating | None = None
    checkout: bool = False
    variant: str = ""
    provenance: str = ""


def rating_of(offer: Offer, offers: Sequence[Offer]) -> Rating | None:
    """The stars shown beside an offer: its own, else those that most people gave the product."""
    if offer.rating is not None:
        return offer.rating
    rated = [o.rating for o in offers if o.rating is not None]
    return max(rated, key=lambda r: (r.count or 0, r.value, r.source), default=None)
