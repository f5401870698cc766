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
from retrieval.index.ivf import Clusters
from retrieval.index.stores import (
    ExactStore,
    Known,
    chroma,
    chroma_server,
    close,
    held,
    load,
    nearest,
    served,
)

SIZE, K = 400, 20
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"  # sockets that Chroma's client leaves open
)


@pytest.fixture(scope="module")
def known() -> Known:
    chance = np.random.default_rng(3)
    centres = chance.normal(size=(12, 384))
    vectors = centres[np.arange(SIZE) % 12] + 0.6 * chance.normal(size=(SIZE, 384))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Known([f"p{n:04d}" for n in range(SIZE)], vectors.astype(np.float32))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    program = Path(sys.executable).parent / "chroma"
    command = [program, "run", "--path", folder, "--port", str(port), "--host", "127.0.0.1"]
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


@pytest.fixture(params=["chroma", "server", "milvus"])
def store(request: pytest.FixtureRequest, known: Known, tmp_path: Path) -> Iterator[VectorStore]:
    made = started(request, known, tmp_path)
    yield made
    close(made)
    del made
    gc.collect()


def started(request: pytest.FixtureRequest, known: Known, folder: Path) -> VectorStore:
    if request.param == "chroma":
        return chroma(folder, known)
    if request.param == "server":
        return chroma_server(request.getfixturevalue("server"), "plainshelf-contract", known)
    pytest.importorskip("milvus_lite")
    from retrieval.index.milvus import Milvus

    return Milvus(str(folder / "vectors.db"), "plainshelf-contract", known)


def test_a_store_agrees_with_the_exact_result(store: VectorStore, known: Known) -> None:
    load(store, known)
    load(store, known)
    assert held(store) == SIZE
    exact = ExactStore(known)
    shares = []
    for row in range(0, SIZE, 20):
        vector = known.vectors[row]
        found = nearest(store, vector, K)
        assert found[0] == f"p{row:04d}"
        assert len(set(found)) == K
        shares.append(len(set(found) & set(nearest(exact, vector, K))) / K)
    assert np.mean(shares) >= 0.98
    by_port = store.similarity_search_by_vector(known.vectors[5].tolist(), k=3)
    assert by_port[0].page_content == "p0005"
    assert store.similarity_search("p0007", k=1)[0].page_content == "p0007"


def test_a_served_collection_is_filled_once_and_completed_if_half_filled(
    server: str, known: Known, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLAINSHELF_VECTORS", server)
    half = chroma_server(server, "plainshelf-half", known)
    half.add_texts(["p0000", "p0001"], ids=["p0000", "p0001"])
    whole = served("plainshelf-half", known, lambda: tmp_path)
    assert held(whole) == SIZE
    close(half)
    close(whole)
    del half, whole
    gc.collect()


def test_an_unknown_or_unreachable_store_says_what_to_do(
    known: Known, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLAINSHELF_VECTORS", "faiss")
    with pytest.raises(BadInput, match="PLAINSHELF_VECTORS"):
        served("x", known, lambda: tmp_path)
    monkeypatch.setenv("PLAINSHELF_VECTORS", "http://127.0.0.1:9")
    with pytest.raises(IndexUnavailable, match=r"127\.0\.0\.1:9"):
        served("plainshelf-x", known, lambda: tmp_path)


def test_clusters_find_nearly_what_comparing_everything_finds(known: Known, tmp_path: Path) -> None:
    Clusters.build(known.vectors).save(tmp_path / "clusters")
    clusters = Clusters.load(tmp_path / "clusters")
    everything = np.ones(SIZE, np.bool_)
    for row in range(0, SIZE, 40):
        exact = np.argsort(-(known.vectors @ known.vectors[row]), kind="stable")[:K]
        found = clusters.nearest(known.vectors[row], K, everything)
        assert found[0] == row
        assert len(set(found) & set(exact)) / K >= 0.85  # ranking compares what is found exactly
    few = np.zeros(SIZE, np.bool_)
    few[[3, 77, 301]] = True
    assert set(clusters.nearest(known.vectors[0], K, few)) == {3, 77, 301}
