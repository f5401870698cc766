"""What an audit saw: each item, link or question, whether it is paid for, its label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from assistant.audit.case import Case, Known
from assistant.audit.description import Item
from assistant.audit.report import Subject

MOST = 200
"""How many are listed."""
LONGEST = 120
"""Characters of a title."""


def subjects(case: Case) -> Iterator[Subject]:
    """The units and the labelled questions of the page, or the items of a record alone."""
    if case.page is None and case.told is not None:
        yield from map(_told, case.told.items[:MOST])
    for known in case.units[:MOST]:
        yield _subject(known)
    for question in case.page.questions[:MOST] if case.page is not None else ():
        yield Subject(
            id=question.text,
            kind="question",
            paid="yes" if question.label else "unsure",
            sign="label" if question.label else "",
            label=question.label.text if question.label else "",
            scope="item" if question.label else "",
        )


def _told(item: Item) -> Subject:
    mark = next(iter(item.marks), None)
    return Subject(
        id=item.id,
        title=item.title[:LONGEST],
        paid=item.paid,
        sign="record",
        label=mark.text if mark else "",
        scope=("zone" if mark.zone else "item") if mark else "",
    )


def _subject(known: Known) -> Subject:
    label = known.unit.seen_label
    title = (known.item.title if known.item else "") or known.unit.text
    title = " ".join(title.split())[:LONGEST]
    if label is None:
        return Subject(id=known.id, title=title, paid=known.paid, sign=known.sign)
    scope: Literal["item", "zone", "page"] = "item"
    if label is known.unit.zone:
        scope = "zone"
    elif label.form == "tag":
        scope = "page"
    return Subject(
        id=known.id,
        title=title,
        paid=known.paid,
        sign=known.sign,
        label=label.text,
        scope=scope,
    )
