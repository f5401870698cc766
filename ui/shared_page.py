"""A shared answer as a page: made again under its policy, and held against its hashes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.replay.run import offline
from assistant.sharing import Reproduced, Shared, digest_of, reproduced, shared, shared_in, token_of
from catalog.errors import NotFound, PlainshelfError
from ui.frame import Frame, phrases, words_of
from ui.handlers import Page, rendered
from ui.render.frame import table, verdict
from ui.render.html import details, tag
from ui.visits import visitor_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from ui.words import Words

Said = Callable[..., str]


def shared_pages(frame: Frame) -> Mapping[str, Callable[[Request], Response]]:
    """What answers `/shared`, and `/shared/link` with the address that shares an answer."""
    return {"/shared": _shown(frame), "/shared/link": _linked(frame)}


def _shown(frame: Frame) -> Callable[[Request], Response]:
    def show(request: Request) -> Response:
        words = words_of(request)
        try:
            it = shared_in(request.query_params.get("a", ""))
            made = reproduced(frame.page.house, it)
        except PlainshelfError as error:
            return frame.refused("shared", words, error)
        return frame.whole("shared", words, *_body(frame, it, made, words))

    return show


def _body(frame: Frame, it: Shared, made: Reproduced, words: Words) -> list[Markup | None]:
    said, house, last = phrases("shared", words), frame.page.house, it.turns[-1]
    answer = made.turn.answer
    policy = house.policies[answer.policy].title.text(words.language)
    style = house.disclosures[answer.disclosure_policy].title.text(words.language)
    about = said("about", policy=policy, disclosure=style, day=f"{last.at:%Y-%m-%d %H:%M} UTC")
    before = (tag("li", turn.question) for turn in it.turns[:-1])
    law = "" if last.settings.jurisdiction == "auto" else last.settings.jurisdiction
    fields = {
        "policy": answer.policy,
        "disclosure": last.settings.disclosure or "",
        "law": law,
        "lang": words.tongue,
        "q": it.turns[0].question,
    }
    query = urlencode({name: value for name, value in fields.items() if value})
    earlier = details(said("earlier"), tag("ol", *before)) if len(it.turns) > 1 else None
    return [
        tag("h2", said("title")),
        tag(
            "div",
            verdict(made.same, _told(made, said)),
            tag("p", about, cls="ps-note"),
            tag("p", said("plain"), cls="ps-note"),
            details(said("hashes"), _hashes(it, made, said)),
            cls="ps-box",
        ),
        earlier,
        rendered(Page(offline(house)), made.turn),
        tag("p", tag("a", said("go_on"), href=f"/?{query}", cls="ps-quiet")),
    ]


def _told(made: Reproduced, said: Said) -> str:
    """Whether it is the same, and what of it was made from something else."""
    names = said("and").join(said(f"part_{name}") for name in made.changed)
    if made.same:
        return said("same_but", names=names) if names else said("same")
    return said("differs", names=names) if names else said("differs_unknown")


def _hashes(it: Shared, made: Reproduced, said: Said) -> Markup:
    """Every hash when it was shared and now."""
    then, now = it.made_from.model_dump(), made.turn.answer.provenance.model_dump()
    rows = [(said("answer"), it.digest, digest_of(made.turn.answer))]
    rows += [(said(f"part_{name}"), str(then[name]), str(now[name])) for name in then]
    return table([said("part"), said("then"), said("now")], rows, said("hashes"))


def _linked(frame: Frame) -> Callable[[Request], Response]:
    from starlette.responses import JSONResponse

    def link(request: Request) -> Response:
        words, fields = words_of(request), request.query_params
        said, kept = phrases("shared", words), frame.page.conversations
        visitor, turn = visitor_of(frame.page, request.cookies), fields.get("turn", "")
        try:
            if kept is None or not visitor or not (turn.isascii() and turn.isdigit()):
                raise NotFound(said("missing"))
            talk = kept.conversation(visitor, fields.get("chat", ""))
            if not 1 <= int(turn[:6]) <= len(talk.turns):
                raise NotFound(said("missing"))
            it = shared(talk.turns[: int(turn[:6])], talk.id)
        except PlainshelfError as error:
            return JSONResponse({"error": str(error)}, status_code=404)
        query = urlencode({"lang": words.tongue, "a": token_of(it)})
        return JSONResponse({"address": f"/shared?{query}"}, headers={"Cache-Control": "no-store"})

    return link
