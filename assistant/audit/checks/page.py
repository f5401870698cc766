"""What a saved page shows by itself, set against what is known of its links."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.audit.case import Case, Known
from assistant.audit.checks.links import host_of, site
from assistant.audit.description import Told
from assistant.audit.html.page import PRICE, Page
from assistant.audit.label_words import AI_NOTICE, names_ai, says_generated
from assistant.audit.phrases import (
    ABSOLUTE,
    FIRST_HAND,
    SAYS_FREE,
    URGENT,
    Phrase,
)
from assistant.audit.rule import Outcome, Seen

CONTAINERS = ("section", "aside", "ul", "ol", "table", "fieldset")
SHOWN_LINKS = 20
"""How many unjudged links of one page are named; more add nothing."""


def _paid(case: Case) -> Iterator[Known]:
    return (known for known in case.units if known.paid == "yes")


def labelled(case: Case) -> Iterator[Seen]:
    """LBL-01."""
    open_links = 0
    for known in case.units:
        label = known.unit.seen_label
        if known.paid == "yes":
            words = label.text if label else _footnote(known, case)
            yield Seen("pass" if words else "fail", known.id, words or "no label", "H")
        elif known.paid == "unsure" and label is None and known.item is None and case.told is None:
            open_links += 1
            if open_links <= SHOWN_LINKS:
                yield Seen("needs_review", known.id, "no label; that proves nothing", "H")


def _footnote(known: Known, case: Case) -> str:
    """The words of a footer label that the record knows and the page has; LBL-04 judges those."""
    marks = known.item.marks if known.item else ()
    text = case.page.text if case.page else ""
    return next((m.text for m in marks if m.position == "footer" and m.text in text), "")


def worded(case: Case) -> Iterator[Seen]:
    """LBL-02."""
    for known in _paid(case):
        label = known.unit.seen_label
        if label is not None:
            commission = known.item is not None and known.item.compensation == "cps"
            laws = tuple(law for law in case.laws if not commission or law in ("cn", "eu"))
            if not laws:
                continue
            judged = case.judge(label.text, "affiliate" if commission else "ad", laws)
            outcome: Outcome = "needs_review"
            if judged in ("allow", "reject"):
                outcome = "pass" if judged == "allow" else "fail"
            yield Seen(outcome, known.id, f"“{label.text}” is {judged}", "H")


def first(case: Case) -> Iterator[Seen]:
    """LBL-03."""
    for known in _paid(case):
        label = known.unit.seen_label
        if label is None or label.form != "text" or label.hidden:
            continue
        own = [each for each in known.unit.own if each.form == "text" and not each.hidden]
        ahead = known.unit.zone or any(each.at <= known.unit.first_content for each in own)
        yield Seen("pass" if ahead else "fail", known.id, label.text, "H")


def in_sight(case: Case) -> Iterator[Seen]:
    """LBL-04."""
    for known in _paid(case):
        label = known.unit.seen_label
        if label is not None:
            hidden = label.hidden or ("title" if label.form == "title" else "")
            yield Seen("fail" if hidden else "pass", known.id, hidden, "H")


def apart(case: Case) -> Iterator[Seen]:
    """SEP-01: what the record calls a block of its own shares no container with unpaid items."""
    units = case.units
    for known in units:
        if known.paid != "yes" or known.item is None or known.item.kind != "sponsored":
            continue
        around = next((a for a in known.unit.element.iterancestors() if a.tag in CONTAINERS), None)
        if around is None:
            continue
        mixed = [
            other.id
            for other in units
            if other.paid == "no" and around in other.unit.element.iterancestors()
        ]
        yield Seen("fail" if mixed else "pass", known.id, ", ".join(mixed), "H")


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
            yield Seen("needs_review", "", f"struck {run.text}, no history", "H")
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
        found = ABSOLUTE.search(known.unit.text)
        asked = case.told.question if case.told else ""
        bad = found is not None and found.group() not in asked
        yield Seen("fail" if bad else "pass", known.id, found.group() if found else "", "T")


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
        yield Seen("needs_review", "", "AI is named" if corner else "no AI label is found", "H")


def ai_announced(case: Case) -> Iterator[Seen]:
    """AI-02."""
    page = case.page
    if page is None:
        return
    if case.told is not None:
        yield from _ai_on_page(case.told, page)
    else:
        early = "\n".join(run.text for run in page.visible[:40])
        yield Seen("pass" if AI_NOTICE.search(early) else "needs_review", "", "", "H")


def _ai_on_page(told: Told, page: Page) -> Iterator[Seen]:
    labels = told.node.nodes("ai_labels") or ()
    words = [label.said("text") for label in labels if label.said("text")]
    if told.node.flag("ai_generated") and words and not any(w in page.text for w in words):
        yield Seen("fail", "", f"“{words[0]}” is in the record, not on the page", "H")


def commission(case: Case) -> Iterator[Seen]:
    """AFF-01."""
    for known in _paid(case):
        if known.item is not None and known.item.compensation == "cps":
            label = known.unit.seen_label
            yield Seen("pass" if label else "fail", known.id, label.text if label else "", "H")


def seller(case: Case) -> Iterator[Seen]:
    """SEL-01."""
    for known in case.units:
        told = known.item.node.node("seller") if known.item else None
        if told is not None and told.said("name"):
            there = told.said("name") in known.unit.text
            yield Seen("pass" if there else "fail", known.id, told.said("name"), "H")
        elif case.told is None and known.unit.link.href:
            yield Seen("needs_review", "", "who sells is not known from a page alone", "H")
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
            yield Seen("needs_review", "", "no page was given", "H")
        return
    units = case.units
    for known in units:
        rel = known.unit.link.rel
        if known.paid == "yes":
            marked = rel & {"sponsored", "nofollow"} and rel & {"noopener", "noreferrer"}
            why = f"rel “{' '.join(sorted(rel))}”"
            yield Seen("pass" if marked else "fail", known.id, why, "H")
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


def _ours(known: Known, told: Told) -> bool:
    """A link that the shopper pasted, or one that explains the ranking, or quotes a source."""
    href = known.unit.link.href
    info = told.node.node("ranking_info")
    sources = told.node.texts("source_urls") or ()
    return href in told.question or href in sources or bool(info and href == info.said("url"))
