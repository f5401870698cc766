"""Small feeds written out, and what an import makes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from catalog.importing.report import ImportReport
from catalog.importing.run import import_feeds
from catalog.offer import Offer
from catalog.product import Product
from catalog.store import Catalog

SEEN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
Json = Mapping[str, object]


def lines(*records: Json) -> str:
    """The records as JSONL."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """A feed file."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def take(
    folder: Path,
    name: str,
    text: str | bytes,
    *,
    format: str = "auto",
    mapping: str = "",
    seen: datetime = SEEN,
    schema: Path | None = None,
    encoding: str = "",
    seller: str = "",
    keep: bool = False,
) -> ImportReport:
    """Import one feed into the catalog in `folder`/shelf."""
    chart = write(folder, "map.yaml", mapping) if mapping else None
    feeds: Sequence[Path] = [write(folder, name, text)]
    shelf = folder / "shelf"
    return import_feeds(
        feeds,
        shelf,
        format=format,
        mapping=chart,
        seen_at=seen,
        schema=schema,
        encoding=encoding,
        seller=seller,
        keep=keep,
    )


def shelf(folder: Path) -> tuple[dict[str, Product], dict[str, Offer], str]:
    """What the catalog holds: products and offers by id, and its digest."""
    catalog = Catalog.open(folder / "shelf")
    products = {product.id: product for product in catalog.products()}
    offers = {offer.id: offer for offer in catalog.offers()}
    digest = catalog.digest
    catalog.close()
    return products, offers, digest


def prices(offer: Offer) -> dict[str, str]:
    """Its prices by kind, as text."""
    return {price.kind: str(price.money) for price in offer.prices}
