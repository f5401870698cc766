"""LBL: that a paid item says so, in accepted words, first, in sight, and wherever it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.audit.case import Case
from assistant.audit.description import Item, Mark, Told
from assistant.audit.phrases import (
    CLAIMS_FREEDOM,
    CLAIMS_INVARIANCE,
    DENIES,
    SAYS_FREE,
)
from assistant.audit.rule import Outcome, Seen


def has_label(told: Told, case: Case) -> Iterator[Seen]:
    """LBL-01."""
    if told.blocks is None:
        yield Seen("not_examinable", "", "blocks: not given")
    for item in told.items:
        if item.paid == "yes":
            what = ", ".join(m.text for m in item.marks)
            paid = f"comp.type {item.compensation}, label {what or 'none'}"
            yield Seen("pass" if item.marks else "fail", item.id, paid)
        elif item.paid == "unsure" and not item.marks:
            known: Outcome = "needs_review" if item.compensation else "not_examinable"
            yield Seen(known, item.id, f"comp.type {item.compensation or 'not given'}")


def marks(told: Told) -> Iterator[tuple[str, Mark]]:
    """Every advertising label with the id of what it stands at; a zone's with its block's."""
    zones: set[int] = set()
    for item in told.items:
        if item.own_mark and item.paid != "no":
            yield item.id, item.own_mark
        if item.zone and id(item.block) not in zones:
            zones.add(id(item.block))
            yield item.block.said("id") or item.id, item.zone
    for n, follow_up in enumerate(told.follow_ups):
        label = follow_up.node("label")
        if follow_up.flag("paid") and label:
            yield f"follow_up.{n + 1}", Mark(label)
    for n, part in enumerate(told.parts):
        label = part.node("label")
        if label and Mark(label).role != "ai":
            yield f"part.{n + 1}", Mark(label)


def words(told: Told, case: Case) -> Iterator[Seen]:
    """LBL-02; commission labels under US and UK law are AFF-02's."""
    for at, mark in marks(told):
        laws = case.laws
        if mark.role == "affiliate":
            laws = tuple(law for law in laws if law in ("cn", "eu"))
        if not laws:
            continue
        if not mark.text:
            yield Seen("not_examinable", at, "label.text: not given")
            continue
        judged = case.judge(mark.text, mark.role, laws)
        outcome: Outcome = "needs_review"
        if judged in ("allow", "reject"):
            outcome = "pass" if judged == "allow" else "fail"
        yield Seen(outcome, at, f"“{mark.text}” is {judged}")


def comes_first(told: Told, case: Case) -> Iterator[Seen]:
    """LBL-03."""
    for at, mark in marks(told):
        if mark.position in ("hover", "footer"):
            continue
        if mark.position == "after" or (mark.node.flag("same_unit") is False and not mark.zone):
            late: Outcome = "needs_review" if case.laws == ("cn",) else "fail"
            yield Seen(late, at, f"position {mark.position or 'not given'}, outside its unit")
        elif mark.position == "before" and (mark.zone or mark.node.flag("same_unit")):
            yield Seen("pass", at)
        else:
            yield Seen("not_examinable", at, "label.position or label.same_unit: not given")


def in_sight(told: Told, case: Case) -> Iterator[Seen]:
    """LBL-04, of the best label that each paid item has."""
    seen: dict[str, Seen] = {}
    for item in told.items:
        found = [_sight(mark) for mark in item.marks if item.paid != "no"]
        if found:
            best = min(found, key=("pass", "needs_review", "not_examinable", "fail").index)
            position = ", ".join(m.position or "not given" for m in item.marks)
            seen[item.id] = Seen(best, item.id, f"position {position}")
    for at, mark in marks(told):
        if at.startswith(("follow_up.", "part.")):
            seen[at] = Seen(_sight(mark), at, f"position {mark.position or 'not given'}")
    yield from seen.values()


def _sight(mark: Mark) -> Outcome:
    if mark.position in ("hover", "footer") or mark.node.flag("visible_initially") is False:
        return "fail"
    known = mark.position and mark.node.flag("visible_initially") is not None
    return "pass" if known else "not_examinable"


def in_sight_measured(case: Case) -> Iterator[Seen]:
    """LBL-04 as a browser sees it: the label is on the screen when its item is."""
    for n, style in enumerate((case.styles and case.styles.nodes("labels")) or ()):
        at = style.said("item") or f"label.{n + 1}"
        if (visible := style.flag("in_viewport_with_item")) is not None:
            where = f"measured in a browser {style.said('at')}".strip()
            yield Seen("pass" if visible else "fail", at, where, "R")


def first_measured(case: Case) -> Iterator[Seen]:
    """LBL-03 by visual order."""
    for n, style in enumerate((case.styles and case.styles.nodes("labels")) or ()):
        at = style.said("item") or f"label.{n + 1}"
        if (first := style.flag("before_item")) is not None:
            where = f"visual order in a browser {style.said('at')}".strip()
            late: Outcome = "needs_review" if case.laws == ("cn",) else "fail"
            yield Seen("pass" if first else late, at, where, "R")


def survives(told: Told, case: Case) -> Iterator[Seen]:
    """LBL-05: in each export the label stands between the item before and its own."""
    marked = [i for i in told.items if i.paid == "yes" and _visible(i)]
    ai = [label.said("text") for label in told.node.nodes("ai_labels") or () if label.said("text")]
    if not marked and not ai:
        return
    prefixes = told.node.texts("stream") or ()
    if not case.exports and not prefixes:
        yield Seen("not_examinable", "", "exports: not given")
    texts = [*case.exports.items(), *((f"stream {n}", text) for n, text in enumerate(prefixes))]
    for form, text in texts:
        gone = sorted(lost(told, marked, text))
        if ai and not form.startswith("stream") and not any(words in text for words in ai):
            yield Seen("fail", "", f"{form}: the AI label is gone")
        for id in gone:
            yield Seen("fail", id, f"{form}: no label before the item")
        if not gone:
            yield Seen("pass", "", form)


def _visible(item: Item) -> bool:
    return any(_sight(mark) != "fail" and mark.text for mark in item.marks)


def lost(told: Told, marked: Sequence[Item], text: str) -> Iterator[str]:
    """The ids of marked items that a text names without their label just before."""
    places = sorted((_place(i.title, text), i.title, i.id) for i in told.items if i.title)
    there = [(at, title, id) for at, title, id in places if at >= 0]
    for n, (at, _, id) in enumerate(there):
        item = next((i for i in marked if i.id == id), None)
        if item is None:
            continue
        first = min(p for p, _, other in there if _same_block(told, other, item))
        from_own = there[n - 1][0] + len(there[n - 1][1]) if n else 0
        before = [p + len(title) for p, title, _ in there if p < first]
        from_zone = max(before, default=0)
        own = item.own_mark and item.own_mark.text in text[from_own:at]
        zone = item.zone and item.zone.text in text[from_zone:first]
        if not own and not zone:
            yield id


def _same_block(told: Told, other: str, item: Item) -> bool:
    found = told.find(other)
    return found is not None and found.block is item.block


def _place(title: str, text: str) -> int:
    """The last place where a title stands as whole words, -1 for none."""
    at = text.rfind(title)
    while at >= 0:
        after = text[at + len(title) : at + len(title) + 1]
        if not (after.isascii() and after.isalnum()):
            return at
        at = text.rfind(title, 0, at)
    return -1


def doors(told: Told, case: Case) -> Iterator[Seen]:
    """LBL-06."""
    for n, follow_up in enumerate(told.follow_ups):
        at = f"follow_up.{n + 1}"
        if follow_up.flag("paid") is None:
            yield Seen("not_examinable", at, "paid: not given")
        elif follow_up.flag("paid"):
            label = follow_up.node("label")
            labelled = label is not None and Mark(label).role != "ai"
            yield Seen("pass" if labelled else "fail", at, follow_up.said("text"))
    opened = told.node.node("opened_by")
    if opened is None or not opened.flag("paid"):
        return
    product = opened.said("product_id")
    found = [i for i in told.items if i.node.said("product_id") == product] if product else []
    if not found:
        yield Seen("not_examinable", "", "opened by a paid question; its item is not found here")
    for item in found:
        yield Seen("pass" if item.marks else "fail", item.id, "opened by a paid question")


def no_false_claim(told: Told, case: Case) -> Iterator[Seen]:
    """LBL-07."""
    claims = told.node.texts("claims_by_operator")
    false = [
        c for c in claims or () if CLAIMS_FREEDOM.search(c) and not CLAIMS_INVARIANCE.search(c)
    ]
    said = SAYS_FREE.said(told.text)
    false += [said] if said else []
    for probe in told.node.nodes("probes") or ():
        if DENIES.search(probe.said("answer")) and told.money == "yes":
            yield Seen("fail", "", f"asked “{probe.said('question')}”: {probe.said('answer')}", "T")
    for claim in false:
        if told.money != "no":
            yield Seen("fail" if told.money == "yes" else "needs_review", "", claim, "T")
    if told.money == "no":
        return
    if claims is None:
        yield Seen("not_examinable", "", "claims_by_operator: not given")
    elif not false:
        yield Seen("pass")


def both_labels(told: Told, case: Case) -> Iterator[Seen]:
    """LBL-08."""
    if told.node.flag("ai_generated") is False or told.money == "no":
        return
    labels = told.node.nodes("ai_labels")
    if told.node.flag("ai_generated") is None or labels is None:
        yield Seen("not_examinable", "", "ai_generated or ai_labels: not given")
        return
    if told.money == "unsure":
        yield Seen("not_examinable", "", "whether anything is paid for is not known")
        return
    ai = {re.sub(r"\s", "", label.said("text")) for label in labels} - {""}
    ads = {re.sub(r"\s", "", mark.text) for _, mark in marks(told)} - {""}
    if not ai or not ads:
        yield Seen("fail", "", "AI label missing" if not ai else "ad label missing")
    elif ai & ads:
        yield Seen("fail", "", "one label stands for both")
    else:
        yield Seen("pass")
