"""The web addresses beside the page: a paid item's link, and a report of an ad."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.monetisation.ledger.entries import Reason
from assistant.monetisation.ledger.visitors import visitors
from assistant.schema.answer import Answer
from assistant.schema.placement import Placement
from catalog.errors import LedgerError, NotFound
from ui.render.leaving import gone, invented, left
from ui.render.report_form import LONGEST, REASONS
from ui.render.showing import straight
from ui.words import Words, preferred, spoken

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from assistant.monetisation.ledger.ledger import Ledger

Clock = Callable[[], datetime]
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
MOST = 2000
"""Characters of an address that is shown."""


def counted_link(ledger: Ledger) -> Callable[[Answer, Placement], str]:
    """Paid items lead through the ledger, others straight to their shop."""

    def link(answer: Answer, placement: Placement) -> str:
        address = straight(placement)
        if not address or not placement.sponsored:
            return address
        return f"/r/{ledger.redirect_token(placement, answer.id, answer.created_at)}"

    return link


def unpaid_click(ledger: Ledger) -> Callable[[Answer, Placement], str]:
    """What the page tells of a click that nobody pays for; its link leads straight to the shop."""

    def counted(answer: Answer, placement: Placement) -> str:
        if placement.sponsored or not straight(placement):
            return ""
        return f"/clicked/{ledger.redirect_token(placement, answer.id, answer.created_at)}"

    return counted


def report_address(ledger: Ledger) -> Callable[[Answer, str], str]:
    """Where a report of one paid thing of an answer is sent."""
    return lambda answer, id: f"/report/{ledger.redirect_token(id, answer.id, answer.created_at)}"


def following(ledger: Ledger, clock: Clock) -> Callable[[Request], Response]:
    """What answers `/r/{token}`: the click is counted and sent on, or told where it would go."""
    from starlette.responses import HTMLResponse, RedirectResponse

    def follow(request: Request) -> Response:
        headers, words = request.headers, words_of(request)
        try:
            to = ledger.click(
                request.path_params["token"],
                clock(),
                unread=visitors().unread(request.method, headers),
                user_agent=headers.get("user-agent", ""),
            )
        except (LedgerError, NotFound):
            return HTMLResponse(gone(words), status_code=404)
        if invented(to.url):
            return HTMLResponse(left(to.url, words, to.charged), headers=PRIVATE)
        return RedirectResponse(to.url, status_code=303, headers=PRIVATE)

    return follow


def leaving(request: Request) -> Response:
    """What answers `/leaving?to=ADDRESS`: that an invented shop is invented; nobody is sent on."""
    from starlette.responses import HTMLResponse

    to, words = request.query_params.get("to", ""), words_of(request)
    if not invented(to) or len(to) > MOST:
        return HTMLResponse(gone(words), status_code=404)
    return HTMLResponse(left(to, words), headers=PRIVATE)


def words_of(request: Request) -> Words:
    """The words of the page that a link stands on, else in the browser's first language."""
    accepted = preferred(request.headers.get("accept-language", ""))
    return Words(spoken(request.query_params.get("lang", accepted)))


def counting(ledger: Ledger, clock: Clock) -> Callable[[Request], Response]:
    """What answers `POST /clicked/{token}`: a click on an item that nobody pays for is an event."""
    from starlette.responses import Response as Bare

    def count(request: Request) -> Response:
        try:
            ledger.click(
                request.path_params["token"],
                clock(),
                user_agent=request.headers.get("user-agent", ""),
                unpaid_only=True,
            )
        except (LedgerError, NotFound):
            return Bare(status_code=404)
        return Bare(status_code=204, headers={"Cache-Control": "no-store"})

    return count


def taking(ledger: Ledger, clock: Clock) -> Callable[[Request], Awaitable[Response]]:
    """What answers `POST /report/{token}`, whose body is a reason: its entry's number, or why not.

    Whoever sends it holds a token of an ad that was shown to them; nothing else is believed.
    """
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse

    known: Mapping[str, Reason] = {reason: reason for reason in REASONS}

    async def take(request: Request) -> Response:
        said = b""
        async for piece in request.stream():
            said += piece
            if len(said) > LONGEST:
                return JSONResponse({"error": "Choose one of the reasons."}, status_code=413)
        reason = known.get(said.decode("ascii", "replace"))
        if reason is None:
            return JSONResponse({"error": "Choose one of the reasons."}, status_code=400)
        try:
            token = request.path_params["token"]
            entry = await run_in_threadpool(ledger.report, token, reason, clock())
        except (LedgerError, NotFound) as error:
            return JSONResponse({"error": str(error)}, status_code=404)
        return JSONResponse({"entry": entry.seq}, headers={"Cache-Control": "no-store"})

    return take
