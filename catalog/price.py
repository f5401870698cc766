"""Prices as they were seen, the promotions on them, and the lines of what a shopper pays."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from catalog.money import Money
from catalog.record import Moment, Record

PriceKind = Literal["list", "sale", "coupon", "member", "subsidy"]


class PriceObservation(Record):
    """One price, where and when it was seen; never negative.

    `transacted` is True where somebody is known to have paid it (Chinese reference prices are
    the lowest *transacted* price), None where nobody said. A price with an end holds until then.
    """

    money: Money
    kind: PriceKind
    observed_at: Moment
    source: str = Field(min_length=1)
    conditions: str = ""
    transacted: bool | None = None
    ends: Moment | None = None

    @model_validator(mode="after")
    def _not_negative(self) -> Self:
        if self.money.amount < 0:
            raise ValueError("a price is never negative")
        return self


class ThresholdCoupon(Record):
    """满300减50: `off` less once the subtotal reaches `threshold`; again per step if `repeats`."""

    type: Literal["threshold"] = "threshold"
    threshold: Money
    off: Money
    repeats: bool = False
    starts: Moment | None = None
    ends: Moment | None = None

    @model_validator(mode="after")
    def _takes_off(self) -> Self:
        if self.off.amount <= 0 or self.threshold.amount < 0:
            raise ValueError("a coupon takes something off, from a threshold of zero or more")
        if self.off.currency != self.threshold.currency:
            raise ValueError("a coupon's threshold and what it takes off are in one currency")
        return self


class ItemDiscount(Record):
    """Each unit `percent` per cent off, or `off` less."""

    type: Literal["item"] = "item"
    percent: Decimal | None = Field(default=None, gt=0, lt=100)
    off: Money | None = None
    starts: Moment | None = None
    ends: Moment | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.percent is None) == (self.off is None):
            raise ValueError("a discount is either per cent or an amount off")
        if self.off is not None and self.off.amount <= 0:
            raise ValueError("a discount takes something off")
        return self


class NForM(Record):
    """买三付二: of every `take` units `pay` are paid."""

    type: Literal["n_for_m"] = "n_for_m"
    take: int = Field(ge=2)
    pay: int = Field(ge=1)
    starts: Moment | None = None
    ends: Moment | None = None

    @model_validator(mode="after")
    def _some_are_free(self) -> Self:
        if self.pay >= self.take:
            raise ValueError("fewer units are paid than taken")
        return self


Promotion = Annotated[ThresholdCoupon | ItemDiscount | NForM, Field(discriminator="type")]


LineKind = Literal["price", "item_discount", "n_for_m", "threshold", "shipping", "live"]


class PriceLine(Record):
    """One line of the arithmetic: what it is, the promotion behind it, what it adds or takes."""

    kind: LineKind
    money: Money
    quantity: int = 1
    promotion: Promotion | None = None
    observation: PriceObservation | None = None


class PricePaid(Record):
    """What a shopper pays, line by line; the lines add up to `total`.

    `unit` is the total without shipping over the quantity. `shipping_known` is False where the
    total leaves shipping out because nobody said what it costs. `observed_at`, `source` and
    `conditions` are those of the price that the arithmetic starts from.
    """

    total: Money
    unit: Money
    lines: tuple[PriceLine, ...]
    quantity: int
    shipping_known: bool
    observed_at: Moment
    source: str
    conditions: str = ""
