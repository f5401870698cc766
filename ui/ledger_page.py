"""The ledger's page: what each policy earned, whether the record is whole, and its export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.monetisation.ledger.verification import Verification, noted_head
from catalog.errors import PlainshelfError
from ui.frame import Frame, phrases, words_of, wrong
from ui.render.frame import section
from ui.render.html import tag
from ui.render.ledger import checked, earned, export, verifying

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from assistant.monetisation.ledger.ledger import Ledger


def ledger_pages(frame: Frame) -> Mapping[str, Callable[[Request], Response]]:
    """What answers `/ledger` and `/ledger/export.csv`."""
    return {"/ledger": _shown(frame), "/ledger/export.csv": _exported(frame)}


def _shown(frame: Frame) -> Callable[[Request], Response]:
    def show(request: Request) -> Response:
        words = words_of(request)
        said, ledger = phrases("accounts", words), frame.page.house.ledger
        intro = section(said("title"), tag("p", said("intro")))
        if ledger is None:
            return frame.whole("ledger", words, intro, tag("p", said("none")))
        noted = request.query_params.get("noted", "").strip()
        result: Markup | None = None
        status = 200
        if "verify" in request.query_params:
            try:
                result = checked(_verified(ledger, noted), said)
            except PlainshelfError as error:
                result, status = wrong(str(error)), 400
        lines, titles = ledger.revenue_by_role(), _titles(frame, words.language)
        body = [
            intro,
            section(said("earned"), earned(lines, titles, said, words.language)),
            section(said("whole_title"), result, verifying(noted, said, words.tongue)),
            section(said("export_title"), export(said)),
        ]
        return frame.whole("ledger", words, *body, status=status)

    return show


def _verified(ledger: Ledger, noted: str) -> Verification:
    return ledger.verify(noted_head(noted) if noted else None)


def _titles(frame: Frame, language: str) -> dict[str, str]:
    """The policies' and disclosures' titles by id; those of older versions have none."""
    house = frame.page.house
    titles = {f"policy {p.id}": p.title.text(language) for p in house.policies.values()}
    styles = {f"disclosure {d.id}": d.title.text(language) for d in house.disclosures.values()}
    return titles | styles


def _exported(frame: Frame) -> Callable[[Request], Response]:
    from starlette.responses import PlainTextResponse
    from starlette.responses import Response as Bytes

    def export_(request: Request) -> Response:
        ledger = frame.page.house.ledger
        if ledger is None:
            said = phrases("accounts", words_of(request))
            return PlainTextResponse(said("none"), status_code=404)
        try:
            with TemporaryDirectory(prefix="plainshelf-ledger-") as folder:
                path = Path(folder) / "ledger.csv"
                ledger.export_csv(path)
                content = path.read_bytes()
        except PlainshelfError as error:
            return PlainTextResponse(str(error), status_code=500)
        name = {"Content-Disposition": 'attachment; filename="ledger.csv"'}
        return Bytes(content, media_type="text/csv; charset=utf-8", headers=name)

    return export_
