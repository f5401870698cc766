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
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock
from langchain_core.vectorstores import VectorStore

from catalog.errors import IndexUnavailable
from catalog.paths import cache_folder
from catalog.store import Catalog
from retrieval.embedding.models import Embedding
from retrieval.index.ivf import Clusters
from retrieval.index.parts import Index, load_index, make_index, save_index
from retrieval.index.stores import Known, chroma, close, configured, load, served

FORMAT = "5"
log = logging.getLogger(__package__)
MANIFEST = "manifest.json"
CHROMA_MOST = 200_000
"""Catalogs with more products are served by `Clusters`: Chroma takes 1,100 products a second."""


def index_key(catalog: Catalog, embedding: Embedding) -> str:
    """What an index is made from, as a hash: catalog, embedding, layout and Chroma's version."""
    parts = (FORMAT, catalog.digest, embedding.identity, version("chromadb"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def open_index(catalog: Catalog, embedding: Embedding, folder: Path | None = None) -> Index:
    """The catalog's index, built first if it is missing or damaged.

    One process builds; others wait for it. A process that serves from an older or damaged copy
    keeps its open files and is not disturbed.

    Args:
        catalog: what to index.
        embedding: what turns text to vectors; its identity is part of the index's key.
        folder: where indexes lie; by default in the user's cache.

    Raises:
        IndexUnavailable: a fresh build did not pass its check.

    """
    root = cache_folder() / "index" if folder is None else folder
    key = index_key(catalog, embedding)
    place = root / key
    if not sound(place):
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / f"{key}.lock"):
            if not sound(place):
                if place.is_dir():
                    log.warning("the index at %s is damaged and is built again", place)
                _build(catalog, embedding, place)
    return read_index(place)


def sound(place: Path) -> bool:
    """Whether an index is complete and every file of it is as it was built."""
    try:
        manifest = json.loads((place / MANIFEST).read_text("utf-8"))
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
        _write(make_index(catalog, embedding, place.name), temporary)
        _verify(temporary)
        manifest = {"embedding": embedding.identity, "catalog": catalog.digest}
        text = json.dumps({**manifest, "files": _digests(temporary)}, indent=1)
        (temporary / MANIFEST).write_text(text, encoding="utf-8")
        _sync(temporary)
        if place.exists():
            os.rename(place, temporary.with_name(temporary.name + "-old"))
        os.rename(temporary, place)
    finally:
        for rest in place.parent.glob(f".{place.name}-*"):
            shutil.rmtree(rest, ignore_errors=True)


def _write(index: Index, folder: Path) -> None:
    save_index(index, folder)
    if index.columns.size > CHROMA_MOST:
        Clusters.build(index.vectors).save(folder / "clusters")
        return
    store = chroma(folder / "chroma", index.known)
    load(store, index.known)
    close(store)


def _verify(folder: Path) -> None:
    """Open and query the index in a subprocess: a broken Chroma kills the process that reads it."""
    command = [sys.executable, "-m", "retrieval.index.verify", str(folder)]
    root = Path(__file__).resolve().parents[2]
    local = {**os.environ, "PLAINSHELF_VECTORS": ""}
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, env=local, check=False)
    if done.returncode:
        raise IndexUnavailable(
            f"The new index failed its check ({done.stderr.strip()[-300:] or done.returncode}); "
            "free some disk space and memory, then run: plainshelf index"
        )


def _sync(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_index(place: Path) -> Index:
    """Open an index as it lies, unchecked; nothing in its folder is written."""

    def store(known: Known) -> VectorStore | Clusters:
        if (place / "clusters").is_dir() and not configured():
            return Clusters.load(place / "clusters")
        return served(f"plainshelf-{place.name}", known, lambda: _borrowed(place / "chroma"))

    return load_index(place, store)


def _borrowed(folder: Path) -> Path:
    """A place for this process to open Chroma at, for Chroma writes to its SQLite file on opening.

    That file is copied, the vectors' files are linked. It goes when the process ends; what killed
    processes left goes now.
    """
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
        elif path.suffix == ".bin":
            os.link(path, target)
        else:
            shutil.copyfile(path, target)
    return place
