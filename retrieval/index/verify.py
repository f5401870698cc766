"""Whether an index answers: run in a process of its own, for a broken one can end the process."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from langchain_core.vectorstores import VectorStore

from retrieval.embedding.e5_onnx import Floats
from retrieval.index.build import read_index
from retrieval.index.parts import Index, part_fault
from retrieval.index.stores import held, nearest

SAMPLE, NEIGHBOURS = 100, 10
"""How many products are asked for by their own vectors, and how many neighbours of each."""
LEAST_RECALL = 0.9
"""The share of the exact neighbours that a store must find over the sample."""
SAME = 1e-4
"""How far a neighbour's cosine may lie under the exact one; equal products stand for each other."""


def fault(place: Path) -> str:
    """What is wrong with an index; "" where nothing is."""
    index = read_index(place)
    return part_fault(index) or (store_fault(index, index.store) if index.store else "")


def store_fault(index: Index, store: VectorStore) -> str:
    """What is wrong with the neighbours that a store gives; "" where nothing is."""
    ids = [str(id) for id in index.columns.product_ids]
    stored = held(store, ids)
    if stored != len(ids):
        return f"{stored} of {len(ids)} products are in the vector store"
    if index.vectors is None or not ids:
        return ""
    share = recall(index.vectors, store, index.columns.rows)
    if share < LEAST_RECALL:
        return f"the vector store finds {share:.2f} of the nearest, under {LEAST_RECALL}"
    return ""


def recall(vectors: Floats, store: VectorStore, rows: dict[str, int]) -> float:
    """The share of the exact neighbours of a sample of products that a store finds.

    An approximate neighbour that is as near as the exact one counts as found: among nearly equal
    products it does not matter which.
    """
    k = min(NEIGHBOURS, len(vectors))
    shares = []
    for row in np.linspace(0, len(vectors) - 1, min(SAMPLE, len(vectors)), dtype=int):
        vector = np.asarray(vectors[row])
        cosine = vectors @ vector
        least = np.partition(cosine, -k)[-k]
        got = [rows[id] for id in nearest(store, vector, k) if id in rows]
        shares.append(np.count_nonzero(cosine[got] >= least - SAME) / k)
    return float(np.mean(shares))


if __name__ == "__main__":
    sys.exit(fault(Path(sys.argv[1])) or 0)
