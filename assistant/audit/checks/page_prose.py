"""Paid words and paid questions on a page: the label that the record has stands before them."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.audit.case import Case
from assistant.audit.description import Mark, Told
from assistant.audit.rule import Outcome, Seen

ENOUGH = 40
"""Characters by which words are found again on a page."""
BEFORE = 3
"""Runs before the words in which their label may stand."""


def questions(case: Case) -> Iterator[Seen]:
    """LBL-06: the label that the record has; on a page alone, the labels that stand there."""
    yield from _unrecorded(case)
    for n, follow_up in enumerate(case.told.follow_ups if case.told else ()):
        label = follow_up.node("label")
        if follow_up.flag("paid") and label is not None:
            found = _labelled(case, follow_up.said("text"), (Mark(label),))
            if found is not None:
                yield Seen(found, f"follow_up.{n + 1}", "on the page", "H")


def _unrecorded(case: Case) -> Iterator[Seen]:
    """On a page alone a question with a label is paid for; of others nothing is known."""
    if case.told is not None or case.page is None:
        return
    found = case.page.questions
    for question in found:
        if question.label is not None:
            hidden = question.label.hidden or question.label.form == "title"
            why = f"{question.label.text} at “{question.text}”"
            yield Seen("fail" if hidden else "pass", f"“{question.text}”", why, "H")
    if found and not any(question.label for question in found):
        yield Seen("not_examinable", "", f"{len(found)} questions without a label", "H")


def words(case: Case) -> Iterator[Seen]:
    """SEP-04; words within an item's card have the item's label."""
    yield from _unknown(case)
    for at, said, marks in _paid_words(case.told) if case.told else ():
        found = _labelled(case, said, marks)
        if found is not None:
            yield Seen(found, at, "on the page", "H")


def _unknown(case: Case) -> Iterator[Seen]:
    if case.told is None and case.page is not None and any(k.paid == "yes" for k in case.units):
        yield Seen("not_examinable", "", "which words are paid for is not known", "H")


def _paid_words(told: Told) -> Iterator[tuple[str, str, tuple[Mark, ...]]]:
    for n, part in enumerate(told.parts):
        label = part.node("label")
        if part.said("kind") == "sponsored" and label is not None:
            yield f"part.{n + 1}", part.said("text"), (Mark(label),)
    for span in () if told.parts else told.node.nodes("prose_spans") or ():
        item = told.find(span.said("placement_id"))
        start, end = span.number("start"), span.number("end")
        if item is not None and item.paid == "yes" and start is not None and end is not None:
            said = told.text[max(0, int(start)) : max(0, int(end))]
            named = said.find(item.title) if item.title else -1
            if named >= 0:
                yield item.id, said[named:], item.marks


def _labelled(case: Case, said: str, marks: tuple[Mark, ...]) -> Outcome | None:
    """Whether the words have one of the labels before them; None where they are not there."""
    seen = [m.text for m in marks if m.text and m.position not in ("hover", "footer")]
    start = " ".join(said.split())[:ENOUGH]
    if case.page is None or not start or not seen:
        return None
    runs = case.page.visible
    cards = {unit.element for unit in case.page.units if unit.seen_label}
    for n, run in enumerate(runs):
        if start not in run.text:
            continue
        lead = " ".join(r.text for r in runs[max(0, n - BEFORE) : n])
        lead += run.text[: run.text.find(start)]
        in_card = any(a in cards for a in (run.element, *run.element.iterancestors()))
        return "pass" if in_card or any(text in lead for text in seen) else "fail"
    return None
