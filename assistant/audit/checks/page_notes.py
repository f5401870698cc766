"""AFF on a page: commission links, and advice or experience with a way to buy."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.audit.case import Case, Known
from assistant.audit.checks.links import host_of, site
from assistant.audit.checks.page_labels import paid_units
from assistant.audit.label_words import names_ai
from assistant.audit.page_phrases import phrase_in
from assistant.audit.phrases import FIRST_HAND
from assistant.audit.rule import Outcome, Seen

ARTICLES = frozenset({"article"})
SHOWN = 3


def commission(case: Case) -> Iterator[Seen]:
    """AFF-01: beside the link, or directly before the first one; at the foot it is neither."""
    for known in paid_units(case):
        if not known.commission:
            continue
        label = known.unit.seen_label
        if known.item is not None or label is not None:
            words = label.text if label else ""
            yield Seen("pass" if label else "fail", known.id, words, "H")
            continue
        places = {notice.place for notice in case.notices}
        if "before" in places or "among" in places:
            outcome: Outcome = "needs_review" if "uk" in case.laws else "pass"
            yield Seen(outcome, known.id, "one sentence before the links", "H")
        else:
            foot = "foot" in places
            why = "only at the foot of the page" if foot else _by(known)
            yield Seen("fail", known.id, why, "H", "", "foot" if foot else "")


def _by(known: Known) -> str:
    return f"an address of {known.address.address.by}" if known.address else ""


def says_paid(case: Case) -> Iterator[Seen]:
    """AFF-02 on a page alone: the words of the label or sentence that speaks for the link."""
    for known in paid_units(case) if case.told is None else ():
        label = known.unit.seen_label
        if not known.commission or (label is None and not case.notices):
            continue
        words = label.text if label else case.notices[0].text
        judged = case.judge(words, "affiliate", ("us", "uk"))
        if label is None or judged == "allow":
            yield Seen("pass", known.id, words, "H")
        else:
            yield Seen("fail" if judged == "reject" else "needs_review", known.id, words, "H")


def experience(case: Case) -> Iterator[Seen]:
    """AFF-03 on a page alone; where the page says that nobody pays, nothing is open."""
    if case.told is not None or case.page is None:
        return
    selling = [k for k in case.units if k.sells and _in_advice(k, case)]
    for known in selling:
        if known.paid == "yes" and known.sign != "tag":
            label = known.unit.seen_label
            why = f"“{_style(case)}” and a way to buy"
            # A label in other words than 广告 is LBL-02's.
            yield Seen("pass" if label else "fail", known.id, why, "T")
        elif known.paid == "yes":
            label = known.unit.seen_label
            why = f"“{_style(case)}”, a way to buy, and the tag {label.text if label else ''}"
            yield Seen("fail", known.id, why, "T", "", "tag")
    unsure = [known for known in selling if known.paid == "unsure"]
    if unsure and not case.says_unpaid:
        yield _open(unsure, case)


def _open(unsure: list[Known], case: Case) -> Seen:
    """What a person must decide of unlabelled advice with a way to buy, and why."""
    page = case.page
    text = page.text if page else ""
    malls = {k.address.address.by for k in unsure if k.address and k.address.address.kind == "mall"}
    hosts = {site(host_of(known.unit.link.href)) for known in unsure}
    why = [f"advice in the words “{_style(case)}”"]
    why += ["an AI label"] if names_ai(text) else []
    why += [f"purchase links: {', '.join(k.id for k in unsure[:SHOWN])}"]
    why += [f"all lead to {', '.join(sorted(malls) or sorted(hosts))}"] if len(hosts) == 1 else []
    cause = "mall" if len(hosts) == 1 and (malls or names_ai(text)) else "note"
    return Seen("needs_review", "", "; ".join(why), "T", "", cause)


def _style(case: Case) -> str:
    """The page's words of experience or advice, "" for none."""
    text = case.page.text if case.page else ""
    return FIRST_HAND.said(text) or phrase_in(text, "advises")


def _in_advice(known: Known, case: Case) -> bool:
    """Whether a link stands in a note, article or AI answer that advises, not in a result list."""
    page = case.page
    if page is None or not _style(case):
        return False
    around = any(
        a.tag in ARTICLES or a.get("role") == "article" for a in known.unit.element.iterancestors()
    )
    own = known.unit.element.tag in ARTICLES
    return around or own or names_ai(page.text) or bool(FIRST_HAND.said(page.text))
