"""Prices as they were seen, the promotions on them, and what a shopper really pays."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from catalog.money import Money
from catalog.record import Moment, Record

PriceKind = Literal["list", "sale", "coupon", "member", "subsidy"]


class PriceObservation(Record):
    """One price, where and when it was seen.

    `transacted` is True where somebody is known to have paid it (Chinese reference prices are
    the lowest *transacted* price), None where nobody said.
    """

    money: Money
    kind: PriceKind
    observed_at: Moment
    source: str = Field(min_length=1)
    conditions: str = ""
    transacted: bool | None = None


class ThresholdCoupon(Record):
    """满300减50: `off` less once the subtotal reaches `threshold`; again per step if `repeats`."""

    type: Literal["threshold"] = "threshold"
    threshold: Money
    off: Money
    repeats: bool = False
    starts: Moment | None = None
    ends: Moment | None = None


class ItemDiscount(Record):
    """Each unit `percent` per cent off, or `off` less."""

    type: Literal["item"] = "item"
    percent: Decimal | None = Field(default=None, gt=0, lt=100)
    off: Money | None = None
    starts: Moment | None = None
    ends: Moment | None = None


class NForM(Record):
    """买三付二: of every `take` units `pay` are paid."""

    type: Literal["n_for_m"] = "n_for_m"
    take: int = Field(ge=2)
    pay: int = Field(ge=1)
    starts: Moment | None = None
    ends: Moment | None = None


Promotion = Annotated[ThresholdCoupon | ItemDiscount | NForM, Field(discriminator="type")]
