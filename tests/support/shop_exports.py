"""Shops made up by a seed, and their exports as each shop system writes them."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

KINDS = ("Linen apron", "Cork mat", "Enamel jug", "Wool blanket", "Beech spoon", "Glazed bowl")
COLOURS, SIZES = ("Sage", "Ochre", "Indigo"), ("S", "M", "L")


@dataclass(frozen=True)
class Variant:
    """One variant: its options' values, price, higher list price or None, whether in stock."""

    options: tuple[str, ...]
    price: Decimal
    listed: Decimal | None
    in_stock: bool
    sku: str


@dataclass(frozen=True)
class Thing:
    """One product of a shop; `names` are its options' names, () for a simple one."""

    handle: str
    title: str
    names: tuple[str, ...]
    variants: tuple[Variant, ...]
    hidden: bool


Told = tuple[str, str, str, str, str]
"""Title, variant, price asked, list price or "", stock."""


def shop(seed: int) -> list[Thing]:
    """A shop's products, the same for a seed."""
    chance, things = random.Random(seed), list[Thing]()
    for at, kind in enumerate(chance.sample(KINDS, 5)):
        names = chance.choice([(), ("Colour",), ("Colour", "Size")])
        values = [(COLOURS, SIZES)[n] for n in range(len(names))]
        chosen: list[tuple[str, ...]] = [()]
        for several in values:
            chosen = [(*head, value) for head in chosen for value in several]
        variants = tuple(_variant(chance, f"K{seed}-{at}-{n}", o) for n, o in enumerate(chosen))
        handle = kind.lower().replace(" ", "-")
        things.append(Thing(handle, kind, names, variants, hidden=chance.random() < 0.2))
    return things


def _variant(chance: random.Random, sku: str, options: tuple[str, ...]) -> Variant:
    price = Decimal(chance.randint(100, 250_000)) / 100
    listed = price + Decimal(chance.randint(1, 9000)) / 100 if chance.random() < 0.4 else None
    return Variant(options, price, listed, chance.random() < 0.7, sku)


def told(things: Sequence[Thing]) -> set[Told]:
    """What a shopper should be told of the shop's offers."""
    return {
        (
            thing.title,
            " / ".join(v.options),
            f"{v.price:.2f}",
            f"{v.listed:.2f}" if v.listed else "",
            "in_stock" if v.in_stock else "out_of_stock",
        )
        for thing in things
        if not thing.hidden
        for v in thing.variants
    }


def _table(rows: Iterator[Mapping[str, str]], separator: str = ",") -> str:
    listed = list(rows)
    names = list(dict.fromkeys(name for row in listed for name in row))
    text = io.StringIO()
    table = csv.DictWriter(text, names, delimiter=separator, restval="")
    table.writeheader()
    table.writerows(listed)
    return text.getvalue()


def shopify_csv(things: Sequence[Thing]) -> str:
    """Shopify's product CSV: a product's first row bears its title, the others go on."""

    def rows() -> Iterator[dict[str, str]]:
        for thing in things:
            for n, v in enumerate(thing.variants):
                row = {"Handle": thing.handle, "Title": "" if n else thing.title}
                row["Status"] = "" if n else ("draft" if thing.hidden else "active")
                for at, value in enumerate(v.options or ("Default Title",), start=1):
                    row[f"Option{at} Name"] = "" if n else (thing.names or ("Title",))[at - 1]
                    row[f"Option{at} Value"] = value
                row |= {"Variant SKU": v.sku, "Variant Price": f"{v.price:.2f}"}
                row["Variant Compare At Price"] = f"{v.listed:.2f}" if v.listed else ""
                row["Variant Inventory Qty"] = "4" if v.in_stock else "0"
                yield row

    return _table(rows())


def shopify_json(things: Sequence[Thing]) -> str:
    """The Admin API's products.json."""
    products = [
        {
            "id": at,
            "title": thing.title,
            "handle": thing.handle,
            "status": "draft" if thing.hidden else "active",
            "options": [{"name": name} for name in thing.names],
            "variants": [
                {
                    "id": at * 1000 + n,
                    "title": " / ".join(v.options) or "Default Title",
                    **{f"option{k}": value for k, value in enumerate(v.options, start=1)},
                    "price": f"{v.price:.2f}",
                    "compare_at_price": f"{v.listed:.2f}" if v.listed else None,
                    "available": v.in_stock,
                }
                for n, v in enumerate(thing.variants)
            ],
        }
        for at, thing in enumerate(things, start=1)
    ]
    return json.dumps({"products": products})


def woocommerce(things: Sequence[Thing]) -> str:
    """WooCommerce's CSV: variable parents and variations; every sale runs."""

    def row(id: int, kind: str, name: str, v: Variant | None, hidden: bool) -> dict[str, str]:
        cells = {"ID": str(id), "Type": kind, "Name": name, "Published": "-1" if hidden else "1"}
        cells |= {"SKU": v.sku if v else f"parent-{id}", "Visibility in catalog": "visible"}
        cells["In stock?"] = "1" if v is None or v.in_stock else "0"
        regular = (v.listed or v.price) if v else None
        cells["Regular price"] = f"{regular:.2f}" if regular else ""
        cells["Sale price"] = f"{v.price:.2f}" if v and v.listed else ""
        return cells

    def rows() -> Iterator[dict[str, str]]:
        for at, thing in enumerate(things, start=1):
            if not thing.names:
                yield row(at * 100, "simple", thing.title, thing.variants[0], thing.hidden)
                continue
            yield row(at * 100, "variable", thing.title, None, thing.hidden)
            for n, v in enumerate(thing.variants, start=1):
                name = f"{thing.title} - {', '.join(v.options)}"
                cells = row(at * 100 + n, "variation", name, v, False)
                cells["Parent"] = f"id:{at * 100}"
                for k, (option, value) in enumerate(
                    zip(thing.names, v.options, strict=True), start=1
                ):
                    cells[f"Attribute {k} name"] = option
                    cells[f"Attribute {k} value(s)"] = value
                yield cells

    return _table(rows())


def wix(things: Sequence[Thing]) -> str:
    """Wix's CSV: products with their price, variants with a surcharge, discounts by amount."""

    def rows() -> Iterator[dict[str, str]]:
        for thing in things:
            first = thing.variants[0]
            base = first.listed or first.price
            product = {
                "handleId": thing.handle,
                "fieldType": "Product",
                "name": thing.title,
                "visible": "false" if thing.hidden else "true",
                "price": f"{base:.2f}",
                "inventory": "InStock" if first.in_stock else "OutOfStock",
                "sku": first.sku if not thing.names else "",
                "discountMode": "AMOUNT",
                "discountValue": "0" if thing.names else f"{base - first.price:.2f}",
            }
            for k, name in enumerate(thing.names, start=1):
                product[f"productOptionName{k}"] = name
                product[f"productOptionDescription{k}"] = ";".join((COLOURS, SIZES)[k - 1])
            yield product
            for v in thing.variants if thing.names else ():
                full = v.listed or v.price
                variant = {"handleId": thing.handle, "fieldType": "Variant", "sku": v.sku}
                variant |= {"surcharge": f"{full - base:.2f}", "discountMode": "AMOUNT"}
                variant["discountValue"] = f"{full - v.price:.2f}"
                variant["inventory"] = "InStock" if v.in_stock else "OutOfStock"
                for k, value in enumerate(v.options, start=1):
                    variant[f"productOptionDescription{k}"] = value
                yield variant

    return _table(rows())


def magento(things: Sequence[Thing]) -> str:
    """Magento's CSV: simple products first, then the configurable one that names them."""

    def row(sku: str, kind: str, name: str, hidden: bool, alone: bool) -> dict[str, str]:
        shown = "Catalog, Search" if alone else "Not Visible Individually"
        return {
            "sku": sku,
            "attribute_set_code": "Default",
            "product_type": kind,
            "name": name,
            "product_online": "2" if hidden else "1",
            "visibility": shown,
        }

    def rows() -> Iterator[dict[str, str]]:
        for thing in things:
            for v in thing.variants:
                name = f"{thing.title}-{'-'.join(v.options)}"
                simple = row(v.sku, "simple", name if thing.names else thing.title,
                             thing.hidden, not thing.names)  # fmt: skip
                simple["price"] = f"{v.listed or v.price:.4f}"
                simple["special_price"] = f"{v.price:.4f}" if v.listed else ""
                simple["is_in_stock"] = "1" if v.in_stock else "0"
                yield simple
            names = [name.lower() for name in thing.names]
            if names:
                parent = row(thing.handle, "configurable", thing.title, thing.hidden, True)
                parent["configurable_variations"] = "|".join(
                    f"sku={v.sku}," + ",".join(map("=".join, zip(names, v.options, strict=True)))
                    for v in thing.variants
                )
                yield parent

    return _table(rows())


def meta(things: Sequence[Thing]) -> str:
    """Meta's catalog CSV under the comment line of its template, groups by item_group_id."""

    def rows() -> Iterator[dict[str, str]]:
        for thing in things:
            for v in thing.variants:
                yield {
                    "id": v.sku,
                    "title": " ".join((thing.title, *v.options)) if thing.names else thing.title,
                    "availability": "in stock" if v.in_stock else "out of stock",
                    "price": f"{v.listed or v.price:.2f} EUR",
                    "sale_price": f"{v.price:.2f} EUR" if v.listed else "",
                    "link": f"https://handmade.example/{v.sku}",
                    "item_group_id": thing.handle if thing.names else "",
                    "color": v.options[0] if v.options else "",
                    "size": v.options[1] if len(v.options) > 1 else "",
                    "status": "archived" if thing.hidden else "active",
                }

    table = _table(rows())
    return "# Required | The id,# Required | What it is called\n" + table


EXPORTS: Mapping[str, tuple[str, Callable[[Sequence[Thing]], str]]] = {
    "shopify": ("products_export.csv", shopify_csv),
    "shopify json": ("products.json", shopify_json),
    "woocommerce": ("wc-product-export.csv", woocommerce),
    "wix": ("catalog_products.csv", wix),
    "magento": ("export_catalog_product.csv", magento),
    "google": ("meta_catalog.csv", meta),
}
