"""How an import looks: the form, how far it is, what was taken and what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import get_args

from markupsafe import Markup

from catalog.feeds.formats import Format
from catalog.importing.report import FeedReading, ImportReport
from ui.render.frame import button, choice, field, section, table, verdict
from ui.render.html import details, join, tag

Said = Callable[..., str]
LISTED = 200
"""Rows that are listed of those left out."""
KINDS = 40
"""Kinds of repair that are listed."""
KEPT = 8


def importing(said: Said, lang: str) -> Markup:
    """The form that imports a file on trial."""
    formats = [("auto", said("format_auto")), *((name, name) for name in get_args(Format))]
    file = tag("input", type="file", name_="file", id="file", required=True)
    map_ = tag("input", type="file", name_="map", id="map", accept=".yaml,.yml")
    seller = tag("input", type="text", name_="seller", id="seller", maxlength="200")
    currency = tag(
        "input", type="text", name_="currency", id="currency", maxlength="3", placeholder="EUR"
    )
    form = tag(
        "form",
        field(said("file"), "file", file),
        field(said("map"), "map", map_),
        field(said("format"), "format", choice("format", formats, "auto")),
        field(said("seller"), "seller", seller),
        field(said("currency"), "currency", currency),
        button(said("run")),
        method="post",
        enctype="multipart/form-data",
        action=f"/catalog/import?lang={lang}",
    )
    return join(tag("p", said("import_note", most=KEPT), cls="ps-note"), form)


def step_of(rows: int, rejected: int, said: Said) -> Markup:
    """How far an import is, in a line that takes the place of the one before."""
    if not rows:
        return tag("p", said("waiting"))
    return tag("p", said("reading", n=f"{rows:,}", rejected=f"{rejected:,}"))


def report_of(id: str, name: str, report: ImportReport, said: Said, lang: str) -> Markup:
    """What became of a file: what was taken, how it was read, what was left out, what mended."""
    where = f"trial={id}&lang={lang}"
    remedy = report.remedy()
    told = said("nothing", remedy=remedy) if remedy else _done(report, said)
    look = tag("a", said("look"), href=f"/catalog?{where}", cls="ps-quiet")
    lines = f"plainshelf import {name} --catalog DIR\nplainshelf chat --catalog DIR"
    return join(
        verdict(not remedy, told),
        None if remedy else tag("p", look),
        section(said("rejects"), *_rejects(report, where, said)) if report.rejected else None,
        *(details(said("how_read"), *_reading(reading, said)) for reading in report.feeds),
        details(said("mended"), _mended(report, said)) if report.repairs else None,
        None if remedy else join(tag("p", said("for_good")), tag("pre", lines)),
    )


def _done(report: ImportReport, said: Said) -> str:
    return said(
        "done",
        products=f"{report.products:,}",
        offers=f"{report.offers:,}",
        format=report.format,
        rejected=f"{report.rejected_count:,}",
        mended=f"{report.repairs_count:,}",
    )


def _rejects(report: ImportReport, where: str, said: Said) -> Iterator[Markup]:
    shown = report.rejected[:LISTED]
    if report.rejected_count > len(shown):
        yield tag("p", said("rejects_first", n=report.rejected_count, most=len(shown)))
    heads = [said(name) for name in ("row", "field", "reason")]
    rows = ((str(one.row), one.field, one.reason) for one in shown)
    yield table(heads, rows, said("rejects"))
    yield tag(
        "p",
        tag(
            "a",
            said("rejects_csv"),
            href=f"/catalog/rejects.csv?{where}",
            download=True,
            cls="ps-quiet",
        ),
    )


def _reading(reading: FeedReading, said: Said) -> Iterator[Markup]:
    form = (reading.format, reading.encoding, reading.encoding_reason)
    yield tag("p", " · ".join(filter(None, form)))
    if reading.columns:
        rows = ((c.field, c.column) for c in reading.columns)
        yield table([said("ours"), said("theirs")], rows, said("how_read"))
    if reading.unused:
        yield tag("p", said("unused", columns=", ".join(reading.unused)))


def _mended(report: ImportReport, said: Said) -> Markup:
    counts = Counter((one.field, one.reason) for one in report.repairs).most_common(KINDS)
    rows = ((field_, reason, str(n)) for (field_, reason), n in counts)
    return table([said("field"), said("reason"), said("times")], rows, said("mended"))
