"""The catalog's own embedding in OpenAI's form."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from assistant.serve.requests import ASKED, validated
from catalog.errors import BadInput, NotFound

if TYPE_CHECKING:
    from retrieval.embedding.models import Embedding

MOST = 128
"""Texts of one request."""
LONGEST = 8000
"""Characters of one text."""


class EmbeddingRequest(BaseModel):
    """What we read of a request; each text is embedded as a passage."""

    model_config = ConfigDict(extra="ignore")
    model: str
    input: str | tuple[str, ...] = Field(min_length=1)
    encoding_format: Literal["float", "base64"] | None = None
    dimensions: int | None = None


def embeddings(sent: bytes, model: Embedding) -> dict[str, JsonValue]:
    """The vectors asked for, of length 1.

    Raises:
        NotFound: it asks for another model.
        BadInput: a field is wrong, or there is too much to embed.
    """
    asked = validated(EmbeddingRequest, sent)
    if not isinstance(asked, EmbeddingRequest):
        raise TypeError
    if asked.model != model.identity:
        raise NotFound(f"There is no embedding {asked.model!r}. Choose: {model.identity}.")
    texts = (asked.input,) if isinstance(asked.input, str) else asked.input
    if len(texts) > MOST or any(not t.strip() or len(t) > LONGEST for t in texts):
        raise BadInput(
            ASKED, "input", f"more than {MOST} texts, or one that is empty or over {LONGEST} long",
            "Send fewer or shorter texts",
        )  # fmt: skip
    if asked.dimensions not in (None, model.dimensions):
        raise BadInput(
            ASKED, "dimensions", f"vectors have {model.dimensions}", "Leave dimensions out"
        )
    vectors = model.passages(texts).astype("<f4")
    data: list[JsonValue] = [
        {
            "object": "embedding",
            "index": n,
            "embedding": base64.b64encode(row.tobytes()).decode()
            if asked.encoding_format == "base64"
            else row.tolist(),
        }
        for n, row in enumerate(vectors)
    ]
    # The tokenizer's own count is not at hand; half a word in Latin, a character in Chinese.
    used = sum(len(t) // 4 + 1 if t.isascii() else len(t) for t in texts)
    return {
        "object": "list",
        "data": data,
        "model": model.identity,
        "usage": {"prompt_tokens": used, "total_tokens": used},
    }
