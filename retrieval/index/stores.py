"""Nearest neighbours behind LangChain's VectorStore: Chroma, Milvus, or every vector compared.

A store holds product ids as its texts and our own vectors for them; nothing else of the catalog.
Which one serves is PLAINSHELF_VECTORS: "chroma" (the default), "exact", "http://HOST:PORT" (a
Chroma server), or "milvus:URI" (a Milvus server or cluster, or a file for its embedded engine).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from catalog.errors import BadInput, IndexUnavailable
from catalog.telemetry import refuse_telemetry
from retrieval.embedding.e5_onnx import Floats

COLLECTION = "plainshelf"
BREADTH = 160
"""HNSW's ef_search: candidates looked at per query; recall rests on it."""
BATCH = 4096


class Known(Embeddings):
    """Vectors known already, by product id: what loads a store through LangChain's port."""

    def __init__(self, ids: Sequence[str] | npt.NDArray[np.str_], vectors: Floats) -> None:
        """`vectors` has one row for each id."""
        self.given = ids
        self.vectors = vectors

    @cached_property
    def ids(self) -> list[str]:
        """The product ids in order; made when first asked for, for there may be a million."""
        return [str(id) for id in self.given]

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each id."""
        return {id: row for row, id in enumerate(self.ids)}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of product ids."""
        return self.vectors[[self.rows[id] for id in texts]].tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one product id."""
        return self.embed_documents([text])[0]


class ExactStore(VectorStore):
    """Every vector compared: the reference that other stores are tested against."""

    def __init__(self, known: Known) -> None:
        """Serve the vectors in `known`."""
        self.known = known
        self.ids = known.ids

    @property
    def embeddings(self) -> Embeddings:
        """What embeds its texts."""
        return self.known

    def add_texts(
        self, texts: Iterable[str], metadatas: list[dict[str, Any]] | None = None, **kwargs: Any
    ) -> list[str]:
        """Nothing is added: the vectors are given at construction."""
        raise NotImplementedError("ExactStore serves the vectors it was made with.")

    def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
        """The nearest products of a product id."""
        return self.similarity_search_by_vector(self.known.embed_query(query), k)

    def similarity_search_by_vector(
        self, embedding: list[float], k: int = 4, **kwargs: Any
    ) -> list[Document]:
        """The k products with the greatest cosine, ties in id order."""
        scores = self.known.vectors @ np.asarray(embedding, np.float32)
        order = np.argsort(-scores, kind="stable")[:k]
        return [Document(id=self.ids[i], page_content=self.ids[i]) for i in order]

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        **kwargs: Any,
    ) -> ExactStore:
        """An exact store over texts embedded now."""
        return cls(Known(texts, np.asarray(embedding.embed_documents(texts), np.float32)))


def nearest(store: VectorStore, vector: Floats, k: int) -> list[str]:
    """The ids of the k products that a store finds nearest to a vector, nearest first.

    Chroma's own call is used where it is Chroma: the port makes a Document of every hit, which
    takes longer than finding it.
    """
    collection = getattr(store, "_collection", None)
    if collection is not None:
        found = collection.query(query_embeddings=vector[None, :], n_results=k, include=[])
        return cast(list[str], found["ids"][0])
    return [hit.page_content for hit in store.similarity_search_by_vector(vector.tolist(), k=k)]


def load(store: VectorStore, known: Known) -> None:
    """Put every product of `known` into a store; loading again changes nothing."""
    ids = known.ids
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        store.add_texts(some, ids=some)


def chroma(folder: Path, known: Known) -> VectorStore:
    """Chroma in this process over a folder of its own."""
    refuse_telemetry()
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False, is_persistent=True)
    return _chroma(chromadb.PersistentClient(str(folder), settings=settings), COLLECTION, known)


def chroma_server(url: str, name: str, known: Known) -> VectorStore:
    """A collection of a Chroma server (`chroma run`)."""
    refuse_telemetry()
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    settings = Settings(anonymized_telemetry=False)
    client = chromadb.HttpClient(
        parts.hostname or "localhost",
        parts.port or 8000,
        ssl=parts.scheme == "https",
        settings=settings,
    )
    return _chroma(client, name, known)


def _chroma(client: Any, name: str, known: Known) -> VectorStore:
    from langchain_chroma import Chroma

    hnsw = {"space": "cosine", "ef_search": BREADTH, "ef_construction": 128, "max_neighbors": 24}
    store = Chroma(
        name,
        embedding_function=known,
        client=client,
        collection_configuration=cast(Any, {"hnsw": hnsw}),
    )
    return cast(VectorStore, store)


def served(name: str, known: Known, local: Callable[[], Path]) -> VectorStore:
    """The store that PLAINSHELF_VECTORS names, loaded with every product.

    `local` gives the folder of the index's own Chroma; a server's collection is called `name`.

    Raises:
        BadInput: the variable names no store.
        IndexUnavailable: the store cannot be reached or loaded.

    """
    wanted = configured() or "chroma"
    if wanted == "exact":
        return ExactStore(known)
    if wanted == "chroma":
        return chroma(local(), known)
    if not wanted.startswith(("http://", "https://", "milvus:")):
        raise BadInput(
            "PLAINSHELF_VECTORS",
            "",
            f"{wanted!r} is no vector store",
            "Use chroma, exact, http://HOST:PORT of a Chroma server, or milvus:URI",
        )
    try:
        if wanted.startswith("milvus:"):
            from retrieval.index.milvus import Milvus

            store: VectorStore = Milvus(wanted.removeprefix("milvus:"), name, known)
        else:
            store = chroma_server(wanted, name, known)
        if held(store) < len(known.ids):
            load(store, known)
    except _failures(wanted) as error:
        raise IndexUnavailable(
            f"The vector store {wanted} cannot be used ({error}); "
            "start it, or unset PLAINSHELF_VECTORS to use Chroma in process."
        ) from error
    return store


def _failures(wanted: str) -> tuple[type[Exception], ...]:
    """How a store's client says that its server does not answer, or not usably."""
    if wanted.startswith("milvus:"):
        from pymilvus.exceptions import MilvusException

        return MilvusException, ImportError, OSError
    refuse_telemetry()
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    return ChromaError, HTTPError, ValueError


def configured() -> str:
    """The store that the environment asks for, "" for the default."""
    return os.environ.get("PLAINSHELF_VECTORS", "")


def held(store: VectorStore) -> int:
    """How many products a store holds."""
    collection = getattr(store, "_collection", None)
    if collection is not None:
        return int(collection.count())
    return len(cast(Any, store))


def close(store: VectorStore | None) -> None:
    """Let go of what a store holds open."""
    client = getattr(store, "_client", None)
    session = getattr(getattr(client, "_server", None), "_session", None)
    for each in (session, client):  # Chroma's client leaves its HTTP session open
        with suppress(AttributeError):
            cast(Any, each).close()
