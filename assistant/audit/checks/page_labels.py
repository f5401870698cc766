"""LBL on a page: that what is paid for says so there, in accepted words, first and in sight."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.audit.case import Case, Known
from assistant.audit.html.notices import Notice
from assistant.audit.html.page import Page
from assistant.audit.html.questions import Question
from assistant.audit.rule import Outcome, Seen
from assistant.schema.answer import Jurisdiction

SHOWN_LINKS = 5
"""How many unlabelled links of one page are named; more add nothing."""
TAGS_AVOIDED: tuple[Jurisdiction, ...] = ("us", "uk")
"""Laws whose guidance says that a tag among others is not seen (FTC FAQ, ASA influencer guide)."""
JUDGED: dict[str, Outcome] = {"allow": "pass", "reject": "fail"}


def paid_units(case: Case) -> Iterator[Known]:
    """The units that somebody pays for."""
    return (known for known in case.units if known.paid == "yes")


def labelled(case: Case) -> Iterator[Seen]:
    """LBL-01; on a page alone unlabelled links prove nothing, and the page may say who pays."""
    unknown: list[str] = []
    for known in case.units:
        label = known.unit.seen_label
        if known.paid == "yes":
            words = label.text if label else _page_wide(known, case)
            cause = "" if known.item is not None or known.sign != "address" else known.sign
            yield Seen("pass" if words else "fail", known.id, words or _how(known), "H", "", cause)
        elif known.item is None and case.told is None:
            unknown.append(known.id)
    if unknown and case.says_unpaid and not any(paid_units(case)):
        yield Seen("pass", "", f"the page says “{case.says_unpaid}”", "A")
    elif unknown:
        named = ", ".join(unknown[:SHOWN_LINKS])
        why = f"{len(unknown)} links without a label or a sign of payment: {named}"
        yield Seen("not_examinable", "", why, "H")


def _how(known: Known) -> str:
    """By what an unlabelled link is known to be paid for."""
    if known.address is not None and known.sign == "address":
        return f"no label; the address is that of {known.address.address.by}"
    return "no label"


def _page_wide(known: Known, case: Case) -> str:
    """A disclosure for the whole page: a footer label of the record, or a sentence of the page."""
    marks = known.item.marks if known.item else ()
    text = case.page.text if case.page else ""
    footer = next((m.text for m in marks if m.position == "footer" and m.text in text), "")
    notice = _notice(case) if known.commission and known.item is None else None
    return footer or (notice.text if notice is not None else "")


def _notice(case: Case) -> Notice | None:
    """The page's best disclosing sentence: before the links, among them, at the foot."""
    order = ("before", "among", "foot")
    return min(case.notices, key=lambda n: order.index(n.place), default=None)


def worded(case: Case) -> Iterator[Seen]:
    """LBL-02; commission labels under US and UK law are AFF-02's."""
    for known in paid_units(case):
        label = known.unit.seen_label
        if label is not None:
            laws = tuple(law for law in case.laws if not known.commission or law in ("cn", "eu"))
            if laws:
                role = "affiliate" if known.commission else "ad"
                judged = case.judge(label.text, role, laws)
                why = f"“{label.text}” is {judged}"
                yield Seen(JUDGED.get(judged, "needs_review"), known.id, why, "H")
    for question in _paid_questions(case):
        words = question.label.text if question.label else ""
        judged = case.judge(words, "ad")
        outcome = JUDGED.get(judged, "needs_review")
        yield Seen(outcome, f"“{question.text}”", f"“{words}” is {judged}", "H")


def _paid_questions(case: Case) -> Iterator[Question]:
    """Questions that a label on the page calls paid for, where no record speaks of them."""
    page: Page | None = case.page if case.told is None else None
    return (q for q in (page.questions if page else ()) if q.label is not None)


def first(case: Case) -> Iterator[Seen]:
    """LBL-03; styles that may paint a label elsewhere leave it to a browser."""
    for known in paid_units(case):
        label = known.unit.seen_label
        if label is None or label.form != "text" or label.hidden:
            continue
        own = [each for each in known.unit.own if each.form == "text" and not each.hidden]
        ahead = bool(known.unit.zone) or any(e.at <= known.unit.first_content for e in own)
        if label.moved and case.styles is None:
            yield Seen("not_examinable", known.id, f"“{label.text}” is placed by styles", "H")
        else:
            yield Seen("pass" if ahead else late(case), known.id, label.text, "H")


def late(case: Case) -> Outcome:
    """What a label after its item is: in China no rule asks that it stand before."""
    return "needs_review" if case.laws == ("cn",) else "fail"


def in_sight(case: Case) -> Iterator[Seen]:
    """LBL-04."""
    for known in paid_units(case):
        label = known.unit.seen_label
        if label is None:
            yield from _at_the_foot(known, case)
        elif label.hidden or label.form == "title":
            yield Seen("fail", known.id, label.why or label.form, "H", "", "hidden")
        elif label.form == "tag":
            outcome: Outcome = "fail" if _avoided(case) else "needs_review"
            yield Seen(outcome, known.id, f"{label.text} among other tags", "H", "", "tag")
        elif label.doubt and case.styles is None:
            yield Seen("not_examinable", known.id, label.doubt, "H")
        else:
            yield Seen("pass", known.id, "", "H")


def _avoided(case: Case) -> bool:
    return any(law in TAGS_AVOIDED for law in case.laws)


def _at_the_foot(known: Known, case: Case) -> Iterator[Seen]:
    """A commission link whose only disclosure is a sentence elsewhere on the page."""
    notice = _notice(case) if known.commission and known.item is None else None
    if notice is not None:
        foot = notice.place == "foot"
        why = f"“{notice.text}” {'behind the links' if foot else notice.place + ' the links'}"
        yield Seen("fail" if foot else "pass", known.id, why, "H", "", "foot" if foot else "")
