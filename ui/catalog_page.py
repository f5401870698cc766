"""The catalog's page: browsing, searching, one product with the source of each field, imports."""

from __future__ import annotations

import csv
from collections.abc import Awaitable, Callable, Iterator, Mapping
from io import StringIO
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.monetisation.ledger.verification import harmless
from assistant.search import search
from catalog.errors import BadInput, NotFound
from ui.forms import Form, form_of
from ui.frame import Frame, phrases, words_of, wrong
from ui.imports import Asked, Imports, Trial
from ui.render.catalog import Said, Shelf, browsing, found, heading, product_page, searching
from ui.render.frame import section
from ui.render.html import details, tag
from ui.render.imports import importing, report_of, step_of

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from ui.words import Words

    Answers = Callable[[Request], Response | Awaitable[Response]]

PER_PAGE = 50
RESULTS = 30
LONGEST = 100_000
"""Characters of a map of columns."""


def catalog_pages(frame: Frame, imports: Imports | None = None) -> Mapping[str, Answers]:
    """What answers `/catalog` and the addresses below it."""
    trials = imports or Imports()
    return {
        "/catalog": _browsed(frame, trials),
        "/catalog/product": _product(frame, trials),
        "/catalog/import": _imported(frame, trials),
        "/catalog/rejects.csv": _rejects(trials),
    }


def _shelf(frame: Frame, trials: Imports, request: Request, words: Words) -> Shelf:
    """The catalog that an address is about: the house's, or one imported on trial."""
    said, now = phrases("shelf", words), frame.clock()
    id = request.query_params.get("trial", "")
    if not id:
        return Shelf(frame.page.house.shelf.catalog, said, words.language, now)
    trial = trials.trial(id)
    if trial.catalog is None:
        raise NotFound(said("trial_gone"))
    return Shelf(trial.catalog, said, words.language, now, id, trial.name)


def _browsed(frame: Frame, trials: Imports) -> Callable[[Request], Response]:
    def browse(request: Request) -> Response:
        words = words_of(request)
        said, fields = phrases("shelf", words), request.query_params
        try:
            shelf = _shelf(frame, trials, request, words)
        except NotFound:
            return frame.whole("catalog", words, wrong(said("trial_gone")), status=404)
        text = " ".join(fields.get("q", "").split())[:500]
        category, skip = fields.get("category", ""), _number(fields.get("skip", ""))
        body = [heading(shelf)]
        if not shelf.trial:
            results = _found(frame, shelf, text) if text else None
            body.append(section(said("search"), searching(text, said, words.tongue), results))
            body.append(details(said("import"), importing(said, words.tongue)))
        if not text:
            products = shelf.catalog.page(category, skip, PER_PAGE)
            counts = shelf.catalog.category_counts()
            listed = browsing(shelf, products, counts, category, skip, PER_PAGE)
            body.append(section(said("browse"), listed))
        else:
            body.append(tag("p", tag("a", said("to_catalog"), href=shelf.address("/catalog"))))
        return frame.whole("catalog", words, *body)

    return browse


def _found(frame: Frame, shelf: Shelf, text: str) -> Markup:
    it = frame.page.house.shelf
    _, ranking = search(text, it.ranker, it.lexicon, RESULTS, shelf.now)
    return found(shelf, text, ranking)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _product(frame: Frame, trials: Imports) -> Callable[[Request], Response]:
    def show(request: Request) -> Response:
        words = words_of(request)
        said, id = phrases("shelf", words), request.query_params.get("id", "")
        try:
            shelf = _shelf(frame, trials, request, words)
            body = product_page(shelf, shelf.catalog.product(id))
        except NotFound:
            missing = wrong(said("missing", id=id[:100]))
            return frame.whole("catalog", words, missing, status=404)
        return frame.whole("catalog", words, body)

    return show


def _imported(frame: Frame, trials: Imports) -> Callable[[Request], Awaitable[Response]]:
    async def take(request: Request) -> Response:
        words = words_of(request)
        said = phrases("shelf", words)
        try:
            form = await form_of(request, LONGEST)
            asked = _asked(form, said)
        except BadInput as error:
            again = section(said("import"), importing(said, words.tongue))
            return frame.refused("catalog", words, error, again)
        steps = _steps(trials, asked, frame.clock(), said, words)
        return frame.growing("catalog", words, steps)

    return take


def _asked(form: Form, said: Said) -> Asked:
    feed = form.files.get("file")
    if feed is None:
        raise BadInput(said("file"), "", said("no_file"), said("import"))
    mapping, currency = form.files.get("map"), form.one("currency").strip().upper()
    return Asked(
        feed=feed,
        format=form.one("format") or "auto",
        mapping=mapping.text if mapping else "",
        seller=form.one("seller").strip()[:200],
        currency="".join(c for c in currency if c.isascii() and c.isalpha())[:3],
    )


def _steps(
    trials: Imports, asked: Asked, now: datetime, said: Said, words: Words
) -> Iterator[Markup]:
    """The page of an import as it grows: how far it is, then the report."""
    trial: Trial | None = None
    yield tag("h2", said("trial", name=asked.feed.name))
    yield Markup('<div class="ps-steps" role="status">') + step_of(0, 0, said)
    try:
        for step in trials.run(asked, now):
            trial = step.trial
            if trial is None:
                yield step_of(step.rows, step.rejected, said)
    finally:
        yield Markup("</div>")
    if trial is not None:
        yield report_of(trial.id, trial.name, trial.report, said, words.tongue)
    else:
        yield wrong(said("failed"))
    yield tag("p", tag("a", said("to_catalog"), href=f"/catalog?lang={words.tongue}"))


def _rejects(trials: Imports) -> Callable[[Request], Response]:
    from starlette.responses import PlainTextResponse
    from starlette.responses import Response as Bytes

    def take(request: Request) -> Response:
        try:
            trial = trials.trial(request.query_params.get("trial", ""))
        except NotFound as error:
            return PlainTextResponse(str(error), status_code=404)
        text = StringIO()
        writer = csv.writer(text)
        writer.writerow(("row", "field", "reason"))
        for one in trial.report.rejected:
            writer.writerow(harmless(str(cell)) for cell in (one.row, one.field, one.reason))
        name = {"Content-Disposition": 'attachment; filename="rejects.csv"'}
        content = text.getvalue().encode("utf-8-sig")
        return Bytes(content, media_type="text/csv; charset=utf-8", headers=name)

    return take
