"""The compare page wired: one conversation, a column for each policy chosen."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import gradio as gr
from markupsafe import Markup

from catalog.errors import PlainshelfError
from catalog.i18n import Spoken
from catalog.phrases import say
from ui.beginning import EXAMPLES
from ui.compare import (
    Board,
    Setup,
    chosen_columns,
    comparing,
    first_columns,
    read_address,
    shown_board,
    wrong_with,
)
from ui.compare_layout import Compare, laid_out, rechosen
from ui.controls import compare_intro
from ui.handlers import Page
from ui.render.answers import ask, looking
from ui.render.html import NOTHING, join, tag
from ui.sending import ASKED, CHOSEN, STARTED, Start, moments, sent
from ui.widgets import QUIET, SHOW_BOARD, SPEAK, language_of
from ui.words import Words

ADDRESS = "(query) => { if (query) window.plainshelf.address(query); }"
EMPTIED = "() => ''"
SETTINGS = ("locale", "jurisdiction", "organic_only", "subscribed", "remember")


def compare_page(app: gr.Blocks, page: Page, clock: Callable[[], datetime]) -> None:
    """Lay out and wire the compare page."""
    it, start = laid_out(page), gr.State(Start())
    _opening(app, page, it, start, clock)
    _comparing(page, it, start, clock)


def _fresh(page: Page) -> Setup:
    return Setup(columns=first_columns(page), seed=secrets.token_hex(8))


def _standing(shown: Board | None, started: float) -> Board | None:
    """The board unless its page was started over since."""
    return shown if shown is not None and shown.sent >= started else None


def _empty(words: Words) -> Markup:
    """What stands where the board will be: questions to start with."""
    examples = (tag("li", ask(words(key))) for key, _, _ in EXAMPLES[:3])
    return tag("nav", tag("ul", *examples), cls="ps-next", aria_label=words("examples"))


def _problem(why: str, at: float = 0) -> Markup:
    return sent(tag("p", why, cls="ps-error", role="alert"), at)


def _shown(page: Page, it: Board, words: Words, *, done: bool = True) -> Markup:
    """A board as its place on the page holds it."""
    return sent(shown_board(page, it, words, done=done), it.sent, _empty(words))


def _opening(
    app: gr.Blocks, page: Page, it: Compare, start: gr.State, clock: Callable[[], datetime]
) -> None:
    def opened(request: gr.Request) -> list[object]:
        words = Words(language_of(request, "auto"))
        note, fields = NOTHING, _fields(request)
        setup = _fresh(page).model_copy(update={"at": clock()})
        try:
            setup = read_address(page, fields, setup.seed, clock())
        except PlainshelfError as error:
            note = _problem(say("compare.address", words.language, problem=str(error)))
        return [
            Start(),
            Board(setup),
            words.language,
            compare_intro(words),
            note,
            _empty(words),
            *rechosen(page, words, setup),
            *it.chrome.said(words, "none"),
        ]

    def resumed(shown: Board, language: Spoken, start: Start) -> Iterator[list[object]]:
        """What the address asked for, asked."""
        words = Words(language)
        if not shown.setup.questions:
            yield [gr.skip()] * (3 + len(it.settings))
            return
        setup = shown.setup
        told = [getattr(setup, name) for name in SETTINGS]
        for grown in comparing(page, Board(setup), setup):
            if start.at > shown.sent:
                return
            yield [grown, _shown(page, grown, words, done=False), gr.skip(), *told]
        yield [grown, _shown(page, grown, words), _addressed(grown), *told]

    def respoken(
        _sent: float, started: float, locale: str, shown: Board | None, request: gr.Request
    ) -> list[object]:
        words = Words(language_of(request, locale))
        said = [words.language, compare_intro(words)]
        there = _standing(shown, started)
        asked = there is not None and there.talks and there.talks[0].turns
        board = _shown(page, there, words) if there and asked else _empty(words)
        return [board, *said, *rechosen(page, words, None), *it.chrome.said(words, "none")]

    said = [*it.choices, *it.chrome.parts]
    speaks = {"fn": None, "js": SPEAK, **QUIET}
    app.load(
        opened, None, [start, it.shown, it.language, it.intro, it.note, it.board, *said], **QUIET
    ).then(**speaks).then(
        resumed,
        [it.shown, it.language, start],
        [
            it.shown,
            it.board,
            it.address,
            *it.settings,
        ],
        **QUIET,
    )
    inputs = [*moments(), it.locale, it.shown]
    it.locale.input(
        respoken, inputs, [it.board, it.language, it.intro, *said], js=CHOSEN, **QUIET
    ).then(**speaks)


def _fields(request: gr.Request) -> dict[str, list[str]]:
    """The fields of the address, each with all its values."""
    fields: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        fields.setdefault(name, []).append(value)
    return fields


def _addressed(it: Board) -> str:
    """When a board was asked for and the query of its address, for the page's ADDRESS."""
    return f"{it.sent!r} {it.setup.address()}"


def _comparing(page: Page, it: Compare, start: gr.State, clock: Callable[[], datetime]) -> None:
    outputs = [it.shown, it.board, it.note, it.question, it.address]

    def run(
        before: Board, setup: Setup, words: Words, question: str | None, at: float
    ) -> Iterator[list[object]]:
        wait = looking(question, words) if question else NOTHING
        stands = shown_board(page, before, words, done=False) if before.talks else NOTHING
        waiting = sent(join(wait, stands), at, _empty(words))
        yield [gr.skip(), waiting, "", "" if question else gr.skip(), gr.skip()]
        grown = before
        try:
            for grown in comparing(page, before, setup):
                grown = replace(grown, sent=at)
                yield [gr.skip(), _shown(page, grown, words, done=False), *[gr.skip()] * 3]
        except PlainshelfError as error:
            kept = _shown(page, before, words) if before.talks else _empty(words)
            yield [gr.skip(), kept, _problem(str(error), at), question or gr.skip(), gr.skip()]
            return
        yield [grown, _shown(page, grown, words), "", gr.skip(), _addressed(grown)]

    def compare(
        event: gr.EventData,
        at: float,
        started: float,
        typed: str,
        shown: Board | None,
        language: Spoken,
        start: Start,
        *controls: str | bool,
    ) -> Iterator[list[object]]:
        """Ask, or take other columns or settings; what is wrong is said and the board kept."""
        words, pressed = Words(language), event._data if isinstance(event._data, dict) else {}
        # A session works on a copy of the component, so that its id tells it and not its identity.
        typed_in = getattr(event.target, "elem_id", "") == "question"
        asks = typed_in or pressed.get("do") == "ask"
        said = " ".join((pressed.get("say") or typed).split()) if asks else None
        chosen = dict(zip(SETTINGS, controls, strict=False))
        choices = [str(choice) for choice in controls[len(SETTINGS) :]]
        columns = chosen_columns(page, list(zip(choices[::2], choices[1::2], strict=True)))
        wrong = wrong_with(columns, said, language)
        if wrong:
            yield [gr.skip(), gr.skip(), _problem(wrong, at), gr.skip(), gr.skip()]
            return
        there = _standing(shown, started)
        before = there.setup if there else _fresh(page)
        setup = before.model_copy(
            update={
                "columns": columns,
                "questions": (*before.questions, said) if said else before.questions,
                **chosen,
                "at": before.at or clock(),
            }
        )
        if not setup.questions:
            yield [Board(setup, sent=at), gr.skip(), "", gr.skip(), gr.skip()]
            return
        for update in run(there or Board(setup), setup, words, said, at):
            if at < start.at:
                # Nobody waits for it: its page was started over.
                return
            yield update

    inputs = [*moments(), it.question, it.shown, it.language, start, *it.settings, *it.choices]
    asking = [it.question.submit, it.board.click]
    setting = [each.input for each in it.choices]
    setting += [it.jurisdiction.input]
    setting += [each.input for each in (it.organic_only, it.subscribed, it.remember)]
    # What is chosen while a comparison still runs is compared after it: a control never shows
    # what the board leaves out. "once" would leave the box deaf after a question started over.
    gr.on(asking, compare, inputs, outputs, js=ASKED, trigger_mode="multiple", **QUIET)
    gr.on(setting, compare, inputs, outputs, js=CHOSEN, trigger_mode="always_last", **QUIET)
    it.address.change(None, it.address, None, js=ADDRESS, **QUIET)
    it.board.change(None, None, None, js=SHOW_BOARD, **QUIET)

    def restart(at: float, _started: float, start: Start) -> None:
        start.at = max(start.at, at)

    # The page itself shows its beginning at once; the server ends what still runs.
    it.fresh.click(None, None, it.question, js=EMPTIED, **QUIET)
    it.fresh.click(restart, [*moments(), start], None, js=STARTED, **QUIET)
