"""What shops keep from sale, and amounts counted in minor units, whatever the export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog.importing.report import ImportReport
from tests.support.feeds_by_hand import shelf, take


def read(folder: Path, name: str, text: str) -> tuple[ImportReport, dict[str, str]]:
    """The report, and the first price of each offer by its id."""
    report = take(folder, name, text)
    _, offers, _ = shelf(folder)
    return report, {id: str(offer.prices[0].money) for id, offer in offers.items()}


EUR = "{},title,price,currency,{}\n1,Bowl,8.50,EUR,{}\n2,Jug,9.50,EUR,{}\n"
STATES = {
    "state in words": EUR.format("id", "status", "active", "Draft"),
    "shown or not": EUR.format("id", "is_visible", "TRUE", "no"),
    "enabled": EUR.format("sku", "enabled", "1", "0").replace(",", ";"),
    "deleted": EUR.format("id", "is_deleted", "false", "true").replace(",", "\t"),
    "humps": EUR.format("id", "isActive", "true", "false"),
    "Chinese": EUR.format("商品编号", "上下架状态", "出售中", "已下架"),
}


@pytest.mark.parametrize("table", STATES.values(), ids=STATES)
def test_what_a_shop_keeps_from_sale_is_left_out_and_counted(tmp_path: Path, table: str) -> None:
    report, offers = read(tmp_path, "goods.csv", table)
    assert offers == {"1": "8.50 EUR"}
    assert report.feeds[0].hidden == 1
    assert "keeps it from sale" in report.rejected[0].reason


def test_a_state_that_says_nothing_of_sale_keeps_nothing_back(tmp_path: Path) -> None:
    table = (
        "id,title,price,currency,status,visibility\n1,Bowl,8.50,EUR,in stock,4\n2,Jug,9.50,EUR,,\n"
    )
    _, offers = read(tmp_path, "goods.csv", table)
    assert set(offers) == {"1", "2"}


MONEY: list[tuple[object, str]] = [
    ({"price": {"amount": 1850, "divisor": 100, "currency_code": "GBP"}}, "18.50 GBP"),
    ({"price": {"centAmount": 1850, "currencyCode": "GBP", "fractionDigits": 2}}, "18.50 GBP"),
    ({"price": {"centAmount": 1850, "currencyCode": "JPY", "fractionDigits": 0}}, "1850 JPY"),
    ({"price": {"amount": 18500, "scale": 3, "currency": "KWD"}}, "18.500 KWD"),
    ({"price": {"unit_amount": 1850, "currency": "usd"}}, "18.50 USD"),
    ({"price_cents": 1850, "currency": "GBP"}, "18.50 GBP"),
    ({"priceInCents": 1850, "currency": "GBP"}, "18.50 GBP"),
    ({"price_minor": 1850, "currency": "JPY"}, "1850 JPY"),
    ({"price": {"amount": "18.50", "currency": "GBP"}}, "18.50 GBP"),
    ({"price": {"value": 1850, "currency": "GBP"}}, "1850.00 GBP"),
    (
        {"prices": {"price": "1850", "currency_code": "GBP", "currency_minor_unit": 2}},
        "18.50 GBP",
    ),
]


@pytest.mark.parametrize(("price", "told"), MONEY)
def test_minor_units_are_read_as_what_they_are(
    tmp_path: Path, price: dict[str, object], told: str
) -> None:
    document = json.dumps([{"id": "1", "title": "Bowl", **price}])
    _, offers = read(tmp_path, "goods.json", document)
    assert offers == {"1": told}


STOREFRONT = {
    "id": 5, "title": "Bowl", "handle": "bowl", "price": 1850, "price_min": 1850,
    "variants": [
        {"id": 51, "title": "Small", "option1": "Small", "price": 1850, "available": True},
        {"id": 52, "title": "Large", "option1": "Large", "price": 2400, "available": False},
    ],
}  # fmt: skip
GRAPHQL = {
    "data": {"products": {"edges": [{"node": {
        "id": "gid://shop/Product/5", "title": "Bowl", "status": "ACTIVE",
        "variants": {"edges": [
            {"node": {"id": "51", "title": "Small", "price": "18.50", "compareAtPrice": None,
                      "availableForSale": True}},
            {"node": {"id": "52", "title": "Large", "availableForSale": False,
                      "price": {"amount": "24.00", "currencyCode": "USD"}}},
        ]}}}]}}
}  # fmt: skip


@pytest.mark.parametrize("document", [STOREFRONT, GRAPHQL], ids=["product.js", "GraphQL"])
def test_variants_of_a_storefront_keep_their_prices(
    tmp_path: Path, document: dict[str, object]
) -> None:
    _, offers = read(tmp_path, "bowl.json", json.dumps(document))
    assert offers == {"51": "18.50 USD", "52": "24.00 USD"}
    products, variants, _ = shelf(tmp_path)
    assert len(products) == 1
    stocks = {offer.variant: offer.stock for offer in variants.values()}
    assert stocks == {"Small": "in_stock", "Large": "out_of_stock"}


TEMPLATE = (
    "TemplateType=home\tVersion=2026\t\t\n"
    "Seller SKU\tProduct Name\tYour Price\tCurrency Code\n"
    "item_sku\titem_name\tstandard_price\tcurrency\n"
    "1\tBowl\t18.50\tGBP\n"
)
TITLED = "Goods of this week,,,\n,,,\nid,title,price,currency\n1,Bowl,18.50,GBP\n"


@pytest.mark.parametrize("table", [TEMPLATE, TITLED])
def test_the_header_is_the_line_that_names_most(tmp_path: Path, table: str) -> None:
    report, offers = read(tmp_path, "goods.csv", table)
    assert report.feeds[0].header_row == 3
    assert offers == {"1": "18.50 GBP"}


def test_posts_of_a_blog_are_no_products(tmp_path: Path) -> None:
    rss = "<rss version='2.0'><channel><item><title>News</title><link>https://b.example/1</link>"
    report = take(tmp_path, "blog.xml", f"{rss}</item></channel></rss>")
    assert "neither an id nor a price" in report.remedy()


def test_reviews_without_stars_are_told(tmp_path: Path) -> None:
    table = "商品编号,商品名称,价格,币种,评价数\n1,陶碗,8.50,CNY,2万+\n"
    report, _ = read(tmp_path, "goods.csv", table)
    assert [(r.field, r.reason[:5]) for r in report.repairs] == [("reviews", "20000")]
