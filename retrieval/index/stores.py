"""Nearest neighbours behind LangChain's VectorStore: which store serves, and how it is filled.

A store holds product ids as its texts and our own vectors for them; nothing else of the catalog.
Which one serves is PLAINSHELF_VECTORS: "chroma" (the default), "http://HOST:PORT" (a Chroma
server), or "exact" (no store: every vector compared).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from catalog.errors import BadInput, IndexUnavailable
from catalog.telemetry import refuse_telemetry
from retrieval.embedding.e5_onnx import Floats

BATCH = 4096
ASKED_AT_ONCE = 500
"""Ids looked up in one call."""


class ProductEmbeddings(Embeddings):
    """A model whose vectors of the products are there already, by product id.

    A product's id stands for its text, so that a store is loaded through LangChain's port without
    embedding anything; any other text goes to the model.
    """

    def __init__(
        self,
        ids: Sequence[str] | npt.NDArray[np.str_],
        vectors: Floats,
        model: Embeddings | None = None,
    ) -> None:
        """`vectors` has one row for each id; without a model no other text can be embedded."""
        self.given = ids
        self.vectors = vectors
        self.model = model

    @cached_property
    def ids(self) -> list[str]:
        """The product ids in order; made when first asked for, for there may be a million."""
        return [str(id) for id in self.given]

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each id."""
        return {id: row for row, id in enumerate(self.ids)}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of product ids, and of other texts as the model embeds them."""
        vectors = {id: self.vectors[self.rows[id]].tolist() for id in texts if id in self.rows}
        others = [text for text in texts if text not in vectors]
        if others:
            vectors |= zip(others, self._model().embed_documents(others), strict=True)
        return [vectors[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a product id, or of a question as the model embeds it."""
        if text in self.rows:
            return self.vectors[self.rows[text]].tolist()  # type: ignore[no-any-return]
        return self._model().embed_query(text)

    def _model(self) -> Embeddings:
        if self.model is None:
            raise ValueError("only products have vectors here: no model was given")
        return self.model


def nearest(store: VectorStore, vector: Floats, k: int) -> list[str]:
    """The ids of the k products that a store finds nearest to a vector, nearest first."""
    hits = store.similarity_search_by_vector(vector.tolist(), k=k)
    return [hit.id or hit.page_content for hit in hits]


def load(store: VectorStore, products: ProductEmbeddings) -> None:
    """Put into a store what it lacks of the products; loading again changes nothing.

    A batch goes in whole or not at all, so its last product tells whether it is there.
    """
    ids = products.ids
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        if not store.get_by_ids(some[-1:]):
            # langchain-chroma cannot read a document back that has no metadata.
            store.add_texts(some, [{"product_id": id} for id in some], ids=some)


def held(store: VectorStore, ids: Sequence[str]) -> int:
    """How many of these products a store holds."""
    asked = range(0, len(ids), ASKED_AT_ONCE)
    return sum(len(store.get_by_ids(ids[at : at + ASKED_AT_ONCE])) for at in asked)


def served(
    name: str, products: ProductEmbeddings, local: Callable[[], Path | None]
) -> VectorStore | None:
    """The store that PLAINSHELF_VECTORS names, loaded with every product; None to compare all.

    `local` gives the folder of the index's own Chroma, None where it has none; a server's
    collection is called `name`.

    Raises:
        BadInput: the variable names no store.
        IndexUnavailable: the store cannot be reached or loaded.

    """
    wanted = os.environ.get("PLAINSHELF_VECTORS", "") or "chroma"
    refuse_telemetry()
    if wanted == "exact":
        return None
    if wanted == "chroma":
        from retrieval.index.chroma import chroma

        folder = local()
        return None if folder is None else chroma(folder, products)
    if not wanted.startswith(("http://", "https://")):
        raise BadInput(
            "PLAINSHELF_VECTORS",
            "",
            f"{wanted!r} is no vector store",
            "Use chroma, exact, or http://HOST:PORT of a Chroma server",
        )
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    from retrieval.index.chroma import chroma_server

    try:
        store = chroma_server(wanted, name, products)
        load(store, products)
    except (ChromaError, HTTPError, ValueError) as error:
        raise IndexUnavailable(
            f"The vector store {wanted} cannot be used ({error}); "
            "start it, or unset PLAINSHELF_VECTORS to use Chroma in process."
        ) from error
    return store
