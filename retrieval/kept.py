"""Vectors of texts that were embedded before, so that no text is embedded twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from catalog.store import cache_folder
from retrieval.e5 import Floats
from retrieval.embedding import Embedding

CHUNK = 512
"""Texts embedded between two commits: what a kill can cost."""


def vectors_of(texts: Sequence[str], embedding: Embedding, folder: Path | None = None) -> Floats:
    """The texts' unit vectors, shape (texts, dimensions), from the user's cache where it has them.

    The cache is one SQLite file for each embedding identity; several processes may use it.
    """
    folder = cache_folder() / "vectors" if folder is None else folder
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(embedding.identity.encode()).hexdigest()[:16]
    keys = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
    with closing(sqlite3.connect(folder / f"{name}.sqlite", timeout=60)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL)")
        found = _known(db, keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        order = sorted(missing, key=lambda key: (len(missing[key]), key))
        for start in range(0, len(order), CHUNK):
            some = order[start : start + CHUNK]
            rows = embedding.passages([missing[key] for key in some])
            pairs = [(k, row.tobytes()) for k, row in zip(some, rows, strict=True)]
            with db:
                db.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", pairs)
            found.update(pairs)
    if not keys:
        return np.empty((0, embedding.query("").size), np.float32)
    return np.frombuffer(b"".join(found[key] for key in keys), np.float32).reshape(len(keys), -1)


def _known(db: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        marks = ",".join("?" * len(some))
        found.update(db.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", some))
    return found
