"""schema.org as pages really bear it: prices by their types, references, JSON that is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog.importing.report import ImportReport
from catalog.offer import Offer
from tests.support.feeds_by_hand import prices, shelf, take


def page(offers: object, **more: object) -> str:
    product = {"@type": "Product", "name": "Pot", "sku": "1", "offers": offers, **more}
    data = json.dumps({"@context": "https://schema.org", **product})
    return f'<html><script type="application/ld+json">{data}</script></html>'


def read(folder: Path, text: str) -> tuple[Offer, ImportReport]:
    report = take(folder, "page.html", text)
    (offer,) = shelf(folder)[1].values()
    return offer, report


EURO = {"@type": "Offer", "priceCurrency": "EUR"}
KILO = {"value": 1, "unitCode": "KGM"}
ASKED = [
    ({**EURO, "price": "0", "priceSpecification": {"price": "49.00"}}, {"list": "49.00 EUR"}),
    ({**EURO, "priceSpecification": [{"price": 9, "referenceQuantity": KILO}, {"price": 49}]},
     {"list": "49.00 EUR"}),
    ({**EURO, "priceSpecification": [{"price": 4.08, "billingDuration": 12}, {"price": 49}]},
     {"list": "49.00 EUR"}),
    ({**EURO, "priceSpecification": [{"price": 40, "validForMemberTier": {"name": "Club"}},
                                     {"price": 49}]},
     {"list": "49.00 EUR", "member": "40.00 EUR"}),
    ([{**EURO, "price": 40, "validForMemberTier": {"name": "Club"}}, {**EURO, "price": 49}],
     {"list": "49.00 EUR", "member": "40.00 EUR"}),
    ({**EURO, "priceSpecification": [{"price": 5, "priceType": "Installment"}, {"price": 49}]},
     {"list": "49.00 EUR"}),
    ({**EURO, "priceSpecification": [{"price": 59, "priceType": "https://schema.org/ListPrice"},
                                     {"price": 49, "priceType": "SalePrice"}]},
     {"sale": "49.00 EUR", "list": "59.00 EUR"}),
    ({**EURO, "price": 49, "priceSpecification": [{"price": 39, "priceType": "MSRP"}]},
     {"list": "49.00 EUR"}),
    ({**EURO, "priceSpecification": [{"price": 39, "eligibleQuantity": {"minValue": 10}},
                                     {"price": 49}]}, {"list": "49.00 EUR"}),
    ({**EURO, "@type": "AggregateOffer", "lowPrice": "49", "highPrice": "49"},
     {"list": "49.00 EUR"}),
    ({**EURO, "@type": "AggregateOffer", "lowPrice": "19", "highPrice": "89"}, {}),
    ({**EURO, "@type": "AggregateOffer", "lowPrice": "19", "offers": [{"price": "49"}]},
     {"list": "49.00 EUR"}),
    ({**EURO, "price": ["49.00", "59.00"]}, {}),
    ({**EURO, "price": "49.00", "priceValidUntil": "2020-01-01"}, {}),
    ({**EURO, "price": "49.00", "priceValidUntil": "2031-01-01"}, {"list": "49.00 EUR"}),
    ({**EURO, "price": 49.5}, {"list": "49.50 EUR"}),
    ({**EURO, "price": "49.500"}, {"list": "49.50 EUR"}),
]  # fmt: skip


@pytest.mark.parametrize(("offer", "told"), ASKED)
def test_the_price_of_a_schema_org_offer(
    tmp_path: Path, offer: object, told: dict[str, str]
) -> None:
    found, report = read(tmp_path, page(offer))
    assert prices(found) == told
    assert told or report.repairs_count


def test_ratings_come_to_a_scale_of_five_and_used_goods_are_said_to_be(tmp_path: Path) -> None:
    rating = {"ratingValue": 87, "bestRating": 100, "reviewCount": 9}
    used = {**EURO, "price": 4, "itemCondition": "https://schema.org/UsedCondition"}
    offer, report = read(tmp_path, page(used, aggregateRating=rating))
    assert offer.rating
    assert (str(offer.rating.value), offer.rating.count) == ("4.35", 9)
    assert shelf(tmp_path)[0]["1"].values("condition") == ("used",)
    assert "read as 4.35 of 5" in report.repairs[0].reason


OFFER = '{"price": "49", "priceCurrency": "EUR"}'
THING = '"@type": "Product", "name": "Pot", "sku": "1"'
PLAIN = f'{{{THING}, "offers": {OFFER}}}'
NODE = f'{{"@id": "#o", "@type": "Offer", {OFFER[1:]}'
WILD = [
    f"{PLAIN};",
    f"/*<![CDATA[*/{PLAIN}/*]]>*/",
    f"//<![CDATA[\n{PLAIN}\n//]]>",
    f"<!-- {PLAIN[:-1]},}} -->",
    f'{{ // the thing\n {THING}, "offers": {OFFER}}}',
    f'{{ /* the thing */ {THING}, "offers": {OFFER}}}',
    PLAIN.replace('"', "&quot;"),
    f'{{{THING}, "description": "two\nlines", "offers": {OFFER}}}',
    f'{{"@graph": [{NODE}, {{{THING}, "offers": {{"@id": "#o"}}}}]}}',
    f'{{"@type": "Offer", {OFFER[1:-1]}, "itemOffered": {{{THING}}}}}',
]


@pytest.mark.parametrize("block", WILD)
def test_json_ld_as_found_in_the_wild(tmp_path: Path, block: str) -> None:
    script = f'<script type="application/ld+json">{block}</script>'
    text = f'<?xml version="1.0" encoding="utf-8"?><html>{script}</html>'
    offer, _ = read(tmp_path, text)
    assert (offer.id, prices(offer)) == ("1", {"list": "49.00 EUR"})


MONEY = '<meta {0}="price" content="49"><meta {0}="priceCurrency" content="EUR">'
NAMED = '<b {0}="name">Pot</b><i {0}="sku">1</i>'
MICRODATA = (
    f'<div itemscope itemtype="http://schema.org/Product">{NAMED.format("itemprop")}'
    '<p itemprop="offers" itemscope itemtype="http://schema.org/Offer">'
    f"{MONEY.format('itemprop')}</p></div>"
)
RDFA = (
    f'<div vocab="http://schema.org/" typeof="Product">{NAMED.format("property")}'
    f'<p property="offers" typeof="Offer">{MONEY.format("property")}</p></div>'
)


@pytest.mark.parametrize("body", [MICRODATA, RDFA])
def test_microdata_and_rdfa(tmp_path: Path, body: str) -> None:
    offer, _ = read(tmp_path, f"<html><body>{body}</body></html>")
    assert (offer.id, prices(offer)) == ("1", {"list": "49.00 EUR"})


def test_a_product_group_keeps_each_variant_at_its_price(tmp_path: Path) -> None:
    variants = [
        {"@type": "Product", "name": f"Pot {size}", "sku": size, "size": size,
         "offers": {**EURO, "price": price}}
        for size, price in (("small", 9), ("large", 19))
    ]  # fmt: skip
    group = {"@type": "ProductGroup", "name": "Pot", "productGroupID": "g", "hasVariant": variants}
    text = json.dumps({"@context": "https://schema.org", **group})
    take(tmp_path, "p.html", f'<html><script type="application/ld+json">{text}</script></html>')
    products, offers, _ = shelf(tmp_path)
    assert {p.title for p in products.values()} == {"Pot"}
    told = {(o.variant, *prices(o).values()) for o in offers.values()}
    assert told == {("small", "9.00 EUR"), ("large", "19.00 EUR")}


def test_a_group_that_variants_refer_to_is_no_product_of_its_own(tmp_path: Path) -> None:
    variants = [
        {"@type": "Product", "sku": size, "name": f"Pot {size}", "isVariantOf": {"@id": "#g"},
         "offers": {**EURO, "price": price}}
        for size, price in (("1 l", 19), ("2 l", 29))
    ]  # fmt: skip
    group = {"@type": "ProductGroup", "@id": "#g", "name": "Pot", "productGroupID": "P"}
    data = json.dumps({"@context": "https://schema.org", "@graph": [group, *variants]})
    take(tmp_path, "page.html", f'<script type="application/ld+json">{data}</script>')
    products, offers, _ = shelf(tmp_path)
    assert list(products) == ["P"]
    assert {o.variant: prices(o)["list"] for o in offers.values()} == {
        "1 l": "19.00 EUR",
        "2 l": "29.00 EUR",
    }
