"""The audit's page: an answer or a saved page is given; the report says what is where."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.audit.files import answer_in, audit_text
from assistant.audit.relays import survivals
from assistant.audit.rule import PROFILES
from catalog.errors import BadInput, PlainshelfError
from ui.forms import File, Form, form_of
from ui.frame import Frame, phrases, words_of
from ui.render.audit import Said, asking, relays, report_of
from ui.render.frame import section
from ui.render.html import tag

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from ui.words import Words

LONGEST = 2_000_000
"""Characters of an answer or a page."""
FIRST = "strict"


def audit_pages(frame: Frame) -> Mapping[str, Callable[[Request], Awaitable[Response]]]:
    """What answers `/audit`."""
    from starlette.concurrency import run_in_threadpool

    async def show(request: Request) -> Response:
        words = words_of(request)
        try:
            form = await form_of(request, LONGEST)
        except BadInput as error:
            return frame.refused("audit", words, error, _form(Form(), words))
        return await run_in_threadpool(_shown, frame, form, request.method == "POST", words)

    return {"/audit": show}


def _shown(frame: Frame, form: Form, sent: bool, words: Words) -> Response:
    said = phrases("audit", words)
    if not sent:
        return frame.whole("audit", words, _form(form, words))
    try:
        found = _report(form, said, words.tongue)
    except PlainshelfError as error:
        return frame.refused("audit", words, error, _form(form, words))
    return frame.whole("audit", words, found, _form(form, words))


def _form(form: Form, words: Words) -> Markup:
    said = phrases("audit", words)
    profile = form.one("profile") or FIRST
    laws = [(profile, said(f"profile_{profile}")) for profile in PROFILES]
    made = asking(form.one("text"), laws, profile, form.one("as_of"), said, words.tongue)
    return section(said("title"), tag("p", said("intro")), made)


def _report(form: Form, said: Said, language: str) -> Markup:
    """The report on the file, or else on the text, that a form holds."""
    given = form.files.get("file") or File("", form.one("text").encode("utf-8", "replace"))
    shown = form.files.get("page")
    text, profile = given.text, form.one("profile") or FIRST
    if max(len(text), len(shown.text) if shown else 0) > LONGEST:
        wrong = f"has more than {LONGEST} characters"
        raise BadInput(given.name or said("pasted"), "", wrong, "Give one answer or one page")
    report = audit_text(
        text,
        profile,
        given.name or said("pasted"),
        page=shown.text if shown else "",
        as_of=_day(form.one("as_of"), said),
    )
    answer = answer_in(text)
    survived = relays(tuple(survivals(answer)), said) if answer else None
    return Markup("").join(part for part in (report_of(report, said, language), survived) if part)


def _day(text: str, said: Said) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        remedy = said("bad_day", day=text[:40])
        raise BadInput("as_of", "", "no date", remedy.rstrip(".。")) from error
