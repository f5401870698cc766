"""schema.org products and offers in a saved page (JSON-LD, microdata, RDFa) or a JSON-LD file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from catalog.errors import BadInput
from catalog.feeds.linked_data import PRODUCTS, is_a, linked_data, nodes, resolved
from catalog.feeds.price_specification import SpecifiedPrice, objects, price_of
from catalog.feeds.records import Json, reach, said
from catalog.feeds.row import Feed, Rejection, Row

GTINS = ("gtin13", "gtin", "gtin14", "gtin12", "gtin8")
OFFERS = ("Offer", "AggregateOffer", "OfferForPurchase")
OPTIONS = ("color", "size", "material", "pattern")
CONDITIONS = {"UsedCondition": "used", "RefurbishedCondition": "refurbished"}
CONDITIONS |= {"DamagedCondition": "damaged"}
Node = Mapping[str, Json]


def read(feed: Feed) -> Iterator[Row | Rejection]:
    """One row per offer of each product; a product without offers is one row without price.

    Types and fields: schema.org Product, ProductGroup, Offer, AggregateOffer.

    Raises:
        BadInput: the page holds no product.

    """
    number = 0
    data = linked_data(feed)
    feed.layout.records = data.syntax
    for product, group in _products(resolved(data.documents)):
        for offer in _offers(product) or [{}]:
            number += 1
            yield _row(number, product, group, offer)
    for flaw in data.broken:
        yield Rejection(row=0, field="", reason=f"a block of JSON-LD cannot be read ({flaw})")
    if not number and data.broken:
        problem = f"its JSON-LD cannot be read ({data.broken[0]})"
        raise BadInput(str(feed.path), "", problem, "Save the page again")
    if not number:
        problem = "no schema.org Product in its JSON-LD, microdata or RDFa"
        raise BadInput(str(feed.path), "", problem, "Save the product's own page")


def _products(documents: list[Json]) -> Iterator[tuple[Node, Node]]:
    """Each product with its group ({} for none), once, wherever it stands in the graph."""
    seen = set[str]()
    alone = {_known_by(group) for node in nodes(documents) for group in _groups_of(node)}
    for groups in (True, False):
        inside = set[int]()
        for node in nodes(documents):
            if id(node) in inside:
                continue
            several = _thing(node, groups=groups)
            if several is None:
                continue
            inside.update(id(part) for part in nodes(list(node.values())))
            for product, group in several:
                if product is node and groups and _known_by(node) in alone:
                    continue
                key = said(product.get("@id")) or repr(sorted(product.items(), key=lambda i: i[0]))
                if key not in seen:
                    seen.add(key)
                    yield product, group


def _groups_of(node: Node) -> list[dict[str, Json]]:
    """The groups that a product says it is a variant of."""
    return objects(node.get("isVariantOf")) if is_a(node, *PRODUCTS) else []


def _known_by(group: Node) -> str:
    return said(group.get("@id")) or said(group.get("productGroupID")) or said(group.get("name"))


def _thing(node: Node, *, groups: bool) -> list[tuple[Node, Node]] | None:
    """The products that a node is or offers; None where it is no such node."""
    if groups:
        return _variants(node) if is_a(node, "ProductGroup") else None
    if is_a(node, "ProductGroup"):
        return []
    if is_a(node, *PRODUCTS):
        return [(node, _group(node))]
    if is_a(node, *OFFERS) and node.get("itemOffered"):
        own: Json = {name: part for name, part in node.items() if name != "itemOffered"}
        things = objects(node.get("itemOffered"))
        return [({"offers": [own], **thing}, _group(thing)) for thing in things]
    return None


def _variants(group: Node) -> list[tuple[Node, Node]]:
    """The variants of a group with its facts; the group itself where it lists none."""
    shared = {n: v for n, v in group.items() if n not in ("hasVariant", "@type", "@id", "offers")}
    variants = objects(group.get("hasVariant"))
    if not variants:
        return [(group, {})]
    return [({**shared, "@type": "Product", **variant}, group) for variant in variants]


def _group(product: Node) -> Node:
    return next((g for g in objects(product.get("isVariantOf")) if said(g.get("name"))), {})


def _offers(product: Node) -> list[Node]:
    """The product's offers, those inside an AggregateOffer in its stead."""
    found = list[Node]()
    for offer in objects(product.get("offers")):
        inner = objects(offer.get("offers"))
        shared = {
            n: v for n, v in offer.items() if n in ("priceCurrency", "availability", "seller")
        }
        found += [{**shared, **part} for part in inner] if inner else [offer]
    return _members_joined(found)


def _members_joined(offers: list[Node]) -> list[Node]:
    """The offers, those for members alone as a price of the same seller's offer to everybody."""
    everybody = [dict(offer) for offer in offers if not offer.get("validForMemberTier")]
    for member in offers:
        if not member.get("validForMemberTier"):
            continue
        same = [o for o in everybody if o.get("seller") == member.get("seller")]
        if not same:
            return offers
        specified: list[Json] = [*objects(same[0].get("priceSpecification")), dict(member)]
        same[0]["priceSpecification"] = specified
    return [*everybody]


def _named(thing: Node, field: str) -> str:
    value = thing.get(field)
    first = value[0] if isinstance(value, list) and value else value
    return said(first.get("name")) if isinstance(first, dict) else said(first)


def _row(number: int, product: Node, group: Node, offer: Node) -> Row:
    price = price_of(offer)
    sku = said(offer.get("sku")) or said(product.get("sku")) or said(product.get("productID"))
    values = _facts(product, offer) | _asked(offer, price)
    values["offer_id"] = sku or _absolute(offer) or _absolute(product)
    notes = [("price", note) for note in price.notes]
    values["rating"], note = _rating(product)
    if note:
        notes.append(("rating", note))
    options = tuple((n, text) for n in OPTIONS if (text := _named(product, n)))
    if group:
        title = said(group.get("name"))
        own = values["title"].removeprefix(title).strip(" -–—/,")
        values["variant"] = " / ".join(text for _, text in options) or own
        values["title"] = title or values["title"]
        values["product_id"] = said(group.get("productGroupID")) or said(group.get("@id")) or title
    else:
        values["product_id"] = said(product.get("inProductGroupWithID")) or sku
    condition = said(offer.get("itemCondition")) or said(product.get("itemCondition"))
    state = CONDITIONS.get(condition.rsplit("/", 1)[-1], "")
    attributes = (*options, ("condition", state)) if state else options
    filled = {field: text for field, text in values.items() if text}
    return Row(number, filled, attributes, decimal=".", notes=tuple(notes))


def _facts(product: Node, offer: Node) -> dict[str, str]:
    """What is said of the thing, whoever offers it."""
    return {
        "title": said(product.get("name")),
        "description": said(product.get("description")),
        "category": _named(product, "category"),
        "brand": _named(product, "brand") or _named(product, "manufacturer"),
        "model": said(product.get("mpn")) or _named(product, "model"),
        "gtin": next((c for g in GTINS if (c := said(product.get(g)) or said(offer.get(g)))), ""),
        "url": said(offer.get("url")) or said(product.get("url")),
        "image": _image(product.get("image")),
        "reviews": said(reach(product, "aggregateRating.reviewCount"))
        or said(reach(product, "aggregateRating.ratingCount")),
    }


def _asked(offer: Node, price: SpecifiedPrice) -> dict[str, str]:
    """What the shop asks, and on which terms."""
    seller = next(iter(objects(offer.get("seller")) or objects(offer.get("offeredBy"))), {})
    return {
        "price": price.asked,
        "list_price": price.listed,
        "member_price": price.member,
        "currency": price.currency,
        "price_ends": price.ends,
        "seller": said(seller.get("name")) or _named(offer, "seller"),
        "seller_url": said(seller.get("url")),
        "trader": "true" if said(seller.get("vatID")) else "",
        "shipping": _shipping(offer),
        "stock": said(offer.get("availability")),
    }


def _absolute(thing: Node) -> str:
    """A node's @id where it is an address of its own; "#offer" is one on every page."""
    id = said(thing.get("@id"))
    return id if id.startswith("http") else ""


def _shipping(offer: Node) -> str:
    """The shipping rate, where all destinations cost the same; else it is not known."""
    rates = set[str]()
    for details in objects(offer.get("shippingDetails")):
        for rate in objects(details.get("shippingRate")) or [{}]:
            rates.add(f"{said(rate.get('value'))} {said(rate.get('currency'))}".strip())
    return rates.pop() if len(rates) == 1 else ""


def _rating(product: Node) -> tuple[str, str]:
    """The rating on a scale to 5, and what was made of one on another scale."""
    rating = next(iter(objects(product.get("aggregateRating"))), {})
    text, best = said(rating.get("ratingValue")), said(rating.get("bestRating")) or "5"
    try:
        value, top = Decimal(text.replace(",", ".")), Decimal(best.replace(",", "."))
    except InvalidOperation:
        return text, ""
    if top == 5 or top <= 0 or value > top:
        return text, ""
    scaled = (value * 5 / top).quantize(Decimal("0.01"))
    return str(scaled), f"{text} of {best} is read as {scaled} of 5"


def _image(value: Json) -> str:
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict):
        return said(first.get("url")) or said(first.get("contentUrl"))
    return said(first)
