"""Shopify products: the CSV in both generations of its header, and products.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.feeds.decoding import head
from catalog.feeds.flat import names, read_flat, rename
from catalog.feeds.nested_variants import read_products
from catalog.feeds.row import Feed, Rejection, Row

NAMES = names("""
    product_id: handle url_handle
    title: title
    description: body_(html) description
    category: product_category standard_product_type type custom_product_type
    brand: vendor
    offer_id: variant_sku sku
    gtin: variant_barcode barcode
    price: variant_price price
    list_price: variant_compare_at_price compare_at_price
    image: image_src product_image_url variant_image
    stock: variant_inventory_qty inventory_quantity
""")
OFFER = ("offer_id", "gtin", "price", "list_price", "stock")
USED = {"status": "state", "published": "state"}
USED |= {f"option{n}_{part}": "options" for n in (1, 2, 3) for part in ("name", "value")}
OPTIONS = tuple((f"option{n}_name", f"option{n}_value") for n in (1, 2, 3))


def read(feed: Feed) -> Iterator[Row | Rejection]:
    """One row per variant; a row without title goes on with the product above it.

    Field names: help.shopify.com, "Using CSV files", old header and new; JSON is the storefront's
    products.json or the Admin API's products. Rows that bring only
    one more image are no variants. A product that is a draft or archived is left out.
    The file never says in which currency its shop sells: US dollars are assumed, and that is said.
    """
    product: dict[str, str] = {}
    option_names: dict[str, str] = {}
    left_out = ""
    if head(feed.path, 4096, feed.encoding).lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        yield from read_products(feed)
        return
    for item in read_flat(feed, NAMES | USED):
        if isinstance(item, Rejection):
            yield item
            continue
        number, record = item
        values = rename(record, NAMES)
        goes_on = not values.get("title") and values.get("product_id") in (
            product.get("product_id"),
            None,
        )
        if goes_on:
            values = product | {field: values[field] for field in OFFER if field in values}
        else:
            product = {f: text for f, text in values.items() if f not in OFFER}
            option_names = {name: record.get(name, "") for name, _ in OPTIONS}
            hidden = record.get("published", "").casefold() == "false"
            status = record.get("status", "active").casefold() or "active"
            left_out = "" if status == "active" and not hidden else "not published"
        options = _options(record, option_names)
        if left_out:
            reason = f"the product is {left_out}"
            yield Rejection(row=number, field="status", reason=reason, hidden=True)
        elif not goes_on or any(field in values for field in OFFER) or options:
            values |= _ids(values, options)
            yield Row(number, values, options, assumed="USD", decimal=".")


def _options(record: Mapping[str, str], known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The variant's choices as (name, value); "Default Title" means that there is no choice."""
    pairs = ((known.get(name) or name, record.get(value, "")) for name, value in OPTIONS)
    return tuple((name, value) for name, value in pairs if value not in ("", "Default Title"))


def _ids(values: Mapping[str, str], options: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """A variant without SKU is known by its handle and its choices."""
    variant = " / ".join(value for _, value in options)
    own = "/".join(filter(None, (values.get("product_id", ""), variant)))
    return {"variant": variant, "offer_id": values.get("offer_id") or own}
