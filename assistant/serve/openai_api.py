"""The conversation as an OpenAI-compatible endpoint: the model's name is the policy's id."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from pydantic import JsonValue

from assistant.schema.answer import Answer
from assistant.schema.placement import Placement
from assistant.serve import chat_completions, responses
from assistant.serve.bodies import Refused, body
from assistant.serve.conversation import (
    conversation,
    known,
    last_of,
    receipt_of,
    settings_of,
)
from assistant.serve.embeddings import embeddings
from assistant.serve.housekeeping import housekeeping
from assistant.serve.links import Links
from assistant.serve.replies import error_body
from assistant.serve.requests import ChatRequest, chat_request
from assistant.serve.responses import ResponseRequest, response_request
from assistant.session import House, Turn
from catalog.errors import BadInput, NotFound, PlainshelfError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Router
    from starlette.types import Receive, Scope, Send

Clock = Callable[[], datetime]
Endpoint = Callable[["Request"], Awaitable["Response"]]
LONGEST = 256_000
"""Bytes of a request body."""


def router(
    house: House,
    clock: Clock = lambda: datetime.now(UTC),
    fresh: Callable[[], str] = lambda: uuid4().hex,
    link: Callable[[Answer, Placement], str] | None = None,
) -> Router:
    """`/chat/completions`, `/responses`, `/embeddings` and `/models`, to be mounted at /v1.

    The Answer record is in the field `plainshelf.answer` of the completion, or of the last chunk
    of a stream. A conversation is stateless: its earlier questions are answered again, unpaid
    and unrecorded, so that references in the last one resolve. What a chat program asks for its
    own sake (a title, tags) gets no products and is in no ledger.

    Args:
        house: what answers.
        clock: the time of an answer.
        fresh: a seed for a request that brings none.
        link: what leads to an item and is counted, from the root of this server ("/r/…"); the text
            of an answer and `plainshelf.links` then lead there. Without it links are plain.
    """
    from starlette.routing import Route, Router

    service = _Service(house, clock, fresh, link)
    return Router(
        [
            Route("/chat/completions", _told(service.chat), methods=["POST"]),
            Route("/responses", _told(service.respond), methods=["POST"]),
            Route("/embeddings", _told(service.embed), methods=["POST"]),
            Route("/models", _told(service.models), methods=["GET"]),
            Route("/models/{id:path}", _told(service.model), methods=["GET"]),
        ],
        default=_nothing_here,
    )


class _Service:
    """What answers the endpoints."""

    def __init__(
        self,
        house: House,
        clock: Clock,
        fresh: Callable[[], str],
        link: Callable[[Answer, Placement], str] | None,
    ) -> None:
        self._house, self._clock, self._fresh, self._link = house, clock, fresh, link

    def _links(self, request: Request, asked: ChatRequest) -> Links:
        origin = f"{request.url.scheme}://{request.url.netloc}"
        return Links(self._link, origin, receipt_of(asked, self._house, "v1", self._clock))

    def _answered(self, asked: ChatRequest) -> Iterator[Turn]:
        now = self._clock()
        settings = settings_of(asked)
        turns, question = conversation(asked.messages, settings, self._house, now)
        seed = self._fresh() if asked.seed is None else str(asked.seed)
        return self._house.stream(question, turns, settings, now, seed)

    async def chat(self, request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import JSONResponse

        sent = await body(request, LONGEST)
        asked = _errand_or_chat(sent)
        known(settings_of(asked), self._house)
        errand = housekeeping(asked.messages)
        if errand is not None:
            about = (errand, self._fresh(), self._clock(), asked)
            if asked.stream:
                return _streaming(chat_completions.errand_events(*about))
            return JSONResponse(chat_completions.errand(*about))
        links = self._links(request, asked)
        answered = await run_in_threadpool(self._answered, asked)
        if asked.stream:
            return _streaming(chat_completions.events(answered, asked, links))
        answer = await run_in_threadpool(last_of, answered)
        return JSONResponse(chat_completions.completion(answer, asked, links))

    async def respond(self, request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import JSONResponse

        asked, chat = response_request(await body(request, LONGEST))
        known(settings_of(chat), self._house)
        links = self._links(request, chat)
        errand = housekeeping(asked.messages)
        if errand is not None:
            return self._errand(asked, errand, links)
        answered = await run_in_threadpool(self._answered, chat)
        if asked.stream:
            return _streaming(responses.events(answered, asked, links))
        answer = await run_in_threadpool(last_of, answered)
        text = links.text(answer)
        return JSONResponse(
            responses.response(asked, text, answer.id, answer.created_at, answer, links)
        )

    def _errand(self, asked: ResponseRequest, text: str, links: Links) -> Response:
        from starlette.responses import JSONResponse

        id, now = self._fresh(), self._clock()
        if asked.stream:
            return _streaming(responses.errand_events(asked, text, id, now, links))
        return JSONResponse(responses.response(asked, text, id, now, None, links))

    async def embed(self, request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import JSONResponse

        sent = await body(request, LONGEST)
        model = self._house.shelf.ranker.embedding
        return JSONResponse(await run_in_threadpool(embeddings, sent, model))

    async def models(self, request: Request) -> Response:
        from starlette.responses import JSONResponse

        return JSONResponse({"object": "list", "data": self._models()})

    async def model(self, request: Request) -> Response:
        from starlette.responses import JSONResponse

        id = request.path_params["id"]
        identity = self._house.shelf.ranker.embedding.identity
        if id == identity:
            return JSONResponse(_model(identity))
        row = next((m for m in self._models() if isinstance(m, dict) and m["id"] == id), None)
        if row is None:
            there = ", ".join(self._house.policies)
            raise NotFound(f"There is no model {id!r}. Choose from: {there}, {identity}.")
        return JSONResponse(row)

    def _models(self) -> list[JsonValue]:
        return [
            _model(policy.id)
            | {"plainshelf": {"title": policy.title.en, "title_zh": policy.title.zh}}
            for policy in self._house.policies.values()
        ]


def _errand_or_chat(sent: bytes) -> ChatRequest:
    """The request; a client's own errand may ask for JSON, which is what it gets."""
    from pydantic import ValidationError

    try:
        loose = ChatRequest.model_validate_json(sent)
    except ValidationError:
        return chat_request(sent)
    return loose if housekeeping(loose.messages) is not None else chat_request(sent)


def _model(id: str) -> dict[str, JsonValue]:
    return {"id": id, "object": "model", "created": 0, "owned_by": "plainshelf"}


def _told(endpoint: Endpoint) -> Endpoint:
    """The endpoint, its errors told in OpenAI's form."""
    from starlette.responses import JSONResponse

    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refused as refused:
            said, status = error_body(str(refused), "invalid_request"), refused.status
        except NotFound as error:
            said, status = error_body(str(error), "model_not_found", "model"), 404
        except BadInput as error:
            said, status = error_body(str(error), "invalid_request", error.field or None), 400
        except PlainshelfError as error:
            said, status = error_body(str(error), "unavailable"), 503
        return JSONResponse(said, status_code=status)

    return answered


async def _nothing_here(scope: Scope, receive: Receive, send: Send) -> None:
    """An address that is not served."""
    from starlette.responses import JSONResponse

    said = error_body(f"{scope['path']} is not served here.", "not_found")
    await JSONResponse(said, status_code=404)(scope, receive, send)


def _streaming(events: Iterator[str]) -> Response:
    from starlette.responses import StreamingResponse

    return StreamingResponse(
        events, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )
