"""The chat page laid out and wired: which control feeds which handler, and where its view goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import gradio as gr
from gradio.components import Component

from assistant.session import Settings
from catalog.i18n import Spoken
from ui.chat_view import paying, places, updates, values
from ui.controls import controls
from ui.handlers import (
    Page,
    Talk,
    again,
    asked,
    chosen,
    findings_of,
    policy_note,
    welcome,
    without,
)
from ui.measuring import MEASURING, measuring
from ui.paying import DONE
from ui.render.html import NOTHING
from ui.sending import ASKED, CHOSEN, GUARDED, STARTED, Start, moments, sent
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
    PRESSED,
    QUIET,
    ROOM,
    SPEAK,
    Chrome,
    SettingsWidgets,
    dropdown,
    head,
    language_of,
    question_widget,
    resaid,
    settings_widgets,
)
from ui.words import Words

EMPTIED = "() => ['', '']"
FORGOTTEN = "(remember, interests) => remember ? interests : ''"
USES = ("subscribed", "remember")
"""The controls that only some policies have a use for."""
SWITCHED_OFF: dict[str, dict[str, object]] = {
    "hide": {"organic_only": True},
    "forget": {"interests": None},
}
"""What a button in an answer switches off before it is answered again."""
Given = tuple[str, str, str, str, bool, bool, bool, str]
"""What the settings' controls hold, in the order that `chosen` takes."""


@dataclass(frozen=True)
class Chat:
    """The components of the chat page.

    The page itself holds the conversation's id and its language, so that it goes on after a restart
    of the server; `asked_for` is a question that the address asks.
    """

    chrome: Chrome
    start: gr.State
    talk: gr.State
    conversation: gr.Textbox
    asked_for: gr.Textbox
    language: gr.Textbox
    wide: gr.Checkbox
    past: gr.HTML
    latest: gr.HTML
    note: gr.HTML
    found: gr.HTML
    policy: gr.Dropdown
    others: SettingsWidgets
    question: gr.Textbox
    drawer: gr.Accordion
    redo: gr.Button
    fresh: gr.Button

    @property
    def settings(self) -> list[Component]:
        """The controls that settings are read from, in the order that `chosen` takes."""
        return [self.policy, *self.others.named.values()]

    @property
    def shown(self) -> list[Component]:
        """What a view updates, in the order of `_updates`."""
        view = [self.talk, self.conversation, self.past, self.latest, self.found, self.question]
        return [*view, *self.settings]


def chat_page(app: gr.Blocks, page: Page, clock: Callable[[], datetime]) -> None:
    """Lay out and wire the chat page."""
    chat = _laid_out(page, Settings())
    _speaking(app, page, chat)
    _asking(page, chat, clock)
    measuring(page, chat.found, chat.talk, chat.language)


def _laid_out(page: Page, settings: Settings) -> Chat:
    words = Words("en")
    language, talk = gr.Textbox("en", visible=False), gr.State(Talk(session=""))
    start = gr.State(Start())
    conversation, asked_for = gr.Textbox("", visible=False), gr.Textbox("", visible=False)
    wide = gr.Checkbox(visible=False)
    top = head(page, "chat")
    with gr.Row(elem_classes="ps-desk"):
        with gr.Column(elem_classes="ps-main", elem_id="conversation"):
            past = gr.HTML("", elem_id="past", js_on_load=PRESSED + GUARDED)
            latest = gr.HTML("", elem_id="latest", js_on_load=PRESSED + GUARDED)
            question = question_widget(page, settings)
        with gr.Column(elem_classes="ps-aside"):
            found = gr.HTML("", elem_id="findings", js_on_load=GUARDED + MEASURING)
            with gr.Accordion(words("settings"), open=False, elem_id="settings") as drawer:
                said = controls(page, words, settings.policy)["policy"]
                policy = dropdown(said, settings.policy)
                note = gr.HTML(policy_note(page, settings.policy, words))
                others = settings_widgets(page, settings)
                redo = gr.Button(words("again"), variant="primary", elem_id="again")
                fresh = gr.Button(words("start_over"), elem_id="start_over")
    named = {"policy": policy, **others.named, "question": question}
    titles: dict[str, gr.Button | gr.Accordion] = {"settings": drawer, "again": redo}
    chrome = Chrome(page, "chat", top, named, {**titles, "start_over": fresh})
    return Chat(
        chrome, start, talk, conversation, asked_for, language, wide, past, latest, note, found,
        policy, others, question, drawer, redo, fresh,
    )  # fmt: skip


def _speaking(app: gr.Blocks, page: Page, chat: Chat) -> None:
    """The page in the language chosen: when it opens, and when that changes."""
    policy, locale = chat.policy, chat.others.locale
    said = [chat.language, chat.note, *chat.chrome.parts]

    def speak(words: Words, policy: str, chosen: Settings | None = None) -> list[object]:
        parts = chat.chrome.said(words, policy, values(chosen) if chosen else {})
        return [words.language, policy_note(page, policy, words), *parts]

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
        return [Start(), question, *shown, *speak(words, settings.policy, settings)]

    def respoken(
        _sent: float,
        started: float,
        locale: str,
        policy: str,
        talk: Talk,
        conversation: str,
        request: gr.Request,
    ) -> list[object]:
        words = Words(language_of(request, locale))
        id, asked_at = conversation_of(conversation, started)
        if id != talk.session or not talk.turns:
            return [welcome("", words).latest, NOTHING, *speak(words, policy)]
        found = sent(findings_of(page, talk, words), asked_at)
        return [gr.skip(), found, *speak(words, policy)]

    def renoted(policy: str, language: Spoken) -> list[object]:
        words = Words(language)
        said = controls(page, words, policy)
        shown = [resaid(said[name], useful=said[name].useful) for name in USES]
        return [policy_note(page, policy, words), resaid(said["disclosure"]), *shown]

    speaks = {"fn": None, "js": SPEAK, **QUIET}
    here = [chat.latest, chat.found, *said]
    view = [chat.talk, chat.conversation, chat.past, chat.latest, chat.found]
    at_first = [chat.start, chat.asked_for, *view, *said]
    # Opening does not wait behind questions.
    app.load(opened, None, at_first, queue=False, **QUIET).then(**speaks)
    inputs = [*moments(), locale, policy, chat.talk, chat.conversation]
    locale.input(respoken, inputs, here, js=CHOSEN, **QUIET).then(**speaks)
    it = chat.others
    changed = [chat.note, it.disclosure, it.subscribed, it.remember]
    policy.input(renoted, [policy, chat.language], changed, **QUIET)
    # What was remembered is gone as soon as that is no longer allowed.
    it.remember.input(None, [it.remember, it.interests], it.interests, js=FORGOTTEN, **QUIET)
    wide = {"fn": lambda wide: gr.update(open=wide), "js": ROOM, **QUIET}
    app.load(inputs=chat.wide, outputs=chat.drawer, **wide)


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
        # What is sent while another is answered waits, and goes on from its answer.
        with start.turn:
            # A question may come before the page has opened, or after the server's restart.
            id = conversation_of(conversation, started)[0] or start.conversation
            talk = caught_up(page, visitor, id, talk)
            start.conversation = talk.session
            pressed = event._data if isinstance(event._data, dict) else {}
            if pressed.get("do") in SWITCHED_OFF:
                settings = settings.model_copy(update=SWITCHED_OFF[pressed["do"]])
            # A session has its own copies of the components, so they are told apart by their ids.
            redo = event.target is not None and event.target.elem_id == chat.redo.elem_id
            if redo or pressed.get("do") in SWITCHED_OFF:
                views = again(page, talk, settings, clock(), words)
            elif pressed.get("do") in DONE:
                do, what = pressed["do"], pressed["say"]
                views = paying(page, talk, do, what, settings, clock(), words)
            elif pressed.get("do") == "without":
                views = without(page, talk, pressed["say"], settings, clock(), words)
            else:
                views = asked(page, talk, pressed.get("say") or typed, settings, clock(), words)
            for n, view in enumerate(views):
                if at < start.at:
                    # Nobody waits for it: its page was started over.
                    return
                # What cannot be asked stays in the box.
                typed_on = "" if n == 0 and not view.refused else None
                view = kept(page, visitor, view, clock(), words)
                yield updates(page, view, words, at, typed=typed_on)

    def restart(
        request: gr.Request, at: float, _started: float, start: Start, *given: *Given
    ) -> None:
        start.over(at)
        noted(page, visitor_of(page, request.cookies), "", chosen(*given), clock())

    def choose(
        request: gr.Request, _sent: float, started: float, conversation: str, *given: *Given
    ) -> None:
        id, _ = conversation_of(conversation, started)
        noted(page, visitor_of(page, request.cookies), id, chosen(*given), clock())

    triggers = [chat.question.submit, chat.redo.click, chat.past.click, chat.latest.click]
    held = [chat.talk, chat.conversation, chat.language, *chat.settings]
    before = [*moments(), chat.start]
    typed = [*before, chat.question, *held]
    gr.on(triggers, ask, typed, chat.shown, js=ASKED, trigger_mode="multiple", **QUIET)
    addressed_to = [*before, chat.asked_for, *held]
    chat.asked_for.change(ask, addressed_to, chat.shown, js=CHOSEN, **QUIET)
    it = chat.others
    changes = [
        each.input
        for each in (
            chat.policy, it.disclosure, it.locale, it.jurisdiction, it.organic_only,
            it.subscribed, it.remember,
        )
    ]  # fmt: skip
    now = [*moments(), chat.conversation, *chat.settings]
    gr.on(changes, choose, now, None, js=CHOSEN, queue=False, **QUIET)
    chat.latest.change(None, chat.conversation, None, js=CHAT, **QUIET)
    # The page itself shows its beginning at once; the server ends what still runs.
    emptied = [chat.question, chat.conversation]
    chat.fresh.click(None, None, emptied, js=EMPTIED, **QUIET)
    ended = [*before, *chat.settings]
    chat.fresh.click(restart, ended, None, js=STARTED, queue=False, **QUIET)
