"""Each feed format written from plain rows, and read back by another program than ours."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from xml.etree import ElementTree

import pyarrow
import pyarrow.parquet


@dataclass(frozen=True)
class Plain:
    """One row of a shop: what it is called, and its price as the shop wrote it."""

    id: str
    title: str
    price: str


@dataclass(frozen=True)
class Format:
    """A format's file name, its writer, and a reader that shares no code with ours."""

    name: str
    write: Callable[[Sequence[Plain]], bytes]
    read: Callable[[bytes], list[Plain]]


CURRENCY = "EUR"


def _json_ld(rows: Sequence[Plain]) -> bytes:
    return _page("".join(
        f'<script type="application/ld+json">{json.dumps(_thing(row))}</script>' for row in rows
    ))  # fmt: skip


def _thing(row: Plain) -> dict[str, object]:
    offer = {"@type": "Offer", "price": row.price, "priceCurrency": CURRENCY}
    thing = {"@type": "Product", "sku": row.id, "name": row.title, "offers": offer}
    return {"@context": "https://schema.org", **thing}


def _page(body: str) -> bytes:
    return f"<!doctype html><html><head></head><body>{body}</body></html>".encode()


def _microdata(rows: Sequence[Plain]) -> bytes:
    return _page("".join(
        '<div itemscope itemtype="https://schema.org/Product">'
        f'<b itemprop="sku">{row.id}</b><b itemprop="name">{escape(row.title)}</b>'
        '<div itemprop="offers" itemscope itemtype="https://schema.org/Offer">'
        f'<meta itemprop="price" content="{escape(row.price)}">'
        f'<meta itemprop="priceCurrency" content="{CURRENCY}"></div></div>'
        for row in rows
    ))  # fmt: skip


def _extracted(syntax: str) -> Callable[[bytes], list[Plain]]:
    def read(page: bytes) -> list[Plain]:
        import extruct

        found = extruct.extract(page.decode(), syntaxes=[syntax], uniform=True)[syntax]
        return [Plain(p["sku"], p["name"], p["offers"].get("price", "")) for p in found]

    return read


def _rss(rows: Sequence[Plain]) -> bytes:
    root = ElementTree.Element("rss", {"version": "2.0"})
    channel = ElementTree.SubElement(root, "channel")
    for row in rows:
        item = ElementTree.SubElement(channel, "item")
        price = f"{row.price} {CURRENCY}".strip()
        for name, text in (("id", row.id), ("title", row.title), ("price", price)):
            ElementTree.SubElement(item, f"{{http://base.google.com/ns/1.0}}{name}").text = text
    return ElementTree.tostring(root, "utf-8")


def _from_rss(feed: bytes) -> list[Plain]:
    def told(item: ElementTree.Element, name: str) -> str:
        return item.findtext(f"{{http://base.google.com/ns/1.0}}{name}") or ""

    items = ElementTree.fromstring(feed).iter("item")
    return [
        Plain(told(i, "id"), told(i, "title"), told(i, "price").removesuffix(f" {CURRENCY}"))
        for i in items
    ]


def _products_json(rows: Sequence[Plain]) -> bytes:
    variant = "Default Title"
    products = [
        {"id": int(row.id), "title": row.title, "handle": f"h{row.id}",
         "variants": [{"id": int(row.id), "title": variant, "price": row.price}]}
        for row in rows
    ]  # fmt: skip
    return json.dumps({"products": products}).encode()


def _from_products_json(feed: bytes) -> list[Plain]:
    products = json.loads(feed)["products"]
    return [Plain(str(p["id"]), p["title"], p["variants"][0]["price"]) for p in products]


def _columns(
    names: str,
) -> tuple[Callable[[Sequence[Plain]], bytes], Callable[[bytes], list[Plain]]]:
    """A CSV with these columns: those of id, title and price in braces, others as they are."""
    header = [part.partition("=") for part in names.split("|")]

    def write(rows: Sequence[Plain]) -> bytes:
        file = io.StringIO()
        table = csv.writer(file)
        table.writerow([name for name, _, _ in header])
        for row in rows:
            own = {"{id}": row.id, "{title}": row.title, "{price}": row.price}
            table.writerow([own.get(cell, cell) for _, _, cell in header])
        return file.getvalue().encode()

    def read(feed: bytes) -> list[Plain]:
        named = {cell: name for name, _, cell in header}
        table = csv.DictReader(io.StringIO(feed.decode(), newline=""))
        return [Plain(*(row[named[f"{{{f}}}"]] for f in ("id", "title", "price"))) for row in table]

    return write, read


def _parquet(rows: Sequence[Plain]) -> bytes:
    table = pyarrow.table({
        "id": [row.id for row in rows],
        "title": [row.title for row in rows],
        "price": [row.price for row in rows],
        "currency": [CURRENCY for _ in rows],
    })  # fmt: skip
    return _bytes_of(table)


def _bytes_of(table: pyarrow.Table) -> bytes:
    file = io.BytesIO()
    pyarrow.parquet.write_table(table, file)
    return file.getvalue()


def numbers_in_parquet(prices: Sequence[Decimal], kind: pyarrow.DataType) -> bytes:
    """A Parquet file of numbered things whose prices are of an Arrow type."""
    floats = pyarrow.types.is_floating(kind)
    column = pyarrow.array([float(p) if floats else p for p in prices], kind)
    ids = [str(n) for n in range(len(prices))]
    currency = [CURRENCY for _ in prices]
    table = {"id": ids, "title": [f"t{n}" for n in ids], "price": column, "currency": currency}
    return _bytes_of(pyarrow.table(table))


def _from_parquet(feed: bytes) -> list[Plain]:
    rows = pyarrow.parquet.read_table(io.BytesIO(feed)).to_pylist()
    return [Plain(row["id"], row["title"], row["price"]) for row in rows]


SHOPIFY = "Handle={id}|Title={title}|Variant SKU={id}|Variant Price={price}"
WOO = "ID={id}|Type=simple|SKU=|Name={title}|Published=1|Regular price={price}"
WIX = "handleId={id}|fieldType=Product|name={title}|price={price}|visible=true"
MAGENTO = "sku={id}|product_type=simple|attribute_set_code=Default|name={title}|price={price}"
FORMATS = (
    Format("page.html", _json_ld, _extracted("json-ld")),
    Format("item.html", _microdata, _extracted("microdata")),
    Format("google.xml", _rss, _from_rss),
    Format("products.json", _products_json, _from_products_json),
    Format("goods.parquet", _parquet, _from_parquet),
    Format("shopify.csv", *_columns(SHOPIFY)),
    Format("woo.csv", *_columns(WOO)),
    Format("wix.csv", *_columns(WIX)),
    Format("magento.csv", *_columns(MAGENTO)),
)
