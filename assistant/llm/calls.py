"""How a chat model is asked for text or for a form, in time, whatever its endpoint does."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from assistant.llm.client import ChatModel
from assistant.llm.deadline import Deadline, in_time
from assistant.llm.usage import Usage
from catalog.errors import FailureCause, ModelUnavailable

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import RunnableConfig

Form = TypeVar("Form", bound=BaseModel)
TAG = "plainshelf"
log = logging.getLogger(__package__)


def run(name: str) -> RunnableConfig:
    """What a tracer calls one request to the model: `name` is its purpose, with the house's tag."""
    return {"run_name": name, "tags": [TAG]}


def streamed(
    chat: ChatModel,
    asked: Sequence[BaseMessage],
    schema: dict[str, Any],
    deadline: Deadline,
    *,
    name: str,
) -> Iterator[BaseMessage]:
    """The chunks of one reply as they come, held to JSON as strictly as the endpoint allows.

    Args:
        chat: the model.
        asked: the messages.
        schema: the JSON schema of the reply, as the `json_schema` of OpenAI's response_format.
        deadline: when all of it must be there.
        name: the request's purpose, as tracers show it.

    Raises:
        ModelUnavailable: no answer, or none in time.
    """
    import httpx2
    import openai

    for response_format in _held_to_json(chat, schema):
        begun = False
        more: dict[str, Any] = {}
        if response_format:
            more["extra_body"] = {"response_format": response_format}
        reply = partial(chat.model.stream, list(asked), run(name), **more)
        try:
            for chunk in in_time(reply, chat.config.timeout, deadline):
                begun = begun or bool(chunk.content)
                yield chunk
            return
        except openai.BadRequestError as error:
            # An endpoint that refuses one way of being held to JSON may know the next.
            if begun or not response_format:
                raise unavailable(error) from error
        except (openai.OpenAIError, httpx2.HTTPError, ValueError, TypeError, KeyError) as error:
            raise unavailable(error) from error


def replied(chat: ChatModel, instructions: str, question: str) -> str:
    """The model's own words for a question under an operator's instructions, held to no form.

    Raises:
        ModelUnavailable: no answer.
    """
    import httpx2
    import openai

    try:
        return chat.model.invoke([("system", instructions), ("human", question)]).text
    except (openai.OpenAIError, httpx2.HTTPError, ValueError, TypeError, KeyError) as error:
        raise unavailable(error) from error


def unavailable(error: Exception) -> ModelUnavailable:
    """The failure with its cause; a client's own message is left out, for it may quote the key."""
    import httpx2
    import openai

    if isinstance(error, ModelUnavailable):
        return error
    causes: tuple[tuple[type[Exception], FailureCause], ...] = (
        (openai.AuthenticationError, "unauthorised"),
        (openai.PermissionDeniedError, "unauthorised"),
        (openai.RateLimitError, "rate_limited"),
        (openai.InternalServerError, "server_error"),
        (openai.APIStatusError, "refused"),
        (openai.APITimeoutError, "timed_out"),
        (httpx2.TimeoutException, "timed_out"),
        (openai.APIConnectionError, "unreachable"),
        (httpx2.HTTPError, "unreachable"),
    )
    cause: FailureCause = next(
        (cause for kind, cause in causes if isinstance(error, kind)), "not_the_form"
    )
    status = getattr(error, "status_code", None)
    code = f" {status}" if isinstance(status, int) else ""
    log.warning("the chat model gave no usable reply: %s (%s%s)", cause, type(error).__name__, code)
    return ModelUnavailable(f"{type(error).__name__}{code}", cause)


def _held_to_json(chat: ChatModel, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The request's `response_format`, the strictest first; at last none."""
    if chat.config.structured == "json_schema":
        yield {"type": "json_schema", "json_schema": schema}
    if chat.config.structured != "none":
        yield {"type": "json_object"}
    yield {}


def filled(
    chat: ChatModel, form: type[Form], asked: Sequence[BaseMessage], *, name: str
) -> tuple[Form, Usage]:
    """A form as the model filled it, and what that used.

    Raises:
        ModelUnavailable: no answer, none in time, or none that is the form.
    """
    import httpx2
    import openai
    from langchain_core.exceptions import LangChainException

    silence = chat.config.timeout
    try:
        if chat.config.structured == "json_object":
            filler = chat.model.with_structured_output(form, method="json_mode", include_raw=True)
        else:
            filler = chat.model.with_structured_output(form, include_raw=True)
        reply = partial(filler.invoke, list(asked), run(name))
        (made,) = in_time(lambda: iter((reply(),)), silence, Deadline(silence))
        if not isinstance(made, dict):
            raise TypeError("no reply beside the form")
        return form.model_validate(made["parsed"]), Usage.of(made["raw"])
    except (openai.OpenAIError, httpx2.HTTPError, LangChainException) as error:
        raise unavailable(error) from error
    except (NotImplementedError, ValueError, TypeError, KeyError, ArithmeticError) as error:
        # A model that cannot fill forms, and JSON that is none or is not this form.
        raise unavailable(error) from error
