"""The WooCommerce product CSV: parents with their variations, states and dated sales."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from catalog.feeds.flat import names, read_flat, rename
from catalog.feeds.row import Feed, Rejection, Row

NAMES = names("""
    offer_id: id
    title: name
    description: description short_description
    category: categories
    brand: brands brand
    gtin: gtin,_upc,_ean,_or_isbn
    price: regular_price
    sale_price: sale_price
    sale_starts: date_sale_price_starts
    sale_ends: date_sale_price_ends
    image: images
    url: external_url
""")
STATE = ("type", "published", "visibility_in_catalog", "parent", "in_stock?", "sku", "stock")
ATTRIBUTE = re.compile(r"attribute_(\d+)_name")
ATTRIBUTES = tuple(f"attribute_{n}_{part}" for n in range(1, 21) for part in ("name", "value(s)"))
PARENTS = ("variable", "grouped", "variable-subscription")
SHARED = ("description", "category", "brand", "image")
"""What a variation takes from its parent where its own cell is empty."""


def read(feed: Feed) -> Iterator[Row | Rejection]:
    """One row per simple product or variation; a variation is an offer of its parent.

    Column names: the "Product CSV Import Schema" in WooCommerce's documentation. A draft or
    private product, one hidden from the shop, and all variations of such a one are left out;
    parents without a price of their own are not offers. The file names no currency.
    """
    used = NAMES | dict.fromkeys(STATE, "state") | dict.fromkeys(ATTRIBUTES, "attributes")
    parents = _parents(feed, used)
    for item in read_flat(feed, used):
        if isinstance(item, Rejection):
            yield item
            continue
        number, record = item
        kind = record.get("type", "").casefold()
        if any(name in kind for name in PARENTS):
            continue
        parent = parents.get(_key(record.get("parent", ""))) if "variation" in kind else None
        hidden = _hidden(record) or (_hidden(parent) if parent else "")
        if hidden:
            yield Rejection(row=number, field="published", reason=hidden, hidden=True)
            continue
        yield _row(number, record, parent)


def _parents(feed: Feed, used: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The parents by id and by SKU, wherever they stand in the file."""
    found = dict[str, dict[str, str]]()
    for item in read_flat(feed, used):
        if isinstance(item, Rejection) or "variable" not in item[1].get("type", "").casefold():
            continue
        for key in (item[1].get("id", ""), item[1].get("sku", "")):
            if key:
                found[_key(key)] = item[1]
    return found


def _key(text: str) -> str:
    return text.strip().removeprefix("id:").casefold()


def _hidden(record: Mapping[str, str]) -> str:
    published = record.get("published", "1").strip().casefold()
    if published in ("-1", "0", "no", "false", "draft", "private", "pending"):
        return "the product is not published"
    if record.get("visibility_in_catalog", "").strip().casefold() == "hidden":
        return "the product is hidden from the shop"
    return ""


def _row(number: int, record: dict[str, str], parent: Mapping[str, str] | None) -> Row:
    values = rename(record, NAMES)
    values["image"] = values.get("image", "").split(",")[0].strip()
    attributes = tuple(_attributes(record))
    if parent:
        above = rename(parent, NAMES)
        above["image"] = above.get("image", "").split(",")[0].strip()
        values |= {f: text for f in SHARED if not values.get(f) and (text := above.get(f, ""))}
        values["title"] = above.get("title", "") or values.get("title", "")
        values["product_id"] = above.get("offer_id", "") or parent.get("sku", "")
        chosen = " / ".join(value for _, value in attributes)
        rest = record.get("name", "").removeprefix(values["title"]).strip(" -–—")
        values["variant"] = chosen or rest
    values["stock"] = _stock(record)
    if not values.get("offer_id"):
        values["offer_id"] = record.get("sku", "")
    return Row(number, {f: text for f, text in values.items() if text}, attributes)


def _attributes(record: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for column, name in record.items():
        place = ATTRIBUTE.fullmatch(column)
        value = record.get(f"attribute_{place[1]}_value(s)", "") if place else ""
        if name and value:
            yield name, value


def _stock(record: Mapping[str, str]) -> str:
    """Whether it can be bought, as the column "In stock?" says (it also says "backorder")."""
    said = record.get("in_stock?", "").strip().casefold()
    return {"1": "in_stock", "0": "out_of_stock"}.get(said, said) or record.get("stock", "")


def is_header(columns: set[str]) -> bool:
    """Whether these plain column names are those of a WooCommerce export."""
    return {"type", "name"} <= columns and len(columns & WOO) >= 2


WOO = {
    "regular_price",
    "visibility_in_catalog",
    "in_stock?",
    "is_featured?",
    "parent",
    "sale_price",
}
