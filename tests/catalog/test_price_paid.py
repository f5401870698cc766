"""What a shopper pays: twenty written cases, and what holds for any of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import BadInput, CurrencyMismatch
from catalog.money import Money
from catalog.offer import Offer
from catalog.price import (
    ItemDiscount,
    NForM,
    PriceObservation,
    PricePaid,
    Promotion,
    ThresholdCoupon,
)
from catalog.price_paid import price_paid
from catalog.price_text import price_lines

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)


def cny(amount: str | int) -> Money:
    return Money.of(amount, "CNY")


def seen(
    amount: str | int, kind: str = "list", currency: str = "CNY", **more: object
) -> PriceObservation:
    money = Money.of(amount, currency)
    return PriceObservation.model_validate(
        {"money": money, "kind": kind, "observed_at": NOW, "source": "测试", **more}
    )


def full(threshold: str, off: str, *, repeats: bool = False) -> ThresholdCoupon:
    return ThresholdCoupon(threshold=cny(threshold), off=cny(off), repeats=repeats)


def offer(
    *prices: PriceObservation, promotions: tuple[Promotion, ...] = (), shipping: Money | None = None
) -> Offer:
    return Offer(
        id="o",
        product_id="p",
        seller_id="s",
        prices=prices,
        promotions=promotions,
        shipping=shipping,
    )


def paid(
    item: Offer, quantity: int = 1, *, member: bool = False, coupon: bool = False
) -> PricePaid:
    found = price_paid(item, now=NOW, quantity=quantity, member=member, coupon=coupon)
    assert found is not None
    assert sum(line.money.amount for line in found.lines) == found.total.amount
    return found


TEN_OFF = ItemDiscount(percent=Decimal(10))
CASES = {
    "标价一件": (offer(seen("129")), 1, "129"),
    "标价两件": (offer(seen("129")), 2, "258"),
    "活动价低于标价": (offer(seen("129"), seen("99", "sale")), 1, "99"),
    "补贴价最低": (offer(seen("129"), seen("99", "sale"), seen("89", "subsidy")), 1, "89"),
    "满300减50，一件不够": (offer(seen("160"), promotions=(full("300", "50"),)), 1, "160"),
    "满300减50，两件够": (offer(seen("160"), promotions=(full("300", "50"),)), 2, "270"),
    "满300减50，正好三百": (offer(seen("150"), promotions=(full("300", "50"),)), 2, "250"),
    "满300减50不累加": (offer(seen("350"), promotions=(full("300", "50"),)), 2, "650"),
    "每满300减50累加": (
        offer(seen("350"), promotions=(full("300", "50", repeats=True),)),
        2,
        "600",
    ),
    "两张满减券取大的": (
        offer(seen("320"), promotions=(full("300", "50"), full("200", "20"))),
        1,
        "270",
    ),
    "店铺券叠加每满减": (
        offer(seen("320"), promotions=(full("200", "20"), full("300", "50", repeats=True))),
        1,
        "250",
    ),
    "九折": (offer(seen("99.9"), promotions=(TEN_OFF,)), 1, "89.91"),
    "九折再立减5": (
        offer(seen("100"), promotions=(ItemDiscount(off=cny("5")), TEN_OFF)),
        2,
        "170",
    ),
    "买三付二": (offer(seen("30"), promotions=(NForM(take=3, pay=2),)), 3, "60"),
    "买三付二，买七件": (offer(seen("30"), promotions=(NForM(take=3, pay=2),)), 7, "150"),
    "买三付二，买两件没有": (offer(seen("30"), promotions=(NForM(take=3, pay=2),)), 2, "60"),
    "九折后买三付二再满减": (
        offer(seen("200"), promotions=(full("300", "50"), NForM(take=3, pay=2), TEN_OFF)),
        3,
        "310",
    ),
    "打折会丢掉券就不打折": (offer(seen("300"), promotions=(TEN_OFF, full("300", "50"))), 1, "250"),
    "无门槛券不倒贴": (offer(seen("8"), promotions=(full("0", "10"),)), 1, "0"),
    "运费另计": (offer(seen("45"), shipping=cny("6")), 2, "96"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_written_case(name: str) -> None:
    item, quantity, total = CASES[name]
    assert paid(item, quantity).total == cny(total)


def test_member_prices_are_for_members_and_coupon_prices_for_who_holds_the_coupon() -> None:
    item = offer(
        seen("100"),
        seen("90", "member"),
        seen("80", "coupon", conditions="领店铺券"),
        promotions=(full("50", "20"),),
    )
    assert paid(item).total == cny("80")
    assert paid(item, member=True).total == cny("70")
    held = paid(item, coupon=True)
    assert (held.total, held.conditions) == (cny("80"), "领店铺券")


def test_no_price_is_no_sum_and_a_members_price_alone_is_none_for_others() -> None:
    assert price_paid(offer(), now=NOW) is None
    only = offer(seen("90", "member"))
    assert price_paid(only, now=NOW) is None
    assert paid(only, member=True).total == cny("90")


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_below_one_is_an_error(quantity: int) -> None:
    with pytest.raises(BadInput, match="quantity"):
        price_paid(offer(seen("1")), now=NOW, quantity=quantity)


def test_promotions_count_only_while_they_run() -> None:
    day = timedelta(days=1)
    over = ItemDiscount(percent=Decimal(50), ends=NOW)
    to_come = ItemDiscount(percent=Decimal(50), starts=NOW + day)
    running = ItemDiscount(percent=Decimal(10), starts=NOW, ends=NOW + day)
    assert paid(offer(seen("100"), promotions=(over, to_come, running))).total == cny("90")


def test_currencies_never_meet() -> None:
    dollars = ItemDiscount(off=Money.of(5, "USD"))
    item = offer(
        seen("100"), seen("9", currency="USD"), promotions=(dollars,), shipping=Money.of(1, "USD")
    )
    yuan = paid(item)
    assert (yuan.total, yuan.shipping_known) == (cny("100"), False)
    american = price_paid(item, now=NOW, currency="USD")
    assert american is not None
    assert american.total == Money.of("5", "USD")
    assert price_paid(item, now=NOW, currency="EUR") is None
    with pytest.raises(CurrencyMismatch):
        _ = yuan.total < american.total


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: full("100", "-5"),
        lambda: full("-1", "5"),
        lambda: ThresholdCoupon(threshold=cny("10"), off=Money.of("1", "USD")),
        lambda: ItemDiscount(),
        lambda: ItemDiscount(percent=Decimal(10), off=cny("1")),
        lambda: ItemDiscount(off=cny("-1")),
        lambda: NForM(take=2, pay=2),
        lambda: seen("-1"),
    ],
)
def test_a_promotion_that_would_raise_the_price_does_not_construct(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError):
        wrong()


def test_the_arithmetic_reads_naturally_in_both_languages() -> None:
    item = offer(seen("129"), promotions=(full("200", "30"),), shipping=cny("0"))
    assert price_lines(paid(item, 2).lines, "zh") == (
        "标价 × 2：¥258",
        "满 ¥200 减 ¥30：-¥30",
        "运费：¥0",
    )
    dollars = Offer(
        id="o",
        product_id="p",
        seller_id="s",
        prices=(seen("40", "sale", "USD"),),
        promotions=(NForM(take=3, pay=2), ItemDiscount(percent=Decimal(15))),
        shipping=Money.of("4.99", "USD"),
    )
    assert price_lines(paid(dollars, 3).lines, "en") == (
        "Sale price × 3: $120",
        "15% off: -$18",
        "3 for 2: -$34",
        "Shipping: $4.99",
    )


def test_what_is_not_known_is_not_counted() -> None:
    item = offer(
        seen("50", "coupon", conditions="领券"),
        promotions=(full("40", "5", repeats=True), ItemDiscount(off=cny("2"))),
    )
    assert price_lines(paid(item, coupon=True).lines, "zh") == (
        "券后价：¥50",
        "立减 ¥2：-¥2",
        "每满 ¥40 减 ¥5：-¥5",
    )
    assert not paid(item, coupon=True).shipping_known


amounts = st.decimals("0.01", "5000", places=2).map(
    lambda value: Money(amount=value, currency="CNY")
)
discounts = st.one_of(
    st.decimals("1", "99", places=1).map(lambda value: ItemDiscount(percent=value)),
    amounts.map(lambda value: ItemDiscount(off=value)),
)
several = st.tuples(st.integers(2, 5), st.integers(1, 4)).filter(lambda pair: pair[1] < pair[0])
promotion = st.one_of(
    discounts,
    several.map(lambda pair: NForM(take=pair[0], pay=pair[1])),
    st.builds(ThresholdCoupon, threshold=amounts, off=amounts, repeats=st.booleans()),
)


@given(amounts, st.lists(promotion, max_size=5), st.integers(1, 12), st.none() | amounts)
def test_lines_add_up_and_nothing_is_below_zero(
    price: Money, promotions: list[Promotion], quantity: int, shipping: Money | None
) -> None:
    item = offer(seen(str(price.amount)), promotions=tuple(promotions), shipping=shipping)
    found = paid(item, quantity)
    assert found.total.amount >= 0
    assert found.unit.amount >= 0
    assert all(line.money.amount < 0 for line in found.lines if line.promotion)


@given(amounts, st.lists(promotion, max_size=5), promotion, st.integers(1, 12))
def test_one_more_promotion_never_raises_the_price(
    price: Money, promotions: list[Promotion], more: Promotion, quantity: int
) -> None:
    few = offer(seen(str(price.amount)), promotions=tuple(promotions))
    many = offer(seen(str(price.amount)), promotions=(*promotions, more))
    assert paid(many, quantity).total <= paid(few, quantity).total


@given(amounts, st.lists(promotion, max_size=4), st.integers(1, 12))
def test_the_order_in_which_promotions_are_listed_does_not_matter(
    price: Money, promotions: list[Promotion], quantity: int
) -> None:
    forth = offer(seen(str(price.amount)), promotions=tuple(promotions))
    back = offer(seen(str(price.amount)), promotions=tuple(reversed(promotions)))
    assert paid(forth, quantity).total == paid(back, quantity).total
