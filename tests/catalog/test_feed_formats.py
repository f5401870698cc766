"""Each feed format on a sample written by hand, detected by itself."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog.errors import BadInput
from tests.support.feeds_by_hand import lines, prices, shelf, take

OPENAI = {
    "item_id": "K-1",
    "title": "Kettle 1.7 l",
    "description": "<p>Boils&nbsp;fast.<script>steal()</script></p><ul><li>1.7 l</li></ul>",
    "url": "https://pots.example/k1",
    "brand": "Pots",
    "image_url": "https://pots.example/k1.jpg",
    "price": "79.99 USD",
    "sale_price": "59.99 USD",
    "availability": "in_stock",
    "seller_name": "Pots Direct",
    "seller_url": "https://pots.example",
    "is_eligible_search": True,
    "is_eligible_checkout": True,
    "star_rating": 4.4,
    "review_count": 210,
    "shipping": "US:CA:Ground:5.00 USD,US:NY:Ground:5.00 USD",
    "color": "Red",
}


def test_openai_jsonl(tmp_path: Path) -> None:
    hidden = {**OPENAI, "item_id": "K-2", "is_eligible_search": False}
    report = take(tmp_path, "feed.jsonl", lines(OPENAI, hidden))
    assert (report.format, report.products, report.offers) == ("openai", 1, 1)
    assert [(r.row, r.field) for r in report.rejected] == [(2, "is_eligible_search")]
    products, offers, _ = shelf(tmp_path)
    offer = offers["K-1"]
    assert products["K-1"].description == "Boils fast.\n1.7 l"
    assert prices(offer) == {"sale": "59.99 USD", "list": "79.99 USD"}
    assert (str(offer.shipping), offer.checkout, offer.stock) == ("5.00 USD", True, "in_stock")
    assert (offer.seller_id, str(offer.rating and offer.rating.value)) == ("pots-direct", "4.4")
    assert products["K-1"].values("color") == ("Red",)


def test_openai_legacy_names_gzipped_tsv_and_groups(tmp_path: Path) -> None:
    table = (
        "id\tenable_search\tenable_checkout\ttitle\titem_group_id\tlink\timage_link\tprice\t"
        "availability\tmarketplace_seller\tseller_name\tsize\n"
        "s-1\ttrue\tfalse\tShirt S\tshirt\thttps://m.example/1\t\t12.50 EUR\t"
        "pre_order\tAnna\tMall\tS\n"
        "s-2\ttrue\tfalse\tShirt M\tshirt\thttps://m.example/2\t\t12.50 EUR\t"
        "in_stock\tAnna\tMall\tM\n"
    )
    report = take(tmp_path, "feed.tsv.gz", gzip.compress(table.encode()))
    assert (report.format, report.products, report.offers) == ("openai", 1, 2)
    products, offers, _ = shelf(tmp_path)
    assert products["shirt"].values("size") == ("S", "M")
    assert {(o.variant, o.stock, o.seller_id) for o in offers.values()} == {
        ("S", "preorder", "anna@mall"),
        ("M", "in_stock", "anna@mall"),
    }


ACP = """{"get": {"products": [{"id": "tee", "title": "Tee", "variants": [
  {"id": "tee-s", "title": "Tee - S", "price": {"amount": 1999, "currency": "USD"},
   "list_price": {"amount": 2500, "currency": "USD"},
   "availability": {"available": false, "status": "in_stock"}},
  {"id": "tee-jp", "title": "Tee - JP", "price": {"amount": 1999, "currency": "JPY"}}]}]},
 "upsert": {"products": [{"id": "mug", "variants": [{"id": "mug-1", "title": "Mug"}]},
                         {"id": "broken", "variants": []}]},
 "error": {"code": "feed_not_found"}}"""


def test_acp_reads_every_product_list_and_counts_in_minor_units(tmp_path: Path) -> None:
    report = take(tmp_path, "examples.feed.json", ACP)
    assert (report.format, report.products, report.offers) == ("acp", 2, 3)
    assert [(r.row, r.field) for r in report.rejected] == [(3, "variants")]
    products, offers, _ = shelf(tmp_path)
    assert products["mug"].title == "Mug"
    assert prices(offers["tee-s"]) == {"sale": "19.99 USD", "list": "25.00 USD"}
    assert prices(offers["tee-jp"]) == {"list": "1999 JPY"}
    assert (offers["tee-s"].variant, offers["tee-s"].stock) == ("S", "out_of_stock")


def test_acp_meets_its_schema_where_one_is_given(tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text(
        '{"$defs": {"Product": {"type": "object", "required": ["id", "variants"], "properties":'
        ' {"variants": {"items": {"properties": {"price": {"properties": {"amount":'
        ' {"type": "integer", "minimum": 0}}}}}}}}}}',
        "utf-8",
    )
    feed = lines(
        {
            "id": "a",
            "variants": [{"id": "a1", "title": "A", "price": {"amount": 5, "currency": "USD"}}],
        },
        {
            "id": "b",
            "variants": [{"id": "b1", "title": "B", "price": {"amount": 5.5, "currency": "USD"}}],
        },
    )
    report = take(tmp_path, "products.jsonl", feed, schema=schema)
    assert (report.format, report.offers) == ("acp", 1)
    assert [(r.row, r.field) for r in report.rejected] == [(2, "variants.0.price.amount")]


GOOGLE = (
    "id\ttitle\tdescription\tlink\timage link\tavailability\tprice\tsale price\t"
    "sale price effective date\tgtin\tmpn\tbrand\n"
    "1\tDrill\tStrong\thttps://t.example/1\t\tin stock\t99.00 EUR\t79.00 EUR\t"
    "2026-11-01T00:00Z/2026-12-01T00:00Z\t4006381333931\tDR1\tBohr\n"
    "2\tSaw\tSharp\thttps://t.example/2\t\tout of stock\t50,00 €\t40,00 €\t"
    "2026-12-01T00:00Z/2026-12-09T00:00Z\t4006381333932\tSA1\tBohr\n"
)


def test_google_tsv_and_a_sale_that_has_not_begun(tmp_path: Path) -> None:
    report = take(tmp_path, "gmc.tsv", GOOGLE)
    assert (report.format, report.offers, report.rejected_count) == ("google", 2, 0)
    assert [(r.row, r.field) for r in report.repairs] == [(3, "gtin")]
    products, offers, _ = shelf(tmp_path)
    assert prices(offers["1"]) == {"sale": "79.00 EUR", "list": "99.00 EUR"}
    assert offers["1"].prices[0].ends == datetime(2026, 12, 1, tzinfo=UTC)
    assert prices(offers["2"]) == {"list": "50.00 EUR"}
    assert (products["1"].gtin, products["2"].gtin) == ("4006381333931", "")
    assert offers["1"].seller_id == "t-example"


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>
<title>Shop</title><item><g:id>9</g:id><title>Lamp &amp; shade</title><link>https://l.example/9</link>
<g:price>12.00 GBP</g:price>
<g:shipping><g:country>GB</g:country><g:price>3.00 GBP</g:price></g:shipping>
<g:availability>preorder</g:availability></item><item><g:id>10</g:id><g:price>1 GBP</g:price></item>
</channel></rss>"""


def test_google_rss(tmp_path: Path) -> None:
    report = take(tmp_path, "feed.xml", RSS)
    assert (report.format, report.offers) == ("google", 1)
    assert [(r.row, r.field) for r in report.rejected] == [(2, "title")]
    products, offers, _ = shelf(tmp_path)
    assert products["9"].title == "Lamp & shade"
    assert (prices(offers["9"]), str(offers["9"].shipping)) == ({"list": "12.00 GBP"}, "3.00 GBP")


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
def test_google_rss_reads_no_entities(tmp_path: Path, attack: str) -> None:
    text = RSS.replace("<rss", attack + "<rss").replace(
        "Lamp", "&x;" if "SYSTEM" in attack else "&b;"
    )
    with pytest.raises(BadInput, match="entities"):
        take(tmp_path, "feed.xml", text)
    assert not (tmp_path / "shelf" / "catalog.sqlite").exists()


SHOPIFY_OLD = (
    "Handle,Title,Body (HTML),Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,"
    "Variant Price,Variant Compare At Price,Variant Inventory Qty,Image Src\n"
    "tee,Tee,<b>Soft</b>,Weave,Shirts,true,Size,S,,15.00,20.00,3,https://i.example/1.jpg\n"
    "tee,,,,,,,M,TEE-M,16.00,,0,\n"
    "tee,,,,,,,,,,,,https://i.example/2.jpg\n"
    "cap,Cap,,Weave,Hats,false,Title,Default Title,CAP,9.00,,1,\n"
)
SHOPIFY_NEW = (
    "URL handle,Title,Description,Vendor,Product category,SKU,Price,Compare-at price,"
    "Inventory quantity,Option1 name,Option1 value,Status\n"
    "tee,Tee,Soft,Weave,Shirts,,15.00,20.00,3,Size,S,Active\n"
    "tee,,,,,TEE-M,16.00,,0,,M,\n"
    "cap,Cap,,Weave,Hats,CAP,9.00,,1,Title,Default Title,Draft\n"
)


@pytest.mark.parametrize("table", [SHOPIFY_OLD, SHOPIFY_NEW])
def test_shopify_in_both_generations(tmp_path: Path, table: str) -> None:
    report = take(tmp_path, "weave.csv", table)
    assert (report.format, report.products, report.offers) == ("shopify", 1, 2)
    assert [r.field for r in report.rejected] == ["status"]
    assert [(r.field, "USD" in r.reason) for r in report.repairs] == [("currency", True)] * 2
    products, offers, _ = shelf(tmp_path)
    assert set(offers) == {"tee/S", "TEE-M"}
    assert products["tee"].values("Size") == ("S", "M")
    assert prices(offers["tee/S"]) == {"sale": "15.00 USD", "list": "20.00 USD"}
    assert (offers["TEE-M"].stock, offers["TEE-M"].variant) == ("out_of_stock", "M")
    assert (products["tee"].brand, offers["TEE-M"].seller_id) == ("Weave", "unnamed-weave")


PAGE = """<html><head><script type="application/ld+json">{"@context": "https://schema.org",
"@graph": [{"@type": "BreadcrumbList"}, {"@type": "Product", "name": "Bean Grinder", "sku": "BG1",
"brand": {"@type": "Brand", "name": "Mahl"}, "gtin13": "4006381333931",
"image": ["https://g.example/i.jpg"],
"aggregateRating": {"ratingValue": "4.2", "reviewCount": 31},
"offers": [{"@type": "Offer", "price": 129.95, "priceCurrency": "EUR", "url": "https://g.example/bg1",
"availability": "https://schema.org/InStock", "seller": {"name": "Mahl Shop"},
"priceSpecification": {"@type": "UnitPriceSpecification",
"priceType": "https://schema.org/StrikethroughPrice",
"price": "149.00", "priceCurrency": "EUR"}},
{"@type": "Offer", "price": "119,00", "priceCurrency": "EUR", "seller": {"name": "Other"}}]}]}
</script>
</head><body><p>javascript</p></body></html>"""


def test_schemaorg_page(tmp_path: Path) -> None:
    report = take(tmp_path, "page.html", PAGE)
    assert (report.format, report.products, report.offers) == ("schemaorg", 1, 2)
    products, offers, _ = shelf(tmp_path)
    assert (products["BG1"].brand, products["BG1"].gtin) == ("Mahl", "4006381333931")
    assert prices(offers["BG1"]) == {"sale": "129.95 EUR", "list": "149.00 EUR"}
    assert (offers["BG1"].stock, offers["BG1"].seller_id) == ("in_stock", "mahl-shop")
    assert prices(offers["BG1@other"]) == {"list": "119.00 EUR"}


def test_a_broken_block_costs_the_page_nothing_else(tmp_path: Path) -> None:
    broken = '<script type="application/ld+json">{"@type": "Product", oops}</script></head>'
    report = take(tmp_path, "page.html", PAGE.replace("</head>", broken))
    assert (report.products, report.offers) == (1, 2)
    assert [r.reason[:35] for r in report.rejected] == ["a block of JSON-LD cannot be read ("]
    with pytest.raises(BadInput, match="JSON-LD cannot be read"):
        take(tmp_path, "page.html", f"<html><head>{broken}</html>")


def test_a_page_without_product_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no schema\.org Product"):
        take(tmp_path, "page.html", "<html><body>Hello</body></html>")


def test_plain_jsonl_with_a_map(tmp_path: Path) -> None:
    feed = lines(
        {"ref": 1, "info": {"naam": "Fiets"}, "prijs": "1.299,00", "shop": "Wiel"},
        {"ref": 2, "info": {"naam": "Bel"}, "prijs": None, "shop": "Wiel"},
    )
    chart = 'offer_id: ref\ntitle: info.naam\nprice: prijs\ncurrency: "=EUR"\nseller: shop\n'
    report = take(tmp_path, "fietsen.jsonl", feed, mapping=chart)
    assert (report.format, report.products, report.offers) == ("jsonl", 2, 2)
    _, offers, _ = shelf(tmp_path)
    assert (prices(offers["1"]), prices(offers["2"])) == ({"list": "1299.00 EUR"}, {})


def test_plain_csv_by_obvious_names_in_gb18030(tmp_path: Path) -> None:
    table = (
        "商品编号,商品名称,品牌,售价,原价,店铺,店铺类型,平台,库存\n"
        "1,全自动咖啡机,山野,¥2299.00,2999元,山野旗舰店,官方旗舰店,橙市,有货\n"
        "2,手摇磨豆机,山野,¥129,,小周家,个人,橙市,0\n"
    )
    report = take(tmp_path, "价目.csv", table.encode("gb18030"))
    assert (report.format, report.offers, report.rejected) == ("csv", 2, ())
    products, offers, _ = shelf(tmp_path)
    assert (products["1"].title, products["1"].language) == ("全自动咖啡机", "zh")
    assert prices(offers["1"]) == {"sale": "2299.00 CNY", "list": "2999.00 CNY"}
    assert offers["2"].stock == "out_of_stock"
    assert offers["1"].seller_id == "山野旗舰店@橙市"


def test_a_price_column_can_name_its_currency(tmp_path: Path) -> None:
    report = take(tmp_path, "a.jsonl", lines({"id": "x", "title": "Cup", "price_usd": 4.5}))
    _, offers, _ = shelf(tmp_path)
    assert (report.format, prices(offers["x"])) == ("jsonl", {"list": "4.50 USD"})
