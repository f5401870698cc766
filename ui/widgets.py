"""The widgets that both pages have: the head, the settings, and how they change language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.blocks import Block
from gradio.components import Component

from assistant.session import Settings
from catalog.i18n import Spoken
from ui.controls import Control, controls, header
from ui.handlers import Page
from ui.words import Words, preferred, spoken

PRESSED = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-do]');
  const {do: what, say} = button?.dataset ?? {};
  const told = ['ask', 'hide', 'without', 'forget', 'order', 'tip', 'subscribe',
    'again', 'edited', 'stop'];
  if (told.includes(what)) {
    trigger('click', {do: what, say: say ?? '', at: button.dataset.at ?? ''});
  }
});
"""
"""Buttons inside an answer: what they do, and what they say, goes to the page's handlers."""
GROWING = "window.plainshelf.keeping(element);\n"
"""A place where answers grow: what is open stays open, and its first words are told aloud."""
PICKED = """
element.addEventListener('change', (event) => {
  const card = event.target.closest('input[type=radio]');
  if (card) trigger('input', {setting: card.name, value: card.value});
});
"""
"""A card of the settings that is chosen: which setting, and its value."""
CHAT = "(id) => { window.plainshelf.show('#latest .ps-question'); window.plainshelf.keep(id); }"
"""The question just asked at the top of the screen, its conversation in the address."""
SHOW_BOARD = "() => window.plainshelf.show('#latest')"
SPEAK = "() => window.plainshelf.speak()"
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""No spinner over what one is reading, and no handler offered as an API."""


@dataclass(frozen=True)
class Chrome:
    """Everything on a page that is said in its language: the head, controls by name, titles.

    `titles` are buttons and drawers by the key of their phrase.
    """

    page: Page
    here: str
    head: gr.HTML
    named: Mapping[str, Component]
    titles: Mapping[str, gr.Button | gr.Accordion]

    @property
    def parts(self) -> list[Block]:
        """The components that `said` updates, in its order."""
        return [self.head, *self.named.values(), *self.titles.values()]

    def said(
        self,
        words: Words,
        policy: str,
        disclosure: str = "",
        values: Mapping[str, str | bool] | None = None,
    ) -> list[object]:
        """An update of every part into the words' language, and of those named to their values.

        `policy` and `disclosure` are those chosen on a page that has settings of its own.
        """
        by_name, to = controls(self.page, words, policy, disclosure), values or {}
        return [
            header(self.page, self.here, words, policy if self.here == "chat" else ""),
            *(self._resaid(by_name[name], to.get(name)) for name in self.named),
            *(_titled(part, words(key)) for key, part in self.titles.items()),
        ]

    def _resaid(self, control: Control, value: str | bool | None) -> object:
        """A control in words; in a chat, only where what is chosen has a use for it."""
        return resaid(control, value, useful=control.useful if self.here == "chat" else None)


def language_of(request: gr.Request, locale: str) -> Spoken:
    """What the page speaks: the language chosen, else the address's, else the browser's."""
    if locale != "auto":
        return spoken(locale)
    asked = request.query_params.get("lang")
    return spoken(asked) if asked else preferred(request.headers.get("accept-language", ""))


def head(page: Page, here: str, policy: str = "") -> gr.HTML:
    """The head of a page."""
    return gr.HTML(header(page, here, Words("en"), policy), elem_classes="ps-head")


@dataclass(frozen=True)
class SettingsWidgets:
    """The controls of the settings but for the policy and the disclosure, which are cards."""

    locale: gr.Dropdown
    jurisdiction: gr.Dropdown
    organic_only: gr.Checkbox
    subscribed: gr.Checkbox
    remember: gr.Checkbox
    interests: gr.Textbox

    @property
    def named(self) -> dict[str, Component]:
        """The controls by the name of the setting, in the order that `chosen` takes."""
        return {
            "locale": self.locale,
            "jurisdiction": self.jurisdiction,
            "organic_only": self.organic_only,
            "subscribed": self.subscribed,
            "remember": self.remember,
            "interests": self.interests,
        }


def settings_widgets(page: Page, settings: Settings) -> SettingsWidgets:
    """The controls of the settings, in English until the page is opened."""
    said = controls(page, Words("en"), settings.policy)
    return SettingsWidgets(
        locale=dropdown(said["locale"], settings.locale),
        jurisdiction=dropdown(said["jurisdiction"], settings.jurisdiction),
        organic_only=gr.Checkbox(settings.organic_only, label=said["organic_only"].label),
        subscribed=_shown_if_useful(said["subscribed"], settings.subscribed),
        remember=_shown_if_useful(said["remember"], settings.interests is not None),
        interests=gr.Textbox("", visible=False),
    )


def _shown_if_useful(said: Control, value: bool) -> gr.Checkbox:
    return gr.Checkbox(value, label=said.label, visible=said.useful)


def dropdown(said: Control, value: str) -> gr.Dropdown:
    """A list to choose one thing from."""
    return gr.Dropdown(said.choices, value=value, label=said.label, filterable=False)


def question_widget(page: Page, settings: Settings) -> gr.Textbox:
    """The box for questions, with its button."""
    said = controls(page, Words("en"), settings.policy)["question"]
    return gr.Textbox(
        label=said.label,
        placeholder=said.placeholder,
        lines=1,
        max_lines=4,
        submit_btn=said.button or True,
        elem_id="question",
    )


def resaid(said: Control, value: str | bool | None = None, *, useful: bool | None = None) -> object:
    """The update that makes a control say this, and hold the value unless it is None.

    It is shown or not as `useful` says; None leaves that.
    """
    update: dict[str, Any] = {"label": said.label}
    if said.choices is not None:
        update["choices"] = said.choices
    if said.placeholder is not None:
        update |= {"placeholder": said.placeholder, "submit_btn": said.button}
    if value is not None:
        update["value"] = value
    if useful is not None:
        update["visible"] = useful
    return gr.update(**update)


def _titled(part: gr.Button | gr.Accordion, title: str) -> object:
    return gr.update(value=title) if isinstance(part, gr.Button) else gr.update(label=title)
