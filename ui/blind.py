"""What `/compare/blind` answers: consent, lettered answers, the truth, and a line in a file."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from markupsafe import Markup

from assistant.blind import (
    BlindAnswer,
    BlindColumn,
    BlindThing,
    code_of,
    condition_of,
    shuffled,
    things_of,
    write_answer,
)
from assistant.columns import ColumnTalk
from assistant.session import House
from catalog.errors import PlainshelfError
from catalog.i18n import Spoken
from catalog.phrases import say
from ui.compare import Board, Setup, comparing, heads, read_address, turns_of
from ui.handlers import Page
from ui.render.blind import RIGHT_CHOICE, alert, consent, page, task, truth
from ui.render.comparison import board
from ui.render.html import tag
from ui.words import preferred, spoken

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

log = logging.getLogger(__package__)
NUMBER = re.compile(r"[0-9a-f]{16}")
Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Trial:
    """One condition: its address, its columns under their letters, and the things in them."""

    setup: Setup
    action: str
    condition: str
    columns: tuple[tuple[BlindColumn, ColumnTalk, tuple[BlindThing, ...]], ...]

    @property
    def things(self) -> tuple[BlindThing, ...]:
        """Everything that could be taken for paid, under all letters."""
        return tuple(t for _, _, things in self.columns for t in things)


def blind(
    house: House, file: Path | None, clock: Callable[[], datetime]
) -> Callable[[Request], Awaitable[Response]]:
    """What answers `/compare/blind`, for a comparison's address; nothing is charged to anybody.

    Args:
        house: what answers; its ledger is left out.
        file: where answers are written, None to take none.
        clock: the moment, of which only the day is kept.
    """
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import HTMLResponse

    quiet = Page(replace(house, ledger=None))

    async def answer(request: Request) -> Response:
        address: Fields = {}
        for name, value in request.query_params.multi_items():
            address.setdefault(name, []).append(value)
        accepted = preferred(request.headers.get("accept-language", ""))
        language = spoken(next(iter(address.get("lang", ())), accepted))
        sent = parse_qs((await request.body()).decode("utf-8", "replace"))
        status, body = await run_in_threadpool(_step, quiet, file, clock(), address, sent, language)
        private = {"Cache-Control": "no-store"}
        return HTMLResponse(page(body, language), status_code=status, headers=private)

    return answer


def _step(
    quiet: Page,
    file: Path | None,
    now: datetime,
    address: Fields,
    sent: Fields,
    language: Spoken,
) -> tuple[int, list[Markup | None]]:
    """The status and the body of the page that comes next."""
    if file is None:
        return 404, [alert(say("blind.closed", language))]
    try:
        setup = read_address(quiet, address, "0", now)
    except PlainshelfError as error:
        return 400, [alert(say("compare.address", language, problem=str(error)))]
    if not setup.questions:
        return 400, [alert(say("blind.no_question", language))]
    action = f"?{setup.address()}&{urlencode({'lang': language})}"
    participant = next(iter(sent.get("participant", ())), "")
    step = next(iter(sent.get("step", ())), "")
    if step not in ("consent", "answer") or not NUMBER.fullmatch(participant):
        return 200, [consent(action, secrets.token_hex(8), language)]
    if step == "consent" and sent.get("agree") != ["yes"]:
        refused = alert(say("blind.refused", language))
        return 200, [refused, consent(action, participant, language)]
    trial = _trial(quiet, setup, action)
    if step == "consent":
        return 200, [_task(trial, participant, {}, language)]
    return _answered(quiet, trial, file, now, participant, sent, language)


def _trial(quiet: Page, setup: Setup, action: str) -> Trial:
    *_, shown = comparing(quiet, Board(setup), setup)
    condition = condition_of(setup.address())
    talks = {(t.column.policy, t.column.disclosure): t for t in shown.talks}
    lettered = [(c, talks[c.policy, c.disclosure]) for c in shuffled(setup.columns, condition)]
    columns = tuple((c, talk, things_of(c.letter, talk)) for c, talk in lettered)
    return Trial(setup, action, condition, columns)


def _task(trial: Trial, participant: str, sent: Fields, language: Spoken) -> Markup:
    given = {(name, value) for name, values in sent.items() for value in values}
    question = " / ".join(trial.setup.questions)
    return task(trial.action, participant, question, trial.columns, given, language)


def _answered(
    quiet: Page,
    trial: Trial,
    file: Path,
    now: datetime,
    participant: str,
    sent: Fields,
    language: Spoken,
) -> tuple[int, list[Markup | None]]:
    """The truth, once both choices are made and the answer is in the file."""
    chosen, attention = (next(iter(sent.get(n, ())), "") for n in ("chosen", "attention"))
    suspected = tuple(dict.fromkeys(sent.get("suspect", ())))
    if not chosen or not attention:
        missing = alert(say("blind.unanswered", language))
        return 200, [missing, _task(trial, participant, sent, language)]
    items = {t.id for t in trial.things if t.kind == "item"}
    if not {chosen} <= items | {"none"} or not set(suspected) <= {t.id for t in trial.things}:
        return 400, [alert(say("blind.unknown", language))]
    setup, code = trial.setup, code_of(participant, trial.condition)
    record = BlindAnswer(
        participant=participant,
        code=code,
        condition=trial.condition,
        columns=tuple(c for c, _, _ in trial.columns),
        questions=setup.questions,
        seed=setup.seed,
        at=setup.at.isoformat() if setup.at else "",
        locale=setup.locale,
        jurisdiction=setup.jurisdiction,
        things=trial.things,
        chosen="" if chosen == "none" else chosen,
        suspected=suspected,
        attentive=attention == RIGHT_CHOICE,
        day=now.date(),
        provenance=tuple(talk.turns[-1].answer.provenance for _, talk, _ in trial.columns),
    )
    note = tag("p", tag("b", say("blind.code", language, code=code)), cls="ps-blind-code")
    try:
        again = not write_answer(file, record)
    except (OSError, PlainshelfError) as error:
        log.warning("a blind answer could not be written to %s: %s", file, error)
        note = alert(say("blind.unwritten", language, reason=type(error).__name__))
        again = False
    talks = tuple(talk for _, talk, _ in trial.columns)
    return 200, [
        tag("p", say("blind.thanks", language)),
        note,
        tag("p", say("blind.before", language)) if again else None,
        truth(trial.things, suspected, language),
        board(
            heads(quiet, [t.column for t in talks], language),
            turns_of(quiet, talks, None),
            language,
        ),
    ]
