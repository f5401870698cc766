"""Whether the server lives, and whether it can answer: what a proxy and a supervisor ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from catalog.errors import PlainshelfError
from ui.guard import OPEN
from ui.handlers import Page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def health(page: Page) -> Mapping[str, Callable[[Request], Response]]:
    """What answers `/health` (200 while the server runs) and `/ready` (503 while it cannot answer).

    `/ready` names each part that answers are made with, and whether it can be reached: the catalog,
    and where there are any the ledger and the kept conversations.
    """
    from starlette.responses import JSONResponse

    def alive(request: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    def ready(request: Request) -> Response:
        parts = {name: _reached(look) for name, look in _parts(page).items()}
        status = 200 if all(parts.values()) else 503
        return JSONResponse(parts, status_code=status, headers={"Cache-Control": "no-store"})

    return dict(zip(OPEN, (alive, ready), strict=True))


def _parts(page: Page) -> dict[str, Callable[[], object]]:
    house, kept = page.house, page.conversations
    parts: dict[str, Callable[[], object]] = {"catalog": lambda: house.shelf.catalog.categories()}
    if house.ledger is not None:
        parts["ledger"] = house.ledger.spent
    if kept is not None:
        parts["conversations"] = lambda: kept.revision("", "")
    return parts


def _reached(look: Callable[[], object]) -> bool:
    try:
        look()
    except (PlainshelfError, OSError):
        return False
    return True
