"""What clients of OpenAI's interface may send here, and what of it is refused, not ignored."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, field_validator

from assistant.session import DEFAULT_POLICY
from catalog.errors import BadInput
from catalog.record import Record

Role = Literal["system", "developer", "user", "assistant", "tool", "function"]
TEXT = ("text", "input_text", "output_text", "refusal")
"""Kinds of pieces that are words."""
ASKED = "the request"


class Piece(BaseModel):
    """One piece of a message; only text is read."""

    model_config = ConfigDict(extra="ignore")
    type: str = "text"
    text: str = ""


class Message(BaseModel):
    """One message of the conversation; what the assistant said is rebuilt, not believed.

    Instructions of a system or developer message are not followed: nobody but the shopper and the
    settings says what is answered, and no words can take a label away.
    """

    model_config = ConfigDict(extra="ignore")
    role: Role
    content: str | tuple[Piece, ...] | None = None

    @property
    def words(self) -> str:
        """Its text."""
        if isinstance(self.content, str):
            return self.content
        return " ".join(p.text for p in self.content or () if p.type in TEXT)


class Extension(Record):
    """Our own field of a request: the settings that the page offers.

    `sponsored_context` is a declaration in AdCP's form, which the receipt answers.
    """

    disclosure: str | None = None
    locale: Literal["auto", "zh", "en"] = "auto"
    jurisdiction: Literal["auto", "cn", "us", "eu", "uk"] = "auto"
    organic_only: bool = False
    sponsored_context: dict[str, JsonValue] | None = None


class Format(BaseModel):
    """In what form the reply is wanted."""

    model_config = ConfigDict(extra="ignore")
    type: str = "text"


class StreamOptions(BaseModel):
    """What a stream holds beside its words."""

    model_config = ConfigDict(extra="ignore")
    include_usage: bool | None = None


Stop = str | Annotated[tuple[str, ...], Field(max_length=4)] | None


class ChatRequest(BaseModel):
    """What we read of a chat completion request; sampling parameters have no meaning here.

    Null means what is not there, as in OpenAI's interface.
    """

    model_config = ConfigDict(extra="ignore")
    model: str = DEFAULT_POLICY
    messages: tuple[Message, ...] = Field(min_length=1)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    seed: int | None = None
    n: int | None = None
    stop: Stop = None
    response_format: Format | None = None
    tools: tuple[JsonValue, ...] | None = None
    tool_choice: JsonValue = None
    functions: tuple[JsonValue, ...] | None = None
    function_call: JsonValue = None
    logprobs: bool | None = None
    modalities: tuple[str, ...] | None = None
    plainshelf: Extension = Extension()

    @field_validator("plainshelf", mode="before")
    @classmethod
    def _none_is_nothing(cls, value: object) -> object:
        return {} if value is None else value

    @property
    def stops(self) -> tuple[str, ...]:
        """Where its text ends early."""
        given = (self.stop,) if isinstance(self.stop, str) else self.stop or ()
        return tuple(s for s in given if s)

    @property
    def with_usage(self) -> bool:
        """Whether a stream ends with a chunk of its usage."""
        return bool(self.stream_options and self.stream_options.include_usage)


def unserved(asked: ChatRequest) -> None:
    """Refuse what is asked for and cannot be had; ignored, the client would break on the answer.

    Raises:
        BadInput: naming the parameter.
    """
    kind = asked.response_format.type if asked.response_format else "text"
    extra = [m for m in asked.modalities or () if m != "text"]
    wanted: tuple[tuple[bool, str, str, str], ...] = (
        (asked.n not in (None, 1), "n", "there is one answer, not several", "Leave n out"),
        (kind != "text", "response_format", f"{kind} is not served: answers are prose with labels",
         "Leave it out, and read the field plainshelf.answer"),
        (bool(asked.tools), "tools", "the assistant calls no tools of its caller",
         "Leave tools out"),
        (asked.tool_choice not in (None, "none", "auto"), "tool_choice",
         "the assistant calls no tools", "Leave tool_choice out"),
        (bool(asked.functions), "functions", "the assistant calls no functions", "Leave it out"),
        (asked.function_call not in (None, "none", "auto"), "function_call",
         "the assistant calls no functions", "Leave it out"),
        (bool(asked.logprobs), "logprobs", "there are none", "Leave it out"),
        (bool(extra), "modalities", f"{', '.join(extra)} is not served", "Ask for text"),
    )  # fmt: skip
    for refused, field, what, remedy in wanted:
        if refused:
            raise BadInput(ASKED, field, what, remedy)
    for message in asked.messages:
        pieces = message.content if isinstance(message.content, tuple) else ()
        other = next((p.type for p in pieces if p.type not in TEXT), None)
        if other and message.role == "user":
            raise BadInput(ASKED, "messages", f"{other} is not read", "Send text")


def validated(kind: type[BaseModel], sent: bytes) -> BaseModel:
    """A request of that kind from its JSON.

    Raises:
        BadInput: the first field that is wrong.
    """
    try:
        return kind.model_validate_json(sent)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"][:3]) or "body"
        raise BadInput(ASKED, field, first["msg"], "Correct that field") from None


def chat_request(sent: bytes) -> ChatRequest:
    """A chat completion request that can be served.

    Raises:
        BadInput: a field is wrong, or asks for what is not served.
    """
    asked = validated(ChatRequest, sent)
    if not isinstance(asked, ChatRequest):
        raise TypeError
    unserved(asked)
    return asked
