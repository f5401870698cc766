"""Feeds into a catalog: read, checked, joined into products, and written whole or not at all."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from catalog.errors import BadInput, NotFound
from catalog.feeds.decoding import head, open_bytes
from catalog.feeds.formats import GENERIC, Format, format_named
from catalog.feeds.listing import Listing
from catalog.feeds.mapping import FeedMap, constants, read_map
from catalog.feeds.records import Json, read_lines, said
from catalog.feeds.row import Feed, Rejection
from catalog.feeds.table import read_table
from catalog.importing.linkage import join
from catalog.importing.merging import offer_of, product_of, seller_of
from catalog.importing.operator_list import read_sellers
from catalog.importing.reading import FeedReader, Progress, Tally
from catalog.importing.report import ImportReport
from catalog.importing.similarity import trained
from catalog.importing.staging import Stage, feed_name
from catalog.importing.variant_names import products_of
from catalog.record import Record
from catalog.seller import Seller
from catalog.store import Catalog
from catalog.writer import FILE, CatalogWriter

R = TypeVar("R", bound=Record)


class _NothingTaken(Exception):
    """Leaves the writer's block where no row was taken, so that no empty catalog is written."""


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
    encoding: str = "",
    seller: str = "",
    keep: bool = False,
    sellers: Path | None = None,
) -> ImportReport:
    """Read the feeds into the catalog in `folder`, beside what it holds.

    A row that cannot be used is left out and reported; the others go on. A feed owns its offers:
    those of its last import (the same file name, whatever date it bears, with a seller in common)
    that it no longer lists are gone from sale, unless `keep`. Where nothing is taken nothing is
    written. `seen_at` is when the prices were seen; a feed whose very bytes were imported before
    keeps the moment of that time, so that importing it again changes nothing. `links` is a JSONL
    or table whose every row names offers of one product; `schema` is the JSON schema that ACP
    products must meet; `encoding` and `seller` hold for every feed. `sellers` is the operator's
    list of what each shop is: a shop's own rows make no shop official.

    Raises:
        BadInput: a file, the map or the links cannot be read; the old catalog stays as it was.

    """
    if not feeds:
        raise BadInput("import", "", "no feed was given", "Name one or more feed files")
    if (folder / "products.jsonl").is_file() and not (folder / FILE).is_file():
        remedy = "Import into another folder"
        raise BadInput(str(folder), "", "this catalog is written by hand as JSONL", remedy)
    chart = read_map(mapping) if mapping else FeedMap()
    formats = _formats(feeds, chart, format, encoding, mapping)
    columns = {**chart.columns, **({"seller": f"={seller}"} if seller else {})}
    kinds = read_sellers(sellers) if sellers else {}
    rejected, repairs = Tally(), Tally()
    readers, written, is_new = list[FeedReader](), None, not folder.exists()
    try:
        with CatalogWriter(folder) as writer, Stage(folder / ".catalog-stage.tmp") as stage:
            old = Catalog(folder / FILE) if (folder / FILE).is_file() else None
            try:
                if old:
                    stage.know(old)
                now, latest = seen_at.replace(microsecond=0), writer.latest_seen()
                seen = [writer.first_seen(_digest(path), now) for path in feeds]
                for at, (path, kind) in enumerate(zip(feeds, formats, strict=True)):
                    own = schema if kind == "acp" else None
                    feed = Feed(path, columns, own, encoding, chart.attributes)
                    readers.append(FeedReader(stage, at, feed, kind, seen[at], kinds))
                    readers[at].read(rejected, repairs, progress)
                if not any(reader.offers for reader in readers):
                    raise _NothingTaken
                stage.gather_variants()
                gone = _vanished(stage, readers, seen, latest)
                stage.place(join(stage, trained(), _linked(links, stage)))
                written = _Written(writer, old)
                for product_id, group in groupby(stage.new(), key=lambda item: item[0]):
                    listed = [(listing, feeds[at].name, seen[at]) for _, at, listing in group]
                    written.put(product_id, listed, formats[0])
                if not keep:
                    writer.withdraw(gone)
            finally:
                if old:
                    old.close()
    except _NothingTaken:
        _clear(folder, is_new)
    except (OSError, sqlite3.Error):
        _clear(folder, is_new)
        raise
    return ImportReport(
        feeds=tuple(reader.reading(kept=keep) for reader in readers),
        format="+".join(dict.fromkeys(formats)),
        products=written.products if written else 0,
        offers=written.offers if written else 0,
        rejected=tuple(rejected.first),
        rejected_count=rejected.count,
        repairs=tuple(repairs.first),
        repairs_count=repairs.count,
    )


def _formats(
    feeds: Sequence[Path], chart: FeedMap, name: str, encoding: str, mapping: Path | None
) -> list[Format]:
    """Each feed's format; a map of columns goes with plain tables and JSON alone."""
    mapped = len(constants(chart.columns)) < len(chart.columns)
    formats = [format_named(name, path, mapped=mapped, encoding=encoding) for path in feeds]
    if (mapped or chart.attributes) and (fixed := set(formats) - GENERIC):
        problem = f"names columns, and the format {min(fixed)} names its own"
        raise BadInput(str(mapping), "", problem, 'Map only constants, such as currency: "=EUR"')
    return formats


def _vanished(
    stage: Stage, readers: Sequence[FeedReader], seen: Sequence[datetime], latest: datetime | None
) -> list[str]:
    """The known offers that their feed no longer lists; each feed is told how many.

    A feed older than what the catalog has seen says nothing about today, and one from which
    nothing was taken says nothing at all.
    """
    gone = list[str]()
    for reader, moment in zip(readers, seen, strict=True):
        if not reader.offers or (latest and moment < latest):
            continue
        sellers, ids = stage.known_of(feed_name(reader.name))
        if sellers & reader.sellers:
            fresh = [id for id in ids if id not in gone]
            reader.vanished = len(fresh)
            gone += fresh
    return gone


def _clear(folder: Path, is_new: bool) -> None:
    """Leave no folder behind that held no catalog before."""
    if is_new and folder.is_dir():
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with open_bytes(path) as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


class _Written:
    """The records of an import on their way into the catalog, with what it knew of them before."""

    def __init__(self, writer: CatalogWriter, old: Catalog | None) -> None:
        self._writer, self._old = writer, old
        self._sellers: dict[str, Seller] = {}
        self.products = self.offers = 0

    def put(self, id: str, listed: list[tuple[Listing, str, datetime]], kind: str) -> None:
        """The offers of one product id: listing, feed name and moment of each."""
        seen = {listing.offer_id: (source, moment) for listing, source, moment in listed}
        for product, listings in products_of(id, [listing for listing, _, _ in listed]):
            self._put(product, [(x, *seen[x.offer_id]) for x in listings], kind)

    def _put(self, id: str, listed: list[tuple[Listing, str, datetime]], kind: str) -> None:
        listings = [listing for listing, _, _ in listed]
        old = self._old
        known = _known(old.product, id) if old else None
        self._writer.put([product_of(id, listings, kind, known)])
        for listing, source, seen_at in listed:
            before = _known(old.offer, listing.offer_id) if old else None
            before = before or self._writer.withdrawn(listing.offer_id)
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
