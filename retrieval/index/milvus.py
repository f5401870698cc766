"""Milvus behind LangChain's VectorStore: a server, a cluster, or a file for its embedded engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore


class Milvus(VectorStore):
    """One collection of product ids and their vectors, compared by cosine."""

    def __init__(self, uri: str, name: str, embedding: Embeddings) -> None:
        """The collection `name` at `uri`: "http://HOST:19530", or a path that ends in .db."""
        from pymilvus import MilvusClient

        self._embedding = embedding
        self._client = MilvusClient(uri)
        self._name = name.replace("-", "_")

    @property
    def embeddings(self) -> Embeddings:
        """What embeds its texts."""
        return self._embedding

    def _made(self, dimensions: int) -> None:
        if not self._client.has_collection(self._name):
            self._client.create_collection(
                self._name,
                dimension=dimensions,
                id_type="string",
                max_length=512,
                metric_type="COSINE",
                consistency_level="Strong",
            )

    def add_texts(
        self, texts: Iterable[str], metadatas: list[dict[str, Any]] | None = None, **kwargs: Any
    ) -> list[str]:
        """Add texts, each its own id; one that is there already is replaced."""
        some = list(texts)
        vectors = self._embedding.embed_documents(some)
        self._made(len(vectors[0]))
        rows = [{"id": id, "vector": vector} for id, vector in zip(some, vectors, strict=True)]
        self._client.upsert(self._name, rows)
        return some

    def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
        """The k nearest of a text."""
        return self.similarity_search_by_vector(self._embedding.embed_query(query), k)

    def similarity_search_by_vector(
        self, embedding: list[float], k: int = 4, **kwargs: Any
    ) -> list[Document]:
        """The k nearest of a vector, nearest first."""
        hits = self._client.search(self._name, [embedding], limit=k)[0]
        return [Document(id=hit["id"], page_content=hit["id"]) for hit in hits]

    def __len__(self) -> int:
        """How many texts it holds."""
        if not self._client.has_collection(self._name):
            return 0
        found = self._client.query(self._name, filter="", output_fields=["count(*)"])
        return int(found[0]["count(*)"])

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        **kwargs: Any,
    ) -> Milvus:
        """A collection of these texts; `uri` and `name` as for the class."""
        store = cls(str(kwargs["uri"]), str(kwargs["name"]), embedding)
        store.add_texts(texts)
        return store
