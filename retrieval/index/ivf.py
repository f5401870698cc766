"""Nearest neighbours among a million vectors: int8 rows in k-means groups, a few compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.embedding.e5_onnx import Floats
from retrieval.index.arrays import mapped

TRAINED_ON, ROUNDS = 50_000, 6
PROBED = 24
"""Groups compared per question; more where a mask leaves too few rows in them."""
SCALE = 127.0
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Clusters:
    """Groups of rows: `rows[start[g]:start[g+1]]` are group g's, `packed` their vectors x 127."""

    centres: Floats
    start: Rows
    rows: Rows
    packed: npt.NDArray[np.int8]

    @classmethod
    def build(cls, vectors: Floats, seed: int = 0) -> Clusters:
        """Group unit vectors: about as many groups as each has rows (Jegou et al. 2011, IVF)."""
        random = np.random.default_rng(seed)
        count = max(1, round(len(vectors) ** 0.5))
        sample = random.choice(len(vectors), min(TRAINED_ON, len(vectors)), replace=False)
        some = np.asarray(vectors[np.sort(sample)])
        centres = some[random.choice(len(some), count, replace=False)].copy()
        for _ in range(ROUNDS):
            group = _nearest(some, centres)
            for g in np.unique(group):
                centre = some[group == g].sum(axis=0)
                centres[g] = centre / np.linalg.norm(centre)
        group = _nearest(vectors, centres)
        rows = np.argsort(group, kind="stable")
        packed = np.empty(vectors.shape, np.int8)
        for at in range(0, len(rows), TRAINED_ON):
            some = vectors[rows[at : at + TRAINED_ON]]
            packed[at : at + TRAINED_ON] = np.rint(np.asarray(some) * SCALE)
        start = np.searchsorted(group[rows], np.arange(count + 1))
        return cls(centres, start.astype(np.int64), rows.astype(np.int64), packed)

    def save(self, folder: Path) -> None:
        """Write it into a new folder."""
        folder.mkdir(parents=True)
        for name in ("centres", "start", "rows", "packed"):
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> Clusters:
        """Open a saved one; the vectors stay on disk until they are read."""
        names = ("centres", "start", "rows", "packed")
        return cls(*(mapped(folder / f"{name}.npy") for name in names))

    def nearest(self, vector: Floats, k: int, allowed: Mask) -> Rows:
        """About the k nearest of the allowed rows, nearest first: those in the nearest groups."""
        order = np.argsort(-(self.centres @ vector), kind="stable")
        parts: list[Rows] = []
        found: list[Floats] = []
        for place, g in enumerate(order):
            if place >= PROBED and sum(map(len, parts)) >= k:
                break
            span = slice(int(self.start[g]), int(self.start[g + 1]))
            rows = self.rows[span]
            inside = allowed[rows]
            if inside.any():
                parts.append(rows[inside])
                found.append(self.packed[span].astype(np.float32) @ vector)
                found[-1] = found[-1][inside]
        if not parts:
            return np.empty(0, np.int64)
        rows, scores = np.concatenate(parts), np.concatenate(found)
        return np.asarray(rows[np.lexsort((rows, -scores))[:k]], np.int64)


def _nearest(vectors: Floats, centres: Floats) -> npt.NDArray[np.int64]:
    """The nearest centre of each vector, in blocks that fit the processor's cache."""
    block = 4096
    parts = [
        np.argmax(np.asarray(vectors[at : at + block]) @ centres.T, axis=1)
        for at in range(0, len(vectors), block)
    ]
    return np.concatenate(parts)
