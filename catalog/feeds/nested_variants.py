"""Products in JSON that hold their variants, as Shopify's products.json and its likes do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from catalog.feeds.document import records
from catalog.feeds.minor_units import money_of
from catalog.feeds.records import Json, Number, said
from catalog.feeds.row import Feed, Rejection, Row
from catalog.feeds.states import KEPT

HOST = re.compile(r"(?:https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)/?", re.IGNORECASE)
PRODUCT = "id title handle body_html description vendor product_type variants images image options"
VARIANTS = ("variants", "variations")


def read_products(feed: Feed) -> Iterator[Row | Rejection]:
    """One row per variant; the product is the product, its variants are its offers.

    Field names: shopify.dev, REST and GraphQL Admin API, Product, and the storefront's
    products.json. Prices of a product with one of STOREFRONT's fields are in minor units, as the
    storefront's product.js has them. Drafts and archived products are left out. No currency is
    named: US dollars are assumed, and that is said.
    """
    host = HOST.fullmatch(feed.columns.get("seller", "").removeprefix("="))
    for item in records(feed, lambda record: any(name in record for name in VARIANTS)):
        if isinstance(item, Rejection):
            yield item
            continue
        number, product = item
        product = _camel_parted(product)
        feed.layout.note(product, {name: name for name in PRODUCT.split()})
        status = said(product.get("status")).casefold()
        if status in KEPT or ("published_at" in product and product["published_at"] is None):
            reason = f"the product is not published ({status or 'no date of publishing'})"
            yield Rejection(row=number, field="status", reason=reason, hidden=True)
            continue
        variants = next((product[name] for name in VARIANTS if product.get(name)), None)
        several = _nodes(variants) if variants else [product]
        for variant in several:
            if isinstance(variant, dict):
                variant = variant if variant is product else _camel_parted(variant)
                yield _row(number, product, variant, host[1] if host else "")
            else:
                yield Rejection(row=number, field="variants", reason="a variant is not an object")


GRAPHQL = {
    "compareAtPrice": "compare_at_price",
    "availableForSale": "available",
    "productType": "product_type",
    "descriptionHtml": "body_html",
    "bodyHtml": "body_html",
    "featuredImage": "image",
    "inventoryQuantity": "inventory_quantity",
    "onlineStoreUrl": "url",
    "publishedAt": "published_at",
}
"""Names of Shopify's GraphQL API and those of its REST API."""
STOREFRONT = ("price_varies", "price_min", "price_max", "compare_at_price_min")
"""Fields of the storefront's product.js, whose prices are in hundredths."""


def _camel_parted(thing: Mapping[str, Json]) -> dict[str, Json]:
    """A product or variant of GraphQL under the names of REST; any other as it is."""
    return {GRAPHQL.get(name, name): value for name, value in thing.items()}


def _nodes(value: Json) -> list[Json]:
    """The objects of a list, of GraphQL's "nodes", or of its "edges"."""
    if not isinstance(value, dict):
        return _list(value)
    edges = [e.get("node") if isinstance(e, dict) else e for e in _list(value.get("edges"))]
    return _list(value.get("nodes")) or edges


def _row(number: int, product: Mapping[str, Json], variant: Mapping[str, Json], host: str) -> Row:
    options = _options(product, variant)
    title, own = said(product.get("title")) or said(product.get("name")), said(variant.get("title"))
    rest = " / ".join(value for _, value in options)
    if not rest and variant is not product and own not in ("", "Default Title", title):
        rest = own.removeprefix(title).strip(" -–—/")
    handle = said(product.get("handle"))
    minor = any(name in product for name in STOREFRONT)
    values = {
        "offer_id": said(variant.get("id")) or said(variant.get("sku")),
        "product_id": said(product.get("id")) or handle,
        "title": title,
        "description": said(product.get("body_html")) or said(product.get("description")),
        "category": said(product.get("product_type")) or said(product.get("type"))
        or said(product.get("category")),
        "brand": said(product.get("vendor")) or said(product.get("brand")),
        "gtin": said(variant.get("barcode")),
        "price": _price(variant.get("price"), minor),
        "list_price": _price(variant.get("compare_at_price"), minor),
        "currency": said(variant.get("currency")) or said(product.get("currency"))
        or _currency(variant.get("price")),
        "stock": _stock(variant),
        "url": said(variant.get("url")) or said(product.get("url"))
        or (f"https://{host}/products/{handle}" if host and handle else ""),
        "image": _image(variant.get("featured_image")) or _image(product.get("images"))
        or _image(product.get("image")),
        "variant": rest,
    }  # fmt: skip
    decimal = "." if isinstance(variant.get("price"), Number) or "handle" in product else ""
    filled = {field: text for field, text in values.items() if text}
    return Row(number, filled, options, assumed="USD", decimal=decimal)


def _currency(price: Json) -> str:
    return money_of(price)[1] if isinstance(price, dict) else ""


def _price(value: Json, minor: bool) -> str:
    """A price as text; an object's amount; minor units as hundredths."""
    if isinstance(value, dict):
        return money_of(value)[0]
    text = said(value)
    if minor and text:
        try:
            return f"{Decimal(text) / 100:.2f}"
        except InvalidOperation:
            return text
    return text


def _options(
    product: Mapping[str, Json], variant: Mapping[str, Json]
) -> tuple[tuple[str, str], ...]:
    """The variant's choices as (name, value); "Default Title" means that there is no choice."""
    names = [
        said(option.get("name")) if isinstance(option, dict) else said(option)
        for option in _list(product.get("options"))
    ]
    chosen = [said(variant.get(f"option{n}")) for n in (1, 2, 3)]
    pairs = (
        (names[at] if at < len(names) else f"option{at + 1}", v) for at, v in enumerate(chosen)
    )
    found = [(name or "option", value) for name, value in pairs if value]
    for option in _list(variant.get("selectedOptions") or variant.get("options")):
        if isinstance(option, dict):
            found.append((said(option.get("name")), said(option.get("value"))))
    own = ((name, said(variant.get(name))) for name in ("color", "colour", "size"))
    found += [(name, value) for name, value in own if value and variant is not product]
    return tuple((n, v) for n, v in dict.fromkeys(found) if v and v != "Default Title")


def _stock(variant: Mapping[str, Json]) -> str:
    for name in ("available", "in_stock", "availability", "inventory_quantity", "stock"):
        if text := said(variant.get(name)):
            return text
    return ""


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _image(value: Json) -> str:
    several = _nodes(value)
    first = several[0] if several else value
    text = (
        said(first.get("src")) or said(first.get("url")) if isinstance(first, dict) else said(first)
    )
    return f"https:{text}" if text.startswith("//") else text
