"""The Wix Stores product CSV, old and new: products followed by their variants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from catalog.feeds.flat import Flat, names, read_flat, rename
from catalog.feeds.row import Feed, Rejection, Row

NAMES = names("""
    product_id: handleid handle
    title: name
    description: description plaindescription
    category: collection categories
    brand: brand
    offer_id: sku
    gtin: barcode
    price: price
    list_price: strikethroughprice
    image: productimageurl media mainmedia
    stock: inventory
""")
STATE = ("fieldtype", "visible", "discountmode", "discountvalue", "surcharge")
OPTION = re.compile(r"productoptionname\[?(\d)\]?")
OFFER = ("offer_id", "gtin", "price", "list_price", "stock")
IMAGES = "https://static.wixstatic.com/media/"


def read(feed: Feed) -> Iterator[Row | Rejection]:
    """One row per variant, or per product that has none; a variant is an offer of its product.

    Column names: support.wix.com, "Formatting your product CSV". A variant's price is the
    product's plus its surcharge; a discount is taken off as the shop does. Products that are not
    visible are left out. The file names no currency.
    """
    used = NAMES | dict.fromkeys(STATE, "state")
    product: dict[str, str] = {}
    waiting: Flat | None = None
    for item in read_flat(feed, used):
        if isinstance(item, Rejection):
            yield item
            continue
        number, record = item
        if record.get("fieldtype", "").casefold() == "variant":
            waiting = None
            yield _row(number, product | {k: v for k, v in record.items() if v}, product)
            continue
        if waiting:
            yield _row(*waiting, None)
        product, waiting = record, item
    if waiting:
        yield _row(*waiting, None)


def _row(number: int, record: dict[str, str], product: Mapping[str, str] | None) -> Row | Rejection:
    if (product or record).get("visible", "true").casefold() in ("false", "0"):
        return Rejection(
            row=number, field="visible", reason="the product is not visible", hidden=True
        )
    values = rename(record, NAMES)
    options = tuple(_options(record)) if product is not None else ()
    values["variant"] = " / ".join(value for _, value in options)
    image = values.get("image", "").split(";")[0]
    values["image"] = image if "://" in image or not image else IMAGES + image
    asked, before = _prices(record)
    values["price"], values["list_price"] = asked, before or values.get("list_price", "")
    if product is not None and record.get("sku") == product.get("sku"):
        values["offer_id"] = ""
    own = "/".join(filter(None, (values.get("product_id", ""), values["variant"])))
    values["offer_id"] = values.get("offer_id") or own
    return Row(number, {f: text for f, text in values.items() if text}, options, decimal=".")


def _options(record: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for column, name in record.items():
        place = OPTION.fullmatch(column)
        if not place or not name:
            continue
        described = (f"productoptiondescription{place[1]}", f"productoptionchoices[{place[1]}]")
        value = next((record[c] for c in described if record.get(c)), "")
        if value and ";" not in value:
            yield name, value.rpartition(":")[2] if value.startswith("#") else value


def _prices(record: Mapping[str, str]) -> tuple[str, str]:
    """The price after surcharge and discount, and the one before the discount if there is one."""
    text = record.get("price", "")
    try:
        price = Decimal(text) + Decimal(record.get("surcharge") or 0)
        off = Decimal(record.get("discountvalue") or 0)
    except InvalidOperation:
        return text, ""
    if off <= 0:
        return f"{price:f}", ""
    percent = record.get("discountmode", "").casefold() == "percent"
    less = price * (1 - off / 100) if percent else price - off
    return f"{less.quantize(Decimal('0.01')):f}", f"{price:f}"


def is_header(columns: set[str]) -> bool:
    """Whether these plain column names are those of a Wix export."""
    return "fieldtype" in columns and bool(columns & {"handleid", "handle"})
