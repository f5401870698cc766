"""The compare page laid out: its components, and how its columns are chosen in any language."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr
from gradio.components import Component

from assistant.session import Settings
from catalog.phrases import say
from ui.compare import MOST, Setup, first_columns
from ui.controls import compare_intro, controls
from ui.handlers import Page
from ui.sending import GUARDED
from ui.widgets import PRESSED, Chrome, dropdown, head, question_widget
from ui.words import Words

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Compare:
    """The components of the compare page; `choices` are the policy and disclosure of a column."""

    chrome: Chrome
    shown: gr.State
    language: gr.State
    intro: gr.HTML
    note: gr.HTML
    board: gr.HTML
    address: gr.Textbox
    choices: tuple[gr.Dropdown, ...]
    locale: gr.Dropdown
    jurisdiction: gr.Dropdown
    organic_only: gr.Checkbox
    subscribed: gr.Checkbox
    remember: gr.Checkbox
    question: gr.Textbox
    fresh: gr.Button

    @property
    def settings(self) -> list[Component]:
        """The controls that hold for all columns, in the order of `compare_page.SETTINGS`."""
        return [
            self.locale,
            self.jurisdiction,
            self.organic_only,
            self.subscribed,
            self.remember,
        ]


def laid_out(page: Page) -> Compare:
    """The compare page's components, in English until it is opened."""
    words = Words("en")
    said = controls(page, words, "none")
    language, shown = gr.State("en"), gr.State(None)
    top = head(page, "compare")
    with gr.Column(elem_classes="ps-wide"):
        intro = gr.HTML(compare_intro(words))
        question = question_widget(page, Settings())
        choices = _columns(page, words)
        note = gr.HTML("", elem_id="note", js_on_load=GUARDED)
        board = gr.HTML("", elem_id="latest", js_on_load=PRESSED + GUARDED)
        with gr.Row(elem_classes="ps-cmp-foot"):
            with gr.Accordion(words("settings"), open=False, elem_id="settings") as drawer:
                locale = dropdown(said["locale"], "auto")
                jurisdiction = dropdown(said["jurisdiction"], "auto")
                organic_only = gr.Checkbox(False, label=said["organic_only"].label)
                subscribed = gr.Checkbox(False, label=said["subscribed"].label)
                remember = gr.Checkbox(False, label=said["remember"].label)
            fresh = gr.Button(words("start_over"), elem_id="start_over", size="sm")
        address = gr.Textbox("", visible=False)
    named: dict[str, Component] = {
        "locale": locale,
        "jurisdiction": jurisdiction,
        "organic_only": organic_only,
        "subscribed": subscribed,
        "remember": remember,
    }
    chrome = Chrome(
        page,
        "compare",
        top,
        {**named, "question": question},
        {"settings": drawer, "start_over": fresh},
    )
    return Compare(
        chrome=chrome,
        shown=shown,
        language=language,
        intro=intro,
        note=note,
        board=board,
        address=address,
        choices=choices,
        locale=locale,
        jurisdiction=jurisdiction,
        organic_only=organic_only,
        subscribed=subscribed,
        remember=remember,
        question=question,
        fresh=fresh,
    )


def _columns(page: Page, words: Words) -> tuple[gr.Dropdown, ...]:
    """A policy and a disclosure for each column; the last two may be left out."""
    widgets = []
    first = first_columns(page)
    with gr.Row(elem_classes="ps-cmp-set"):
        for n in range(MOST):
            with gr.Column(min_width=150, elem_classes="ps-cmp-col"):
                policies, styles, labels = _choices(page, words, n)
                policy = first[n].policy if n < len(first) else ""
                policy_name, style_name = f"column_{n + 1}", f"label_{n + 1}"
                widgets += [
                    gr.Dropdown(
                        policies,
                        value=policy,
                        label=labels[0],
                        elem_id=policy_name,
                        container=False,
                    ),
                    gr.Dropdown(
                        styles, value="", label=labels[1], elem_id=style_name, container=False
                    ),
                ]
    return tuple(widgets)


def _choices(page: Page, words: Words, n: int) -> tuple[Choices, Choices, tuple[str, str]]:
    language, house = words.language, page.house
    policies = [(p.title.text(language), p.id) for p in house.policies.values()]
    if n > 0:
        policies.insert(0, (say("compare.no_column", language), ""))
    styles = [(say("compare.own_label", language), "")]
    styles += [(d.title.text(language), d.id) for d in house.disclosures.values()]
    name = say("compare.column", language, n=n + 1)
    if n == 0:
        name = f"{name} · {say('compare.yardstick', language)}"
    return policies, styles, (name, say("compare.label_as", language))


def rechosen(page: Page, words: Words, setup: Setup | None) -> list[object]:
    """An update of the columns' controls into the words' language and to a set-up."""
    updates: list[object] = []
    for n in range(MOST):
        policies, styles, labels = _choices(page, words, n)
        if setup is None:
            updates.append(gr.update(choices=policies, label=labels[0]))
            updates.append(gr.update(choices=styles, label=labels[1]))
            continue
        there = setup.columns[n] if n < len(setup.columns) else None
        policy = there.policy if there else ""
        own = there is None or page.house.policies[policy].disclosure == there.disclosure
        style = "" if own or there is None else there.disclosure
        updates.append(gr.update(choices=policies, label=labels[0], value=policy))
        updates.append(gr.update(choices=styles, label=labels[1], value=style))
    return updates
