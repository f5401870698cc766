"""The conversation as an OpenAI-compatible endpoint: the model's name is the policy's id."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from assistant.disclosure.export import plain_text
from assistant.schema.answer import Answer, RankingInfo
from assistant.schema.placement import Placement
from assistant.serve.bodies import Refused, body
from assistant.serve.links import Links
from assistant.session import DEFAULT_POLICY, House, Settings, Turn, Turns
from catalog.errors import BadInput, NotFound, PlainshelfError
from catalog.record import Record

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Router

Clock = Callable[[], datetime]
LONGEST = 256_000
"""Bytes of a request body."""
LONGEST_QUESTION = 1000
"""Characters."""
REMEMBERED = 12
"""Earlier questions of a conversation that an answer takes into account."""


class Piece(BaseModel):
    """One piece of a message; only text is read."""

    model_config = ConfigDict(extra="ignore")
    type: str = "text"
    text: str = ""


class Message(BaseModel):
    """One message of the conversation; what the assistant said is rebuilt, not believed."""

    model_config = ConfigDict(extra="ignore")
    role: str
    content: str | tuple[Piece, ...] | None = None

    @property
    def words(self) -> str:
        """Its text."""
        if isinstance(self.content, str):
            return self.content
        return " ".join(p.text for p in self.content or () if p.type == "text")


class Extension(Record):
    """Our own field of a request: the settings that the page offers."""

    disclosure: str | None = None
    locale: Literal["auto", "zh", "en"] = "auto"
    jurisdiction: Literal["auto", "cn", "us", "eu", "uk"] = "auto"
    organic_only: bool = False


class ChatRequest(BaseModel):
    """What we read of a chat completion request; sampling parameters have no meaning here."""

    model_config = ConfigDict(extra="ignore")
    model: str = DEFAULT_POLICY
    messages: tuple[Message, ...] = Field(min_length=1)
    stream: bool = False
    seed: int | None = None
    plainshelf: Extension = Extension()


def router(
    house: House,
    clock: Clock = lambda: datetime.now(UTC),
    fresh: Callable[[], str] = lambda: uuid4().hex,
    link: Callable[[Answer, Placement], str] | None = None,
) -> Router:
    """`POST /chat/completions` and `GET /models`, to be mounted at /v1.

    The Answer record is in the field `plainshelf.answer` of the completion, or of the last chunk
    of a stream. A conversation is stateless: its earlier questions are answered again, unpaid
    and unrecorded, so that references in the last one resolve.

    Args:
        house: what answers.
        clock: the time of an answer.
        fresh: a seed for a request that brings none.
        link: what leads to an item and is counted, from the root of this server ("/r/…"); the text
            of an answer and `plainshelf.links` then lead there. Without it links are plain.
    """
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse, StreamingResponse
    from starlette.routing import Route, Router

    async def completions(request: Request) -> Response:
        try:
            asked = _read(await body(request, LONGEST))
            turns, question = await run_in_threadpool(_conversation, asked, house, clock())
        except Refused as refused:
            return JSONResponse(_error(str(refused), "invalid_request"), status_code=refused.status)
        except NotFound as error:
            return JSONResponse(_error(str(error), "model_not_found"), status_code=404)
        except PlainshelfError as error:
            return JSONResponse(_error(str(error), "invalid_request"), status_code=400)
        now = clock()
        seed = fresh() if asked.seed is None else str(asked.seed)
        answered = house.stream(question, turns, _settings(asked), now, seed)
        links = Links(link, f"{request.url.scheme}://{request.url.netloc}")
        if asked.stream:
            events = _events(answered, asked, links)
            return StreamingResponse(events, media_type="text/event-stream")
        try:
            last = await run_in_threadpool(_last, answered)
        except PlainshelfError as error:
            return JSONResponse(_error(str(error), "unavailable"), status_code=503)
        return JSONResponse(_completion(last, asked, links))

    async def models(request: Request) -> Response:
        rows: list[JsonValue] = [
            {
                "id": policy.id,
                "object": "model",
                "created": 0,
                "owned_by": "plainshelf",
                "plainshelf": {"title": policy.title.en, "title_zh": policy.title.zh},
            }
            for policy in house.policies.values()
        ]
        return JSONResponse({"object": "list", "data": rows})

    return Router(
        [
            Route("/chat/completions", completions, methods=["POST"]),
            Route("/models", models, methods=["GET"]),
        ]
    )


def answer_to(asked: ChatRequest, house: House, now: datetime, seed: str) -> Answer:
    """The whole answer to a request.

    Raises:
        NotFound: there is no such policy or disclosure.
        BadInput: the last message is no question.

    """
    turns, question = _conversation(asked, house, now)
    return house.ask(question, turns, _settings(asked), now, seed).answer


def _read(sent: bytes) -> ChatRequest:
    try:
        return ChatRequest.model_validate_json(sent)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadInput("the request", field, first["msg"], "Correct that field") from None


def _settings(asked: ChatRequest) -> Settings:
    return Settings(policy=asked.model, **asked.plainshelf.model_dump())


def _conversation(asked: ChatRequest, house: House, now: datetime) -> tuple[Turns, str]:
    """The earlier turns, answered again offline and off the ledger, and the question now."""
    from assistant.compose.compose import offline

    questions = [m.words.strip() for m in asked.messages if m.role == "user"]
    if not questions or not questions[-1] or asked.messages[-1].role != "user":
        raise BadInput(
            "the request", "messages", "the last message is no question", "End with a user message"
        )
    long = next((q for q in questions if len(q) > LONGEST_QUESTION), None)
    if long is not None:
        wrong = f"a question of {len(long)} characters, of at most {LONGEST_QUESTION}"
        raise BadInput("the request", "messages", wrong, "Ask it in fewer words")
    settings = _settings(asked)
    for kind, id, known in (
        ("policy", settings.policy, house.policies),
        ("disclosure", settings.disclosure, house.disclosures),
    ):
        if id is not None and id not in known:
            raise NotFound(f"There is no {kind} {id!r}. Choose from: {', '.join(known)}.")
    quiet = replace(house, ledger=None, composer=offline)
    turns: Turns = ()
    for question in [q for q in questions[:-1] if q][-REMEMBERED:]:
        turn = quiet.ask(question, turns, settings, now)
        turns, settings = (*turns, turn), turn.settings
    return turns, questions[-1]


def _last(turns: Iterator[Turn]) -> Answer:
    *_, last = turns
    return last.answer


def _completion(answer: Answer, asked: ChatRequest, links: Links) -> dict[str, JsonValue]:
    message: JsonValue = {"role": "assistant", "content": links.text(answer), "refusal": None}
    return _head(answer, asked, "chat.completion") | {
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": _usage(answer),
        "plainshelf": links.record(answer),
    }


def _events(turns: Iterator[Turn], asked: ChatRequest, links: Links) -> Iterator[str]:
    """Server-sent events: the words as they come, each after its label, the record at the end."""
    sent = ""
    answer: Answer | None = None
    try:
        for turn in turns:
            answer = turn.answer
            words = _words(answer)
            if words.startswith(sent) and len(words) > len(sent):
                yield _event(answer, asked, words[len(sent) :])
                sent = words
    except PlainshelfError as error:
        yield f"data: {json.dumps(_error(str(error), 'unavailable'), ensure_ascii=False)}\n\n"
        return
    if answer is None:
        return
    yield _event(answer, asked, links.text(answer).removeprefix(sent))
    last: JsonValue = [{"index": 0, "delta": {}, "finish_reason": "stop"}]
    closing = _head(answer, asked, "chat.completion.chunk") | {
        "choices": last,
        "usage": _usage(answer),
        "plainshelf": links.record(answer),
    }
    yield f"data: {json.dumps(closing, ensure_ascii=False)}\n\n"
    yield "data: [DONE]\n\n"


def _words(answer: Answer) -> str:
    """What of a growing answer can be sent already: the head of its final text, or nothing.

    A label at the foot comes after everything, so such an answer is sent when it is whole.
    """
    if any(p.label and p.label.position == "footer" for p in answer.parts):
        return ""
    head = {"blocks": (), "follow_ups": (), "ranking_info": RankingInfo()}
    return plain_text(answer.model_copy(update=head))


def _event(answer: Answer, asked: ChatRequest, text: str) -> str:
    delta: JsonValue = {"role": "assistant", "content": text}
    chunk = _head(answer, asked, "chat.completion.chunk") | {
        "choices": [{"index": 0, "delta": delta, "finish_reason": None}]
    }
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


def _head(answer: Answer, asked: ChatRequest, kind: str) -> dict[str, JsonValue]:
    return {
        "id": f"chatcmpl-{answer.id}",
        "object": kind,
        "created": int(answer.created_at.timestamp()),
        "model": asked.model,
    }


def _usage(answer: Answer) -> dict[str, JsonValue]:
    used = answer.composition
    return {
        "prompt_tokens": used.tokens_in,
        "completion_tokens": used.tokens_out,
        "total_tokens": used.tokens_in + used.tokens_out,
    }


def _error(message: str, code: str) -> dict[str, JsonValue]:
    return {
        "error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    }
