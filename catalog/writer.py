"""Writing a catalog's SQLite file: whole or not at all, from records or a folder of JSONL."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock

from catalog.about import About, read_about
from catalog.checksum import altered, put, whole
from catalog.errors import BadInput
from catalog.evidence import Evidence
from catalog.files import read_records
from catalog.offer import Offer
from catalog.paths import cache_folder
from catalog.product import Product
from catalog.record import Record
from catalog.seller import Seller
from catalog.vocabulary import Vocabulary, read_vocabulary

FILE = "catalog.sqlite"


SCHEMA = """
CREATE TABLE about (json TEXT NOT NULL, vocabulary TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TABLE product (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE offer (
  id TEXT PRIMARY KEY, product_id TEXT NOT NULL, json TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX offer_product ON offer (product_id);
CREATE TABLE seller (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE evidence (
  id TEXT PRIMARY KEY, product_id TEXT NOT NULL, json TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX evidence_product ON evidence (product_id);
"""


ORPHAN = """
DELETE FROM product WHERE id = ? AND NOT EXISTS (SELECT 1 FROM offer WHERE product_id = ?)
AND NOT EXISTS (SELECT 1 FROM evidence WHERE product_id = ?)
"""
WITHDRAWN = "CREATE TABLE IF NOT EXISTS withdrawn (id TEXT PRIMARY KEY, json TEXT NOT NULL)"
"""Offers gone from sale, kept so that their price history goes on when they return."""
SEEN = "CREATE TABLE IF NOT EXISTS feed (digest TEXT PRIMARY KEY, seen_at TEXT NOT NULL)"


class CatalogWriter:
    """Writes a catalog beside the old one and puts it in place when the `with` block ends well.

    Rows of the old catalog stay unless a new row has their id; where nothing is new, so does the
    file. A crash, a kill or an exception leaves the old file as it was. One writer at a time; a
    second waits.
    """

    def __init__(self, folder: Path, *, anew: bool = False) -> None:
        """Prepare to write into `folder`, which is made if need be; `anew` keeps no old row."""
        self.folder, self._anew = folder, anew
        self._new_feeds = 0

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(self.folder / ".catalog.lock")
        self._lock.acquire()
        try:
            self._begin()
        except BaseException:
            self._lock.release()
            raise
        return self

    def _begin(self) -> None:
        """Copy the old catalog, or make an empty one, and begin to change it."""
        for left_by_a_kill in self.folder.glob(".catalog-*.tmp"):
            left_by_a_kill.unlink()
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=".catalog-", suffix=".tmp")
        os.close(handle)
        self._temporary = Path(name)
        old = self.folder / FILE
        kept = old.is_file() and not self._anew
        if kept:
            if altered(old):
                self._temporary.unlink()
                raise damaged(old)
            shutil.copyfile(old, self._temporary)
        self._db = sqlite3.connect(self._temporary, isolation_level=None)
        if kept and not _readable(self._db):
            self._db.close()
            self._temporary.unlink()
            raise damaged(old)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        if not kept:
            self._db.executescript(SCHEMA)
            self._db.execute(
                "INSERT INTO about VALUES (?, ?, '')",
                (About().model_dump_json(), Vocabulary().model_dump_json()),
            )
        self._db.execute(SEEN)
        self._db.execute(WITHDRAWN)
        self._db.execute("BEGIN")

    def first_seen(self, digest: str, now: datetime) -> datetime:
        """When a feed of that digest first came; a new one is noted as seen `now`."""
        new = "INSERT OR IGNORE INTO feed VALUES (?, ?)"
        self._new_feeds += self._db.execute(new, (digest, now.isoformat())).rowcount
        row = self._db.execute("SELECT seen_at FROM feed WHERE digest = ?", (digest,)).fetchone()
        return datetime.fromisoformat(row[0])

    def latest_seen(self) -> datetime | None:
        """The latest moment at which a feed of this catalog was seen; None before the first."""
        row = self._db.execute("SELECT max(seen_at) FROM feed").fetchone()
        return datetime.fromisoformat(row[0]) if row[0] else None

    def withdraw(self, ids: Iterable[str]) -> None:
        """Take offers off sale, and each product that no offer or evidence is left of."""
        for id in ids:
            key, where = (id,), "FROM offer WHERE id = ?"
            row = self._db.execute(f"SELECT product_id {where}", key).fetchone()
            self._db.execute(f"REPLACE INTO withdrawn SELECT id, json {where}", key)
            self._db.execute(f"DELETE {where}", key)
            if row:
                self._db.execute(ORPHAN, (row[0], row[0], row[0]))

    def withdrawn(self, id: str) -> Offer | None:
        """The offer of that id that was taken off sale; None where none was."""
        row = self._db.execute("SELECT json FROM withdrawn WHERE id = ?", (id,)).fetchone()
        return Offer.model_validate_json(row[0]) if row else None

    def describe(self, about: About, vocabulary: Vocabulary) -> None:
        """Set what the catalog says of itself and its words."""
        self._db.execute(
            "UPDATE about SET json = ?, vocabulary = ?",
            (about.model_dump_json(), vocabulary.model_dump_json()),
        )

    def put(self, records: Iterable[Product | Offer | Seller | Evidence]) -> None:
        """Add records, each in place of an older one of its kind and id."""
        for record in records:
            # Promotions are told apart by their default `type`, so offers are written whole.
            text = record.model_dump_json(exclude_defaults=not isinstance(record, Offer))
            match record:
                case Product():
                    self._db.execute("REPLACE INTO product VALUES (?, ?)", (record.id, text))
                case Seller():
                    self._db.execute("REPLACE INTO seller VALUES (?, ?)", (record.id, text))
                case Offer():
                    row = (record.id, record.product_id, text)
                    self._db.execute("REPLACE INTO offer VALUES (?, ?, ?)", row)
                    self._db.execute("DELETE FROM withdrawn WHERE id = ?", (record.id,))
                case Evidence():
                    row = (record.id, record.product_id, text)
                    self._db.execute("REPLACE INTO evidence VALUES (?, ?, ?)", row)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._db.close()
            self._temporary.unlink(missing_ok=True)
            self._lock.release()

    def _finish(self) -> None:
        digest = hashlib.sha256()
        for table in ("about", "product", "offer", "seller", "evidence"):
            columns = "json, vocabulary" if table == "about" else "json"
            order = "" if table == "about" else "ORDER BY id"
            for row in self._db.execute(f"SELECT {columns} FROM {table} {order}"):
                digest.update("\x1f".join(row).encode() + b"\x1e")
        known = self._db.execute("SELECT digest FROM about").fetchone()[0]
        if digest.hexdigest() == known and not self._new_feeds:
            return
        self._db.execute("UPDATE about SET digest = ?", (digest.hexdigest(),))
        self._db.execute("COMMIT")
        self._db.close()
        put(self._temporary, self.folder / FILE)


def _readable(db: sqlite3.Connection) -> bool:
    """Whether SQLite finds its file in order; one without a checksum may be older than those."""
    try:
        sound = db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        return bool(sound and db.execute("SELECT count(*) FROM about").fetchone() == (1,))
    except sqlite3.DatabaseError:
        return False


def damaged(path: Path) -> BadInput:
    """The error of a catalog that cannot be read, or is not as it was written."""
    problem = "the catalog is damaged: it is not as it was written"
    remedy = "Put a copy back, or delete the folder's catalog.sqlite and import the feeds again"
    return BadInput(str(path), "", problem, remedy)


def gathered(folder: Path) -> Path:
    """The SQLite file made from a folder of JSONL, made now if it is new or damaged."""
    digest = hashlib.sha256(SCHEMA.encode())
    names = ("about.yaml", "vocabulary.yaml", "products", "offers", "sellers", "evidence")
    files = [folder / (n if n.endswith(".yaml") else f"{n}.jsonl") for n in names]
    for file in files:
        digest.update(file.name.encode() + (file.read_bytes() if file.is_file() else b""))
    target = cache_folder() / "catalogs" / digest.hexdigest()[:24]
    if whole(target / FILE):
        return target / FILE
    kinds: tuple[type[Record], ...] = (Product, Offer, Seller, Evidence)
    with CatalogWriter(target, anew=True) as writer:
        vocabulary = read_vocabulary(files[1]) if files[1].is_file() else Vocabulary()
        writer.describe(read_about(files[0]), vocabulary)
        for file, kind in zip(files[2:], kinds, strict=True):
            if file.is_file():
                writer.put(read_records(file, kind))  # type: ignore[arg-type]
    return target / FILE
