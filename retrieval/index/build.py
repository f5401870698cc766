"""The search index of a catalog: derived, put in place whole, checked, and rebuilt when damaged."""

from __future__ import annotations

import atexit
import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from catalog.errors import IndexUnavailable
from catalog.paths import cache_folder
from catalog.store import Catalog
from catalog.telemetry import refuse_telemetry
from retrieval.embedding.e5_onnx import Floats
from retrieval.embedding.models import Embedding
from retrieval.index.columns import Columns
from retrieval.index.parts import Index, load_index, make_index, part_fault, save_index
from retrieval.index.stores import ProductEmbeddings, load, served

FORMAT = "6"
log = logging.getLogger(__package__)
MANIFEST = "manifest.json"
GRAPHS: tuple[Mapping[str, int], ...] = (
    {},
    {"ef_search": 640, "ef_construction": 512, "max_neighbors": 64},
)
"""Settings of Chroma's graph that differ from its defaults here, tried in turn until one is sound.

Among nearly equal products a sparse graph falls apart, and neighbours are lost.
"""


def index_key(catalog: Catalog, embedding: Embedding) -> str:
    """What an index is made from, as a hash: catalog, embedding, layout and Chroma's version."""
    parts = (FORMAT, catalog.digest, embedding.identity, version("chromadb"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def open_index(
    catalog: Catalog, embedding: Embedding, folder: Path | None = None, *, renew: bool = False
) -> Index:
    """The catalog's index, built first if it is missing or damaged.

    One process builds; others wait for it. A process that serves from an older or damaged copy
    keeps its open files and is not disturbed.

    Args:
        catalog: what to index.
        embedding: what turns text to vectors; its identity is part of the index's key.
        folder: where indexes lie; by default in the user's cache.
        renew: whether to build anew, too, what the embedding no longer agrees with.

    Raises:
        IndexUnavailable: the index cannot be written, or a part of it is wrong.
        ModelUnavailable: the embedding does not answer.

    """
    root = cache_folder() / "index" if folder is None else folder
    key = index_key(catalog, embedding)
    place = root / key
    dimensions = embedding.dimensions if renew else None
    if not sound(place, dimensions):
        try:
            root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(root / f"{key}.lock")
        except OSError as error:
            raise _unwritable(root, error) from error
        with lock:
            if not sound(place, dimensions):
                if place.is_dir():
                    log.warning("the index at %s is damaged and is built again", place)
                _build(catalog, embedding, place)
    return read_index(place, embedding.model)


def sound(place: Path, dimensions: int | None = None) -> bool:
    """Whether an index is complete, as it was built, and, where asked, of so many dimensions."""
    try:
        manifest = json.loads((place / MANIFEST).read_text("utf-8"))
        if dimensions is not None and manifest["dimensions"] != dimensions:
            return False
        return bool(manifest["files"] == _digests(place))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _digests(place: Path) -> dict[str, str]:
    found = {}
    for path in sorted(place.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as file:
                found[str(path.relative_to(place))] = hashlib.file_digest(
                    file, "sha256"
                ).hexdigest()
    return found


def _build(catalog: Catalog, embedding: Embedding, place: Path) -> None:
    for left_by_a_kill in place.parent.glob(f".{place.name}-*"):
        shutil.rmtree(left_by_a_kill, ignore_errors=True)
    temporary = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}-"))
    try:
        index = make_index(catalog, embedding, place.name)
        why_exact = _write(index, embedding, temporary)
        about = {
            "embedding": embedding.identity,
            "dimensions": 0 if index.vectors is None else index.vectors.shape[1],
            "catalog": catalog.digest,
            "why_exact": why_exact,
            "files": _digests(temporary),
        }
        (temporary / MANIFEST).write_text(json.dumps(about, indent=1), encoding="utf-8")
        _sync(temporary)
        if place.exists():
            os.rename(place, temporary.with_name(temporary.name + "-old"))
        os.rename(temporary, place)
    except OSError as error:
        raise _unwritable(place.parent, error) from error
    finally:
        for rest in place.parent.glob(f".{place.name}-*"):
            shutil.rmtree(rest, ignore_errors=True)


def _unwritable(folder: Path, error: OSError) -> IndexUnavailable:
    return IndexUnavailable(
        f"The index cannot be written to {folder} ({error.strerror or error}); mend that, or set "
        "PLAINSHELF_CACHE to another folder, then run: plainshelf index"
    )


def _write(index: Index, embedding: Embedding, folder: Path) -> str:
    """Write an index with a sound store; why it has none, where none of GRAPHS came out sound.

    A store that is not sound is no reason to refuse a catalog: every vector is compared then.

    Raises:
        IndexUnavailable: a part of the index itself is wrong.

    """
    fault = part_fault(index)
    if fault:
        raise IndexUnavailable(f"The new index is wrong: {fault}. Please report this.")
    save_index(index, folder)
    if index.vectors is None or not index.columns.size:
        return ""
    products = ProductEmbeddings(index.columns.product_ids, index.vectors, embedding.model)
    for graph in GRAPHS:
        fault = _filled(folder / "chroma", products, graph) or _checked(folder)
        if not fault:
            return ""
        log.warning("Chroma with %s: %s", dict(graph) or "its usual graph", fault)
        shutil.rmtree(folder / "chroma", ignore_errors=True)
    return fault


def _filled(folder: Path, products: ProductEmbeddings, graph: Mapping[str, int]) -> str:
    """Make Chroma's folder; what it did not take, "" where it took all."""
    refuse_telemetry()
    from chromadb.errors import ChromaError

    from retrieval.index.chroma import HNSW, chroma

    try:
        store = chroma(folder, products, HNSW(**graph))
        try:
            load(store, products)
        finally:
            store.close()
    except (ChromaError, ValueError) as error:
        return f"Chroma refuses the vectors ({error})"
    return ""


def _checked(folder: Path) -> str:
    """What is wrong with an index as another process finds it: a broken Chroma kills its reader."""
    command = [sys.executable, "-m", "retrieval.index.verify", str(folder)]
    root = Path(__file__).resolve().parents[2]
    local = {**os.environ, "PLAINSHELF_VECTORS": ""}
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, env=local, check=False)
    if not done.returncode:
        return ""
    if done.returncode < 0:
        return f"reading it ended with signal {-done.returncode}"
    return (done.stderr.strip() or f"reading it ended with {done.returncode}")[-300:]


def _sync(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_index(place: Path, model: Embeddings | None = None) -> Index:
    """Open an index as it lies, unchecked; nothing in its folder is written.

    `model` embeds what is asked of the store as text.
    """

    def store(columns: Columns, vectors: Floats) -> VectorStore | None:
        products = ProductEmbeddings(columns.product_ids, vectors, model)
        return served(f"plainshelf-{place.name}", products, lambda: _borrowed(place / "chroma"))

    manifest = place / MANIFEST
    about = json.loads(manifest.read_text("utf-8")) if manifest.is_file() else {}
    return load_index(place, store, about.get("why_exact", ""))


def _borrowed(folder: Path) -> Path | None:
    """A copy for this process to open Chroma at, for Chroma writes to its files when it is asked.

    None where the index has no store of its own. It goes when the process ends; what killed
    processes left goes now.
    """
    if not folder.is_dir():
        return None
    root = folder.parents[2] / ".borrowed"
    root.mkdir(exist_ok=True)
    for left in root.glob("*-*"):
        owner = left.name.split("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists() and Path("/proc").exists():
            shutil.rmtree(left, ignore_errors=True)
    place = Path(tempfile.mkdtemp(dir=root, prefix=f"{os.getpid()}-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    for path in folder.rglob("*"):
        target = place / path.relative_to(folder)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        else:
            shutil.copyfile(path, target)
    return place
