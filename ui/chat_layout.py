"""The chat page laid out: its components, the settings in a drawer of their own."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr
from gradio.components import Component

from assistant.session import Settings
from ui.beginning import first, settings_cards
from ui.controls import notice
from ui.handlers import Page, Talk
from ui.measuring import MEASURING
from ui.render.choices import drawer_head
from ui.sending import GUARDED, Start
from ui.widgets import (
    GROWING,
    PICKED,
    PRESSED,
    Chrome,
    SettingsWidgets,
    head,
    question_widget,
    settings_widgets,
)
from ui.words import Words


@dataclass(frozen=True)
class Chat:
    """The components of the chat page.

    The page itself holds the conversation's id and its language, so that it goes on after a restart
    of the server; `asked_for` is a question that the address asks. `policy` and `disclosure` are
    what is chosen among the `cards`; `first` stands under the box until something is asked.
    """

    chrome: Chrome
    start: gr.State
    talk: gr.State
    conversation: gr.Textbox
    asked_for: gr.Textbox
    language: gr.Textbox
    past: gr.HTML
    latest: gr.HTML
    found: gr.HTML
    first: gr.HTML
    drawer: gr.HTML
    cards: gr.HTML
    notice: gr.HTML
    policy: gr.Textbox
    disclosure: gr.Textbox
    others: SettingsWidgets
    question: gr.Textbox
    redo: gr.Button
    fresh: gr.Button

    @property
    def settings(self) -> list[Component]:
        """The controls that settings are read from, in the order that `chosen` takes."""
        return [self.policy, self.disclosure, *self.others.named.values()]

    @property
    def chosen(self) -> list[Component]:
        """What says which policy and disclosure are chosen, in the order of `chosen_parts`."""
        return [self.cards, self.first, self.chrome.head]

    @property
    def shown(self) -> list[Component]:
        """What a view updates, in the order of `_updates`."""
        view = [self.talk, self.conversation, self.past, self.latest, self.found, self.question]
        return [*view, *self.settings, *self.chosen]


def laid_out(page: Page, settings: Settings) -> Chat:
    """The chat page's components, in English until it is opened."""
    words, policy = Words("en"), settings.policy
    own = settings.disclosure or ""
    hidden = [gr.Textbox(value, visible=False) for value in ("en", "", "", policy, own)]
    language, conversation, asked_for, earns, says = hidden
    start, talk = gr.State(Start()), gr.State(Talk(session=""))
    top = head(page, "chat", policy)
    with gr.Row(elem_classes="ps-desk"):
        with gr.Column(elem_classes="ps-main", elem_id="conversation"):
            past = gr.HTML("", elem_id="past", js_on_load=PRESSED + GUARDED)
            with gr.Column(elem_classes="ps-now"):
                latest = gr.HTML("", elem_id="latest", js_on_load=PRESSED + GUARDED + GROWING)
                found = gr.HTML("", elem_id="findings", js_on_load=GUARDED + MEASURING)
            question = question_widget(page, settings)
            under = first(page, policy, own, words)
            suggested = gr.HTML(under, elem_id="first", js_on_load=PRESSED)
            fresh = gr.Button(words("start_over"), elem_id="start_over", size="sm")
            told = gr.HTML(notice(page, "en") or "", elem_id="notice")
        with gr.Column(elem_id="settings", min_width=0):
            drawer = gr.HTML(drawer_head(words))
            cards = gr.HTML(settings_cards(page, policy, own, words), js_on_load=PICKED)
            others = settings_widgets(page, settings)
            redo = gr.Button(words("again"), variant="primary", elem_id="again")
    named = {**others.named, "question": question}
    chrome = Chrome(page, "chat", top, named, {"again": redo, "start_over": fresh})
    return Chat(
        chrome, start, talk, conversation, asked_for, language, past, latest, found, suggested,
        drawer, cards, told, earns, says, others, question, redo, fresh,
    )  # fmt: skip
