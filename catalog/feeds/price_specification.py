"""What a schema.org offer asks, told from unit, member, instalment, list and range prices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from catalog.feeds.records import Json, reach, said

LISTED = {"ListPrice", "MSRP", "SRP", "StrikethroughPrice", "RegularPrice", "SuggestedRetailPrice"}
NOT_ASKED = {"InvoicePrice", "MinimumAdvertisedPrice"}
PARTS = {"Installment", "Subscription", "Downpayment", "ActivationFee", "CleaningFee"}
CHARGES = ("PaymentChargeSpecification", "DeliveryChargeSpecification")
PIECES = {
    "",
    "C62",
    "H87",
    "EA",
    "PCE",
    "NAR",
    "SET",
    "PR",
    "NMP",
    "XPK",
    "piece",
    "item",
    "unit",
    "ea",
}
"""UN/CEFACT codes and words that mean one piece."""
ZERO = re.compile(r"[0.,\s]*")


class SpecifiedPrice(NamedTuple):
    """The texts of an offer's prices, "" where it has none of a kind, and what was passed over."""

    asked: str = ""
    listed: str = ""
    member: str = ""
    currency: str = ""
    ends: str = ""
    notes: tuple[str, ...] = ()


def objects(value: Json) -> list[dict[str, Json]]:
    """The objects in a value that may be one or a list of them."""
    several = value if isinstance(value, list) else [value]
    return [part for part in several if isinstance(part, dict)]


def price_of(offer: Mapping[str, Json]) -> SpecifiedPrice:
    """The price of an Offer, AggregateOffer or of its price specifications.

    Sources: schema.org Offer, UnitPriceSpecification, priceType (PriceTypeEnumeration),
    priceComponentType, validForMemberTier, referenceQuantity; Google's merchant listing rules
    for unit, member and struck-through prices. A price per quantity, an instalment and a charge
    are not what the thing costs, and a range is no price.
    """
    price = _Gathered(said(offer.get("priceCurrency")))
    price.take_own(offer)
    if offer.get("validForMemberTier"):
        price.asked, price.member = "", price.asked
    for part in objects(offer.get("priceSpecification")):
        price.take(part)
    if not price.asked and price.low:
        if price.low == price.high or (not price.high and said(offer.get("offerCount")) == "1"):
            price.asked = price.low
        else:
            reach_up = f" to {price.high}" if price.high else ""
            price.notes.append(
                f"only a range is given, from {price.low}{reach_up}; kept without one"
            )
    return SpecifiedPrice(
        price.asked,
        price.listed,
        price.member,
        price.currency,
        said(offer.get("priceValidUntil")) or price.ends,
        tuple(dict.fromkeys(price.notes)),
    )


class _Gathered:
    """The prices of an offer while its specifications are gone through."""

    def __init__(self, currency: str) -> None:
        self.asked = self.listed = self.member = self.low = self.high = self.ends = ""
        self.currency, self.notes = currency, list[str]()

    def take_own(self, offer: Mapping[str, Json]) -> None:
        """The price that the offer bears itself; zero is none."""
        own = offer.get("price")
        if isinstance(own, list):
            several = list(dict.fromkeys(filter(None, map(said, own))))
            if len(several) > 1:
                self.notes.append(
                    f"several prices are given ({', '.join(several)[:60]}); kept without"
                )
            own = several[0] if len(several) == 1 else None
        if isinstance(own, dict):
            own = own.get("price") or own.get("value")
        text = said(own)
        self.asked = "" if ZERO.fullmatch(text) else text
        self.low, self.high = said(offer.get("lowPrice")), said(offer.get("highPrice"))

    def take(self, part: Mapping[str, Json]) -> None:
        """One price specification, by what its fields say it is."""
        inner = objects(part.get("priceComponent"))
        kind = said(part.get("priceType")).rsplit("/", 1)[-1]
        text = said(part.get("price"))
        reason = _not_the_price(part, kind)
        if inner and not text:
            for component in inner:
                self.take(component)
            return
        if not text or ZERO.fullmatch(text):
            low, high = said(part.get("minPrice")), said(part.get("maxPrice"))
            self.low, self.high = self.low or low, self.high or high
            return
        if reason:
            self.notes.append(f"{text} is {reason}; passed over")
            return
        self.currency = self.currency or said(part.get("priceCurrency"))
        if part.get("validForMemberTier"):
            self.member = self.member or text
        elif kind in LISTED:
            self.listed = self.listed or text
        elif not self.asked:
            self.asked, self.ends = text, said(part.get("validThrough"))


def _not_the_price(part: Mapping[str, Json], kind: str) -> str:
    """Why a specification's price is not what the thing costs; "" where it is."""
    if said(part.get("@type")).rsplit("/", 1)[-1] in CHARGES:
        return "a charge beside the price"
    if kind in NOT_ASKED:
        return f"no price asked of shoppers ({kind})"
    component = said(part.get("priceComponentType")).rsplit("/", 1)[-1]
    if (
        component in PARTS
        or kind in PARTS
        or part.get("billingDuration")
        or part.get("billingIncrement")
    ):
        return "an instalment or a fee by time"
    if said(part.get("valueAddedTaxIncluded")).casefold() == "false":
        return "a price without tax"
    quantity = next(iter(objects(part.get("referenceQuantity"))), {})
    unit = said(quantity.get("unitCode")) or said(quantity.get("unitText"))
    unit = unit or said(part.get("unitCode")) or said(part.get("unitText"))
    if unit not in PIECES or said(quantity.get("value")) not in ("", "1", "1.0"):
        return f"a price per {said(quantity.get('value')) or '1'} {unit}".strip()
    least = said(reach(part, "eligibleQuantity.minValue")) or said(
        reach(part, "eligibleQuantity.value")
    )
    if least not in ("", "0", "1", "1.0") or part.get("eligibleTransactionVolume"):
        return "a price for larger orders"
    return ""
