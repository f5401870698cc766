"""The chat page laid out and wired: which control feeds which handler, and where its view goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import gradio as gr
from gradio.components import Component

from assistant.conversations import fresh_id
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
from ui.render.html import NOTHING
from ui.visits import caught_up, kept, noted, reopened, visitor_of
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

Given = tuple[str, str, str, str, bool]
"""What the settings' controls hold, in the order that `chosen` takes."""


@dataclass(frozen=True)
class Chat:
    """The components of the chat page.

    The page itself holds the conversation's id and its language, so that it goes on after a restart
    of the server; `asked_for` is a question that the address asks.
    """

    chrome: Chrome
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


def _laid_out(page: Page, settings: Settings) -> Chat:
    words = Words("en")
    language, talk = gr.Textbox("en", visible=False), gr.State(Talk(session=""))
    conversation, asked_for = gr.Textbox("", visible=False), gr.Textbox("", visible=False)
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
        chrome, talk, conversation, asked_for, language, wide, past, latest, note, found,
        policy, others, question, drawer, redo, fresh,
    )  # fmt: skip


def _speaking(app: gr.Blocks, page: Page, chat: Chat) -> None:
    """The page in the language chosen: when it opens, and when that changes."""
    policy, locale = chat.policy, chat.others.locale
    said = [chat.language, chat.note, *chat.chrome.parts]

    def speak(words: Words, policy: str, chosen: Settings | None = None) -> list[object]:
        parts = chat.chrome.said(words, policy, _values(chosen) if chosen else {})
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
        found = findings_of(page, view.talk, words)
        past = NOTHING if view.past is None else view.past
        shown = [view.talk, view.talk.session, past, view.latest, found]
        return [question, *shown, *speak(words, settings.policy, settings)]

    def respoken(locale: str, policy: str, talk: Talk, request: gr.Request) -> list[object]:
        words = Words(language_of(request, locale))
        latest = gr.skip() if talk.turns else welcome(talk.session, words).latest
        return [latest, findings_of(page, talk, words), *speak(words, policy)]

    def renoted(policy: str, language: Spoken) -> list[object]:
        words = Words(language)
        own = resaid(controls(page, words, policy)["disclosure"])
        return [policy_note(page, policy, words), own]

    speaks = {"fn": None, "js": SPEAK, **QUIET}
    here = [chat.latest, chat.found, *said]
    # Opening does not wait behind questions.
    view = [chat.talk, chat.conversation, chat.past, chat.latest, chat.found]
    at_first = [chat.asked_for, *view, *said]
    app.load(opened, None, at_first, queue=False, **QUIET).then(**speaks)
    locale.input(respoken, [locale, policy, chat.talk], here, **QUIET).then(**speaks)
    policy.input(renoted, [policy, chat.language], [chat.note, chat.others.disclosure], **QUIET)
    wide = {"fn": lambda wide: gr.update(open=wide), "js": ROOM, **QUIET}
    app.load(inputs=chat.wide, outputs=chat.drawer, **wide)


def _asking(page: Page, chat: Chat, clock: Callable[[], datetime]) -> None:
    """Questions, from wherever they are asked, and starting over."""

    def ask(
        event: gr.EventData,
        request: gr.Request,
        typed: str,
        talk: Talk,
        conversation: str,
        language: Spoken,
        *given: *Given,
    ) -> Iterator[list[object]]:
        words, settings = Words(language), chosen(*given)
        visitor = visitor_of(page, request.cookies)
        # A question may come before the page has finished opening, or after the server's restart.
        talk = caught_up(page, visitor, conversation, talk)
        pressed = event._data if isinstance(event._data, dict) else {}
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
            # What cannot be asked stays in the box.
            typed_on = "" if n == 0 and not view.refused else None
            yield _updates(page, kept(page, visitor, view, clock(), words), words, typed=typed_on)

    def restart(request: gr.Request, language: Spoken, *given: *Given) -> list[object]:
        words, talk = Words(language), fresh_id()
        noted(page, visitor_of(page, request.cookies), talk, chosen(*given), clock())
        return _updates(page, welcome(talk, words), words, typed="")

    def choose(request: gr.Request, conversation: str, *given: *Given) -> None:
        noted(page, visitor_of(page, request.cookies), conversation, chosen(*given), clock())

    triggers = [chat.question.submit, chat.redo.click, chat.past.click, chat.latest.click]
    inputs = [chat.question, chat.talk, chat.conversation, chat.language, *chat.settings]
    asking = gr.on(triggers, ask, inputs, chat.shown, trigger_mode="multiple", **QUIET)
    settings = [chat.language, *chat.settings]
    chat.fresh.click(restart, settings, chat.shown, cancels=[asking], queue=False, **QUIET)
    changes = [control.input for control in chat.settings]
    gr.on(changes, choose, [chat.conversation, *chat.settings], None, queue=False, **QUIET)
    from_address = [chat.asked_for, *inputs[1:]]
    chat.asked_for.change(ask, from_address, chat.shown, **QUIET)
    chat.latest.change(None, chat.conversation, None, js=CHAT, **QUIET)


def _values(it: Settings) -> dict[str, str | bool]:
    """What the controls of the settings hold, by their names."""
    return {
        "policy": it.policy,
        "disclosure": it.disclosure or "",
        "locale": it.locale,
        "jurisdiction": it.jurisdiction,
        "organic_only": it.organic_only,
    }


def _updates(page: Page, view: View, words: Words, typed: str | None) -> list[object]:
    """A view as updates of `Chat.shown`; None leaves the question box as it is."""
    found = findings_of(page, view.talk, words) if view.last or not view.talk.turns else gr.skip()
    settings: list[object] = [gr.skip()] * 5
    if view.settings is not None:
        settings = list(_values(view.settings).values())
    return [
        view.talk,
        view.talk.session,
        gr.skip() if view.past is None else view.past,
        view.latest,
        found,
        gr.skip() if typed is None else typed,
        *settings,
    ]
