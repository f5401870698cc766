"""The compare page laid out and wired: one conversation, a column for each policy chosen."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import gradio as gr
from gradio.components import Component
from markupsafe import Markup

from catalog.errors import PlainshelfError
from catalog.i18n import Spoken
from catalog.phrases import say
from ui.compare import (
    MOST,
    Board,
    Setup,
    chosen_columns,
    comparing,
    first_columns,
    read_address,
    shown_board,
    wrong_with,
)
from ui.controls import compare_intro, controls
from ui.handlers import EXAMPLES, Page
from ui.render.answers import ask, looking
from ui.render.html import NOTHING, join, tag
from ui.widgets import (
    PRESSED,
    QUIET,
    SHOW_BOARD,
    SPEAK,
    Chrome,
    dropdown,
    head,
    language_of,
    question_widget,
)
from ui.words import Words

ASKED, STARTED, NOW = (
    f"(_, ...given) => [{when}, ...given]"
    for when in ("plainshelf.at.asked", "plainshelf.at.started", "performance.now()")
)
"""Events that bear when a question was sent, the page was started over, or now."""
ADDRESS = "(query) => { if (query) window.plainshelf.address(query); }"


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
    question: gr.Textbox
    fresh: gr.Button


def compare_page(app: gr.Blocks, page: Page, clock: Callable[[], datetime]) -> None:
    """Lay out and wire the compare page."""
    it = _laid_out(page)
    _opening(app, page, it, clock)
    _comparing(page, it, clock)


def _laid_out(page: Page) -> Compare:
    words = Words("en")
    said = controls(page, words, "none")
    language, shown = gr.State("en"), gr.State(None)
    top = head(page, "compare")
    with gr.Column(elem_classes="ps-wide"):
        intro = gr.HTML(compare_intro(words))
        question = question_widget(page, _start(page).settings())
        choices = _columns(page, words)
        note = gr.HTML("", elem_id="note")
        board = gr.HTML("", elem_id="latest", js_on_load=PRESSED)
        with gr.Row(elem_classes="ps-cmp-foot"):
            with gr.Accordion(words("settings"), open=False, elem_id="settings") as drawer:
                locale = dropdown(said["locale"], "auto")
                jurisdiction = dropdown(said["jurisdiction"], "auto")
                organic_only = gr.Checkbox(False, label=said["organic_only"].label)
            fresh = gr.Button(words("start_over"), elem_id="start_over", size="sm")
        address = gr.Textbox("", visible=False)
    named: dict[str, Component] = {
        "locale": locale,
        "jurisdiction": jurisdiction,
        "organic_only": organic_only,
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


Choices = list[tuple[str, str]]


def _bare(choices: Choices, value: str, label: str, id: str) -> gr.Dropdown:
    """A list to choose from whose label is heard and not seen."""
    return gr.Dropdown(choices, value=value, label=label, elem_id=id, container=False)


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


def _start(page: Page) -> Setup:
    return Setup(columns=first_columns(page))


def _rechosen(page: Page, words: Words, setup: Setup | None) -> list[object]:
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


def _empty(words: Words) -> Markup:
    """What stands where the board will be: questions to start with."""
    examples = (tag("li", ask(words(example))) for example in EXAMPLES)
    return tag("nav", tag("ul", *examples), cls="ps-next", aria_label=words("examples"))


def _problem(why: str) -> Markup:
    return tag("p", why, cls="ps-error", role="alert")


def _opening(app: gr.Blocks, page: Page, it: Compare, clock: Callable[[], datetime]) -> None:
    def opened(request: gr.Request) -> list[object]:
        words = Words(language_of(request, "auto"))
        note, fields = NOTHING, _fields(request)
        setup = Setup(columns=first_columns(page), seed=secrets.token_hex(8), at=clock())
        try:
            setup = read_address(page, fields, setup.seed, clock())
        except PlainshelfError as error:
            note = _problem(say("compare.address", words.language, problem=str(error)))
        shown = Board(setup)
        return [
            shown,
            words.language,
            compare_intro(words),
            note,
            _empty(words),
            *_rechosen(page, words, setup),
            *it.chrome.said(words, "none"),
        ]

    def resumed(shown: Board, language: Spoken) -> Iterator[list[object]]:
        """What the address asked for, asked."""
        words = Words(language)
        if not shown.setup.questions:
            yield [gr.skip()] * 6
            return
        setup = shown.setup
        told = [setup.locale, setup.jurisdiction, setup.organic_only]
        for grown in comparing(page, Board(setup), setup):
            yield [grown, shown_board(page, grown, words, done=False), gr.skip(), *told]
        yield [grown, shown_board(page, grown, words), setup.address(), *told]

    def respoken(locale: str, shown: Board | None, request: gr.Request) -> list[object]:
        words = Words(language_of(request, locale))
        said = [words.language, compare_intro(words)]
        stands = shown is not None and shown.talks and shown.talks[0].turns
        board = shown_board(page, shown, words) if shown and stands else _empty(words)
        return [board, *said, *_rechosen(page, words, None), *it.chrome.said(words, "none")]

    said = [*it.choices, *it.chrome.parts]
    speaks = {"fn": None, "js": SPEAK, **QUIET}
    app.load(
        opened, None, [it.shown, it.language, it.intro, it.note, it.board, *said], **QUIET
    ).then(**speaks).then(
        resumed,
        [it.shown, it.language],
        [it.shown, it.board, it.address, it.locale, it.jurisdiction, it.organic_only],
        **QUIET,
    )
    it.locale.input(
        respoken, [it.locale, it.shown], [it.board, it.language, it.intro, *said], **QUIET
    ).then(**speaks)


def _fields(request: gr.Request) -> dict[str, list[str]]:
    """The fields of the address, each with all its values."""
    fields: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        fields.setdefault(name, []).append(value)
    return fields


@dataclass
class Start:
    """When one visitor last started over, in milliseconds of their page."""

    at: float = 0


def _comparing(page: Page, it: Compare, clock: Callable[[], datetime]) -> None:
    outputs = [it.shown, it.board, it.note, it.question, it.address]
    # Each visitor's own copy. A browser may send what was asked after the start over that followed
    # it, or not yet know what to cancel: by the clock of the page the earlier one ends by itself.
    start, when = gr.State(Start()), gr.Number(visible=False)

    def run(
        shown: Board | None, setup: Setup, words: Words, question: str | None
    ) -> Iterator[list[object]]:
        before = shown if shown is not None else Board(setup)
        wait = looking(question, words) if question else NOTHING
        stands = shown_board(page, before, words, done=False) if before.talks else NOTHING
        yield [gr.skip(), join(wait, stands), "", "" if question else gr.skip(), gr.skip()]
        grown = before
        try:
            for grown in comparing(page, before, setup):
                yield [gr.skip(), shown_board(page, grown, words, done=False), *[gr.skip()] * 3]
        except PlainshelfError as error:
            kept = shown_board(page, before, words) if before.talks else _empty(words)
            yield [gr.skip(), kept, _problem(str(error)), question or gr.skip(), gr.skip()]
            return
        yield [grown, shown_board(page, grown, words), "", gr.skip(), setup.address()]

    def compare(
        event: gr.EventData,
        when: float,
        typed: str,
        shown: Board | None,
        language: Spoken,
        start: Start,
        locale: str,
        jurisdiction: str,
        organic_only: bool,
        *choices: *tuple[str, ...],
    ) -> Iterator[list[object]]:
        """Ask, or take other columns or settings; what is wrong is said and the board kept."""
        if when < start.at:
            return
        words, pressed = Words(language), event._data if isinstance(event._data, dict) else {}
        # A session works on a copy of the component, so that its id tells it and not its identity.
        typed_in = getattr(event.target, "elem_id", "") == "question"
        asks = typed_in or pressed.get("do") == "ask"
        said = " ".join((pressed.get("say") or typed).split()) if asks else None
        columns = chosen_columns(page, list(zip(choices[::2], choices[1::2], strict=True)))
        wrong = wrong_with(columns, said, language)
        if wrong:
            yield [gr.skip(), gr.skip(), _problem(wrong), gr.skip(), gr.skip()]
            return
        before = shown.setup if shown is not None else _start(page)
        setup = before.model_copy(
            update={
                "columns": columns,
                "questions": (*before.questions, said) if said else before.questions,
                "locale": locale,
                "jurisdiction": jurisdiction,
                "organic_only": organic_only,
                "at": before.at or clock(),
            }
        )
        if not setup.questions:
            yield [Board(setup), gr.skip(), "", gr.skip(), gr.skip()]
            return
        for update in run(shown, setup, words, said):
            if when < start.at:
                return
            yield update

    settings = [it.locale, it.jurisdiction, it.organic_only]
    inputs = [when, it.question, it.shown, it.language, start, *settings, *it.choices]
    asking = [it.question.submit, it.board.click]
    setting = [each.input for each in it.choices]
    setting += [it.jurisdiction.input, it.organic_only.input]
    # What is chosen while a comparison still runs is compared after it: a control never shows
    # what the board leaves out. "once" would leave the box deaf after a cancelled question.
    running = [
        gr.on(asking, compare, inputs, outputs, js=ASKED, trigger_mode="multiple", **QUIET),
        gr.on(setting, compare, inputs, outputs, js=NOW, trigger_mode="always_last", **QUIET),
    ]
    it.address.change(None, it.address, None, js=ADDRESS, **QUIET)
    it.board.change(None, None, None, js=SHOW_BOARD, **QUIET)

    def fresh(when: float, shown: Board | None, language: Spoken, start: Start) -> list[object]:
        start.at = when
        columns = shown.setup.columns if shown is not None else first_columns(page)
        setup = Setup(columns=columns, seed=secrets.token_hex(8), at=clock())
        return [Board(setup), _empty(Words(language)), "", "", setup.address()]

    inputs = [when, it.shown, it.language, start]
    it.fresh.click(fresh, inputs, outputs, js=STARTED, cancels=running, **QUIET)
