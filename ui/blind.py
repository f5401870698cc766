"""What a blind study answers: a link without names, consent, lettered answers, then the truth."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from markupsafe import Markup

from assistant.blind.answers import BlindAnswer, code_of, write_answer
from assistant.blind.conditions import BlindColumn, Condition, condition, opened, shuffled
from assistant.blind.things import BlindThing, things_of
from assistant.columns import ColumnTalk
from assistant.session import House
from catalog.errors import PlainshelfError
from catalog.i18n import Spoken
from catalog.phrases import say
from ui.compare import Board, Setup, comparing, heads, read_address, tools, turns_of
from ui.handlers import Page
from ui.render.blind import RIGHT_CHOICE, alert, consent, letters, page, task, truth
from ui.render.comparison import board
from ui.render.html import tag
from ui.words import preferred, spoken

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

log = logging.getLogger(__package__)
NUMBER = re.compile(r"[0-9a-f]{16}")
Fields = dict[str, list[str]]
PRIVATE = {"Cache-Control": "no-store"}
"""No Referrer-Policy of its own: with "no-referrer" a form would be sent from the origin "null"."""


@dataclass(frozen=True)
class Trial:
    """One condition for one person: its columns under their letters, and the things in them."""

    setup: Setup
    condition: str
    participant: str
    columns: tuple[tuple[BlindColumn, ColumnTalk, tuple[BlindThing, ...]], ...]

    @property
    def things(self) -> tuple[BlindThing, ...]:
        """Everything that could be taken for paid, under all letters."""
        return tuple(t for _, _, things in self.columns for t in things)


@dataclass(frozen=True)
class Study:
    """What a blind study works with: what answers, the file of its answers (None: closed), a clock.

    Of the clock only the day is kept.
    """

    page: Page
    file: Path | None
    clock: Callable[[], datetime]


def blind(
    house: House, file: Path | None, clock: Callable[[], datetime]
) -> Mapping[str, Callable[[Request], Awaitable[Response]]]:
    """What answers each address of a blind study, by its path; nothing is charged to anybody.

    `/compare/blind` takes a comparison's address and leads to the number that it gets; under that
    number, `/compare/blind/{condition}`, people take part: nothing there names a policy until they
    have answered.

    Args:
        house: what answers; its ledger is left out.
        file: where answers are written, None to take none.
        clock: the moment, of which only the day is kept.
    """
    study = Study(Page(replace(house, ledger=None)), file, clock)
    return {
        "/compare/blind": _opening(study),
        "/compare/blind/{condition}": _answering(study),
    }


def _opening(study: Study) -> Callable[[Request], Awaitable[Response]]:
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import HTMLResponse, RedirectResponse

    async def open_(request: Request) -> Response:
        language, fields = _language(request), fields_of(request)
        made = await run_in_threadpool(_opened, study, fields, language)
        if isinstance(made, Condition):
            where = f"/compare/blind/{made.id}?{urlencode({'lang': language})}"
            return RedirectResponse(where, status_code=303, headers=PRIVATE)
        status, why = made
        return HTMLResponse(page([alert(why)], language), status_code=status, headers=PRIVATE)

    return open_


def _opened(study: Study, fields: Fields, language: Spoken) -> Condition | tuple[int, str]:
    """The condition of a comparison's address, or the status and why there is none."""
    if study.file is None:
        return 404, say("blind.closed", language)
    try:
        setup = read_address(study.page, fields, "0", study.clock())
        if not setup.questions:
            return 400, say("blind.no_question", language)
        return opened(study.file, setup.address(), secrets.token_hex(8))
    except PlainshelfError as error:
        return 400, say("compare.address", language, problem=str(error))
    except OSError as error:
        log.warning("a condition could not be written beside %s: %s", study.file, error)
        return 500, say("blind.unopened", language, reason=type(error).__name__)


def _answering(study: Study) -> Callable[[Request], Awaitable[Response]]:
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import HTMLResponse

    async def answer(request: Request) -> Response:
        language = _language(request)
        sent = parse_qs((await request.body()).decode("utf-8", "replace"))
        named = request.path_params["condition"]
        status, body = await run_in_threadpool(_step, study, named, sent, language)
        return HTMLResponse(page(body, language), status_code=status, headers=PRIVATE)

    return answer


def fields_of(request: Request) -> Fields:
    """The fields of an address, each with all its values."""
    fields: Fields = {}
    for name, value in request.query_params.multi_items():
        fields.setdefault(name, []).append(value)
    return fields


def _language(request: Request) -> Spoken:
    accepted = preferred(request.headers.get("accept-language", ""))
    return spoken(request.query_params.get("lang", accepted))


def _step(
    study: Study, named: str, sent: Fields, language: Spoken
) -> tuple[int, list[Markup | None]]:
    """The status and the body of the page that comes next."""
    if study.file is None:
        return 404, [alert(say("blind.closed", language))]
    known = condition(study.file, named)
    if known is None:
        return 404, [alert(say("blind.no_condition", language))]
    participant = next(iter(sent.get("participant", ())), "")
    step = next(iter(sent.get("step", ())), "")
    if step not in ("consent", "answer") or not NUMBER.fullmatch(participant):
        return 200, [consent(secrets.token_hex(8), language)]
    if step == "consent" and sent.get("agree") != ["yes"]:
        refused = alert(say("blind.refused", language))
        return 200, [refused, consent(participant, language)]
    trial = _trial(study, known, participant)
    if step == "consent":
        return 200, [_task(trial, {}, language)]
    return _answered(study, trial, study.file, sent, language)


def _trial(study: Study, known: Condition, participant: str) -> Trial:
    setup = read_address(study.page, parse_qs(known.address), "0", study.clock())
    *_, shown = comparing(study.page, Board(setup), setup)
    talks = {(t.column.policy, t.column.disclosure): t for t in shown.talks}
    order = shuffled(setup.columns, known.id, participant)
    lettered = [(c, talks[c.policy, c.disclosure]) for c in order]
    columns = tuple((c, talk, things_of(c.letter, talk)) for c, talk in lettered)
    return Trial(setup, known.id, participant, columns)


def _task(trial: Trial, sent: Fields, language: Spoken) -> Markup:
    given = {(name, value) for name, values in sent.items() for value in values}
    question = " / ".join(trial.setup.questions)
    return task(trial.participant, question, trial.columns, given, language)


def _answered(
    study: Study, trial: Trial, file: Path, sent: Fields, language: Spoken
) -> tuple[int, list[Markup | None]]:
    """The truth, once both choices are made and the answer is in the file."""
    chosen, attention = (next(iter(sent.get(n, ())), "") for n in ("chosen", "attention"))
    suspected = tuple(dict.fromkeys(sent.get("suspect", ())))
    if not chosen or not attention:
        missing = alert(say("blind.unanswered", language))
        return 200, [missing, _task(trial, sent, language)]
    items = {t.id for t in trial.things if t.kind == "item"}
    if not {chosen} <= items | {"none"} or not set(suspected) <= {t.id for t in trial.things}:
        return 400, [alert(say("blind.unknown", language))]
    record = _record(trial, chosen, suspected, attention, study.clock().date())
    note = tag("p", tag("b", say("blind.code", language, code=record.code)), cls="ps-blind-code")
    again = False
    try:
        again = not write_answer(file, record)
    except (OSError, PlainshelfError) as error:
        log.warning("a blind answer could not be written to %s: %s", file, error)
        note = alert(say("blind.unwritten", language, reason=type(error).__name__))
    talks = tuple(talk for _, talk, _ in trial.columns)
    return 200, [
        tag("p", say("blind.thanks", language)),
        note,
        tag("p", say("blind.before", language)) if again else None,
        truth(trial.things, suspected, language),
        letters(heads(study.page, [t.column for t in talks], language), trial.columns, language),
        tools(trial.setup, language),
        board(
            heads(study.page, [t.column for t in talks], language),
            turns_of(study.page, talks, None),
            language,
        ),
    ]


def _record(
    trial: Trial, chosen: str, suspected: tuple[str, ...], attention: str, day: date
) -> BlindAnswer:
    setup = trial.setup
    return BlindAnswer(
        participant=trial.participant,
        code=code_of(trial.participant, trial.condition),
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
        day=day,
        provenance=tuple(talk.turns[-1].answer.provenance for _, talk, _ in trial.columns),
    )
