"""SEP: what money bought stands apart from what nobody paid for, and is labelled in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.audit.case import Case
from assistant.audit.description import Item, Told
from assistant.audit.label_words import label_like
from assistant.audit.rule import Outcome, Seen

BRACKETED = re.compile(r"[【\[(（]([^】\])）]{1,70})[】\])）]")
BOUGHT = ("bid", "cpc", "flat")


def apart(told: Told, case: Case) -> Iterator[Seen]:
    """SEP-01: mixed and labelled one by one is lawful in the US and EU, doubtful in China."""
    for item in told.paid:
        if not (item.compensation in BOUGHT or item.slot):
            continue
        kind = item.kind
        if not kind:
            yield Seen("not_examinable", item.id, "block.kind: not given")
        elif kind == "organic":
            yield Seen("fail", item.id, f"{item.compensation} in an organic block")
        elif kind == "mixed":
            yield Seen(_mixed(item, case), item.id, f"{item.compensation} in a mixed block")
        else:
            yield Seen("pass", item.id)


def _mixed(item: Item, case: Case) -> Outcome:
    if case.profile == "strict" or not item.marks:
        return "fail"
    return "needs_review" if case.profile == "cn" else "pass"


def zone_valid(told: Told, case: Case) -> Iterator[Seen]:
    """SEP-02."""
    blocks: dict[int, list[Item]] = {}
    for item in told.items:
        if item.zone is not None:
            blocks.setdefault(id(item.block), []).append(item)
    for items in blocks.values():
        zone, block = items[0].zone, items[0].block
        if zone is None or zone.position in ("hover", "footer"):
            continue
        at = block.said("id") or items[0].id
        unpaid = [i.id for i in items if i.paid == "no"]
        unsure = [i.id for i in items if i.paid == "unsure"]
        long = block.flag("spans_screens") and not block.flag("label_repeated")
        if unpaid or long:
            why = f"unpaid in the zone: {', '.join(unpaid)}" if unpaid else "not repeated"
            yield Seen("fail", at, why)
        elif unsure:
            yield Seen("not_examinable", at, f"not known to be paid: {', '.join(unsure)}")
        else:
            yield Seen("pass", at)


def zone_measured(case: Case) -> Iterator[Seen]:
    """SEP-02 as a browser sees it: a drawn boundary, and a label that stays or fits one screen."""
    for zone in (case.styles and case.styles.nodes("zones")) or ():
        screens, where = zone.number("screens"), zone.said("at")
        long = screens is not None and screens > 1 and zone.flag("label_stays") is False
        if long or zone.flag("boundary") is False:
            why = f"{screens} screens, the label does not stay" if long else "no boundary is drawn"
            yield Seen("fail", zone.said("item"), f"{why} {where}".strip(), "R")
        elif screens is not None and zone.flag("boundary"):
            yield Seen("pass", zone.said("item"), where, "R")


def organic_clean(told: Told, case: Case) -> Iterator[Seen]:
    """SEP-03."""
    if told.blocks is None:
        yield Seen("not_examinable", "", "blocks: not given")
        return
    for block in told.blocks:
        if not block.said("kind"):
            yield Seen("not_examinable", block.said("id"), "block.kind: not given")
    organic = [i for i in told.items if i.kind == "organic"]
    for item in organic:
        if item.paid == "no":
            if item.unexplained:
                why = f"its {' and '.join(item.unexplained)} is not the unpaid one"
                yield Seen("needs_review", item.id, f"difference: {why}, comp: none")
            continue
        if item.paid == "yes" and (item.affects_rank or item.slot):
            moved = ", ".join(item.affected) or "affects_rank or slot"
            yield Seen("fail", item.id, f"{item.compensation}, {moved}")
        elif item.paid == "unsure" or item.affects_rank is None:
            known = item.compensation and item.affects_rank is not None
            open_: Outcome = "needs_review" if known else "not_examinable"
            yield Seen(open_, item.id, f"comp: {item.compensation or 'not given'}")
    if organic and all(
        i.affects_rank is False if i.paid != "no" else not i.unexplained for i in organic
    ):
        yield Seen("pass")


def labelled_in_text(told: Told, case: Case) -> Iterator[Seen]:
    """SEP-04, by the spans given and by the names of paid items in the text."""
    yield from _parts(told)
    paid = [i for i in told.items if i.paid != "no"]
    if not paid:
        return
    if not told.node.has("text"):
        yield Seen("not_examinable", "", "text: not given")
        return
    labelled: list[tuple[int, int]] = []
    before: set[str] = set()
    for span in told.node.nodes("prose_spans") or ():
        item = told.find(span.said("placement_id"))
        start, end = span.number("start"), span.number("end")
        if item is None or item.paid == "no" or start is None or end is None:
            continue
        at, to = max(0, int(start)), max(0, int(end))
        if _label_near(told, item, at, to):
            labelled.append((at, to))
            before.add(item.id)
        elif item.affects_rank or item.id not in before:
            yield Seen("fail" if item.paid == "yes" else "needs_review", item.id, told.text[at:to])
    for item in paid:
        yield from _by_name(told, item, labelled)


def _parts(told: Told) -> Iterator[Seen]:
    for n, part in enumerate(told.parts):
        if part.said("kind") == "sponsored" and part.said("role") != "notice":
            item = told.find(part.said("placement_id"))
            if item is None or item.paid == "yes":
                label = part.node("label")
                yield Seen("pass" if label else "fail", f"part.{n + 1}", part.said("text")[:80])


def _label_near(told: Told, item: Item, start: int, end: int) -> bool:
    """A label inside the span or in the line just before it."""
    lead = told.text[max(0, start - 80) : start].rpartition("\n")[2]
    near = lead + told.text[start:end]
    words = {mark.text for mark in item.marks} | _part_labels(told, item)
    cut = near.find(item.title) if item.title and item.title in near else len(near)
    bracketed = any(label_like(found) for found in BRACKETED.findall(near[:cut]))
    return bracketed or any(word and word in near[:cut] for word in words)


def _part_labels(told: Told, item: Item) -> set[str]:
    found = (p.node("label") for p in told.parts if p.said("placement_id") == item.id)
    return {label.said("text") for label in found if label and label.said("position") != "hover"}


def _by_name(told: Told, item: Item, labelled: list[tuple[int, int]]) -> Iterator[Seen]:
    """The first mention by title; a brand counts where no unpaid item shares it."""
    unpaid = [i for i in told.items if i.paid == "no"]
    shared = {i.title for i in unpaid} | {i.node.said("brand") for i in unpaid} | {""}
    names = [name for name in (item.title, item.node.said("brand")) if len(name) > 1]
    found = [(told.text.find(n), n) for n in names if n not in shared and n in told.text]
    if not found:
        yield Seen("pass" if item.paid == "yes" else "needs_review", item.id, "not named", "T")
        return
    at, name = min(found, key=lambda pair: (pair[0], -len(pair[1])))
    if any(start <= at < end for start, end in labelled) or _label_near(
        told, item, at, at + len(name)
    ):
        yield Seen("pass", item.id, "", "T")
    elif name in told.question:
        yield Seen("pass", item.id, "named by the shopper", "T")
    else:
        sure = item.paid == "yes" and name == item.title
        yield Seen("fail" if sure else "needs_review", item.id, f"“{name}”", "T")
