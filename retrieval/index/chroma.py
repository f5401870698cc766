"""Chroma behind LangChain's VectorStore, in this process or as a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import (
    CreateCollectionConfiguration,
    CreateHNSWConfiguration,
)
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from catalog.record import Record

COLLECTION = "plainshelf"


class HNSW(Record):
    """Parameters of Chroma's neighbour graph, by the names it gives them; recall rests on them.

    `ef_search` candidates are looked at per query and `ef_construction` per insertion; a vector
    keeps `max_neighbors` links.
    """

    ef_search: int = 160
    ef_construction: int = 128
    max_neighbors: int = 24


class ProductChroma(Chroma):
    """LangChain's Chroma; a search by vector gives ids alone.

    Ranking needs no more, and texts and metadata, which Chroma keeps in SQLite, take it several
    times as long to fetch as the neighbours take to find.
    """

    def __init__(self, client: Client, name: str, embedding: Embeddings, graph: HNSW) -> None:
        """The collection `name`, made with `graph` where there is none."""
        settings = CreateHNSWConfiguration(
            space="cosine",
            ef_search=graph.ef_search,
            ef_construction=graph.ef_construction,
            max_neighbors=graph.max_neighbors,
        )
        super().__init__(
            name,
            embedding_function=embedding,
            client=client,
            collection_configuration=CreateCollectionConfiguration(hnsw=settings),
        )
        self.client = client
        self.collection = client.get_collection(name, embedding_function=None)

    def similarity_search_by_vector(
        self, embedding: list[float], k: int = 4, *args: Any, **kwargs: Any
    ) -> list[Document]:
        """The k nearest, nearest first, as documents that have an id and nothing else."""
        row = np.asarray([embedding], np.float32)
        hits = self.collection.query(query_embeddings=row, n_results=k, include=[])
        return [Document(id=id, page_content="") for id in hits["ids"][0]]

    def close(self) -> None:
        """Let go of files and connections."""
        self.client.close()


def chroma(folder: Path, embedding: Embeddings, graph: HNSW | None = None) -> ProductChroma:
    """Chroma in this process over a folder of its own."""
    settings = Settings(anonymized_telemetry=False, is_persistent=True)
    client = chromadb.PersistentClient(str(folder), settings=settings)
    return ProductChroma(cast(Client, client), COLLECTION, embedding, graph or HNSW())


def chroma_server(url: str, name: str, embedding: Embeddings) -> ProductChroma:
    """A collection of a Chroma server (`chroma run`)."""
    parts = urlsplit(url)
    client = chromadb.HttpClient(
        parts.hostname or "localhost",
        parts.port or 8000,
        ssl=parts.scheme == "https",
        settings=Settings(anonymized_telemetry=False),
    )
    return ProductChroma(cast(Client, client), name, embedding, HNSW())
