"""What a saved page shows by itself, set against what is known of its links."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.audit.case import Case, Known
from assistant.audit.checks.claims import absolute_in
from assistant.audit.checks.links import host_of, site
from assistant.audit.description import Told
from assistant.audit.html.page import PRICE, Page
from assistant.audit.label_words import AI_NOTICE, names_ai, says_generated
from assistant.audit.phrases import (
    FIRST_HAND,
    SAYS_FREE,
    URGENT,
    Phrase,
)
from assistant.audit.rule import Outcome, Seen

CONTAINERS = frozenset({"section", "aside", "ul", "ol", "table", "fieldset"})


def _paid(case: Case) -> Iterator[Known]:
    return (known for known in case.units if known.paid == "yes")


def apart(case: Case) -> Iterator[Seen]:
    """SEP-01: what the record calls a block of its own shares no container with unpaid items."""
    mixed: dict[object, list[str]] = {}
    for other in case.units:
        for around in other.unit.element.iterancestors() if other.paid == "no" else ():
            if around.tag in CONTAINERS:
                mixed.setdefault(around, []).append(other.id)
    for known in _paid(case):
        if known.item is None or known.item.kind != "sponsored":
            continue
        around = next((a for a in known.unit.element.iterancestors() if a.tag in CONTAINERS), None)
        if around is not None:
            found = mixed.get(around, [])
            yield Seen("fail" if found else "pass", known.id, ", ".join(found[:9]), "H")


def zone_pure(case: Case) -> Iterator[Seen]:
    """SEP-02."""
    units = case.units
    mixed = [k for k in units if k.paid == "no" and k.unit.zone is not None]
    for known in mixed:
        words = known.unit.zone.text if known.unit.zone else ""
        yield Seen("fail", known.id, f"not paid for, under “{words}”", "H")
    zoned = [k for k in units if k.paid == "yes" and k.unit.zone is not None]
    if zoned and not mixed and case.told is not None:
        yield Seen("pass", "", "", "H")


def struck(case: Case) -> Iterator[Seen]:
    """PRC-01: a struck price on the page that the record does not know."""
    if case.page is None:
        return
    runs = [r for r in case.page.visible if r.struck and (PRICE.search(r.text) or r.text.isdigit())]
    known = {str(i.price.number("ref")) for i in case.told.items} if case.told else set()
    digits = {"".join(c for c in ref if c.isdigit()).rstrip("0") for ref in known}
    for run in runs:
        if case.told is None:
            yield Seen("not_examinable", "", f"struck {run.text}, no history", "H")
        elif "".join(c for c in run.text if c.isdigit()).rstrip("0") not in digits - {""}:
            yield Seen("fail", "", f"struck {run.text} is not in the record", "H")


def claims(case: Case) -> Iterator[Seen]:
    """LBL-07."""
    page = case.page
    if page is None:
        return
    paid = any(True for _ in _paid(case)) or (case.told is not None and case.told.money == "yes")
    said = SAYS_FREE.said(page.text)
    if said and paid:
        yield Seen("fail", "", f"“{said}”", "T")
    elif said and (case.told is None or case.told.money == "unsure"):
        yield Seen("needs_review", "", f"“{said}”", "T")


def own_use(case: Case) -> Iterator[Seen]:
    """REV-01 on a page alone: the words may be the shopper's, so they are for a person to read."""
    yield from _phrase(case, FIRST_HAND)


def urgent(case: Case) -> Iterator[Seen]:
    """PRC-05 on a page alone."""
    yield from _phrase(case, URGENT)


def _phrase(case: Case, phrase: Phrase) -> Iterator[Seen]:
    if case.told is None and case.page is not None:
        found = phrase.said(case.page.text)
        evidence = f"“{found}”" if found else ""
        yield Seen("needs_review" if found else "pass", "", evidence, "T")


def absolute(case: Case) -> Iterator[Seen]:
    """CLM-01."""
    for known in _paid(case):
        asked = case.told.question if case.told else ""
        outcome, words = absolute_in(known.unit.text, asked)
        yield Seen(outcome, known.id, words, "T")


def ai_labelled(case: Case) -> Iterator[Seen]:
    """AI-01: a label in the record must be on the page; on a page alone it must be found."""
    page = case.page
    if page is None:
        return
    if case.told is not None:
        yield from _ai_on_page(case.told, page)
    elif says_generated(page.text):
        yield Seen("pass", "", "", "H")
    else:
        corner = names_ai(page.text)
        yield Seen("not_examinable", "", "AI is named" if corner else "no AI label is found", "H")


def ai_announced(case: Case) -> Iterator[Seen]:
    """AI-02."""
    page = case.page
    if page is None:
        return
    if case.told is not None:
        yield from _ai_on_page(case.told, page)
    else:
        early = "\n".join(run.text for run in page.visible[:40])
        yield Seen("pass" if AI_NOTICE.search(early) else "not_examinable", "", "", "H")


def _ai_on_page(told: Told, page: Page) -> Iterator[Seen]:
    labels = told.node.nodes("ai_labels") or ()
    words = [label.said("text") for label in labels if label.said("text")]
    if told.node.flag("ai_generated") and words and not any(w in page.text for w in words):
        yield Seen("fail", "", f"“{words[0]}” is in the record, not on the page", "H")


def seller(case: Case) -> Iterator[Seen]:
    """SEL-01."""
    for known in case.units:
        told = known.item.node.node("seller") if known.item else None
        if told is not None and told.said("name"):
            there = told.said("name") in known.unit.text
            yield Seen("pass" if there else "fail", known.id, told.said("name"), "H")
        elif case.told is None and known.unit.link.href:
            yield Seen("not_examinable", "", "who sells is not known from a page alone", "H")
            return


def hops(case: Case) -> Iterator[Seen]:
    """SEL-02: a foreign hop that the record knows is named in the unit."""
    for known in case.units:
        if known.item is None:
            continue
        node = known.item.node
        final = host_of(node.said("final_url"))
        told = [host_of(hop) or hop for hop in node.texts("redirects") or ()]
        foreign = [hop for hop in told if final and site(hop) != site(final)]
        if foreign:
            there = all(hop in known.unit.text for hop in foreign)
            yield Seen("pass" if there else "fail", known.id, " → ".join(foreign), "H")


def links(case: Case) -> Iterator[Seen]:
    """LNK-01: rel tokens, and the record against the page."""
    if case.page is None:
        if case.told is None or any(item.node.said("url") for item in case.told.items):
            yield Seen("not_examinable", "", "no page was given", "H")
        return
    units = case.units
    for known in units:
        rel = known.unit.link.rel
        if known.paid == "yes":
            marked = rel & {"sponsored", "nofollow"} and rel & {"noopener", "noreferrer"}
            why = f"rel “{' '.join(sorted(rel))}”"
            yield Seen("pass" if marked else _unmarked(case), known.id, why, "H")
        if case.told is not None and known.item is None and not _ours(known, case.told):
            yield Seen("fail", known.id, "on the page, not in the record", "H")
    if case.told is None:
        return
    there = {known.id for known in units}
    for item in case.told.items:
        if item.node.said("url") and item.id not in there:
            yield Seen("fail", item.id, "in the record, not on the page", "H")
    if units and all(known.item for known in units):
        yield Seen("pass", "", "", "H")


def _unmarked(case: Case) -> Outcome:
    """A paid link without rel: search engines ask for it, no law does.

    So it is no breach under one law on other people's pages.
    """
    return "not_applicable" if case.told is None and case.profile in case.laws else "fail"


def _ours(known: Known, told: Told) -> bool:
    """A link that the shopper pasted, or one that explains the ranking, or quotes a source."""
    href = known.unit.link.href
    info = told.node.node("ranking_info")
    sources = told.node.texts("source_urls") or ()
    return href in told.question or href in sources or bool(info and href == info.said("url"))
