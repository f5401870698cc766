"""Whether an index answers: run in a process of its own, for a broken one can end the process."""

import sys
from pathlib import Path

import numpy as np

from retrieval.index.build import read_index
from retrieval.index.ivf import Clusters
from retrieval.index.stores import held, nearest

SAMPLE = 300
SAME = 1e-4
"""How far under 1 a product's nearest may lie; equal products stand for each other."""


def fault(place: Path) -> str:
    """What is wrong with an index; "" where nothing is."""
    index = read_index(place)
    size = index.columns.size
    stored = len(index.store.rows) if isinstance(index.store, Clusters) else held(index.store)
    if stored != size or len(index.vectors) != size:
        return f"{stored} of {size} products are in the vector store"
    for field in (index.name, index.facts, index.told):
        if field.documents != size:
            return f"{field.documents} of {size} products are in a text index"
    for row in np.linspace(0, size - 1, min(SAMPLE, size), dtype=int):
        vector = np.asarray(index.vectors[row])
        if isinstance(index.store, Clusters):
            found = index.store.nearest(vector, 3, np.ones(size, np.bool_))
        else:
            ids = nearest(index.store, vector, 3)
            found = np.searchsorted(index.columns.product_ids, ids)
        if not found.size or (index.vectors[found] @ vector).max() < 1 - SAME:
            return f"product {index.columns.product_ids[row]} is not found by its own vector"
    return ""


if __name__ == "__main__":
    sys.exit(fault(Path(sys.argv[1])) or 0)
