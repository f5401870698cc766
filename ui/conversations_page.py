"""A visitor's conversations: listed, opened, renamed, deleted, taken away."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from assistant.conversations import Conversations, Kept
from assistant.disclosure.export import markdown
from catalog.errors import BadInput, NotFound, PlainshelfError
from ui.forms import Form, form_of
from ui.frame import Frame, phrases, words_of
from ui.render.conversations import deleting_all, listed
from ui.render.frame import section
from ui.render.html import tag
from ui.visits import visitor_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from ui.words import Words

LONGEST = 1000
"""Characters of a field."""
FORMS = {"json": "application/json", "md": "text/markdown; charset=utf-8"}


def conversation_pages(
    frame: Frame,
) -> Mapping[str, Callable[[Request], Response | Awaitable[Response]]]:
    """What answers `/conversations`, and `/conversations/export.KIND` with one of them."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import RedirectResponse

    async def show(request: Request) -> Response:
        words = words_of(request)
        kept, visitor = frame.page.conversations, visitor_of(frame.page, request.cookies)
        try:
            form = await form_of(request, LONGEST)
            if form.texts and kept is not None and visitor:
                await run_in_threadpool(_changed, kept, visitor, form)
                where = f"/conversations?lang={words.tongue}"
                return RedirectResponse(where, status_code=303)
        except PlainshelfError as error:
            return frame.refused("conversations", words, error)
        return await run_in_threadpool(_listed, frame, visitor, words)

    return {"/conversations": show, "/conversations/export.{kind}": _exported(frame)}


def _changed(kept: Conversations, visitor: str, form: Form) -> None:
    """Do what a form asks.

    Raises:
        NotFound: there is no such conversation.
        StorageError: the database does not take it.
    """
    done, id = form.one("do"), form.one("chat")
    if done == "rename":
        kept.rename(visitor, id, form.one("title"))
    elif done == "delete":
        kept.delete(visitor, id)
    elif done == "delete_all":
        kept.delete_all(visitor)
    else:
        raise BadInput("the form", "do", f"{done[:40]!r} is nothing to do", "Use the page's forms")


def _listed(frame: Frame, visitor: str, words: Words) -> Response:
    said, kept = phrases("conversations", words), frame.page.conversations
    title = said("title")
    if kept is None:
        return frame.whole("conversations", words, section(title, tag("p", said("unkept"))))
    if not visitor:
        return frame.whole("conversations", words, section(title, tag("p", said("no_cookie"))))
    try:
        mine = kept.listed(visitor)
    except PlainshelfError as error:
        return frame.refused("conversations", words, error)
    note = tag("p", said("kept", days=kept.keep.days), cls="ps-note")
    body = section(title, note, listed(mine, said, words.tongue))
    end = deleting_all(len(mine), said, words.tongue) if mine else None
    return frame.whole("conversations", words, body, end)


def _exported(frame: Frame) -> Callable[[Request], Response]:
    from starlette.responses import PlainTextResponse
    from starlette.responses import Response as Bytes

    def take(request: Request) -> Response:
        said = phrases("conversations", words_of(request))
        kind, fields = request.path_params["kind"], request.query_params
        kept, visitor = frame.page.conversations, visitor_of(frame.page, request.cookies)
        try:
            if kept is None or not visitor or kind not in FORMS:
                raise NotFound(said("nothing_here"))
            talk = kept.conversation(visitor, fields.get("chat", ""))
            content = _content(talk, kind, fields.get("turn", ""), said("nothing_here"))
        except PlainshelfError as error:
            return PlainTextResponse(str(error), status_code=404)
        name = {"Content-Disposition": f'attachment; filename="plainshelf.{kind}"'}
        return Bytes(content, media_type=FORMS[kind], headers=name)

    return take


def _content(talk: Kept, kind: str, turn: str, missing: str) -> str:
    """A conversation, or one of its turns (from 1), with every label in its place."""
    turns = talk.turns
    if turn:
        if not (turn.isascii() and turn.isdigit() and 1 <= int(turn[:6]) <= len(turns)):
            raise NotFound(missing)
        turns = (turns[int(turn[:6]) - 1],)
    if kind == "md":
        return "\n\n".join(f"## {_one_line(t.question)}\n\n{markdown(t.answer)}" for t in turns)
    told = [{"question": t.question, "answer": t.answer.model_dump(mode="json")} for t in turns]
    return json.dumps({"title": talk.title, "turns": told}, ensure_ascii=False, indent=1) + "\n"


def _one_line(text: str) -> str:
    """A question as a heading of Markdown: in one line, its signs only signs."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#" else c for c in " ".join(text.split()))
