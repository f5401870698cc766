"""Promotions, link hops and who is a trader, as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.feeds.hops import unwrapped
from catalog.feeds.promotion_text import promotions_of
from catalog.importing.merging import PROMOTION
from catalog.price import ItemDiscount, NForM, Promotion, ThresholdCoupon
from catalog.price_paid import price_paid
from catalog.store import Catalog
from tests.support.feeds_by_hand import SEEN, shelf, take


def read(text: str, currency: str = "CNY", **more: str) -> tuple[list[Promotion], list[str]]:
    repairs: list[tuple[str, str]] = []
    said = {"promotion": text, **{f"promotion_{name}": value for name, value in more.items()}}
    found = promotions_of(said, currency, SEEN, repairs)
    return [PROMOTION.validate_json(each) for each in found], [why for _, why in repairs]


def short(promotion: Promotion) -> str:
    match promotion:
        case ThresholdCoupon(threshold=least, off=off, repeats=repeats):
            return f"{'each ' if repeats else ''}{least.rounded().amount:f} -> {off.amount:f}"
        case ItemDiscount(percent=percent):
            return f"{percent}%"
        case NForM(take=take, pay=pay):
            return f"{take} for {pay}"


UNDERSTOOD = [
    ("满300减50", "CNY", "300.00 -> 50.00"),
    ("满299元减20元", "CNY", "299.00 -> 20.00"),
    ("店铺券：每满 200 减 30", "CNY", "each 200.00 -> 30.00"),
    ("20元无条件券", "CNY", "0.00 -> 20.00"),
    ("立减15元", "CNY", "0.00 -> 15.00"),
    ("8.5折", "CNY", "15.0%"),
    ("85折", "CNY", "15%"),
    ("买三付二", "CNY", "3 for 2"),
    ("买2送1", "CNY", "3 for 2"),
    ("10% off", "USD", "10%"),
    ("$5 off orders of $50 or more", "USD", "50.00 -> 5.00"),
    ("$5 off orders over $50", "USD", "50.01 -> 5.00"),
    ("spend €50, get €5 off", "EUR", "50.00 -> 5.00"),
    ("£5 off", "GBP", "0.00 -> 5.00"),
    ("buy 2 get 1 free", "USD", "3 for 2"),
    ("3 for 2", "USD", "3 for 2"),
]


@pytest.mark.parametrize(("text", "currency", "expected"), UNDERSTOOD)
def test_a_promotion_is_read_exactly(text: str, currency: str, expected: str) -> None:
    found, repairs = read(text, currency)
    assert [short(each) for each in found] == [expected] and not repairs


@pytest.mark.parametrize(
    "text",
    ["up to 50% off", "满2件9折", "10% off orders over $50", "free gift", "$5 off with code X",
     "满300元减50美元", "买二付三", "0折", "3 for $10", "100% off", "20"],
)  # fmt: skip
def test_what_is_not_surely_understood_lowers_no_price_and_is_told(text: str) -> None:
    found, repairs = read(text)
    assert not found and "left out" in repairs[0]


def test_dates_and_thresholds_of_their_own_columns_count() -> None:
    (coupon,), _ = read("20", threshold="150", starts="2026/11/01", ends="2026-11-30")
    assert short(coupon) == "150.00 -> 20.00"
    assert (coupon.starts, coupon.ends) == (
        datetime(2026, 11, 1, tzinfo=UTC),
        datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC),
    )
    assert "over on 2026-11-02" in read("满300减50", ends="2026-11-02")[1][0]
    assert "not a date" in read("满300减50", ends="soon")[1][0]


@settings(max_examples=100, deadline=None)
@given(st.text("满减折买付送每元券无门槛 0123456789.,%$€spendgtofvrbuy", max_size=24))
def test_no_text_makes_a_promotion_that_takes_nothing_off_or_an_error(text: str) -> None:
    found, repairs = read(text)
    assert not (found and repairs)
    for each in found:
        match each:
            case ThresholdCoupon(off=off):
                assert off.amount > 0
            case ItemDiscount(percent=percent):
                assert percent is not None and 0 < percent < 100
            case NForM(take=take, pay=pay):
                assert 0 < pay < take


HEAD = (
    "商品id,商品名称,商品价格(单位：元),店铺名称,平台类型,"
    "优惠券面额,优惠券开始时间,优惠券结束时间,淘宝客链接,卖家性质"
)
LINK = "https://click.net.example/a?x=1&ued=https%3A%2F%2Fmai.example%2F1"


def test_a_commission_feed_brings_coupons_hops_and_traders(tmp_path: Path) -> None:
    row = f"1,竹编篮,120.00,竹里,天猫,满100元减20元,2026-11-01,2026-11-30,{LINK},企业\n"
    row += "2,藤椅,300,老藤,淘宝,券后再减,,,https://mai.example/2,个人\n"
    report = take(tmp_path, "精选.csv", f"{HEAD}\n{row}")
    assert not report.feeds[0].unused
    offer = shelf(tmp_path)[1]["1"]
    assert (offer.url, offer.hops) == ("https://mai.example/1", ("click.net.example",))
    paid = price_paid(offer, now=SEEN)
    assert paid and paid.total.amount == Decimal("100.00")
    late = price_paid(offer, now=datetime(2026, 12, 1, tzinfo=UTC))
    assert late and late.total.amount == Decimal("120.00")
    assert [(r.row, r.field) for r in report.repairs] == [(3, "promotion")]
    catalog = Catalog.open(tmp_path / "shelf")
    traders = {catalog.seller(o.seller_id).name: catalog.seller(o.seller_id).is_trader
               for o in catalog.offers()}  # fmt: skip
    catalog.close()
    assert traders == {"竹里": True, "老藤": False}


def test_a_price_after_coupon_takes_no_coupon_twice(tmp_path: Path) -> None:
    take(tmp_path, "f.csv", "id,title,售价,券后价,优惠券\n1,竹篮,120元,100元,满100减20\n")
    offer = shelf(tmp_path)[1]["1"]
    paid = price_paid(offer, now=SEEN)
    assert paid and (paid.total.amount, offer.promotions) == (Decimal("100.00"), ())


def test_hops_by_a_map_and_who_sells_behind_a_wrapped_link(tmp_path: Path) -> None:
    head = "id,title,price_eur,aw_deep_link,via\n"
    rows = f"1,Jug,9,{LINK},\n2,Mat,5,https://m.example/2,a.example > b.example\n"
    take(tmp_path, "f.csv", head + rows,
         mapping="offer_id: id\ntitle: title\nprice: price_eur\ncurrency: '=EUR'\n"
                 "url: aw_deep_link\nhops: via\n")  # fmt: skip
    _, offers, _ = shelf(tmp_path)
    assert (offers["1"].seller_id, offers["1"].hops) == ("mai-example", ("click.net.example",))
    assert offers["2"].hops == ("a.example", "b.example")


def test_a_link_is_unwrapped_as_often_as_it_is_wrapped() -> None:
    assert unwrapped("https://a.example/?u=https://b.example/?u=https://c.example/x") == (
        "https://c.example/x",
        ("a.example", "b.example"),
    )
    assert unwrapped("https://a.example/?u=https://a.example/x")[1] == ()
    assert unwrapped("not a url?u=https://c.example")[1] == ()
