"""Who visits, by a signed cookie, and what of their conversations is kept and opened again."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from assistant.conversations import Conversations, fresh_id
from assistant.session import Settings
from catalog.errors import NotFound, StorageError
from catalog.i18n import Spoken
from catalog.phrases import say
from ui.handlers import Page, Talk, View, past_of, rendered, welcome
from ui.render.html import NOTHING, join, tag
from ui.words import Words

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ID = re.compile("[0-9a-f]{32}")
"""What `fresh_id` makes."""
COOKIE = "plainshelf_visitor"
ADDRESSED = {"jurisdiction": "law"}
"""The settings whose name in an address is another one."""
FIELDS = frozenset({"policy", "disclosure", "law", "lang", "q", "chat", "__theme"})
"""What an address may hold."""
log = logging.getLogger(__package__)


class Cookies:
    """ASGI middleware that gives a browser which opens a page its signed name."""

    def __init__(self, app: ASGIApp, conversations: Conversations) -> None:
        """`app` is what answers; only whole pages (HTML) hand out a name."""
        self.app, self._conversations = app, conversations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add the cookie where the browser has none of ours."""
        if scope["type"] != "http" or scope["method"] != "GET" or self._known(scope):
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                said = self._cookie(secure=scope.get("scheme") == "https").encode()
                message["headers"] = [*message.get("headers", ()), (b"set-cookie", said)]
            await send(message)

        await self.app(scope, receive, sending)

    def _known(self, scope: Scope) -> bool:
        jar: SimpleCookie = SimpleCookie()
        for name, value in scope["headers"]:
            if name == b"cookie":
                try:
                    jar.load(value.decode("latin-1"))
                except CookieError:
                    continue
        return COOKIE in jar and bool(self._conversations.visitor(jar[COOKIE].value))

    def _cookie(self, secure: bool) -> str:
        lasts = int(self._conversations.keep.total_seconds())
        value = f"{COOKIE}={self._conversations.signed(fresh_id())}"
        more = f"; Max-Age={lasts}; Path=/; HttpOnly; SameSite=Lax"
        return value + more + ("; Secure" if secure else "")


def _is_page(message: Message) -> bool:
    named = dict(message.get("headers", ()))
    return bool(named.get(b"content-type", b"").startswith(b"text/html"))


def visitor_of(page: Page, cookies: Mapping[str, str]) -> str:
    """The visitor that a browser's cookies name, "" for nobody known."""
    if page.conversations is None:
        return ""
    return page.conversations.visitor(cookies.get(COOKIE, ""))


def reopened(page: Page, visitor: str, fields: Mapping[str, str], words: Words) -> View:
    """The page as an address and the visitor's last visit have it; what is wrong is said."""
    notes: list[str] = []
    try:
        chosen, current = _last_visit(page, visitor)
    except StorageError as error:
        chosen, current, notes = None, "", [str(error)]
    asked_for = fields.get("chat", "")
    set_up = any(fields.get(name) for name in ("policy", "disclosure", "law", "q"))
    settings, wrong = address_settings(page, fields, chosen or Settings(), words.language)
    notes += wrong
    talk = Talk(fresh_id())
    if asked_for or (current and not set_up):
        talk, told = _again(page, visitor, asked_for or current, bool(asked_for), words)
        notes += told
    view = _whole(page, talk, words)
    line = join(*(tag("p", note, cls="ps-error", role="alert") for note in notes))
    return replace(view, latest=join(view.latest, line), settings=settings)


def _last_visit(page: Page, visitor: str) -> tuple[Settings | None, str]:
    visit = page.conversations.visit(visitor) if page.conversations and visitor else None
    return (visit.settings, visit.current) if visit else (None, "")


def _again(page: Page, visitor: str, id: str, named: bool, words: Words) -> tuple[Talk, list[str]]:
    """A conversation that was kept; `named` where the address asks for it and it must be there."""
    lost = say("conversations.gone", words.language)
    if page.conversations is None or not visitor:
        return Talk(fresh_id()), [lost] if named else []
    try:
        kept = page.conversations.conversation(visitor, id)
    except NotFound:
        return Talk(fresh_id()), [lost] if named else []
    except StorageError as error:
        return Talk(fresh_id()), [str(error)]
    unreadable = [
        say("conversations.unreadable", words.language, question=question)
        for question in kept.unreadable
    ]
    shown = tuple(rendered(page, turn) for turn in kept.turns)
    return Talk(id, kept.turns, shown, kept.revision), unreadable


def _whole(page: Page, talk: Talk, words: Words) -> View:
    if not talk.turns:
        return replace(welcome(talk.session, words), talk=talk)
    before = Talk(talk.session, talk.turns[:-1], talk.rendered[:-1])
    return View(
        talk=talk,
        latest=talk.rendered[-1],
        past=past_of(page, before) if before.turns else NOTHING,
        last=talk.turns[-1].answer,
    )


def address_settings(
    page: Page, fields: Mapping[str, str], chosen: Settings, language: Spoken
) -> tuple[Settings, list[str]]:
    """The settings with those that an address holds, and what of the address is wrong."""
    wrong: list[str] = []
    choices: dict[str, Iterable[str]] = {
        "policy": page.house.policies,
        "disclosure": page.house.disclosures,
        "jurisdiction": ("cn", "us", "eu", "uk"),
    }
    for setting, among in choices.items():
        name = ADDRESSED.get(setting, setting)
        value = fields.get(name, "")
        if value and value in among:
            chosen = Settings.model_validate(chosen.model_dump() | {setting: value})
        elif value:
            listed, value = ", ".join(among), value[:60]
            problem = say(
                "conversations.bad_field", language, name=name, value=value, choices=listed
            )
            wrong.append(problem)
    for name in sorted(set(fields) - FIELDS):
        wrong.append(say("conversations.unknown_field", language, name=name[:60]))
    return chosen, wrong


def addressed(talk: Talk, at: float) -> str:
    """A conversation as its page holds it: when it was asked for, and its id."""
    return f"{float(at)!r} {talk.session}"


def conversation_of(held: str, started: float) -> tuple[str, float]:
    """The id of the conversation that a page holds and when it was asked for.

    The id is "" where the page holds none or was started over since.
    """
    at, _, id = held.partition(" ")
    try:
        moment = float(at)
    except ValueError:
        return "", 0
    return (id, moment) if moment >= started and ID.fullmatch(id) else ("", 0)


def caught_up(page: Page, visitor: str, id: str, talk: Talk) -> Talk:
    """The conversation of an open page, also after a restart or when another page asked in it."""
    if not id:
        return Talk(fresh_id())
    if page.conversations is None or not visitor:
        return talk if talk.session == id else Talk(id)
    try:
        if talk.session == id and talk.revision == page.conversations.revision(visitor, id):
            return talk
        there = page.conversations.conversation(visitor, id)
    except NotFound:
        return Talk(id) if talk.session != id or talk.revision else talk
    except StorageError as error:
        log.warning("%s", error)
        return talk if talk.session == id else Talk(id)
    shown = tuple(rendered(page, turn) for turn in there.turns)
    return Talk(id, there.turns, shown, there.revision)


def kept(page: Page, visitor: str, view: View, now: datetime, words: Words) -> View:
    """The view once its last turn is kept; one that cannot be says so at its answer."""
    if page.conversations is None or not visitor or view.last is None:
        return view
    talk = view.talk
    try:
        revision = page.conversations.write(visitor, talk.session, talk.turns, now)
    except (StorageError, NotFound) as error:
        log.warning("a turn is not kept: %s", error)
        note = say("conversations.not_kept", words.language, problem=str(error))
        latest = join(view.latest, tag("p", note, cls="ps-error", role="alert"))
        return replace(view, latest=latest)
    return replace(view, talk=replace(talk, revision=revision))


def noted(page: Page, visitor: str, id: str, settings: Settings, now: datetime) -> None:
    """Keep which conversation is open and what is chosen, as far as anything is kept."""
    if page.conversations is None or not visitor:
        return
    try:
        page.conversations.choose(visitor, id, settings, now)
    except StorageError as error:
        log.warning("%s", error)
