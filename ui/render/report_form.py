"""Reporting an ad: a reason chosen beside it, recorded in the ledger, and the word that it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from markupsafe import Markup

from assistant.monetisation.ledger.entries import LedgerEntry, Reason
from catalog.errors import LedgerError, NotFound
from ui.render.html import details, tag
from ui.words import Words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from assistant.monetisation.ledger.ledger import Ledger
    from ui.server import Clock

REASONS: tuple[Reason, ...] = get_args(Reason)
LONGEST = max(map(len, REASONS))


def control(address: str, before: LedgerEntry | None, words: Words) -> Markup | None:
    """The reasons to choose from behind one tap, or what was reported before.

    Args:
        address: where a chosen reason is sent; "" where there is nowhere, and so no control.
        before: the report of this item that the ledger holds.
        words: the page's phrases.
    """
    if before is not None:
        return tag("p", reported(before, words), cls="ps-reported")
    if not address:
        return None
    told = {reason: words("reported", reason=words(f"reason_{reason}")) for reason in REASONS}
    choices = (
        tag(
            "button",
            words(f"reason_{reason}"),
            type="button",
            data_do="report",
            data_say=reason,
            data_done=told[reason],
        )
        for reason in REASONS
    )
    return details(
        words("report"),
        tag("p", words("report_why"), cls="ps-note"),
        tag(
            "div",
            *choices,
            role="group",
            aria_label=words("report"),
            data_to=address,
            data_failed=words("report_failed"),
        ),
        cls="ps-report",
    )


def reported(entry: LedgerEntry, words: Words) -> str:
    """That a report is in the ledger, and where."""
    told = words("reported", reason=words(f"reason_{entry.reference}"))
    return told.replace("#", str(entry.seq))


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
