"""The audit's badge after the browser measured the answer's labels where they stand."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import gradio as gr
from pydantic import Field, ValidationError

import assistant.audit
from assistant.audit.measurement import Measured, styles_of
from assistant.receipts.receipt import Sighting
from assistant.schema.answer import Answer
from catalog.errors import PlainshelfError
from catalog.i18n import Spoken
from catalog.record import Record
from ui.handlers import Page, Talk, findings_of
from ui.sending import sent
from ui.widgets import QUIET
from ui.words import Words

log = logging.getLogger(__package__)
MOST_LABELS = 500
_MEASURE, _IN_PLACE = (
    (Path(assistant.audit.__path__[0]) / f"{name}.js").read_text("utf-8").strip()
    for name in ("measure", "in_place")
)
MEASURING = f"""
{{
  const measure = {_MEASURE};
  const inPlace = {_IN_PLACE};
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  const still = (root) => Promise.allSettled(root.getAnimations({{ subtree: true }})
    .filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
    .map((each) => each.finished));
  const look = async () => {{
    const found = element.querySelector("[data-measure]:not([data-begun])");
    if (!found) return;
    found.dataset.begun = "";
    await document.fonts.ready;
    await frame();
    await frame();
    const turn = document.querySelector("#latest .ps-turn");
    if (!turn) return;
    await still(turn);
    if (!found.isConnected || !turn.isConnected) return;
    const told = inPlace(turn, JSON.parse(found.dataset.measure), measure);
    if (!told) return;
    const dark = document.body.classList.contains("dark") ? "dark" : "light";
    const at = `${{innerWidth}}x${{innerHeight}} ${{dark}}`;
    const asked = Number(found.closest(".ps-sent")?.dataset.sent ?? 0);
    trigger("submit", {{ answer: found.dataset.answer, asked, at, told }});
  }};
  new MutationObserver(look).observe(element, {{ childList: true, subtree: true }});
  look();
}}
"""
"""Measures what the findings ask for, once the answer stands still, and hands it in."""


class HandedIn(Record):
    """What a visitor's browser measured: of which answer, asked when, at which size and theme."""

    answer: str
    asked: float
    at: Annotated[str, Field(max_length=40)]
    told: Annotated[tuple[Measured, ...], Field(max_length=MOST_LABELS)]


def measuring(page: Page, found: gr.HTML, talk: gr.State, language: gr.Textbox) -> None:
    """Wire the findings: what a browser hands in is judged with the answer it is of."""

    def judged(event: gr.EventData, talk: Talk, language: Spoken) -> object:
        try:
            handed = HandedIn.model_validate(event._data)
        except ValidationError:
            return gr.skip()
        if not talk.turns or talk.turns[-1].answer.id != handed.answer:
            return gr.skip()
        _noted(page, talk.turns[-1].answer, handed)
        styles = styles_of(handed.told, handed.at)
        return sent(findings_of(page, talk, Words(language), styles, handed.at), handed.asked)

    found.submit(judged, [talk, language], found, **QUIET)


def _noted(page: Page, answer: Answer, handed: HandedIn) -> None:
    """What was measured, in the chain of receipts, where one is kept."""
    seen = [
        Sighting(
            item=each.id,
            label=each.words,
            in_sight=each.in_sight,
            before_item=each.before_item,
            font_px=each.font_px,
            color=each.color,
            background=each.background,
        )
        for each in handed.told
    ]
    if page.house.receipts is not None:
        try:
            page.house.receipts.measured(answer.id, handed.at, seen, answer.created_at)
        except PlainshelfError as error:
            log.warning("a measurement is in no receipt: %s", error)
