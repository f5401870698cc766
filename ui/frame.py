"""The frame of the pages that are plain HTML: head, styles, errors, what comes bit by bit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from catalog.errors import PlainshelfError
from catalog.phrases import phrasebook
from ui.controls import header
from ui.handlers import Page
from ui.render.frame import document
from ui.render.html import tag
from ui.render.styles import STYLES
from ui.words import Words, preferred, spoken

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

FOLDER = Path(__file__).parent
FRAME = FOLDER / "frame.css"
"""The styles of the plain pages, after those of every page."""
SCRIPT = FOLDER / "frame.js"
PRIVATE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class Frame:
    """What the plain pages work with: the house and its addresses, and what gives the moment."""

    page: Page
    clock: Callable[[], datetime]

    def whole(self, here: str, words: Words, *body: Markup | None, status: int = 200) -> Response:
        """A whole page; `here` is its name among the pages."""
        from starlette.responses import HTMLResponse

        before, after = self._halves(here, words)
        inside = Markup("").join(part for part in body if part)
        return HTMLResponse(before + inside + after, status_code=status, headers=PRIVATE)

    def growing(self, here: str, words: Words, pieces: Iterable[Markup]) -> Response:
        """A page whose pieces are sent as they come; what goes wrong is told where it stops."""
        from starlette.responses import StreamingResponse

        before, after = self._halves(here, words)

        def sent() -> Iterator[str]:
            yield before
            try:
                yield from pieces
            except PlainshelfError as error:
                yield wrong(str(error))
            yield after

        return StreamingResponse(sent(), media_type="text/html; charset=utf-8", headers=PRIVATE)

    def refused(self, here: str, words: Words, error: PlainshelfError, *body: Markup) -> Response:
        """A page that says why something was not done, above what stood there."""
        return self.whole(here, words, wrong(str(error)), *body, status=400)

    def _halves(self, here: str, words: Words) -> tuple[Markup, Markup]:
        title = f"{words(f'page_{here}')} · {words('name')}"
        return document(title, header(self.page, here, words), words.tag, _version())


def words_of(request: Request) -> Words:
    """The page's words: in the language of its address, else in the browser's first."""
    accepted = preferred(request.headers.get("accept-language", ""))
    return Words(spoken(request.query_params.get("lang", accepted)))


def wrong(why: str) -> Markup:
    """Why something was not done."""
    return tag("p", why, cls="ps-error", role="alert")


def phrases(area: str, words: Words) -> Callable[..., str]:
    """What says the phrases of an area in the language of a page."""

    def said(key: str, **slots: object) -> str:
        return phrasebook().fill(f"{area}.{key}", words.tongue, slots)

    return said


def assets() -> dict[str, Callable[[Request], Response]]:
    """What answers the addresses of the styles and the script, which the browser keeps."""
    from starlette.responses import Response as Bytes

    kept = {"Cache-Control": "public, max-age=31536000, immutable"}

    def styles(request: Request) -> Response:
        return Bytes(_styles(), media_type="text/css", headers=kept)

    def script(request: Request) -> Response:
        return Bytes(SCRIPT.read_text("utf-8"), media_type="text/javascript", headers=kept)

    return {"/frame.css": styles, "/frame.js": script}


def _styles() -> str:
    return "\n".join(path.read_text("utf-8") for path in (*STYLES, FRAME))


def _version() -> str:
    """A new address wherever the styles or the script are others."""
    return sha256((_styles() + SCRIPT.read_text("utf-8")).encode()).hexdigest()[:12]
