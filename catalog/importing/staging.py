"""Listings set aside on disk until it is known which of them are of one product."""

from __future__ import annotations

import json
import math
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from catalog.feeds.listing import Listing
from catalog.importing.linkage import LARGEST
from catalog.importing.similarity import Entry, squeeze, traits
from catalog.store import Catalog

SCHEMA = """
CREATE TABLE listing (
  n INTEGER PRIMARY KEY, offer_id TEXT NOT NULL UNIQUE, feed INTEGER NOT NULL, row INTEGER NOT NULL,
  product TEXT NOT NULL, seller TEXT NOT NULL, title TEXT NOT NULL, brand TEXT NOT NULL,
  model TEXT NOT NULL, gtin TEXT NOT NULL, price TEXT NOT NULL, json TEXT NOT NULL,
  own TEXT NOT NULL, source TEXT NOT NULL);
CREATE INDEX by_product ON listing (product) WHERE product != '';
"""
KEYS = {
    "gtin": ("substr('000000' || gtin, -14)", "gtin != ''"),
    "model": ("squeeze(brand) || '|' || squeeze(model)", "brand != '' AND length(model) >= 3"),
}
ENTRY = "n, offer_id, product, seller, title, brand, model, gtin, CAST(NULLIF(price, '') AS REAL)"
OLD = -1
"""The feed number of an offer that the catalog holds already."""
COMMON = 60
"""A word that more listings hold than this does not bring two of them together."""
RAREST = 12
"""So many of a title's rarest words are looked up to find listings like it."""
DATED = re.compile(r"[-_. ]*\d{4}[-_.]?\d{2}(?:[-_.]?\d{2})?(?:[-_T]?\d{4,6})?")
BACKGROUND = 1000
"""Listings imagined beside the real ones, so that in a small catalog no word seems common."""


class _Place(NamedTuple):
    feed: int
    row: int
    product: str
    seller: str
    own: str


def feed_name(file: str) -> str:
    """A feed's name from its file's: the same whatever date the file bears, gzipped or not."""
    bare = file.removesuffix(".gz")
    return DATED.sub("", bare) or bare


def _own(listing: Listing) -> Listing:
    """The listing known by what tells its variant apart, as an offer of the product they share."""
    product = listing.product_id or listing.offer_id
    return listing._replace(offer_id=listing.own_id, product_id=product)


class Stage:
    """A throw-away SQLite file that holds the offers of an import and those already known."""

    def __init__(self, path: Path) -> None:
        """Make the file at `path`; leaving the `with` block removes it."""
        self._path = path
        self.entry = lru_cache(maxsize=20_000)(self._entry)
        self.rarity = lru_cache(maxsize=200_000)(self._rarity)
        self._repeated = set[tuple[int, str]]()
        self._owners = defaultdict[str, set[str]](set)

    def __enter__(self) -> Self:
        self._db = sqlite3.connect(self._path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -32000"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.create_function("squeeze", 1, squeeze, deterministic=True)
        self._db.executescript(SCHEMA)
        self._db.execute("BEGIN")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()
        self._path.unlink(missing_ok=True)

    def know(self, catalog: Catalog) -> None:
        """Set aside what the catalog holds, so that new offers can join its products."""
        for offer in catalog.offers():
            self._owners[feed_name(offer.provenance)].add(offer.seller_id)
            product = catalog.product(offer.product_id)
            price = min((p.money.amount for p in offer.prices), default=None)
            known = (offer.id, OLD, 0, product.id, offer.seller_id, product.title)
            codes = (product.brand, product.model, product.gtin, str(price or ""), "")
            self._db.execute(INSERT, (*known, *codes, "", offer.provenance))

    def put(self, listing: Listing, feed: int, *, scoped: bool) -> str:
        """Set one listing aside; the reason why not, where its id is taken.

        The same id from another seller is that seller's own offer, known as "id@seller"; within
        one feed it is an offer of the same product. Where a seller gives several variants one id,
        each is known by its own id instead, the first one too. `scoped` says that the feed's
        product ids are its seller's own: one that another seller's product has becomes
        "id@seller" too.
        """
        if scoped and listing.product_id:
            listing = listing._replace(product_id=self._own_product(listing, feed))
        if (feed, listing.offer_id) in self._repeated and listing.own_id:
            listing = _own(listing)
        if self._insert(listing, feed):
            return ""
        found = self._find(listing.offer_id)
        if (
            found.feed == feed
            and found.seller == listing.seller_id
            and self._tell_apart(listing, found)
        ):
            self._repeated.add((feed, listing.offer_id))
            listing = _own(listing)
            if self._insert(listing, feed):
                return ""
            found = self._find(listing.offer_id)
        if found.seller != listing.seller_id:
            if found.feed == feed and not listing.product_id:
                product = found.product or listing.offer_id
                self.assign(listing.offer_id, product)
                listing = listing._replace(product_id=product)
            listing = listing._replace(offer_id=f"{listing.offer_id}@{listing.seller_id}")
            if self._insert(listing, feed):
                return ""
            found = self._find(listing.offer_id)
        if found.feed != OLD:
            return f"the id {listing.offer_id!r} is taken by row {found.row}"
        self._db.execute("DELETE FROM listing WHERE offer_id = ?", (listing.offer_id,))
        self._insert(listing._replace(product_id=listing.product_id or found.product), feed)
        return ""

    def _tell_apart(self, listing: Listing, found: _Place) -> bool:
        """Whether two rows of one id are variants; the first is then known by its own id."""
        if not listing.own_id or not found.own or listing.own_id == found.own:
            return False
        product = found.product or listing.product_id or listing.offer_id
        rename = "UPDATE OR IGNORE listing SET offer_id = ?, product = ? WHERE offer_id = ?"
        self._db.execute(rename, (found.own, product, listing.offer_id))
        return True

    def gather_variants(self) -> None:
        """Make rows of one shop that differ by their variant alone offers of one product."""
        alike = """SELECT group_concat(n) FROM listing WHERE own != '' AND product = ''
                   GROUP BY seller, title, brand, feed HAVING count(*) > 1"""
        for (places,) in self._db.execute(alike).fetchall():
            numbers = sorted(map(int, places.split(",")))
            product = self.entry(numbers[0]).offer_id
            for n in numbers:
                self._db.execute("UPDATE listing SET product = ? WHERE n = ?", (product, n))
        self.entry.cache_clear()

    def known_of(self, feed: str) -> tuple[set[str], list[str]]:
        """The sellers of the offers that a feed of that name brought before, and the ids of those
        that no new listing has replaced.
        """
        return self._owners.get(feed, set()), [
            id
            for id, source in self._db.execute(
                "SELECT offer_id, source FROM listing WHERE feed = ? ORDER BY n", (OLD,)
            )
            if feed_name(source) == feed
        ]

    def assign(self, offer_id: str, product: str) -> None:
        """Say of which product an offer is."""
        self._db.execute("UPDATE listing SET product = ? WHERE offer_id = ?", (product, offer_id))

    def place(self, groups: list[list[int]]) -> None:
        """Give every offer its product: its group's known one, else its first offer's id."""
        for group in groups:
            entries = [self.entry(n) for n in group]
            product = next((e.product for e in entries if e.product), entries[0].offer_id)
            for entry in entries:
                self.assign(entry.offer_id, product)
        self._db.execute("UPDATE listing SET product = offer_id WHERE product = ''")
        self.entry.cache_clear()

    def number(self, offer_id: str) -> int | None:
        """The place of an offer; None where there is none of that id."""
        sql = "SELECT n FROM listing WHERE offer_id = ?"
        row = self._db.execute(sql, (offer_id,)).fetchone()
        return int(row[0]) if row else None

    def new(self) -> Iterator[tuple[str, int, Listing]]:
        """The imported listings with their product and feed, by product, in the order read."""
        columns = "SELECT product, feed, offer_id, json FROM listing"
        sql = f"{columns} WHERE feed != ? AND product != '' ORDER BY product, n"
        for product, feed, offer_id, text in self._db.execute(sql, (OLD,)):
            yield product, feed, Listing(*json.loads(text))._replace(offer_id=offer_id)

    def blocks(self, by: str) -> Iterator[list[Entry]]:
        """Groups of two or more entries that share a "gtin", or a brand and "model"."""
        if by == "model" and not self._several_shops():
            return
        key, where = KEYS[by]
        sql = f"""SELECT group_concat(n) FROM listing WHERE {where} GROUP BY {key}
                  HAVING count(*) BETWEEN 2 AND {LARGEST} AND min(product) = ''"""
        for (places,) in self._db.execute(sql):
            yield [self.entry(n) for n in sorted(map(int, places.split(",")))]

    def alike(self, nearest: int) -> Iterator[tuple[Entry, list[Entry]]]:
        """Entries still without product, each with those of other shops most like it."""
        if not self._several_shops():
            return
        self._index_words()
        for (n,) in self._db.execute("SELECT n FROM listing WHERE product = ''"):
            mine = self.entry(n)
            near = defaultdict[int, float](float)
            for word in self._rarest(mine):
                weight = self.rarity(word)
                for (other,) in self._db.execute("SELECT n FROM word WHERE word = ?", (word,)):
                    near[other] += weight
            ranked = sorted(near.items(), key=lambda item: (-item[1], item[0]))
            others = (self.entry(other) for other, _ in ranked)
            far = [other for other in others if other.seller != mine.seller]
            yield mine, far[:nearest]

    def _several_shops(self) -> bool:
        first, last = self._db.execute("SELECT min(seller), max(seller) FROM listing").fetchone()
        return bool(first != last)

    def _rarest(self, entry: Entry) -> list[str]:
        cut = traits(entry)
        words = sorted(cut.words | cut.codes)
        counted = sorted((self._count(word), word) for word in words)
        return [word for count, word in counted if 2 <= count <= COMMON][:RAREST]

    def _index_words(self) -> None:
        self._db.execute("CREATE TABLE word (word TEXT, n INTEGER)")
        for (n,) in self._db.execute("SELECT n FROM listing"):
            cut = traits(self.entry(n))
            self._db.executemany(
                "INSERT INTO word VALUES (?, ?)", [(word, n) for word in cut.words | cut.codes]
            )
        self._db.execute("CREATE INDEX by_word ON word (word)")
        self._db.execute("CREATE TABLE often (word TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID")
        self._db.execute("INSERT INTO often SELECT word, count(*) FROM word GROUP BY word")
        self._size = self._db.execute("SELECT count(*) FROM listing").fetchone()[0] + BACKGROUND
        self._count = lru_cache(maxsize=200_000)(self._counted)

    def _counted(self, word: str) -> int:
        row = self._db.execute("SELECT count FROM often WHERE word = ?", (word,)).fetchone()
        return int(row[0]) if row else 0

    def _rarity(self, word: str) -> float:
        return math.log(self._size / (1 + self._count(word)))

    def _entry(self, n: int) -> Entry:
        row = self._db.execute(f"SELECT {ENTRY} FROM listing WHERE n = ?", (n,)).fetchone()
        return Entry(*row)

    def _find(self, offer_id: str) -> _Place:
        sql = "SELECT feed, row, product, seller, own FROM listing WHERE offer_id = ?"
        return _Place(*self._db.execute(sql, (offer_id,)).fetchone())

    def _own_product(self, listing: Listing, feed: int) -> str:
        known = "SELECT product FROM listing WHERE offer_id = ? AND seller = ? AND feed = ?"
        row = self._db.execute(known, (listing.offer_id, listing.seller_id, OLD)).fetchone()
        if row:
            return str(row[0])
        taken = "SELECT 1 FROM listing WHERE product = ? AND product != ''"
        taken += " AND feed != ? AND seller != ? LIMIT 1"
        asked = (listing.product_id, feed, listing.seller_id)
        another = self._db.execute(taken, asked).fetchone()
        return f"{listing.product_id}@{listing.seller_id}" if another else listing.product_id

    def _insert(self, listing: Listing, feed: int) -> bool:
        where = (listing.offer_id, feed, listing.row, listing.product_id, listing.seller_id)
        words = (listing.title, listing.brand, listing.model, listing.gtin)
        price = listing.prices[0][1] if listing.prices else ""
        text = json.dumps(listing, ensure_ascii=False)
        return (
            self._db.execute(INSERT, (*where, *words, price, text, listing.own_id, "")).rowcount
            == 1
        )


INSERT = "INSERT OR IGNORE INTO listing VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?,?)"
