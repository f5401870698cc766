"""Prices as they were seen, the promotions on them, and what a shopper really pays."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Protocol

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


LineKind = Literal["price", "item_discount", "n_for_m", "threshold", "shipping"]


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
    total leaves shipping out because nobody said what it costs. `observed_at` and `source` are
    those of the price that the arithmetic starts from.
    """

    total: Money
    unit: Money
    lines: tuple[PriceLine, ...]
    quantity: int
    shipping_known: bool
    observed_at: Moment
    source: str


class Priced(Protocol):
    """What price_paid reads of an offer."""

    @property
    def prices(self) -> tuple[PriceObservation, ...]: ...
    @property
    def promotions(self) -> tuple[Promotion, ...]: ...
    @property
    def shipping(self) -> Money | None: ...


def price_paid(
    offer: Priced, *, now: datetime, quantity: int = 1, member: bool = False
) -> PricePaid | None:
    """What one shopper pays for `quantity` units now; None where no price is known.

    Starts from the lowest current observation that this shopper can have (member prices only
    for members, coupon prices not at all: their coupon is a promotion), then applies the
    promotions that run at `now` in this order: per item, n for m, threshold.
    """
    open_to_all = [p for p in offer.prices if p.kind in ("list", "sale", "subsidy")]
    usable = open_to_all + [p for p in offer.prices if member and p.kind == "member"]
    if not usable:
        return None
    start = min(usable, key=lambda p: (p.money.amount, p.kind))
    lines = [
        PriceLine(kind="price", money=start.money * quantity, quantity=quantity, observation=start)
    ]
    unit, paid_units = start.money, quantity
    running = [p for p in offer.promotions if _runs(p, now)]
    for promotion in (p for p in running if isinstance(p, ItemDiscount)):
        off = (unit * (promotion.percent / 100)).rounded() if promotion.percent else promotion.off
        if off is not None and off < unit:
            lines.append(
                PriceLine(kind="item_discount", money=off * -quantity, promotion=promotion)
            )
            unit = unit - off
    for promotion in (p for p in running if isinstance(p, NForM)):
        free = quantity // promotion.take * (promotion.take - promotion.pay)
        if free:
            lines.append(PriceLine(kind="n_for_m", money=unit * -free, promotion=promotion))
            paid_units -= free
            break
    subtotal = unit * paid_units
    for promotion in (p for p in running if isinstance(p, ThresholdCoupon)):
        steps = int(subtotal.amount // promotion.threshold.amount)
        if steps:
            off = promotion.off * (steps if promotion.repeats else 1)
            lines.append(PriceLine(kind="threshold", money=off * -1, promotion=promotion))
            subtotal = subtotal - off
    unit_paid = Money(amount=subtotal.amount / quantity, currency=subtotal.currency).rounded()
    if offer.shipping is not None:
        lines.append(PriceLine(kind="shipping", money=offer.shipping))
        subtotal = subtotal + offer.shipping
    return PricePaid(
        total=subtotal,
        unit=unit_paid,
        lines=tuple(lines),
        quantity=quantity,
        shipping_known=offer.shipping is not None,
        observed_at=start.observed_at,
        source=start.source,
    )


def _runs(promotion: Promotion, now: datetime) -> bool:
    return (promotion.starts is None or promotion.starts <= now) and (
        promotion.ends is None or now < promotion.ends
    )
