"""Which currency a feed's price is in, and how long its sale lasts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog.errors import BadInput
from catalog.price_paid import price_paid
from catalog.price_text import price_lines
from catalog.reference_price import reference_price
from retrieval.index.columns import PLACES, price_range
from tests.support.feeds_by_hand import lines, prices, shelf, take

SHOPIFY = "Handle,Title,Variant SKU,Variant Price\ntee,Tee,T1,16.00\n"


def test_a_map_of_constants_goes_with_every_format(tmp_path: Path) -> None:
    report = take(tmp_path, "weave.csv", SHOPIFY, mapping="currency: =EUR\nseller: =Weaver")
    assert (report.format, report.offers, report.repairs) == ("shopify", 1, ())
    _, offers, _ = shelf(tmp_path)
    assert prices(offers["T1"]) == {"list": "16.00 EUR"}
    assert offers["T1"].seller_id == "weaver"
    cups = "sku,name,price\nc1,Cup,4\n"
    assert take(tmp_path, "cups.csv", cups, mapping="currency: =CHF").offers == 1
    assert take(
        tmp_path, "a.jsonl", lines({"name": "B", "price": 4}), mapping="currency: =CHF"
    ).offers


def test_a_map_of_columns_does_not_go_with_a_format_that_has_its_own(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="shopify names its own"):
        take(tmp_path, "w.csv", SHOPIFY, format="shopify", mapping="title: Title")


def test_a_bare_price_is_in_the_currency_of_the_row(tmp_path: Path) -> None:
    table = "商品编号,商品名称,售价,原价,会员价\n1,茶壶,¥129,159,119元\n2,茶杯,29,39,\n"
    report = take(tmp_path, "茶.csv", table)
    assert [(r.row, r.field) for r in report.rejected] == [(3, "currency")]
    _, offers, _ = shelf(tmp_path)
    known = {"sale": "129.00 CNY", "list": "159.00 CNY", "member": "119.00 CNY"}
    assert prices(offers["1"]) == known


def test_a_currency_column_beside_bare_prices_is_read(tmp_path: Path) -> None:
    cup = {"item_id": "x", "title": "Cup", "price": 4.5, "currency": "eur"}
    take(tmp_path, "a.jsonl", lines(cup))
    _, offers, _ = shelf(tmp_path)
    assert prices(offers["x"]) == {"list": "4.50 EUR"}


def test_a_sale_counts_until_its_end(tmp_path: Path) -> None:
    table = (
        "id\ttitle\tlink\tavailability\tprice\tsale_price\tsale_price_effective_date\n"
        "T1\tShoe\thttps://g.example/1\tin stock\t120 USD\t99 USD\t"
        "2026-11-01T00:00-08:00/2026-12-01T00:00-08:00\n"
    )
    take(tmp_path, "g.tsv", table)
    _, offers, _ = shelf(tmp_path)
    shoe = offers["T1"]
    before = price_paid(shoe, now=datetime(2026, 12, 1, 7, 59, tzinfo=UTC))
    after = price_paid(shoe, now=datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    assert before
    assert price_lines(before.lines, "zh") == ("活动价：US$99",)
    assert after
    assert str(after.total) == "120.00 USD"
    lower, upper, fixed, _ = price_range(shoe)
    assert (lower, upper, fixed) == (99 * 10**PLACES, 120 * 10**PLACES, False)
    cheaper = take(tmp_path, "later.tsv", table.replace("120 USD\t99 USD", "110 USD\t"), seen=LATER)
    assert cheaper.offers == 1
    _, offers, _ = shelf(tmp_path)
    struck = reference_price(offers["T1"], "eu", LATER)
    assert struck.money is None


LATER = datetime(2026, 12, 10, tzinfo=UTC)


def test_minor_units_are_whole(tmp_path: Path) -> None:
    asked = [(1999.0, "usd"), (19.99, "USD"), (1999, "JPY"), (1999, "CLP"), (1999, "TND")]
    variants = [
        {"id": str(n), "title": "Cup", "price": {"amount": amount, "currency": currency}}
        for n, (amount, currency) in enumerate(asked)
    ]
    feed = json.dumps({"products": [{"id": "p", "title": "Cup", "variants": variants}]})
    report = take(tmp_path, "acp.json", feed)
    assert [r.reason for r in report.rejected] == ["'19.99' is not a whole number of minor units"]
    _, offers, _ = shelf(tmp_path)
    told = [prices(offers[n])["list"] for n in ("0", "2", "3", "4")]
    assert told == ["19.99 USD", "1999 JPY", "1999 CLP", "1.999 TND"]
