"""Several things asked for at once, and the set of products that answers them together."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from catalog.money import Money
from catalog.record import Record

GivenUp = Literal["budget", "one_shop", "voucher"]


class Voucher(Record):
    """A voucher that the shopper holds: an amount, or a percentage with or without a cap, off.

    It counts from a goods total of `threshold`, and for `shop_only` if all goods are from one shop.
    """

    threshold: Decimal = Decimal(0)
    amount: Decimal | None = None
    percent: Decimal | None = Field(default=None, gt=0, le=100)
    cap: Decimal | None = None
    shop_only: bool = False

    def off(self, goods: Decimal, one_shop: bool) -> Decimal:
        """What it takes off a goods total."""
        if goods < self.threshold or (self.shop_only and not one_shop):
            return Decimal(0)
        if self.amount is not None:
            return min(self.amount, goods)
        share = goods * (self.percent or Decimal(0)) / 100
        return share if self.cap is None else min(share, self.cap)


class Wanted(Record):
    """One thing of a list as it was asked for, and how many of it."""

    text: str
    quantity: int = Field(default=1, ge=1)


class ShoppingList(Record):
    """Several things asked for at once, under one budget, in one shop, with a voucher."""

    things: tuple[Wanted, ...] = Field(min_length=1)
    budget: Decimal | None = None
    currency: str = ""
    one_shop: bool = False
    voucher: Voucher | None = None


class BasketItem(Record):
    """Which offer of which product is for which thing; `cost` is for all of its pieces.

    `shipping` is part of no `cost` and None where nobody says.
    """

    thing: str
    product_id: str
    offer_id: str
    seller_id: str
    quantity: int
    cost: Money
    shipping: Money | None = None


class Basket(Record):
    """The set with the greatest summed relevance that keeps to the list's conditions.

    `total` is what is paid: goods, less the voucher, plus the delivery that is known. `missing`
    are things that nothing here answers; `given_up` the conditions that no set keeps to, so that
    the nearest set is shown instead.
    """

    asked: ShoppingList
    items: tuple[BasketItem, ...] = ()
    goods: Money | None = None
    voucher_off: Money | None = None
    shipping: Money | None = None
    total: Money | None = None
    missing: tuple[str, ...] = ()
    given_up: tuple[GivenUp, ...] = ()
