"""What a shopper really pays: the arithmetic of prices, promotions and delivery."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import combinations, product
from typing import NamedTuple, Protocol

from catalog.errors import BadInput
from catalog.money import Money
from catalog.price import (
    ItemDiscount,
    LineKind,
    NForM,
    PriceLine,
    PriceObservation,
    PricePaid,
    Promotion,
    ThresholdCoupon,
)

MOST_ITEM_DISCOUNTS = 6


class Priced(Protocol):
    """What price_paid reads of an offer."""

    @property
    def prices(self) -> tuple[PriceObservation, ...]:
        """The prices that hold now."""

    @property
    def promotions(self) -> tuple[Promotion, ...]:
        """The promotions on them."""

    @property
    def shipping(self) -> Money | None:
        """What sending it costs, whatever the quantity; None where it is not known."""


def price_paid(
    offer: Priced,
    *,
    now: datetime,
    quantity: int = 1,
    member: bool = False,
    coupon: bool = False,
    currency: str = "",
) -> PricePaid | None:
    """What one shopper pays for `quantity` units now; None where no price is known.

    Starts from the lowest current price that this shopper can have: member prices only for a
    `member`, prices with a coupon only for who holds that `coupon` (then no other coupon comes on
    top). Then the promotions that run at `now`, in this order:

    1. on each unit: every percentage, then every amount off;
    2. one n-for-m on what is left of each unit;
    3. on that subtotal: one coupon with a threshold (满300减50) and one that repeats (每满), each
       measured against the subtotal before the other.

    Whoever buys takes the combination that comes out lowest, and so may leave one unused: a
    discount that would drop the subtotal under a coupon's threshold does not make the goods
    dearer. Nothing goes below zero. Only one currency is counted in, `currency` or else that of
    the first price given; promotions and shipping in another are left out, never converted.

    Raises:
        BadInput: the quantity is not at least 1.

    """
    if quantity < 1:
        raise BadInput("price", "quantity", f"{quantity} is not a quantity", "Ask for 1 or more")
    start = _start(offer, now, member, coupon, currency)
    if start is None:
        return None
    running = [p for p in offer.promotions if _runs(p, now) and _in(p, start.money.currency)]
    if start.kind == "coupon":
        running = [p for p in running if not isinstance(p, ThresholdCoupon) or p.repeats]
    first = PriceLine(
        kind="price", money=start.money * quantity, quantity=quantity, observation=start
    )
    ways = (_less(start.money, quantity, chosen) for chosen in _choices(running))
    taken = min(ways, key=lambda less: (sum(each.amount for each in less), len(less)))
    lines = [first, *(each.line(start.money.currency) for each in taken)]
    goods = _sum(lines)
    shipped = offer.shipping is not None and offer.shipping.currency == goods.currency
    if shipped and offer.shipping is not None:
        lines.append(PriceLine(kind="shipping", money=offer.shipping))
    return PricePaid(
        total=_sum(lines),
        unit=Money(amount=goods.amount / quantity, currency=goods.currency).rounded(),
        lines=tuple(lines),
        quantity=quantity,
        shipping_known=shipped,
        observed_at=start.observed_at,
        source=start.source,
        conditions=start.conditions,
    )


def _start(
    offer: Priced, now: datetime, member: bool, coupon: bool, currency: str
) -> PriceObservation | None:
    kinds = {"list", "sale", "subsidy"} | ({"member"} if member else set())
    kinds |= {"coupon"} if coupon else set()
    usable = [price for price in offer.prices if price.kind in kinds and holds(price, now)]
    wanted = currency or (usable[0].money.currency if usable else "")
    same = [price for price in usable if price.money.currency == wanted]
    return min(same, key=lambda price: (price.money.amount, price.kind), default=None)


def holds(price: PriceObservation, now: datetime) -> bool:
    """Whether a price that was seen has not ended."""
    return price.ends is None or now < price.ends


def _runs(promotion: Promotion, now: datetime) -> bool:
    return (promotion.starts is None or promotion.starts <= now) and (
        promotion.ends is None or now < promotion.ends
    )


def _in(promotion: Promotion, currency: str) -> bool:
    match promotion:
        case ThresholdCoupon(off=off) | ItemDiscount(off=Money() as off):
            return off.currency == currency
    return True


def _choices(running: Sequence[Promotion]) -> Iterator[list[Promotion]]:
    """Every combination that may be used at once; few, since an offer has few promotions."""
    items = sorted((p for p in running if isinstance(p, ItemDiscount)), key=_rank)
    items = items[:MOST_ITEM_DISCOUNTS]
    several = [p for p in running if isinstance(p, NForM)]
    once = [p for p in running if isinstance(p, ThresholdCoupon) and not p.repeats]
    again = [p for p in running if isinstance(p, ThresholdCoupon) and p.repeats]
    some = (c for size in range(len(items), -1, -1) for c in combinations(items, size))
    for chosen in product(some, (None, *several), (None, *once), (None, *again)):
        yield [*chosen[0], *(promotion for promotion in chosen[1:] if promotion is not None)]


def _rank(discount: ItemDiscount) -> tuple[bool, Decimal]:
    """Percentages before amounts, larger ones first, whatever order they are listed in."""
    size = discount.percent if discount.off is None else discount.off.amount
    return discount.percent is None, -(size or Decimal(0))


class _Less(NamedTuple):
    """What one promotion takes off, below zero: a line to be, while combinations are compared."""

    kind: LineKind
    amount: Decimal
    promotion: Promotion

    def line(self, currency: str) -> PriceLine:
        """The line that it becomes in the combination that is taken."""
        money = Money(amount=self.amount, currency=currency)
        return PriceLine(kind=self.kind, money=money, promotion=self.promotion)


def _less(price: Money, quantity: int, chosen: Sequence[Promotion]) -> list[_Less]:
    """What these promotions take off, all in the price's currency, in the order they count."""
    less: list[_Less] = []
    unit, paid_units = price.amount, quantity
    coupons = Decimal(0)
    for promotion in chosen:
        match promotion:
            case ItemDiscount(percent=percent, off=fixed):
                off = _share(unit, percent, price.currency) if fixed is None else fixed.amount
                if off > unit or not off:
                    continue
                unit -= off
                less.append(_Less("item_discount", off * -quantity, promotion))
            case NForM(take=take, pay=pay):
                free = quantity // take * (take - pay)
                if not free:
                    continue
                paid_units -= free
                less.append(_Less("n_for_m", unit * -free, promotion))
            case ThresholdCoupon():
                subtotal = unit * paid_units
                off = min(_coupon(promotion, subtotal), subtotal - coupons)
                if not off:
                    continue
                coupons += off
                less.append(_Less("threshold", -off, promotion))
    return less


def _share(unit: Decimal, percent: Decimal | None, currency: str) -> Decimal:
    """A percentage of a price, to the currency's minor unit."""
    return Money(amount=unit * ((percent or 0) / Decimal(100)), currency=currency).rounded().amount


def _coupon(coupon: ThresholdCoupon, subtotal: Decimal) -> Decimal:
    threshold = coupon.threshold.amount
    if subtotal < threshold:
        return Decimal(0)
    if not coupon.repeats or not threshold:
        return coupon.off.amount
    return coupon.off.amount * int(subtotal // threshold)


def _sum(lines: Sequence[PriceLine]) -> Money:
    total = lines[0].money
    for line in lines[1:]:
        total = total + line.money
    return total
