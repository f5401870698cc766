"""Which embedding turns text to vectors: any LangChain `Embeddings`, the bundled one by default."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from langchain_core.embeddings import Embeddings

from catalog.errors import ModelUnavailable
from catalog.telemetry import refuse_telemetry
from retrieval.embedding.e5_onnx import Floats

LEAST_E5 = 0.855
"""The best cosine that a question about something for sale reaches with multilingual-e5-small."""
ROUNDING = 1e-6
PROBE = "tea"
RECENT = 256
"""Questions whose vectors are kept (400 kB), so that all that reads a question, under every policy
and in later turns, encodes it once."""


@dataclass(frozen=True)
class Embedding:
    """An `Embeddings` of LangChain's, asked for unit rows.

    `identity` names the model and all that its vectors depend on: indexes and kept vectors go by
    it. `least` is the cosine under which nothing in a catalog is about a question, 0 where no one
    has measured it for the model: then every question gets its nearest products.
    """

    model: Embeddings
    identity: str
    least: float = 0.0
    _recent: dict[str, Floats] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, model: Embeddings, identity: str = "") -> Embedding:
        """An embedding over any LangChain model.

        Args:
            model: the model.
            identity: its name; by default its class and its `model` or `model_name`.

        """
        own = getattr(model, "identity", "")
        name = getattr(model, "model", "") or getattr(model, "model_name", "")
        kind = f"{type(model).__module__}.{type(model).__qualname__}"
        e5 = str(own).startswith("multilingual-e5-small/")
        return cls(model, identity or own or f"{kind}/{name}", LEAST_E5 if e5 else 0.0)

    def passages(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of product texts, shape (texts, dimensions)."""
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        return _unit(self.model.embed_documents(list(texts)))

    def queries(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of questions, shape (texts, dimensions)."""
        return np.stack([self._query(text) for text in texts])

    @property
    def dimensions(self) -> int:
        """The length of a vector, as the model gives it now."""
        return len(self.model.embed_query(PROBE))

    def _query(self, text: str) -> Floats:
        known = self._recent.get(text)
        if known is None:
            known = _unit([self.model.embed_query(text)])[0]
            for oldest in list(self._recent)[: len(self._recent) + 1 - RECENT]:
                self._recent.pop(oldest, None)
            self._recent[text] = known
        return known

    def forget(self) -> None:
        """Drop the vectors of recent questions, as a benchmark must between two rounds."""
        self._recent.clear()


def embedding() -> Embedding:
    """The embedding that the environment asks for, else the bundled one.

    PLAINSHELF_EMBEDDING_MODEL names a model: with PLAINSHELF_EMBEDDING_URL, of a server of
    OpenAI's API; without it, as LangChain's `init_embeddings` takes it ("provider:model"), where
    the provider's package is installed.

    Raises:
        ModelUnavailable: the variables name no embedding that can be had.

    """
    url = os.environ.get("PLAINSHELF_EMBEDDING_URL")
    model = os.environ.get("PLAINSHELF_EMBEDDING_MODEL")
    if url and model:
        from retrieval.embedding.served import ServedEmbeddings

        return Embedding.of(ServedEmbeddings(url, model))
    if url:
        raise ModelUnavailable(
            "PLAINSHELF_EMBEDDING_URL is set without PLAINSHELF_EMBEDDING_MODEL; set both."
        )
    if model:
        return _provided(model)
    from retrieval.embedding.local import LocalEmbeddings, PlainEmbeddings

    refuse_telemetry()
    try:
        import onnxruntime  # noqa: F401
    except ImportError:
        return Embedding.of(PlainEmbeddings())
    return Embedding.of(LocalEmbeddings())


def _provided(model: str) -> Embedding:
    """A model of one of LangChain's providers, by its name there ("openai:text-embedding-3")."""
    refuse_telemetry()
    from langchain.embeddings import init_embeddings
    from openai import OpenAIError

    try:
        provided = init_embeddings(model)
    except (ValueError, ImportError, OpenAIError) as error:
        raise ModelUnavailable(
            f"PLAINSHELF_EMBEDDING_MODEL={model} cannot be used ({error}); write it like "
            "openai:text-embedding-3-small and install that provider's LangChain package, or set "
            "PLAINSHELF_EMBEDDING_URL to a server of OpenAI's embeddings API."
        ) from error
    return Embedding.of(provided, identity=f"langchain/{model}")


def _unit(rows: Sequence[Sequence[float]]) -> Floats:
    """Rows of length 1.

    Raises:
        ModelUnavailable: the rows are no vectors of one length.

    """
    try:
        vectors = np.asarray(rows, np.float32)
    except ValueError as error:
        raise ModelUnavailable("The embedding gives vectors of different lengths.") from error
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit = (np.abs(lengths - 1) < ROUNDING) | (lengths == 0)  # a unit vector stays as it is
    return np.asarray(vectors / np.where(unit, 1, lengths), np.float32)
