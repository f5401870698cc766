"""schema.org products and offers as JSON-LD in a saved page, or in a JSON-LD file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.errors import BadInput
from catalog.feeds.decoding import open_text
from catalog.feeds.records import Json, parse, reach, said
from catalog.feeds.row import Feed, Rejection, Row

LARGEST = 20_000_000
GTINS = ("gtin13", "gtin", "gtin14", "gtin12", "gtin8")


def read(feed: Feed) -> Iterator[Row | Rejection]:
    """One row per offer of each product; a product without offers is one row without price.

    Field names: schema.org Product, Offer, AggregateOffer, ProductGroup.

    Raises:
        BadInput: the page holds no product.

    """
    number = 0
    documents, broken = _documents(feed)
    for product in _products(documents):
        for offer in _offers(product) or [{}]:
            number += 1
            yield _row(number, product, offer)
    for flaw in broken:
        yield Rejection(row=0, field="", reason=f"a block of JSON-LD cannot be read ({flaw})")
    if not number and broken:
        problem = f"its JSON-LD cannot be read ({broken[0]})"
        raise BadInput(str(feed.path), "", problem, "Save the page again")
    if not number:
        problem = "no schema.org Product in its JSON-LD"
        raise BadInput(str(feed.path), "", problem, "Save the product's own page")


def _documents(feed: Feed) -> tuple[list[Json], list[str]]:
    """The file's JSON-LD documents, and why others in the page cannot be read."""
    with open_text(feed.path) as file:
        text = file.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise BadInput(str(feed.path), "", "the page is too large", "Save one product's page")
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        try:
            return [parse(text)], []
        except ValueError as error:
            raise BadInput(str(feed.path), "", f"not JSON ({error})", "Mend the JSON") from error
    return _blocks(feed, text)


def _blocks(feed: Feed, text: str) -> tuple[list[Json], list[str]]:
    """The JSON-LD of a page block by block, as shops and their plug-ins write one each."""
    from extruct.jsonld import JsonLdExtractor
    from extruct.utils import parse_html
    from lxml.etree import LxmlError

    try:
        scripts = parse_html(text, encoding="UTF-8").iter("script")
    except (LxmlError, ValueError) as error:
        problem = f"it cannot be read as a page ({error})"
        raise BadInput(str(feed.path), "", problem, "Save the page again") from error
    extractor = JsonLdExtractor()
    found, broken = list[Json](), list[str]()
    for script in scripts:
        try:
            found += [_texts(document) for document in extractor.extract_items(script)]
        except ValueError as error:
            broken.append(str(error))
    return found, broken


def _texts(value: object) -> Json:
    """Numbers back to text; extruct has read prices like 19.99 as floats, whose repr is exact."""
    if isinstance(value, dict):
        return {str(name): _texts(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_texts(part) for part in value]
    return value if value is None or isinstance(value, bool) else str(value)


def _is(thing: Mapping[str, Json], kind: str) -> bool:
    types = said(thing.get("@type")).split(",")
    return any(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] == kind for name in types)


def _products(documents: list[Json]) -> Iterator[dict[str, Json]]:
    """Products wherever they stand in the graph; variants of a group carry its facts."""
    waiting: list[Json] = list(reversed(documents))
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            if _is(value, "ProductGroup"):
                shared = {k: v for k, v in value.items() if k not in ("hasVariant", "@type", "@id")}
                group = said(value.get("productGroupID")) or said(value.get("name"))
                for variant in _list(value.get("hasVariant")):
                    yield {**shared, "@type": "Product", **variant, "inProductGroup": group}
            elif _is(value, "Product"):
                yield value
            else:
                waiting.extend(reversed(list(value.values())))


def _list(value: Json) -> list[dict[str, Json]]:
    several = value if isinstance(value, list) else [value]
    return [part for part in several if isinstance(part, dict)]


def _offers(product: Mapping[str, Json]) -> list[dict[str, Json]]:
    found = []
    for offer in _list(product.get("offers")):
        inner = _list(offer.get("offers"))
        found += inner if _is(offer, "AggregateOffer") and inner else [offer]
    return found


def _row(number: int, product: Mapping[str, Json], offer: Mapping[str, Json]) -> Row:
    def name(thing: Mapping[str, Json], field: str) -> str:
        return said(reach(thing, f"{field}.name")) or said(thing.get(field))

    price, high = _prices(offer)
    sku = said(offer.get("sku")) or said(product.get("sku")) or said(product.get("productID"))
    values = {
        "offer_id": said(offer.get("@id")) or sku,
        "product_id": said(product.get("inProductGroup")) or sku,
        "title": said(product.get("name")),
        "description": said(product.get("description")),
        "category": name(product, "category"),
        "brand": name(product, "brand"),
        "model": said(product.get("mpn")) or name(product, "model"),
        "gtin": next((c for g in GTINS if (c := said(product.get(g)) or said(offer.get(g)))), ""),
        "seller": name(offer, "seller"),
        "seller_url": said(reach(offer, "seller.url")),
        "price": price,
        "list_price": high,
        "currency": said(offer.get("priceCurrency")) or _spec(offer, "priceCurrency"),
        "shipping": said(reach(offer, "shippingDetails.shippingRate.value")),
        "url": said(offer.get("url")) or said(product.get("url")),
        "image": _image(product.get("image")),
        "stock": said(offer.get("availability")),
        "rating": said(reach(product, "aggregateRating.ratingValue")),
        "reviews": said(reach(product, "aggregateRating.reviewCount"))
        or said(reach(product, "aggregateRating.ratingCount")),
    }
    facts = tuple((n, said(product.get(n))) for n in ("color", "size", "material"))
    return Row(number, {f: t for f, t in values.items() if t}, tuple(f for f in facts if f[1]))


def _prices(offer: Mapping[str, Json]) -> tuple[str, str]:
    """The price asked and the one struck through; of an AggregateOffer only the lowest is known."""
    high = ""
    asked = said(offer.get("price")) or said(offer.get("lowPrice"))
    for part in _list(offer.get("priceSpecification")):
        struck = said(part.get("priceType")).rsplit("/", 1)[-1] in {
            "StrikethroughPrice",
            "ListPrice",
        }
        if struck:
            high = said(part.get("price"))
        else:
            asked = asked or said(part.get("price"))
    return asked, high


def _spec(offer: Mapping[str, Json], field: str) -> str:
    parts = _list(offer.get("priceSpecification"))
    return next((text for part in parts if (text := said(part.get(field)))), "")


def _image(value: Json) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return said(first.get("url")) if isinstance(first, dict) else said(first)
