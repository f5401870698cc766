"""The Magento (Adobe Commerce) product CSV: configurable parents, their simples, states, sales."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime

from catalog.feeds.flat import names, read_flat, rename
from catalog.feeds.row import Feed, Rejection, Row

NAMES = names("""
    offer_id: sku
    title: name
    description: description short_description
    category: categories
    gtin: gtin ean
    price: price
    sale_price: special_price
    image: base_image image
    currency: currency base_currency_code
""")
STATES = """
product_type product_online visibility configurable_variations additional_attributes qty
is_in_stock special_price_from_date special_price_to_date store_view_code
"""
PARENTS = ("configurable", "grouped", "bundle")
DATES = ("%m/%d/%y", "%m/%d/%Y", "%m/%d/%y, %I:%M %p", "%Y-%m-%d %H:%M:%S")
NAMED = {"manufacturer": "brand", "brand": "brand", "mpn": "model"}
Children = dict[str, tuple[dict[str, str], str]]


def read(feed: Feed) -> Iterator[Row | Rejection]:
    """One row per simple product; those of a configurable one are its offers.

    Column names: Adobe Commerce, "Product attributes CSV reference". Disabled products, those
    not visible on their own and of no configurable one, and the texts of other store views are
    left out; configurable, grouped and bundle products are no offers. Numbers bear dots.
    """
    used = NAMES | {name: "state" for name in STATES.split()}
    children = _children(feed, used)
    for item in read_flat(feed, used):
        if isinstance(item, Rejection):
            yield item
            continue
        number, record = item
        if record.get("product_type", "").casefold() in PARENTS:
            continue
        parent, told = children.get(record.get("sku", "").casefold(), (None, ""))
        hidden = _hidden(record, parent)
        if hidden:
            yield Rejection(row=number, field=hidden[0], reason=hidden[1], hidden=True)
            continue
        yield _row(number, record, parent, told)


def _children(feed: Feed, used: Mapping[str, str]) -> Children:
    """Each child's SKU with its parent and what tells it apart ("size=XS,color=Black")."""
    found = Children()
    for item in read_flat(feed, used):
        if isinstance(item, Rejection):
            continue
        record = item[1]
        if record.get("store_view_code") or record.get("product_type") != "configurable":
            continue
        for entry in record.get("configurable_variations", "").split("|"):
            pairs = dict(_pairs(entry))
            sku = pairs.pop("sku", "")
            if sku:
                rest = ",".join(f"{name}={value}" for name, value in pairs.items())
                found[sku.casefold()] = (record, rest)
    return found


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(","):
        name, equals, value = part.partition("=")
        if equals and value.strip():
            yield name.strip(), value.strip()


def _hidden(record: Mapping[str, str], parent: Mapping[str, str] | None) -> tuple[str, str] | None:
    if record.get("store_view_code"):
        return "store_view_code", "the row holds another store view's texts"
    if "2" in (record.get("product_online"), parent.get("product_online") if parent else ""):
        return "product_online", "the product is disabled"
    alone = record.get("visibility", "").casefold() == "not visible individually"
    if alone and not parent:
        return "visibility", "the product is not visible on its own"
    return None


def _row(number: int, record: dict[str, str], parent: Mapping[str, str] | None, told: str) -> Row:
    values = rename(record, NAMES)
    chosen = tuple(_pairs(told))
    extra = dict(_pairs(record.get("additional_attributes", "")))
    for theirs, ours in NAMED.items():
        if text := extra.pop(theirs, ""):
            values.setdefault(ours, text)
    if parent:
        above = rename(parent, NAMES)
        shared = ("description", "category", "image")
        values |= {f: text for f in shared if not values.get(f) and (text := above.get(f, ""))}
        values["product_id"] = parent.get("sku", "")
        values["title"] = above.get("title", "") or values.get("title", "")
        values["variant"] = " / ".join(value for _, value in chosen)
    values["category"] = values.get("category", "").split(",")[0]
    for field in ("from", "to"):
        text = record.get(f"special_price_{field}_date", "")
        values["sale_starts" if field == "from" else "sale_ends"] = _iso(text)
    values["image"] = values.get("image", "") if "://" in values.get("image", "") else ""
    in_stock = {"1": "in_stock", "0": "out_of_stock"}.get(record.get("is_in_stock", ""))
    values["stock"] = in_stock or record.get("qty", "").partition(".")[0]
    attributes = (*chosen, *(pair for pair in extra.items() if pair not in chosen))
    return Row(number, {f: text for f, text in values.items() if text}, attributes, decimal=".")


def _iso(text: str) -> str:
    """Magento's date as ISO 8601; as it stands where it is none of its forms."""
    for form in DATES:
        with suppress(ValueError):
            parsed = datetime.strptime(text.strip(), form).replace(tzinfo=UTC)
            return parsed.isoformat() if "H" in form or "I" in form else parsed.date().isoformat()
    return text


def is_header(columns: set[str]) -> bool:
    """Whether these plain column names are those of a Magento export."""
    return {"sku", "product_type", "attribute_set_code"} <= columns
