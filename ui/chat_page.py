"""The chat page laid out and wired: which control feeds which handler, and where its view goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import gradio as gr

from assistant.session import Settings
from catalog.i18n import Spoken
from ui.chat_layout import Chat, laid_out
from ui.chat_view import places, updates, values
from ui.choosing import Given, choosing, chosen_parts, same
from ui.controls import notice
from ui.handlers import (
    Page,
    Talk,
    chosen,
    findings_of,
    refused,
    welcome,
)
from ui.measuring import measuring
from ui.pressing import pressed_in, stoppable, views_of
from ui.render.choices import drawer_head
from ui.render.html import NOTHING
from ui.sending import ASKED, CHOSEN, STARTED, Start, moments, sent
from ui.visits import (
    addressed,
    caught_up,
    conversation_of,
    kept,
    noted,
    reopened,
    visitor_of,
)
from ui.widgets import (
    CHAT,
    QUIET,
    SPEAK,
    language_of,
)
from ui.words import Words

EMPTIED = "() => ['', '']"


def chat_page(app: gr.Blocks, page: Page, clock: Callable[[], datetime]) -> None:
    """Lay out and wire the chat page."""
    chat = laid_out(page, Settings())
    _speaking(app, page, chat)
    _asking(page, chat, clock)
    measuring(page, chat.found, chat.talk, chat.language)
    choosing(page, chat, clock)


def _speaking(app: gr.Blocks, page: Page, chat: Chat) -> None:
    """The page in the language chosen: when it opens, and when that changes."""
    locale = chat.others.locale
    own = [chat.drawer, chat.notice, chat.policy, chat.disclosure]
    cards, under, _ = chat.chosen
    said = [chat.language, *own, *chat.chrome.parts, cards, under]

    def speak(words: Words, policy: str, disclosure: str, to: Settings | None) -> list[object]:
        parts = chat.chrome.said(words, policy, disclosure, values(to) if to else {})
        told = notice(page, words.language) or NOTHING
        here = [words.language, drawer_head(words), told, policy, disclosure]
        cards, under, _ = chosen_parts(page, policy, disclosure, words)
        return [*here, *parts, cards, under]

    def opened(request: gr.Request) -> list[object]:
        fields = dict(request.query_params)
        words = Words(language_of(request, "auto"))
        visitor = visitor_of(page, request.cookies)
        view = reopened(page, visitor, fields, words)
        settings = view.settings or Settings()
        if settings.locale != "auto" and "lang" not in fields:
            words = Words(settings.locale)
            view = reopened(page, visitor, fields, words)
        question = "" if fields.get("chat") else fields.get("q", "")
        talk = [view.talk, addressed(view.talk, 0)]
        shown = [*talk, *places(page, replace(view, past=view.past or NOTHING), words, 0)]
        own = settings.disclosure or ""
        return [Start(), question, *shown, *speak(words, settings.policy, own, settings)]

    def respoken(
        _sent: float,
        started: float,
        locale: str,
        policy: str,
        disclosure: str,
        talk: Talk,
        conversation: str,
        request: gr.Request,
    ) -> list[object]:
        words = Words(language_of(request, locale))
        id, asked_at = conversation_of(conversation, started)
        if id != talk.session or not talk.turns:
            there = [welcome("", words).latest, NOTHING]
            return [*there, *speak(words, policy, disclosure, None)]
        found = sent(findings_of(page, talk, words), asked_at)
        return [gr.skip(), found, *speak(words, policy, disclosure, None)]

    speaks = {"fn": None, "js": SPEAK, **QUIET}
    here = [chat.latest, chat.found, *said]
    view = [chat.talk, chat.conversation, chat.past, chat.latest, chat.found]
    at_first = [chat.start, chat.asked_for, *view, *said]
    # Opening does not wait behind questions.
    app.load(opened, None, at_first, queue=False, **QUIET).then(**speaks)
    inputs = [*moments(), locale, chat.policy, chat.disclosure, chat.talk, chat.conversation]
    locale.input(respoken, inputs, here, js=CHOSEN, **QUIET).then(**speaks)


def _asking(page: Page, chat: Chat, clock: Callable[[], datetime]) -> None:
    """Questions, from wherever they are asked, and starting over."""

    def ask(
        event: gr.EventData,
        request: gr.Request,
        at: float,
        started: float,
        start: Start,
        typed: str,
        talk: Talk,
        conversation: str,
        language: Spoken,
        *given: *Given,
    ) -> Iterator[list[object]]:
        words, settings = Words(language), chosen(*given)
        visitor = visitor_of(page, request.cookies)
        # A session has its own copies of the components, so they are told apart by their ids.
        redo = event.target is not None and event.target.elem_id == chat.redo.elem_id
        pressed = pressed_in(event._data, typed, redo=redo)
        if pressed.do == "stop":
            start.stopped = at
            yield [gr.skip()] * len(chat.shown)
            return
        # What is sent while another is answered waits, and goes on from its answer.
        with start.turn:
            # A question may come before the page has opened, or after the server's restart.
            id = conversation_of(conversation, started)[0] or start.conversation
            talk = caught_up(page, visitor, id, talk)
            start.conversation = talk.session
            views = views_of(page, talk, pressed, settings, clock(), words)
            for n, view in enumerate(views):
                if at < start.at:
                    # Nobody waits for it: its page was started over.
                    return
                if at < start.stopped and view.last is None:
                    back = pressed.question or None
                    view = refused(page, talk, words("stopped"), words)
                    yield updates(page, view, words, at, typed=back, moved=False)
                    return
                # What cannot be asked stays in the box, what has no answer goes back to it.
                typed_on = "" if n == 0 and not view.refused else None
                if n and view.refused and view.last is None:
                    typed_on = pressed.question or None
                view = kept(page, visitor, stoppable(page, view, words), clock(), words)
                moved = view.settings is not None and not same(view.settings, *given[:2])
                yield updates(page, view, words, at, typed=typed_on, moved=moved)

    def restart(
        request: gr.Request, at: float, _started: float, start: Start, *given: *Given
    ) -> None:
        start.over(at)
        noted(page, visitor_of(page, request.cookies), "", chosen(*given), clock())

    buttons = [each.click for each in (chat.redo, chat.past, chat.latest, chat.first)]
    triggers = [chat.question.submit, *buttons]
    held = [chat.talk, chat.conversation, chat.language, *chat.settings]
    before = [*moments(), chat.start]
    typed = [*before, chat.question, *held]
    gr.on(triggers, ask, typed, chat.shown, js=ASKED, trigger_mode="multiple", **QUIET)
    addressed_to = [*before, chat.asked_for, *held]
    chat.asked_for.change(ask, addressed_to, chat.shown, js=CHOSEN, **QUIET)
    chat.latest.change(None, chat.conversation, None, js=CHAT, **QUIET)
    # The page itself shows its beginning at once; the server ends what still runs.
    emptied = [chat.question, chat.conversation]
    chat.fresh.click(None, None, emptied, js=EMPTIED, **QUIET)
    ended = [*before, *chat.settings]
    chat.fresh.click(restart, ended, None, js=STARTED, queue=False, **QUIET)
