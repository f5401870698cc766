"""AX: labels that can be read, seen and heard, from styles, markup and speech."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.audit.case import Case
from assistant.audit.checks.labels import lost, marks
from assistant.audit.description import Told
from assistant.audit.html.contrast import ratio
from assistant.audit.html.dom import PageLabel
from assistant.audit.html.page import Page
from assistant.audit.json_reader import Node
from assistant.audit.rule import Grade, Outcome, Seen

TEXT, LARGE, BORDER = 4.5, 3.0, 3.0
LARGE_PX, LARGE_BOLD_PX = 24, 18.66
WRITTEN = ("text", "tag")
SMALLEST_PX, SMALLEST_SHARE = 12, 0.85


def contrast(case: Case) -> Iterator[Seen]:
    """AX-01: computed styles before inline ones; without either, open."""
    grade: Grade = "R" if case.styles else "H"
    measured = [_contrast(at, style, grade, case) for at, style in _styles(case)]
    yield from measured or _open(case, "no colours were given")


def size(case: Case) -> Iterator[Seen]:
    """AX-02."""
    measured = [_size(at, style, case) for at, style in _styles(case)]
    yield from measured or _open(case, "no sizes were given")


def _styles(case: Case) -> Iterator[tuple[str, Node]]:
    given = case.styles.nodes("labels") if case.styles else None
    for n, style in enumerate(given or ()):
        yield style.said("item") or f"label.{n + 1}", style
    if given or case.page is None:
        return
    for known in case.units:
        label = known.unit.seen_label
        if label is not None and label.form == "text" and not label.hidden and known.paid != "no":
            yield known.id, Node(_declared(label, case.page))


def _declared(label: PageLabel, page: Page) -> dict[str, object]:
    """What the page's styles declare of a label; nothing where it declares no style at all."""
    looks, around = page.read.looks, (label.element, *label.element.iterancestors())
    styled = looks.sheets.rules or any(each.get("style") for each in around)
    if not styled or label.doubt:
        return {}
    body = next((each for each in around if each.tag == "body"), label.element)
    return {
        "color": looks.inherited(label.element, "color", "#000000"),
        "background": looks.background(label.element),
        "font_px": f"{looks.font_px(label.element):.2f}",
        "body_px": f"{looks.font_px(body):.2f}",
        "bold": looks.inherited(label.element, "font-weight", "400") in ("bold", "700", "800"),
    }


def _short(case: Case) -> Outcome:
    """What falls short of a threshold of ours is; on other people's pages a person decides."""
    return "needs_review" if case.told is None and case.profile in case.laws else "fail"


def _contrast(at: str, style: Node, grade: Grade, case: Case) -> Seen:
    front, back = style.said("color"), style.said("background")
    opacity = style.number("opacity")
    found = ratio(front, back, 1.0 if opacity is None else float(opacity))
    border = ratio(style.said("border"), style.said("border_background") or back)
    if found is None:
        return Seen(
            "not_examinable", at, f"{front or 'no colour'} on {back or 'no background'}", grade
        )
    pixels = float(style.number("font_px") or 0)
    large = pixels >= LARGE_PX or (style.flag("bold") is True and pixels >= LARGE_BOLD_PX)
    least = LARGE if large else TEXT
    weak = found < least or (border is not None and border < BORDER)
    why = f"{found:.2f}:1" + (f", border {border:.2f}:1" if border is not None else "")
    why += f", {style.said('at')}" if style.said("at") else ""
    return Seen(_short(case) if weak else "pass", at, why, grade)


def _size(at: str, style: Node, case: Case) -> Seen:
    label, body = style.number("font_px"), style.number("body_px")
    if label is None:
        return Seen("not_examinable", at, "font_px: not given", "R")
    share = 1.0 if case.profile == "strict" else SMALLEST_SHARE
    small = float(label) < SMALLEST_PX or (
        body is not None and float(label) < float(body) * share - 0.01
    )
    if not small and body is None:
        return Seen("not_examinable", at, "body_px: not given", "R")
    why = f"{label} px, body {body or 'not given'}"
    why += f", {style.said('at')}" if style.said("at") else ""
    return Seen(_short(case) if small else "pass", at, why, "R")


def _open(case: Case, why: str) -> Iterator[Seen]:
    labelled = case.told is not None and any(True for _ in marks(case.told))
    if labelled or (case.page is not None and case.page.read.labels):
        yield Seen("not_examinable", "", why, "R")


def real_text(case: Case) -> Iterator[Seen]:
    """AX-03: markup where there is a page, speech where it is spoken, the record for tooltips."""
    told = case.told
    if told is not None:
        for at, mark in marks(told):
            if mark.position == "hover":
                yield Seen("fail", at, "a tooltip")
        if told.node.said("mode") == "voice":
            yield from _spoken(case)
    yield from _in_markup(case)
    if told is None:
        return
    labels = [mark for _, mark in marks(told)]
    if labels and case.page is None:
        yield Seen("not_examinable", "", "no page was given")
    elif case.page is not None:
        yield from _in_words(told, case.page)


def _in_words(told: Told, page: Page) -> Iterator[Seen]:
    """Labels of sentences and questions; that they are there at all is for LBL-06 and SEP-04."""
    for at, mark in marks(told):
        if not at.startswith(("part.", "follow_up.")):
            continue
        there = [each for each in page.read.labels if each.text == mark.text and not each.hidden]
        heard = any(each.form == "text" and not each.aria_hidden for each in there)
        if there:
            why = mark.text if heard else f"“{mark.text}” is hidden from screen readers"
            yield Seen("pass" if heard else "fail", at, why, "H")


def _in_markup(case: Case) -> Iterator[Seen]:
    for known in case.units:
        label = known.unit.seen_label
        if label is None or label.hidden:
            continue
        every = (*known.unit.own, *((known.unit.zone,) if known.unit.zone else ()))
        heard = [one for one in every if one.form in WRITTEN and not one.aria_hidden]
        if label.form not in WRITTEN:
            yield Seen("fail", known.id, f"“{label.text}” only as {label.form}", "H")
        elif label.aria_hidden and not heard:
            yield Seen("fail", known.id, f"“{label.text}” is hidden from screen readers", "H")
        else:
            yield Seen("pass", known.id, label.text, "H")


def _spoken(case: Case) -> Iterator[Seen]:
    told = case.told
    speech = case.exports.get("speech")
    if told is None or speech is None:
        yield Seen("not_examinable", "", "speech: not given")
        return
    unspoken = set(lost(told, told.paid, speech))
    for item in told.paid:
        if item.title in speech:
            outcome: Outcome = "fail" if item.id in unspoken else "pass"
            yield Seen(outcome, item.id, "spoken before the item")
