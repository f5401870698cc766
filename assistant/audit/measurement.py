"""Which labels of a page to measure, and what a browser measured of them as an audit reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import Field, JsonValue

from assistant.audit.case import Case, Known
from assistant.audit.description import Told
from assistant.audit.html.page import Page
from assistant.audit.rule import LAWS
from catalog.record import Record

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MARK = "data-plainshelf-n"
"""The attribute that holds an element's number while a page is measured."""


class Asked(Record):
    """One label to measure: the numbers of its element, of its item's first words, of the box.

    `id` is the item's, `words` the label's; `zone` says that it heads a box of several items,
    `of_item` that it stands at an item and not in running text or at a question.
    """

    id: str
    label: str
    words: str
    item: str
    around: str
    zone: bool = False
    of_item: bool = True


class Measured(Asked):
    """What a browser computed of a label; a colour that it cannot know is None.

    `opacity` is the product of the label's and of everything around it, sizes are in CSS pixels,
    `screens` is the height of the box around it in heights of the window. `in_sight` is None
    where what is drawn over the label can only be seen in a picture.
    """

    color: str | None = None
    background: str | None = None
    opacity: float = Field(ge=0, le=1)
    font_px: float = Field(ge=0)
    body_px: float | None = None
    bold: bool = False
    border: str | None = None
    border_background: str | None = None
    boundary: bool = False
    in_sight: bool | None = None
    before_item: bool = False
    screens: float = Field(ge=0)


class Plan(Record):
    """What to measure of a piece of a page: how many elements it has, and its labels.

    Elements are numbered from 0 in the order of the document, the piece's outermost one first.
    """

    elements: int
    asked: tuple[Asked, ...]


def plan_of(html: str, answer: Mapping[str, object] | None = None) -> Plan:
    """The plan for a piece of HTML with one outermost element, as a browser will have it.

    Args:
        html: the piece.
        answer: what is known of the answer that it shows; without it the labels say what is paid.
    """
    page = Page.of(html)
    body = next(page.root.iter("body"), None) if page is not None else None
    if page is None or body is None or not len(body):
        return Plan(elements=0, asked=())
    every = list(body[0].iter())
    for n, element in enumerate(every):
        element.set(MARK, str(n))
    return Plan(elements=len(every), asked=asked_of(_case(page, answer)))


def asked_in(html: str, answer: Mapping[str, object] | None = None) -> tuple[Asked, ...]:
    """The labels to measure of a whole page whose elements bear their numbers."""
    return asked_of(_case(Page.of(html), answer))


def _case(page: Page | None, answer: Mapping[str, object] | None) -> Case:
    told = Told.of(answer, own_counts=True) if answer is not None else None
    return Case(profile="strict", laws=LAWS, told=told, page=page)


def asked_of(case: Case) -> tuple[Asked, ...]:
    """The labels of every unit that somebody may pay for, then those that stand elsewhere."""
    asked = [each for known in case.units if known.paid != "no" for each in _at_unit(known)]
    return (*asked, *_elsewhere(case, {each.label for each in asked}))


def _at_unit(known: Known) -> Iterator[Asked]:
    """What to measure of one unit: each of its written labels, against its first words."""
    unit = known.unit
    around = unit.zone_element if unit.zone_element is not None else unit.element
    for label in dict.fromkeys((*unit.own, *((unit.zone,) if unit.zone else ()))):
        if label.form == "text" and not label.hidden:
            yield Asked(
                id=known.id,
                label=_number(label.element),
                words=label.text,
                item=_number(unit.content_element),
                around=_number(around),
                zone=label is unit.zone,
            )


def _elsewhere(case: Case, measured: set[str]) -> Iterator[Asked]:
    """Labels in running text and at questions, which have no link: only how legible they are."""
    for label in case.page.read.labels if case.page else ():
        number = _number(label.element)
        if label.form == "text" and not label.hidden and number not in measured:
            yield Asked(
                id=f"“{label.text}”",
                label=number,
                words=label.text,
                item=number,
                around=number,
                of_item=False,
            )


def _number(element: HtmlElement) -> str:
    """The number of an element, or of the nearest one around it that has one."""
    numbered = (each.get(MARK) for each in (element, *element.iterancestors()))
    return next((str(number) for number in numbered if number), "0")


def styles_of(measured: Sequence[Measured], at: str = "") -> dict[str, JsonValue]:
    """`styles` as docs/disclosure.md describes them.

    Args:
        measured: every label of the page, the several ones of an item among them.
        at: a name for the circumstances, such as "390x844 dark", told with every finding.
    """
    # One label in order serves its item; each must be legible.
    seen = {each.id for each in measured if each.in_sight}
    unclear = {each.id for each in measured if each.in_sight is None} - seen
    first = {each.id for each in measured if each.before_item}
    labels: list[JsonValue] = []
    zones: dict[str, dict[str, JsonValue]] = {}
    for each in measured:
        entry = _style(each, at)
        if each.of_item:
            if each.id not in unclear:
                entry["in_viewport_with_item"] = each.id in seen
            entry["before_item"] = each.id in first
        labels.append(entry)
        if each.zone:
            before = zones.get(each.around)
            stays = each.id in seen and (before is None or bool(before["label_stays"]))
            zones[each.around] = {
                "item": each.id,
                "at": at,
                "label_stays": stays,
                "screens": each.screens,
                "boundary": each.boundary,
            }
    return {"labels": labels, "zones": list(zones.values())}


def _style(told: Measured, at: str) -> dict[str, JsonValue]:
    """One label's entry; a line that is not drawn has no colour."""
    names = {"color", "background", "opacity", "font_px", "body_px", "bold"}
    names |= {"border", "border_background"} if told.border and told.of_item else set()
    return {"item": told.id, "at": at, **told.model_dump(mode="json", include=names)}
