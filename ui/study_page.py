"""The study page wired: what a study is of, how far it is, its report, those that are kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import gradio as gr
from markupsafe import Markup
from pydantic import ValidationError

from assistant.columns import UNPAID
from assistant.study.saved import REPORT, files_of, saved
from catalog.errors import PlainshelfError
from catalog.i18n import Spoken
from catalog.phrases import say
from ui.controls import header
from ui.handlers import Page
from ui.render.html import NOTHING
from ui.render.study import GROWING, intro, kept, note, progress, report
from ui.study import MOST, Choices, first_policies, studied, wrong_with
from ui.widgets import QUIET, SPEAK, head, language_of
from ui.words import Words

ADDRESS = """(name) => { if (name) {
  const fields = new URLSearchParams(location.search);
  fields.set("report", name);
  history.replaceState(null, "", `${location.pathname}?${fields}`);
} }"""


@dataclass(frozen=True)
class Study:
    """The components of the study page."""

    head: gr.HTML
    intro: gr.HTML
    policies: gr.Dropdown
    conversations: gr.Slider
    shoppers: gr.Slider
    periods: gr.Slider
    run: gr.Button
    stop: gr.Button
    at: gr.HTML
    report: gr.HTML
    kept: gr.HTML
    name: gr.Textbox
    language: gr.State


def study_page(app: gr.Blocks, page: Page, folder: Path, clock: Callable[[], datetime]) -> None:
    """Lay out and wire the study page; studies are kept in `folder`."""
    it = _laid_out(page)
    said = [it.head, it.intro, it.policies, it.conversations, it.shoppers, it.periods, it.run,
            it.stop, it.kept]  # fmt: skip

    def opened(request: gr.Request) -> list[object]:
        words = Words(language_of(request, "auto"))
        name = request.query_params.get("report", "")
        there = REPORT in files_of(folder, name)
        missing = say("study.no_report", words.language, name=name)
        shown = report(name, files_of(folder, name), words.language) if there else NOTHING
        at = NOTHING if there or not name else note(missing, wrong=True)
        return [words.language, shown, at, *_said(page, folder, words)]

    app.load(opened, None, [it.language, it.report, it.at, *said], **QUIET).then(
        None, js=SPEAK, **QUIET
    )
    _running(page, it, folder, clock)


def _laid_out(page: Page) -> Study:
    top, language = head(page, "study"), gr.State("en")
    with gr.Column(elem_classes="ps-wide"):
        welcome = gr.HTML(intro("en"))
        policies = gr.Dropdown(
            _policies(page, "en"), value=first_policies(page.house), multiselect=True,
            max_choices=MOST, label=say("study.policies", "en", n=MOST), elem_id="study_policies",
        )  # fmt: skip
        with gr.Row(elem_classes="ps-study-set"):
            conversations = gr.Slider(1, 20, 4, step=1, label=say("study.conversations", "en"))
            shoppers = gr.Slider(50, 5000, 500, step=50, label=say("study.shoppers", "en"))
            periods = gr.Slider(1, 12, 6, step=1, label=say("study.periods", "en"))
        with gr.Row(elem_classes="ps-study-do"):
            run = gr.Button(say("study.run", "en"), variant="primary", elem_id="study_run")
            stop = gr.Button(say("study.stop", "en"), elem_id="study_stop")
        at = gr.HTML("", elem_id="study_at")
        shown = gr.HTML("", elem_id="study_report", js_on_load=GROWING)
        past = gr.HTML("", elem_id="study_kept")
        name = gr.Textbox("", visible=False)
    return Study(
        head=top, intro=welcome, policies=policies, conversations=conversations,
        shoppers=shoppers, periods=periods, run=run, stop=stop, at=at, report=shown, kept=past,
        name=name, language=language,
    )  # fmt: skip


def _policies(page: Page, language: Spoken) -> list[tuple[str, str]]:
    titled = page.house.policies.values()
    return [(p.title.text(language), p.id) for p in titled if p.id != UNPAID]


def _said(page: Page, folder: Path, words: Words) -> list[object]:
    """An update of everything that is said in the page's language, in the order of `said`."""
    language = words.language
    return [
        header(page, "study", words),
        intro(language),
        gr.update(choices=_policies(page, language), label=say("study.policies", language, n=MOST)),
        *(gr.update(label=say(f"study.{key}", language))
          for key in ("conversations", "shoppers", "periods")),
        *(gr.update(value=say(f"study.{key}", language)) for key in ("run", "stop")),
        kept(saved(folder), language),
    ]  # fmt: skip


def _running(page: Page, it: Study, folder: Path, clock: Callable[[], datetime]) -> None:
    def waiting(language: Spoken) -> list[object]:
        return [note(say("study.waiting", language)), NOTHING]

    def run(
        language: Spoken, policies: list[str], conversations: int, shoppers: int, periods: int
    ) -> Iterator[list[object]]:
        def wrong(told: str) -> list[object]:
            return [note(told, wrong=True), NOTHING, gr.skip(), gr.skip()]

        problem = wrong_with(policies)
        if problem:
            yield wrong(say(problem, language, n=MOST))
            return
        try:
            chosen = Choices(policies=tuple(policies), conversations=conversations,
                             shoppers=shoppers, periods=periods)  # fmt: skip
            for step in studied(page.house, folder, chosen, clock(), time.monotonic):
                if step.report:
                    listed = kept(saved(folder), language)
                    files = files_of(folder, step.report)
                    yield [NOTHING, report(step.report, files, language), listed, step.report]
                    return
                told: Markup = progress(step.what, step.done, step.whole, step.left, language)
                yield [told, NOTHING, gr.skip(), gr.skip()]
        except (PlainshelfError, ValidationError, OSError) as error:
            problem = str(error).splitlines()[0]
            yield wrong(say("study.failed", language, problem=problem))

    def stopped(language: Spoken) -> list[object]:
        told = note(say("study.stopped", language))
        return [told, kept(saved(folder), language)]

    chosen = [it.language, it.policies, it.conversations, it.shoppers, it.periods]
    shown = [it.at, it.report, it.kept, it.name]
    running = it.run.click(
        waiting, it.language, [it.at, it.report], queue=False, **QUIET
    ).then(
        run, chosen, shown, concurrency_limit=1, concurrency_id="study", **QUIET
    )  # fmt: skip
    it.stop.click(stopped, it.language, [it.at, it.kept], cancels=[running], queue=False, **QUIET)
    it.name.change(None, it.name, None, js=ADDRESS, **QUIET)
