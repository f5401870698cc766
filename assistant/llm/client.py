"""Which chat model is asked and on what terms: any OpenAI-compatible endpoint."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, SecretStr

from assistant.llm.deadline import DEADLINE, TIMEOUT
from catalog.errors import BadInput
from catalog.money import Currency
from catalog.paths import cache_folder
from catalog.record import Record
from catalog.telemetry import refuse_telemetry

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Structured = Literal["json_schema", "json_object", "none"]
VARIABLES = {
    "model": "PLAINSHELF_MODEL",
    "base_url": "OPENAI_BASE_URL",
    "api_key": "OPENAI_API_KEY",
    "timeout": "PLAINSHELF_MODEL_TIMEOUT",
    "deadline": "PLAINSHELF_MODEL_DEADLINE",
    "retries": "PLAINSHELF_MODEL_RETRIES",
    "structured": "PLAINSHELF_MODEL_STRUCTURED",
    "price_in": "PLAINSHELF_MODEL_PRICE_IN",
    "price_out": "PLAINSHELF_MODEL_PRICE_OUT",
    "currency": "PLAINSHELF_MODEL_CURRENCY",
    "replies": "PLAINSHELF_MODEL_REPLIES",
}
"""Field of ChatConfig → environment variable that sets it."""


class ChatConfig(Record):
    """How a chat model is reached, and what it costs.

    `timeout` is the longest wait, in seconds, for a question to be read, for the first word of an
    answer, whatever is retried until then, and between words. `deadline` is the longest an answer
    may take to write, its repair included. `retries` are spaced by the client's exponential
    back-off, or as the server asks. `structured` is how the endpoint is held to JSON. Prices are
    per million tokens. `replies` is the file of the reply cache, None for none.
    """

    model: str = Field(min_length=1)
    base_url: str | None = None
    api_key: SecretStr = SecretStr("none")
    timeout: float = Field(default=TIMEOUT, gt=0)
    deadline: float = Field(default=DEADLINE, gt=0)
    retries: int = Field(default=1, ge=0)
    structured: Structured = "json_schema"
    max_tokens: int = Field(default=1200, gt=0)
    price_in: Decimal = Decimal(0)
    price_out: Decimal = Decimal(0)
    currency: Currency = "USD"
    replies: Path | None = None


def configured(environ: Mapping[str, str] | None = None) -> ChatConfig | None:
    """The chat model that the environment names; None where PLAINSHELF_MODEL is not set.

    A key alone configures nothing, for it may be there for another program.

    Raises:
        BadInput: a variable is wrong, or neither a key nor a URL goes with the model.
    """
    environ = os.environ if environ is None else environ
    given = {field: value for field, name in VARIABLES.items() if (value := environ.get(name))}
    if "model" not in given:
        return None
    if "api_key" not in given and "base_url" not in given:
        raise BadInput(
            "the environment",
            "OPENAI_API_KEY",
            "is not set, nor is OPENAI_BASE_URL, though PLAINSHELF_MODEL is",
            "Set a key, or the URL of an OpenAI-compatible server",
        )
    given.setdefault("replies", str(cache_folder() / "replies.sqlite"))
    for field in ("price_in", "price_out"):
        try:
            Decimal(given.get(field, "0"))
        except InvalidOperation as error:
            raise BadInput(
                "the environment", VARIABLES[field], "is no number", "Write it like 0.25"
            ) from error
    return _validated(given)


def _validated(given: Mapping[str, str]) -> ChatConfig:
    from pydantic import ValidationError

    try:
        return ChatConfig.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        field = str(first["loc"][0])
        raise BadInput(
            "the environment", VARIABLES.get(field, field), first["msg"], "Correct that variable"
        ) from None


@dataclass(frozen=True)
class ChatModel:
    """A chat model behind LangChain's port, and the terms on which it is asked."""

    model: BaseChatModel
    config: ChatConfig


def chat_model(config: ChatConfig) -> ChatModel:
    """The configured chat model, ready to be asked; nothing is sent yet, its key is in no repr."""
    refuse_telemetry()
    from assistant.llm.compatible import CompatibleChat
    from assistant.llm.reply_cache import Replies

    model = CompatibleChat(
        model=config.model,
        base_url=config.base_url,
        api_key=config.api_key,
        timeout=config.timeout,
        max_retries=config.retries,
        max_completion_tokens=config.max_tokens,
        temperature=0,
        stream_usage=True,
        use_responses_api=False,
        cache=Replies(config.replies) if config.replies else None,
    )
    return ChatModel(model, config)
