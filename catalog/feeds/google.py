"""The feeds of Google Merchant Center and Meta: tables, or RSS and Atom with g: elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.errors import BadInput
from catalog.feeds.decoding import head, open_bytes
from catalog.feeds.flat import facts, names, noted, read_flat, rename, variant_of
from catalog.feeds.row import Feed, Rejection, Row

NAMES = names("""
    offer_id: id
    product_id: item_group_id
    title: title
    description: description
    category: product_type google_product_category
    brand: brand
    model: mpn
    gtin: gtin
    seller: external_seller_id
    price: price
    sale_price: sale_price
    currency: currency
    url: link
    image: image_link
    stock: availability
""")
FACTS = "color size material gender age_group condition pattern"
ITEMS = ("item", "entry")
PRODUCT = {"id", "price", "item_group_id", "availability"}
"""What tells an item of a product feed from a post of a blog's."""
STATES = {"status": {"archived", "inactive"}, "visibility": {"hidden", "staging"}}
"""Fields of Meta's catalog whose values keep an item from sale."""
USED = NAMES | {
    name: name.replace("_", " ")
    for name in (*FACTS.split(), *STATES, "shipping", "sale_price_effective_date", "promotion_id")
}


def read(feed: Feed) -> Iterator[Row | Rejection]:
    """The items of the feed; rows of one item group are offers of one product.

    Field names: support.google.com/merchants/answer/7052112, and Meta's catalog fields.
    """
    xml = head(feed.path, 4096, feed.encoding).lstrip("\ufeff \t\r\n").startswith("<")
    for item in _read_xml(feed) if xml else read_flat(feed, USED):
        if isinstance(item, Rejection):
            yield item
            continue
        number, record = item
        if xml and record.keys().isdisjoint(PRODUCT):
            reason = "it has neither an id nor a price: a product feed's items have both"
            yield Rejection(row=number, field="offer_id", reason=reason)
            continue
        kept = next((f for f, words in STATES.items() if record.get(f, "").casefold() in words), "")
        if kept:
            reason = f"the shop keeps it from sale ({record[kept]})"
            yield Rejection(row=number, field=kept, reason=reason, hidden=True)
            continue
        values = rename(record, NAMES)
        starts, _, ends = record.get("sale_price_effective_date", "").partition("/")
        values.update(sale_starts=starts.strip(), sale_ends=ends.strip())
        values["shipping"] = record.get("shipping_price", "") or _shipping(record)
        values["variant"] = variant_of(record)
        notes: tuple[tuple[str, str], ...] = ()
        if promotion := record.get("promotion_id"):
            notes = (("promotion", f"{promotion[:40]!r} stands in a feed of promotions, unread"),)
        yield Row(number, values, facts(record, FACTS), decimal=".", notes=notes)


def _shipping(record: Mapping[str, str]) -> str:
    """The price at the end of "US:CA:Ground:16.00 USD", where there is one such entry only."""
    text = record.get("shipping", "")
    return "" if "," in text else text.rpartition(":")[2].strip()


def _read_xml(feed: Feed) -> Iterator[tuple[int, dict[str, str]]]:
    """The items of the document, one at a time; entities and document types are refused."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    number, depth = 0, 0
    where = str(feed.path)
    try:
        with open_bytes(feed.path) as file:
            above = []
            for event, element in iterparse(
                file, events=("start", "end"), forbid_dtd=True, forbid_entities=True
            ):
                name = _local(element.tag)
                if event == "start":
                    above.append(element)
                    depth += name in ITEMS
                    continue
                above.pop()
                if name in ITEMS:
                    depth -= 1
                    number += 1
                    record = _record(element)
                    noted(feed, record, USED)
                    yield number, record
                if above and not depth:
                    above[-1].remove(element)
    except DefusedXmlException as error:
        problem = "it declares a document type or entities, which no feed needs"
        raise BadInput(where, "", problem, "Remove the DOCTYPE and the entities") from error
    except ParseError as error:
        raise BadInput(where, "", f"not well-formed XML ({error})", "Mend the XML") from error


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _record(item: object) -> dict[str, str]:
    from xml.etree.ElementTree import Element

    found: dict[str, str] = {}
    for child in item if isinstance(item, Element) else ():
        name = _local(child.tag)
        text = (child.text or "").strip() or child.get("href", "")
        prices = [(part.text or "").strip() for part in child if _local(part.tag) == "price"]
        if name == "shipping":
            found["shipping_price"] = "" if "shipping_price" in found else "".join(prices)
        elif text:
            found.setdefault(name, text)
    return found
