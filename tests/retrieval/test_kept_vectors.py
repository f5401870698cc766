"""Kept vectors that are not as they were kept are made again, never served."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from retrieval.embedding.cache import vectors_of
from retrieval.embedding.models import Embedding

TEXTS = [f"a cup of kind {n}" for n in range(200)]


class Counting(Embeddings):
    """Vectors that a text's bytes make; counts what it embeds."""

    def __init__(self) -> None:
        self.asked = 0

    def embed_query(self, text: str) -> list[float]:
        return [float(byte) for byte in text.encode().ljust(16)[:16]]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.asked += len(texts)
        return [self.embed_query(text[::-1]) for text in texts]


def swapped(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        rows = db.execute("SELECT key, value FROM vector").fetchall()
        other = [(rows[n - 1][1], key) for n, (key, _) in enumerate(rows)]
        db.executemany("UPDATE vector SET value = ? WHERE key = ?", other)


def shortened(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE vector SET value = x'00'")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "emptied": lambda path: os.truncate(path, 0),
    "head": lambda path: path.write_bytes(b"\0" * 100 + path.read_bytes()[100:]),
    "middle": lambda path: path.write_bytes(path.read_bytes()[:4096] + b"~" * (1 << 14)),
    "swapped": swapped,
    "shortened": shortened,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_vectors_are_made_again(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    model = Counting()
    embedding = Embedding.of(model, "counting")
    first = vectors_of(TEXTS, embedding, tmp_path)
    assert np.array_equal(vectors_of(TEXTS, embedding, tmp_path), first) and model.asked == 200
    (path,) = tmp_path.glob("*.sqlite")
    damage(path)
    for _ in range(2):
        assert np.array_equal(vectors_of(TEXTS, embedding, tmp_path), first)
    assert model.asked == 400
