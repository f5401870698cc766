"""The Responses interface: an answer as a response object, whole and as its stream of events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from assistant.schema.answer import Answer
from assistant.serve.conversation import words_so_far
from assistant.serve.links import Links
from assistant.serve.replies import citations, error_body, tokens
from assistant.serve.requests import (
    ASKED,
    ChatRequest,
    Extension,
    Format,
    Message,
    unserved,
    validated,
)
from assistant.session import DEFAULT_POLICY, Turn
from catalog.errors import BadInput, PlainshelfError


class TextOptions(BaseModel):
    """In what form the words are wanted."""

    model_config = ConfigDict(extra="ignore")
    format: Format | None = None


class ResponseRequest(BaseModel):
    """What we read of a request for a response; nothing is kept here between two of them."""

    model_config = ConfigDict(extra="ignore")
    model: str = DEFAULT_POLICY
    input: str | tuple[Message, ...] = Field(min_length=1)
    instructions: str | None = None
    stream: bool | None = None
    text: TextOptions | None = None
    tools: tuple[JsonValue, ...] | None = None
    tool_choice: JsonValue = None
    previous_response_id: str | None = None
    conversation: JsonValue = None
    background: bool | None = None
    plainshelf: Extension | None = None

    @property
    def messages(self) -> tuple[Message, ...]:
        """Its conversation."""
        if isinstance(self.input, str):
            return (Message(role="user", content=self.input),)
        return self.input


def response_request(sent: bytes) -> tuple[ResponseRequest, ChatRequest]:
    """A request that can be served, and the chat completion request that it amounts to.

    Raises:
        BadInput: a field is wrong, or asks for what is not served.
    """
    asked = validated(ResponseRequest, sent)
    if not isinstance(asked, ResponseRequest):
        raise TypeError
    kept = ("previous_response_id", "conversation")
    for field in kept:
        if getattr(asked, field) is not None:
            raise BadInput(ASKED, field, "nothing is kept here", "Send the whole conversation")
    if asked.background:
        raise BadInput(ASKED, "background", "answers are not made later", "Leave it out")
    kind = asked.text.format if asked.text and asked.text.format else None
    if kind and kind.type != "text":
        raise BadInput(
            ASKED, "text.format", f"{kind.type} is not served: answers are prose with labels",
            "Leave it out, and read the field plainshelf.answer",
        )  # fmt: skip
    if isinstance(asked.tool_choice, dict) or asked.tool_choice == "required":
        raise BadInput(ASKED, "tool_choice", "the assistant calls no tools", "Leave it out")
    chat = ChatRequest(
        model=asked.model,
        messages=asked.messages,
        stream=asked.stream,
        tools=asked.tools,
        plainshelf=asked.plainshelf or Extension(),
    )
    unserved(chat)
    return asked, chat


def response(
    asked: ResponseRequest, text: str, id: str, now: datetime, answer: Answer | None, links: Links
) -> dict[str, JsonValue]:
    """A whole response; without an answer it is a client's own errand."""
    cited = citations(answer, links, text) if answer else []
    done = _object(asked, id, now, "completed")
    done["output"] = [_message(id, "completed", [_part(text, cited)])]
    used_in, used_out = tokens(answer)
    done["usage"] = {
        "input_tokens": used_in,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": used_out,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": used_in + used_out,
    }
    if answer:
        done["plainshelf"] = links.record(answer)
    return done


def errand_events(
    asked: ResponseRequest, text: str, id: str, now: datetime, links: Links
) -> Iterator[str]:
    """The stream of a client's own errand."""
    stream = _Stream(asked, id, now)
    yield from stream.opening()
    yield stream.delta(text)
    yield from stream.closing(response(asked, text, id, now, None, links), text, [])


def events(turns: Iterator[Turn], asked: ResponseRequest, links: Links) -> Iterator[str]:
    """The events of a growing answer, the words each after their label."""
    sent = ""
    answer: Answer | None = None
    stream: _Stream | None = None
    try:
        for turn in turns:
            answer = turn.answer
            if stream is None:
                stream = _Stream(asked, answer.id, answer.created_at)
                yield from stream.opening()
            words = words_so_far(answer)
            if words.startswith(sent) and len(words) > len(sent):
                yield stream.delta(words[len(sent) :])
                sent = words
    except PlainshelfError as error:
        yield _sse("error", error_body(str(error), "unavailable") | {"type": "error"})
        return
    if answer is None or stream is None:
        return
    text = links.text(answer)
    if len(text) > len(sent):
        yield stream.delta(text.removeprefix(sent))
    done = response(asked, text, answer.id, answer.created_at, answer, links)
    yield from stream.closing(done, text, citations(answer, links, text))


class _Stream:
    """The events of one response, each with its number."""

    def __init__(self, asked: ResponseRequest, id: str, now: datetime) -> None:
        self._asked, self._id, self._now = asked, id, now
        self._number = 0
        self._at: dict[str, JsonValue] = {
            "item_id": f"msg_{id}",
            "output_index": 0,
            "content_index": 0,
        }

    def _event(self, kind: str, fields: dict[str, JsonValue]) -> str:
        value: dict[str, JsonValue] = {"type": kind, "sequence_number": self._number, **fields}
        self._number += 1
        return _sse(kind, value)

    def opening(self) -> Iterator[str]:
        begun = _object(self._asked, self._id, self._now, "in_progress")
        yield self._event("response.created", {"response": begun})
        yield self._event("response.in_progress", {"response": begun})
        item = _message(self._id, "in_progress", [])
        yield self._event("response.output_item.added", {"output_index": 0, "item": item})
        yield self._event("response.content_part.added", self._at | {"part": _part("", [])})

    def delta(self, words: str) -> str:
        return self._event(
            "response.output_text.delta", self._at | {"delta": words, "logprobs": []}
        )

    def closing(
        self, done: dict[str, JsonValue], text: str, cited: list[JsonValue]
    ) -> Iterator[str]:
        for n, each in enumerate(cited):
            fields: dict[str, JsonValue] = {"annotation_index": n, "annotation": each}
            yield self._event("response.output_text.annotation.added", self._at | fields)
        yield self._event("response.output_text.done", self._at | {"text": text, "logprobs": []})
        yield self._event("response.content_part.done", self._at | {"part": _part(text, cited)})
        item = _message(self._id, "completed", [_part(text, cited)])
        yield self._event("response.output_item.done", {"output_index": 0, "item": item})
        yield self._event("response.completed", {"response": done})


def _sse(kind: str, value: dict[str, JsonValue]) -> str:
    return f"event: {kind}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"


def _part(text: str, cited: list[JsonValue]) -> JsonValue:
    return {"type": "output_text", "text": text, "annotations": cited, "logprobs": []}


def _message(id: str, status: str, content: list[JsonValue]) -> JsonValue:
    return {
        "type": "message",
        "id": f"msg_{id}",
        "status": status,
        "role": "assistant",
        "content": content,
    }


def _object(asked: ResponseRequest, id: str, now: datetime, status: str) -> dict[str, JsonValue]:
    return {
        "id": f"resp_{id}",
        "object": "response",
        "created_at": int(now.timestamp()),
        "status": status,
        "background": False,
        "error": None,
        "incomplete_details": None,
        "instructions": asked.instructions,
        "max_output_tokens": None,
        "metadata": {},
        "model": asked.model,
        "output": [],
        "parallel_tool_calls": False,
        "previous_response_id": None,
        "reasoning": {"effort": None, "summary": None},
        "store": False,
        "temperature": None,
        "text": {"format": {"type": "text"}},
        "tool_choice": "none",
        "tools": [],
        "top_p": None,
        "truncation": "disabled",
        "usage": None,
    }
