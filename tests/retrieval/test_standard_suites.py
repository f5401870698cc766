"""Whatever wears a LangChain name here passes LangChain's own tests of that name."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.vectorstores import VectorStore
from langchain_tests.integration_tests import (
    EmbeddingsIntegrationTests,
    RetrieversIntegrationTests,
    VectorStoreIntegrationTests,
)

from retrieval.embedding.local import LocalEmbeddings, PlainEmbeddings
from retrieval.embedding.served import ServedEmbeddings
from retrieval.index.chroma import chroma
from retrieval.index.stores import ProductEmbeddings
from retrieval.ranking import Ranker
from retrieval.retriever import CatalogRetriever

pytestmark = pytest.mark.filterwarnings("ignore:The test .* is not an async function")


@pytest.mark.asyncio
class TestProductChroma(VectorStoreIntegrationTests):
    """The suite asks by text; a search by vector gives ids alone, which it does not look at."""

    @pytest.fixture
    def vectorstore(self, tmp_path: Path) -> Iterator[VectorStore]:
        store = chroma(tmp_path, self.get_embeddings())
        yield store
        store.close()


@pytest.mark.asyncio
class TestLocal(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return LocalEmbeddings


@pytest.mark.asyncio
class TestPlain(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return PlainEmbeddings


@pytest.mark.asyncio
class TestProducts(EmbeddingsIntegrationTests):
    """Products' vectors are known; the suite's texts are none, so the model embeds them."""

    @property
    def embeddings_class(self) -> type[Embeddings]:
        return ProductEmbeddings

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        model = DeterministicFakeEmbedding(size=6)
        return {"ids": ["p1"], "vectors": np.ones((1, 6), np.float32), "model": model}


class Answering(BaseHTTPRequestHandler):
    """A server of OpenAI's embeddings API whose vectors tell the texts' lengths."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        rows = [
            {"object": "embedding", "index": n, "embedding": [1.0, float(len(text)), 0.0]}
            for n, text in enumerate(asked)
        ]
        body = json.dumps({"object": "list", "data": rows, "model": "m", "usage": {}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


@pytest.mark.asyncio
class TestServed(EmbeddingsIntegrationTests):
    @pytest.fixture
    def model(self, url: str) -> Embeddings:
        return ServedEmbeddings(url, "m")

    @property
    def embeddings_class(self) -> type[Embeddings]:
        return ServedEmbeddings


@pytest.mark.asyncio
class TestCatalogRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _over(self, ranker: Ranker) -> None:
        self.ranker = ranker

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return CatalogRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"ranker": self.ranker}

    @property
    def retriever_query_example(self) -> str:
        return "wireless earbuds"
