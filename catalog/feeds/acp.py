"""The feed of the Agentic Commerce Protocol: products with variants, money in minor units."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.errors import BadInput
from catalog.feeds.document import records
from catalog.feeds.records import Json, Number, reach, said
from catalog.feeds.row import Feed, Refused, Rejection, Row
from catalog.money import Money

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

WHOLE = re.compile(r"\d{1,12}(\.0+)?")
CODE = re.compile(r"[A-Z]{3}")
Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


def read(feed: Feed) -> Iterator[Row | Rejection]:
    """One row per variant; the product is the product, its variants are its offers.

    Reads a JSONL of products (the offline feed's products.jsonl), a document with "products", a
    list of products, or a document that holds such lists under other names. With a schema given,
    a product that it does not allow is rejected. Source: ACP spec 2026-04-17, feed schema.

    Raises:
        BadInput: the file or the schema is not JSON, or holds no list of products.

    """
    validator = _validator(feed.schema) if feed.schema else None
    for item in records(feed, lambda record: "variants" in record):
        if isinstance(item, Rejection):
            yield item
            continue
        number, product = item
        flaw = _flaw(product, validator) if validator else ""
        variants = product.get("variants")
        if flaw or not isinstance(variants, list) or not variants:
            field, _, reason = flaw.partition(": ")
            reason = reason or "there is no list of variants"
            yield Rejection(row=number, field=field or "variants", reason=reason)
            continue
        for variant in variants:
            try:
                yield _row(number, product, variant)
            except Refused as refusal:
                yield Rejection(row=number, field=refusal.field, reason=refusal.reason)


def _row(number: int, product: Mapping[str, Json], variant: Json) -> Row:
    if not isinstance(variant, dict):
        raise Refused("variants", "a variant is not an object")

    def first(name: str) -> str:
        return said(reach(variant, name)) or said(reach(product, name))

    options = tuple(
        (said(option.get("name")), said(option.get("value")))
        for option in _objects(variant.get("variant_options"))
    )
    values = {
        "offer_id": said(variant.get("id")),
        "product_id": said(product.get("id")),
        "title": said(product.get("title")) or said(variant.get("title")),
        "description": _words(product) or _words(variant),
        "category": first("categories.0.value"),
        "gtin": said(reach(variant, "barcodes.0.value")),
        "seller": said(reach(variant, "seller.name")),
        "platform": said(reach(variant, "marketplace.name")),
        "price": _major(variant.get("price")),
        "list_price": _major(variant.get("list_price")),
        "stock": _stock(variant),
        "url": first("url"),
        "image": first("media.0.url"),
        "variant": " / ".join(value for _, value in options) or _rest(product, variant),
    }
    return Row(
        number, {field: text for field, text in values.items() if text}, options, decimal="."
    )


def _objects(value: Json) -> list[dict[str, Json]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _words(thing: Mapping[str, Json]) -> str:
    kinds = ("plain", "html", "markdown")
    return next((t for k in kinds if (t := said(reach(thing, f"description.{k}")))), "")


def _rest(product: Mapping[str, Json], variant: Mapping[str, Json]) -> str:
    """The variant's title without the product's, for a variant that lists no options."""
    whole, known = said(variant.get("title")), said(product.get("title"))
    return whole.removeprefix(known).strip(" -–—") if known else ""


def _major(price: Json) -> str:
    """Minor units as an amount in major units: 1999 and USD are "19.99 USD"."""
    if not isinstance(price, dict):
        if price is not None:
            raise Refused("price", "is not an object of amount and currency, as ACP has it")
        return ""
    amount, currency = said(price.get("amount")), said(price.get("currency")).upper()
    whole = amount.partition(".")[0] if WHOLE.fullmatch(amount) else ""
    if not whole or not CODE.fullmatch(currency):
        if "." in amount:
            raise Refused("price", f"{amount[:40]!r} is not a whole number of minor units")
        return f"{amount} {currency}".strip()
    return str(Money.from_minor(int(whole), currency))


def _stock(variant: Mapping[str, Json]) -> str:
    status, available = (said(reach(variant, f"availability.{n}")) for n in ("status", "available"))
    return (
        "out_of_stock"
        if available == "false" and status in ("", "in_stock")
        else (status or available)
    )


def _validator(path: Path) -> Validator:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        schema = json.loads(path.read_text("utf-8"))
        if "$defs" in schema and "type" not in schema and "$ref" not in schema:
            schema = {**schema, "$ref": "#/$defs/Product"}
        Draft202012Validator.check_schema(schema)
    except (OSError, ValueError, SchemaError) as error:
        problem = f"cannot be read as a JSON schema ({error})"
        raise BadInput(str(path), "", problem, "Give ACP's schema.feed.json") from error
    return Draft202012Validator(schema)


def _flaw(product: Mapping[str, Json], validator: Validator) -> str:
    """The first thing that the schema forbids, as "path: why"; "" where it allows the product."""
    from jsonschema.exceptions import best_match

    error = best_match(validator.iter_errors(_numbers(dict(product))))
    if error is None:
        return ""
    return f"{'.'.join(map(str, error.absolute_path)) or 'product'}: {error.message[:200]}"


def _numbers(value: Json) -> Plain:
    """The value with its numbers as numbers again, which the schema looks for."""
    match value:
        case dict():
            return {name: _numbers(part) for name, part in value.items()}
        case list():
            return [_numbers(part) for part in value]
        case Number():
            return int(value) if value.lstrip("-").isdecimal() else float(value)
    return value
