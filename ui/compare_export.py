"""The downloads of the compare page: the address that shows a comparison also makes its files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.columns import ColumnTalk
from assistant.comparison_export import as_json, table, write_csv, write_parquet
from assistant.session import House
from catalog.errors import PlainshelfError
from ui.compare import EXPORTS, Board, comparing, document_of, read_address
from ui.handlers import Page
from ui.words import spoken

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}


def exporting(house: House, clock: Callable[[], datetime]) -> Callable[[Request], Response]:
    """What answers `/compare/export.KIND` with the comparison of its address, charging nobody."""
    from starlette.responses import PlainTextResponse
    from starlette.responses import Response as Bytes

    page = Page(replace(house, ledger=None))

    def export(request: Request) -> Response:
        kind = request.path_params["kind"]
        fields: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            fields.setdefault(name, []).append(value)
        if kind not in EXPORTS:
            return PlainTextResponse(f"There is no export {kind!r}: {', '.join(EXPORTS)}.", 404)
        try:
            setup = read_address(page, fields, "0", clock())
            *_, board = comparing(page, Board(setup), setup)
        except PlainshelfError as error:
            return PlainTextResponse(str(error), 400)
        language = spoken(next(iter(fields.get("lang", ())), "en"))
        name = f'attachment; filename="comparison.{kind}"'
        content = _content(kind, house, board.talks, language)
        return Bytes(content, media_type=TYPES[kind], headers={"Content-Disposition": name})

    return export


def _content(kind: str, house: House, talks: tuple[ColumnTalk, ...], language: str) -> bytes:
    if kind == "html":
        return document_of(house, talks, spoken(language)).encode()
    if kind == "json":
        return (json.dumps(as_json(talks), ensure_ascii=False, indent=1) + "\n").encode()
    with TemporaryDirectory(prefix="plainshelf-compare-") as folder:
        path = Path(folder) / f"comparison.{kind}"
        write = write_csv if kind == "csv" else write_parquet
        write(tuple(table(talks)), path)
        return path.read_bytes()
