"""Vectors of texts that were embedded before, so that no text is embedded twice."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from catalog.paths import cache_folder
from retrieval.embedding.e5_onnx import Floats
from retrieval.embedding.models import Embedding

log = logging.getLogger(__package__)
CHUNK = 512
"""Texts embedded between two commits: what a kill can cost."""
FORMAT = 2
SUM = 8
"""Bytes of the checksum behind each vector."""


def vectors_of(texts: Sequence[str], embedding: Embedding, folder: Path | None = None) -> Floats:
    """The texts' unit vectors, shape (texts, dimensions), from the user's cache where it has them.

    The cache is one SQLite file for each embedding identity; several processes may use it. What
    was kept at another length than the embedding has now, or is not what was kept, is embedded
    again; a file that SQLite cannot read is made anew.
    """
    folder = cache_folder() / "vectors" if folder is None else folder
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(embedding.identity.encode()).hexdigest()[:16]
    path = folder / f"{name}-{FORMAT}.sqlite"
    try:
        return _vectors(texts, embedding, path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        log.warning("the kept vectors at %s are damaged and are made again: %s", path, error)
        for file in folder.glob(f"{path.name}*"):
            file.unlink(missing_ok=True)
        return _vectors(texts, embedding, path)


def _vectors(texts: Sequence[str], embedding: Embedding, path: Path) -> Floats:
    keys = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
    with closing(sqlite3.connect(path, timeout=60)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL)")
        places: dict[bytes, list[int]] = {}
        for place, key in enumerate(keys):
            places.setdefault(key, []).append(place)
        vectors = np.empty((len(texts), embedding.dimensions), np.float32)
        for start in range(0, len(keys), CHUNK):
            some = list(dict.fromkeys(keys[start : start + CHUNK]))
            for key, value in _known(db, [key for key in some if key in places]):
                row = value[:-SUM]
                if len(row) == vectors.itemsize * vectors.shape[1] and value == _kept(key, row):
                    vectors[places.pop(key)] = np.frombuffer(row, np.float32)
        missing = sorted(places, key=lambda key: (len(texts[places[key][0]]), key))
        for start in range(0, len(missing), CHUNK):
            some = missing[start : start + CHUNK]
            rows = embedding.passages([texts[places[key][0]] for key in some])
            with db:
                pairs = [
                    (key, _kept(key, row.tobytes())) for key, row in zip(some, rows, strict=True)
                ]
                db.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", pairs)
            for key, row in zip(some, rows, strict=True):
                vectors[places[key]] = row
    return vectors


def _kept(key: bytes, row: bytes) -> bytes:
    """A vector as it is kept: with a checksum over it and the text that it belongs to."""
    return row + hashlib.blake2b(key + row, digest_size=SUM).digest()


def _known(db: sqlite3.Connection, keys: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    marks = ",".join("?" * len(keys))
    return db.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", keys).fetchall()
