"""The chat page laid out and wired: which control feeds which handler, and where its view goes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import gradio as gr
from gradio.components import Component

from assistant.session import Settings
from catalog.i18n import Spoken
from ui.controls import controls
from ui.handlers import (
    Page,
    Talk,
    View,
    again,
    asked,
    chosen,
    findings_of,
    policy_note,
    welcome,
    without,
)
from ui.widgets import (
    PRESSED,
    QUIET,
    ROOM,
    SHOW,
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

Given = tuple[str, str, str, str, bool]
"""What the settings' controls hold, in the order that `chosen` takes."""


@dataclass(frozen=True)
class Chat:
    """The components of the chat page."""

    chrome: Chrome
    talk: gr.State
    language: gr.State
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
        return [self.talk, self.past, self.latest, self.found, self.question, *self.settings]


def session() -> str:
    """The name of a conversation that nobody else's has."""
    return secrets.token_hex(16)


def chat_page(app: gr.Blocks, page: Page, clock: Callable[[], datetime]) -> None:
    """Lay out and wire the chat page."""
    chat = _laid_out(page, Settings())
    _speaking(app, page, chat)
    _asking(page, chat, clock)


def _laid_out(page: Page, settings: Settings) -> Chat:
    words = Words("en")
    language, talk = gr.State("en"), gr.State(Talk(session=""))
    wide = gr.Checkbox(visible=False)
    top = head(page, "chat")
    with gr.Row(elem_classes="ps-desk"):
        with gr.Column(elem_classes="ps-main", elem_id="conversation"):
            past = gr.HTML("", elem_id="past", js_on_load=PRESSED)
            latest = gr.HTML("", elem_id="latest", js_on_load=PRESSED)
            question = question_widget(page, settings)
        with gr.Column(elem_classes="ps-aside"):
            found = gr.HTML("", elem_id="findings")
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
        chrome, talk, language, wide, past, latest, note, found,
        policy, others, question, drawer, redo, fresh,
    )  # fmt: skip


def _speaking(app: gr.Blocks, page: Page, chat: Chat) -> None:
    """The page in the language chosen: when it opens, and when that changes."""
    policy, locale = chat.policy, chat.others.locale
    said = [chat.language, chat.note, *chat.chrome.parts]

    def speak(words: Words, policy: str) -> list[object]:
        return [words.language, policy_note(page, policy, words), *chat.chrome.said(words, policy)]

    def opened(policy: str, request: gr.Request) -> list[object]:
        words = Words(language_of(request, "auto"))
        view = welcome(session(), words)
        return [view.talk, view.latest, "", *speak(words, policy)]

    def respoken(locale: str, policy: str, talk: Talk, request: gr.Request) -> list[object]:
        words = Words(language_of(request, locale))
        latest = gr.skip() if talk.turns else welcome(talk.session, words).latest
        return [latest, findings_of(page, talk, words), *speak(words, policy)]

    def noted(policy: str, language: Spoken) -> list[object]:
        words = Words(language)
        own = resaid(controls(page, words, policy)["disclosure"])
        return [policy_note(page, policy, words), own]

    speaks = {"fn": None, "js": SPEAK, **QUIET}
    here = [chat.latest, chat.found, *said]
    app.load(opened, policy, [chat.talk, *here], **QUIET).then(**speaks)
    locale.input(respoken, [locale, policy, chat.talk], here, **QUIET).then(**speaks)
    policy.input(noted, [policy, chat.language], [chat.note, chat.others.disclosure], **QUIET)
    wide = {"fn": lambda wide: gr.update(open=wide), "js": ROOM, **QUIET}
    app.load(inputs=chat.wide, outputs=chat.drawer, **wide)


def _asking(page: Page, chat: Chat, clock: Callable[[], datetime]) -> None:
    """Questions, from wherever they are asked, and starting over."""

    def ask(
        event: gr.EventData, typed: str, talk: Talk, language: Spoken, *given: *Given
    ) -> Iterator[list[object]]:
        words, settings = Words(language), chosen(*given)
        # A question may come before the page has finished opening.
        talk = talk if talk.session else Talk(session())
        pressed = event._data or {}
        if pressed.get("do") == "hide":
            settings = settings.model_copy(update={"organic_only": True})
        # A session has its own copies of the components, so they are told apart by their ids.
        redo = event.target is not None and event.target.elem_id == chat.redo.elem_id
        if redo or pressed.get("do") == "hide":
            views = again(page, talk, settings, clock(), words)
        elif pressed.get("do") == "without":
            views = without(page, talk, pressed["say"], settings, clock(), words)
        else:
            views = asked(page, talk, pressed.get("say") or typed, settings, clock(), words)
        for n, view in enumerate(views):
            yield _updates(page, view, words, typed="" if n == 0 else None)

    def restart(language: Spoken) -> list[object]:
        words = Words(language)
        return _updates(page, welcome(session(), words), words, typed="")

    triggers = [chat.question.submit, chat.redo.click, chat.past.click, chat.latest.click]
    inputs = [chat.question, chat.talk, chat.language, *chat.settings]
    gr.on(triggers, ask, inputs, chat.shown, trigger_mode="once", **QUIET)
    chat.fresh.click(restart, [chat.language], chat.shown, **QUIET)
    chat.latest.change(None, None, None, js=SHOW, **QUIET)


def _updates(page: Page, view: View, words: Words, typed: str | None) -> list[object]:
    """A view as updates of `Chat.shown`; None leaves the question box as it is."""
    found = findings_of(page, view.talk, words) if view.last or not view.talk.turns else gr.skip()
    settings: list[object] = [gr.skip()] * 5
    if view.settings is not None:
        it = view.settings
        settings = [it.policy, it.disclosure or "", it.locale, it.jurisdiction, it.organic_only]
    return [
        view.talk,
        gr.skip() if view.past is None else view.past,
        view.latest,
        found,
        gr.skip() if typed is None else typed,
        *settings,
    ]
