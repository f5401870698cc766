"""An embedding model behind any server that speaks OpenAI's embeddings API."""

from __future__ import annotations

import os

from langchain_core.embeddings import Embeddings

from catalog.errors import ModelUnavailable
from catalog.telemetry import refuse_telemetry


class ServedEmbeddings(Embeddings):
    """LangChain's OpenAI client, whose failures say what to check."""

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
        """The served vector; a question gets no prefix."""
        return self.embed_documents([text])[0]
