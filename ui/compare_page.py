"""The compare page laid out and wired: one conversation, a column for each policy chosen."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import gradio as gr

from assistant.session import Settings
from catalog.i18n import Spoken
from ui.compare import FEWEST, MOST, Panels, columns, comparing
from ui.controls import compare_intro, controls, first_policies
from ui.handlers import Page, chosen
from ui.render.answers import looking
from ui.render.html import join, tag
from ui.widgets import (
    PRESSED,
    QUIET,
    SHOW_BOARD,
    SPEAK,
    Chrome,
    SettingsWidgets,
    head,
    language_of,
    question_widget,
    settings_widgets,
)
from ui.words import Words


@dataclass(frozen=True)
class Compare:
    """The components of the compare page."""

    chrome: Chrome
    panels: gr.State
    session: gr.State
    language: gr.State
    intro: gr.HTML
    board: gr.HTML
    policies: gr.Dropdown
    settings: SettingsWidgets
    question: gr.Textbox
    fresh: gr.Button


def compare_page(app: gr.Blocks, page: Page, clock: Callable[[], datetime]) -> None:
    """Lay out and wire the compare page."""
    it = _laid_out(page, Settings())
    _speaking(app, page, it)
    _comparing(page, it, clock)


def _laid_out(page: Page, settings: Settings) -> Compare:
    words = Words("en")
    language, panels, session = gr.State("en"), gr.State(()), gr.State("")
    top = head(page, "compare")
    with gr.Column(elem_classes="ps-wide"):
        intro = gr.HTML(compare_intro(words))
        said = controls(page, words, settings.policy)["policies"]
        policies = gr.Dropdown(
            said.choices,
            value=list(first_policies(page, settings)),
            label=said.label,
            multiselect=True,
            max_choices=MOST,
            filterable=False,
            elem_id="policies",
        )
        with gr.Accordion(words("settings"), open=False, elem_id="settings") as drawer:
            others = settings_widgets(page, settings)
        question = question_widget(page, settings)
        fresh = gr.Button(words("start_over"), elem_id="start_over", size="sm")
        board = gr.HTML("", elem_id="latest", js_on_load=PRESSED)
    named = {"policies": policies, **others.named, "question": question}
    chrome = Chrome(page, "compare", top, named, {"settings": drawer, "start_over": fresh})
    return Compare(
        chrome, panels, session, language, intro, board, policies, others, question, fresh
    )


def _speaking(app: gr.Blocks, page: Page, it: Compare) -> None:
    locale = it.settings.locale

    def speak(words: Words) -> list[object]:
        said = it.chrome.said(words, Settings().policy)
        return [words.language, compare_intro(words), *said]

    def opened(request: gr.Request) -> list[object]:
        return [secrets.token_hex(8), *speak(Words(language_of(request, "auto")))]

    def respoken(locale: str, panels: Panels, request: gr.Request) -> list[object]:
        words = Words(language_of(request, locale))
        return [columns(page, panels, words), *speak(words)]

    said = [it.language, it.intro, *it.chrome.parts]
    speaks = {"fn": None, "js": SPEAK, **QUIET}
    app.load(opened, None, [it.session, *said], **QUIET).then(**speaks)
    locale.input(respoken, [locale, it.panels], [it.board, *said], **QUIET).then(**speaks)


def _comparing(page: Page, it: Compare, clock: Callable[[], datetime]) -> None:
    shown = [it.panels, it.board, it.question]

    def compare(
        event: gr.EventData,
        typed: str,
        policies: list[str],
        panels: Panels,
        session: str,
        language: Spoken,
        *given: *tuple[str, str, str, bool],
    ) -> Iterator[list[object]]:
        words, pressed = Words(language), event._data or {}
        if not FEWEST <= len(policies) <= MOST:
            wrong = tag("p", words("compare_few"), cls="ps-error", role="alert")
            yield [gr.skip(), wrong, gr.skip()]
            return
        said = " ".join((pressed.get("say") or typed).split())
        settings = chosen(policies[0], *given)
        if pressed.get("do") == "hide":
            settings = settings.model_copy(update={"organic_only": True})
        if said:
            yield [gr.skip(), join(looking(said, words), columns(page, panels, words)), ""]
        for grown in comparing(page, panels, tuple(policies), said, settings, clock(), session):
            yield [grown, columns(page, grown, words), gr.skip()]

    given = it.settings.named.values()
    inputs = [it.question, it.policies, it.panels, it.session, it.language, *given]
    triggers = [it.question.submit, it.policies.input, it.board.click]
    gr.on(triggers, compare, inputs, shown, trigger_mode="once", **QUIET)
    it.board.change(None, None, None, js=SHOW_BOARD, **QUIET)
    it.fresh.click(lambda: [(), "", ""], None, shown, **QUIET)
