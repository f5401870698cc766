"""One contract for every vector store, each really started, against the exact result."""

from __future__ import annotations

import gc
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from langchain_core.vectorstores import VectorStore

from catalog.errors import BadInput, IndexUnavailable
from retrieval.index.chroma import ProductChroma, chroma, chroma_server
from retrieval.index.stores import ProductEmbeddings, held, load, nearest, served

SIZE, K = 400, 20
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"  # sockets that Chroma's client leaves open
)


@pytest.fixture(autouse=True)
def _sockets_let_go_here() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture(scope="module")
def known() -> ProductEmbeddings:
    chance = np.random.default_rng(3)
    centres = chance.normal(size=(12, 384))
    vectors = centres[np.arange(SIZE) % 12] + 0.6 * chance.normal(size=(SIZE, 384))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return ProductEmbeddings([f"p{n:04d}" for n in range(SIZE)], vectors.astype(np.float32))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    program = Path(sys.executable).parent / "chroma"
    command = [
        str(program),
        "run",
        "--path",
        str(folder),
        "--port",
        str(port),
        "--host",
        "127.0.0.1",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the Chroma server did not start")


@pytest.fixture(params=["chroma", "server"])
def store(
    request: pytest.FixtureRequest, known: ProductEmbeddings, tmp_path: Path
) -> Iterator[ProductChroma]:
    if request.param == "chroma":
        made = chroma(tmp_path, known)
    else:
        made = chroma_server(request.getfixturevalue("server"), "plainshelf-contract", known)
    yield made
    made.close()


def test_a_store_agrees_with_the_exact_result(store: VectorStore, known: ProductEmbeddings) -> None:
    load(store, known)
    load(store, known)
    assert held(store, known.ids) == SIZE
    shares = []
    for row in range(0, SIZE, 20):
        vector = known.vectors[row]
        hits = nearest(store, vector, K)
        exact = np.argsort(-(known.vectors @ vector), kind="stable")[:K]
        assert hits[0] == f"p{row:04d}"
        assert len(set(hits)) == K
        shares.append(len(set(hits) & {known.ids[at] for at in exact}) / K)
    assert np.mean(shares) >= 0.98
    assert store.similarity_search("p0007", k=1)[0].page_content == "p0007"


def test_a_served_collection_is_filled_once_and_completed_if_half_filled(
    server: str, known: ProductEmbeddings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLAINSHELF_VECTORS", server)
    half = chroma_server(server, "plainshelf-half", known)
    half.add_texts(["p0000"], [{"product_id": "p0000"}], ids=["p0000"])
    whole = served("plainshelf-half", known, lambda: tmp_path)
    assert isinstance(whole, ProductChroma)
    assert held(whole, known.ids) == SIZE
    half.close()
    whole.close()


def test_an_unknown_or_unreachable_store_says_what_to_do(
    known: ProductEmbeddings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLAINSHELF_VECTORS", "faiss")
    with pytest.raises(BadInput, match="PLAINSHELF_VECTORS"):
        served("x", known, lambda: tmp_path)
    monkeypatch.setenv("PLAINSHELF_VECTORS", "http://127.0.0.1:9")
    with pytest.raises(IndexUnavailable, match=r"127\.0\.0\.1:9"):
        served("plainshelf-x", known, lambda: tmp_path)
