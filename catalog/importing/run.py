"""Feeds into a catalog: read, checked, joined into products, and written whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from catalog.errors import BadInput, NotFound
from catalog.feeds.decoding import head, open_bytes
from catalog.feeds.formats import READERS, Format, format_named
from catalog.feeds.listing import Listing, listing_of
from catalog.feeds.mapping import constants, read_map
from catalog.feeds.records import Json, read_lines, said
from catalog.feeds.row import Feed, Refused, Rejection
from catalog.feeds.table import read_table
from catalog.importing.linkage import join
from catalog.importing.merging import offer_of, product_of, seller_of
from catalog.importing.similarity import trained
from catalog.importing.staging import Stage
from catalog.record import Record
from catalog.seller import Seller
from catalog.store import Catalog
from catalog.writer import FILE, CatalogWriter

MOST = 10_000
"""So many rejections and repairs are listed; all are counted."""
R = TypeVar("R", bound=Record)
Progress = Callable[[int, int], None]
"""Called now and then with the rows read so far and the rows rejected among them."""


class ImportReport(Record):
    """What became of the rows: counts, and the rows left out with field and reason.

    `format` is the feeds' format, several joined by "+". `products` are the products that the
    accepted offers are of. `repairs` are fields that were mended or left out in accepted rows.
    """

    format: str
    products: int
    offers: int
    rejected: tuple[Rejection, ...] = ()
    rejected_count: int = 0
    repairs: tuple[Rejection, ...] = ()
    repairs_count: int = 0


class _Tally:
    """Rejections or repairs: the first MOST of them, and how many there were."""

    def __init__(self) -> None:
        self.count, self.first = 0, list[Rejection]()

    def add(self, row: int, field: str, reason: str, feed: str) -> None:
        self.count += 1
        if self.count <= MOST:
            self.first.append(Rejection(row=row, field=field, reason=reason, feed=feed))


def import_feeds(
    feeds: Sequence[Path],
    folder: Path,
    *,
    format: str = "auto",
    mapping: Path | None = None,
    seen_at: datetime,
    progress: Progress | None = None,
    links: Path | None = None,
    schema: Path | None = None,
) -> ImportReport:
    """Read the feeds into the catalog in `folder`, beside what it holds.

    A row that cannot be used is left out and reported; the others go on. `seen_at` is when the
    prices were seen; a feed whose very bytes were imported before keeps the moment of that time,
    so that importing it again changes nothing. `links` is a JSONL or table whose every row names
    offers of one product; `schema` is the JSON schema that ACP products must meet.

    Raises:
        BadInput: a file, the map or the links cannot be read; the old catalog stays as it was.

    """
    if not feeds:
        raise BadInput("import", "", "no feed was given", "Name one or more feed files")
    if (folder / "products.jsonl").is_file() and not (folder / FILE).is_file():
        remedy = "Import into another folder"
        raise BadInput(str(folder), "", "this catalog is written by hand as JSONL", remedy)
    columns = read_map(mapping) if mapping else {}
    mapped = len(constants(columns)) < len(columns)
    formats = [format_named(format, path, mapped=mapped) for path in feeds]
    if mapped and (fixed := set(formats) - {"jsonl", "csv"}):
        problem = f"names columns, and the format {min(fixed)} names its own"
        raise BadInput(str(mapping), "", problem, 'Map only constants, such as currency: "=EUR"')
    seen_at = seen_at.replace(microsecond=0)
    tallies = rejected, repairs = _Tally(), _Tally()
    with CatalogWriter(folder) as writer, Stage(folder / ".catalog-stage.tmp") as stage:
        old = Catalog(folder / FILE) if (folder / FILE).is_file() else None
        if old:
            stage.know(old)
        seen = [writer.first_seen(_digest(path), seen_at) for path in feeds]
        for at, (path, kind) in enumerate(zip(feeds, formats, strict=True)):
            feed = Feed(path, columns, schema if kind == "acp" else None)
            _stage(stage, at, feed, kind, seen[at], tallies, progress)
        stage.place(join(stage, trained(), _linked(links, stage)))
        written = _Written(writer, old)
        for product_id, group in groupby(stage.new(), key=lambda item: item[0]):
            listed = [(listing, feeds[at].name, seen[at]) for _, at, listing in group]
            written.put(product_id, listed, formats[0])
        if old:
            old.close()
    return ImportReport(
        format="+".join(dict.fromkeys(formats)),
        products=written.products,
        offers=written.offers,
        rejected=tuple(rejected.first),
        rejected_count=rejected.count,
        repairs=tuple(repairs.first),
        repairs_count=repairs.count,
    )


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with open_bytes(path) as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _stage(
    stage: Stage,
    at: int,
    feed: Feed,
    kind: Format,
    seen_at: datetime,
    tallies: tuple[_Tally, _Tally],
    progress: Progress | None,
) -> None:
    rejected, repairs = tallies
    name, rows, always = feed.path.name, 0, constants(feed.columns)
    for row in READERS[kind](feed):
        rows += 1
        if progress and rows % 1000 == 0:
            progress(rows, rejected.count)
        if isinstance(row, Rejection):
            rejected.add(row.row, row.field, row.reason, name)
            continue
        try:
            if always:
                row = replace(row, values={**row.values, **always})
            shop = "" if row.values.get("seller") else _shop(row.values.get("url", ""), feed.path)
            listing = listing_of(row, shop, seen_at)
        except Refused as refusal:
            rejected.add(row.number, refusal.field, refusal.reason, name)
            continue
        taken = stage.put(listing, at, scoped=kind not in ("jsonl", "csv"))
        if taken:
            rejected.add(row.number, "offer_id", taken, name)
            continue
        for field, mended in listing.repairs:
            repairs.add(row.number, field, mended, name)
    if progress:
        progress(rows, rejected.count)


def _shop(url: str, path: Path) -> str:
    """Who sells where a row does not say: the host of its link, else the feed's own name."""
    try:
        host = urlsplit(url).hostname if url else ""
    except ValueError:
        host = ""
    return (host or "").removeprefix("www.") or path.name.split(".")[0] or "feed"


class _Written:
    """The records of an import on their way into the catalog, with what it knew of them before."""

    def __init__(self, writer: CatalogWriter, old: Catalog | None) -> None:
        self._writer, self._old = writer, old
        self._sellers: dict[str, Seller] = {}
        self.products = self.offers = 0

    def put(self, id: str, listed: list[tuple[Listing, str, datetime]], kind: str) -> None:
        """One product with its offers: listing, feed name and moment of each."""
        listings = [listing for listing, _, _ in listed]
        old = self._old
        known = _known(old.product, id) if old else None
        self._writer.put([product_of(id, listings, kind, known)])
        for listing, source, seen_at in listed:
            before = _known(old.offer, listing.offer_id) if old else None
            self._writer.put([offer_of(listing, id, source, seen_at, before)])
            self._sell(listing)
        self.products, self.offers = self.products + 1, self.offers + len(listed)

    def _sell(self, listing: Listing) -> None:
        known = self._sellers.get(listing.seller_id)
        if known is None and self._old:
            known = _known(self._old.seller, listing.seller_id)
        seller = seller_of(listing, known)
        if seller != self._sellers.get(listing.seller_id):
            self._sellers[listing.seller_id] = seller
            self._writer.put([seller])


def _known(read: Callable[[str], R], id: str) -> R | None:
    try:
        return read(id)
    except NotFound:
        return None


def _linked(path: Path | None, stage: Stage) -> Iterator[tuple[int, int]]:
    """The pairs that a link file names: each of its rows lists the ids of one product's offers."""
    if path is None:
        return
    rows: Iterator[tuple[int, dict[str, Json]] | tuple[int, dict[str, str]] | Rejection]
    rows = (
        read_lines(path) if head(path, 64).lstrip("\ufeff \n").startswith("{") else read_table(path)
    )
    for row in rows:
        if isinstance(row, Rejection):
            raise BadInput(f"{path}:{row.row}", row.field, row.reason, "Mend the link file")
        places = [stage.number(said(value)) for value in row[1].values() if value]
        known = [place for place in places if place is not None]
        yield from ((known[0], other) for other in known[1:])
