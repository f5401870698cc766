"""Chat completions in OpenAI's form, whole and as a stream of chunks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from pydantic import JsonValue

from assistant.schema.answer import Answer
from assistant.serve.conversation import words_so_far
from assistant.serve.links import Links
from assistant.serve.replies import citations, error_body, nested, stopped, tokens
from assistant.serve.requests import ChatRequest
from assistant.session import Turn
from catalog.errors import PlainshelfError


def completion(answer: Answer, asked: ChatRequest, links: Links) -> dict[str, JsonValue]:
    """The whole answer as a completion.

    Raises:
        BadInput: a stop sequence would cut off a label.
    """
    text = stopped(links.text(answer), asked.stops, answer)
    cited = nested(citations(answer, links, text))
    done = _completion(answer.id, answer.created_at, asked, text, answer, cited)
    return done | {"plainshelf": links.record(answer)}


def errand(text: str, id: str, now: datetime, asked: ChatRequest) -> dict[str, JsonValue]:
    """The reply to a client's own request, with no answer in it."""
    return _completion(id, now, asked, text, None, [])


def errand_events(text: str, id: str, now: datetime, asked: ChatRequest) -> Iterator[str]:
    """The same as a stream."""
    yield _chunk(id, now, asked, {"role": "assistant", "content": text})
    yield from _end(id, now, asked, None, {})


def events(turns: Iterator[Turn], asked: ChatRequest, links: Links) -> Iterator[str]:
    """Server-sent events: the words as they come, each after its label, the record at the end."""
    sent, first = "", True
    answer: Answer | None = None
    try:
        for turn in turns:
            answer = turn.answer
            words = words_so_far(answer) if not asked.stops else ""
            if words.startswith(sent) and len(words) > len(sent):
                yield _delta(answer, asked, words[len(sent) :], first=first)
                sent, first = words, False
        if answer is None:
            return
        rest = stopped(links.text(answer), asked.stops, answer).removeprefix(sent)
    except PlainshelfError as error:
        yield _event(error_body(str(error), "unavailable"))
        return
    yield _delta(answer, asked, rest, first=first)
    cited = nested(citations(answer, links, links.text(answer)))
    last: dict[str, JsonValue] = {"annotations": cited} if cited else {}
    more: dict[str, JsonValue] = {"plainshelf": links.record(answer)}
    yield from _end(answer.id, answer.created_at, asked, answer, last, more)


def _end(
    id: str,
    now: datetime,
    asked: ChatRequest,
    answer: Answer | None,
    delta: dict[str, JsonValue],
    more: dict[str, JsonValue] | None = None,
) -> Iterator[str]:
    yield _chunk(id, now, asked, delta, "stop", more)
    if asked.with_usage:
        yield _event(
            _head(id, now, asked, "chat.completion.chunk") | {"choices": [], "usage": usage(answer)}
        )
    yield "data: [DONE]\n\n"


def _completion(
    id: str,
    now: datetime,
    asked: ChatRequest,
    text: str,
    answer: Answer | None,
    cited: list[JsonValue],
) -> dict[str, JsonValue]:
    message: dict[str, JsonValue] = {"role": "assistant", "content": text, "refusal": None}
    message |= {"annotations": cited}
    choice: JsonValue = {
        "index": 0, "message": message, "finish_reason": "stop", "logprobs": None,
    }  # fmt: skip
    return _head(id, now, asked, "chat.completion") | {"choices": [choice], "usage": usage(answer)}


def _delta(answer: Answer, asked: ChatRequest, text: str, *, first: bool) -> str:
    """A chunk of words; only the first says whose they are."""
    delta: dict[str, JsonValue] = {"role": "assistant"} if first else {}
    return _chunk(answer.id, answer.created_at, asked, delta | {"content": text})


def _chunk(
    id: str,
    now: datetime,
    asked: ChatRequest,
    delta: dict[str, JsonValue],
    finish: str | None = None,
    more: dict[str, JsonValue] | None = None,
) -> str:
    choice: JsonValue = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    value = _head(id, now, asked, "chat.completion.chunk") | {"choices": [choice]}
    if asked.with_usage:
        value["usage"] = None
    return _event(value | (more or {}))


def _event(value: dict[str, JsonValue]) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"


def _head(id: str, now: datetime, asked: ChatRequest, kind: str) -> dict[str, JsonValue]:
    return {
        "id": f"chatcmpl-{id}",
        "object": kind,
        "created": int(now.timestamp()),
        "model": asked.model,
    }


def usage(answer: Answer | None) -> dict[str, JsonValue]:
    """The tokens of a completion."""
    used_in, used_out = tokens(answer)
    return {
        "prompt_tokens": used_in,
        "completion_tokens": used_out,
        "total_tokens": used_in + used_out,
    }
