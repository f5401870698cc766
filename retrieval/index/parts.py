"""What a search index holds: made from a catalog in memory, written to a folder, read back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from langchain_core.vectorstores import VectorStore

from catalog.store import Catalog
from retrieval.embedding.cache import vectors_of
from retrieval.embedding.e5_onnx import Floats
from retrieval.embedding.models import Embedding
from retrieval.index.arrays import mapped
from retrieval.index.bm25 import Lexical
from retrieval.index.columns import Columns, build_columns
from retrieval.index.document import document
from retrieval.text.spelling import Spelling


@dataclass(frozen=True)
class Index:
    """An index opened for reading.

    `vectors` are unit rows in the order of the columns, None while they are still being made:
    then words alone are searched. `store` answers which are nearest, None where every vector is
    compared; `why_exact` says why, where a store was wanted.
    """

    key: str
    columns: Columns
    name: Lexical
    facts: Lexical
    told: Lexical
    spelling: Spelling
    vectors: Floats | None = None
    store: VectorStore | None = None
    why_exact: str = ""


def make_index(catalog: Catalog, embedding: Embedding | None, key: str = "in memory") -> Index:
    """The index of a catalog, in memory, without a store; without an embedding, of words alone."""
    products = tuple(catalog.products())
    documents = [document(product, catalog.vocabulary) for product in products]
    return Index(
        key,
        build_columns(catalog, products),
        name=Lexical.build(d.name for d in documents),
        facts=Lexical.build(d.facts for d in documents),
        told=Lexical.build(d.told for d in documents),
        spelling=Spelling.build(f"{d.facts} {d.told}" for d in documents),
        vectors=(
            None if embedding is None else vectors_of([d.meaning for d in documents], embedding)
        ),
    )


def part_fault(index: Index) -> str:
    """Which part of an index does not hold every product; "" where all do."""
    size = index.columns.size
    for field in (index.name, index.facts, index.told):
        if field.documents != size:
            return f"{field.documents} of {size} products are in a text index"
    if index.vectors is None or len(index.vectors) != size:
        return f"{0 if index.vectors is None else len(index.vectors)} of {size} have a vector"
    if not np.isfinite(index.vectors).all():
        return "a vector holds what is no number"
    return ""


def save_index(index: Index, folder: Path) -> None:
    """Write everything but the vector store into a folder."""
    index.columns.save(folder / "columns")
    for field in ("name", "facts", "told", "spelling"):
        getattr(index, field).save(folder / field)
    if index.vectors is not None:
        np.save(folder / "vectors.npy", index.vectors)


def load_index(
    folder: Path, store: Callable[[Columns, Floats], VectorStore | None], why_exact: str = ""
) -> Index:
    """Open what save_index wrote; arrays stay on disk until they are read."""
    columns = Columns.load(folder / "columns")
    vectors = mapped(folder / "vectors.npy")
    return Index(
        folder.name,
        columns,
        name=Lexical.load(folder / "name"),
        facts=Lexical.load(folder / "facts"),
        told=Lexical.load(folder / "told"),
        spelling=Spelling.load(folder / "spelling"),
        vectors=vectors,
        store=store(columns, vectors),
        why_exact=why_exact,
    )
