"""MIN, GRN, HOP, REV-03: rules of laws that came into force since 2023."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.audit.case import Case
from assistant.audit.description import Item, Told
from assistant.audit.rule import Outcome, Seen

BARRED_TO_MINORS = re.compile(
    r"医|药|保健|化妆|彩妆|护肤|美容|酒|网络游戏|cosmetic|make-?up|skin-?care|beauty|alcohol|beer"
    r"|wine|spirits|medicine|supplement|health[-_ ]?food|medical|online[-_ ]?game",
    re.I,
)
SAYS_REWARDED = re.compile(r"有偿|奖励|返现|incentiv|reward|belohnt", re.I)
GENERIC_GREEN = re.compile(
    r"\b(eco|environment(ally)?|climate|planet|nature)[- ]?friendly\b|\bgreen(er)? product\b"
    r"|\b(biodegradable|sustainable|energy[- ]efficient|carbon[- ]friendly|zero[- ]emission)\b"
    r"|\b(umwelt|klima)freundlich|\bnachhaltig|\bökologisch|\bécologique"
    r"|\brespectueux de l.environnement|\becologic[oa]|\bsostenib|环保|绿色产品|可持续|生态友好",
    re.I,
)
OFFSET = re.compile(
    r"\b(climate|carbon|co2)[- ](neutral|positive|negative|compensated)"
    r"|\bklimaneutral|\bco2-neutral|\bneutr(e|alité) (en )?carbone|\bcarbon offset|碳中和|零碳",
    re.I,
)
MOST_HOPS = 1


def minors_media(told: Told, case: Case) -> Iterator[Seen]:
    """MIN-01."""
    if told.node.flag("audience_minor") is not True:
        return
    for item in told.items:
        category = item.node.said("category")
        if item.paid == "no":
            continue
        if not category:
            yield Seen("not_examinable", item.id, "category: not given")
        elif BARRED_TO_MINORS.search(f"{category} {item.title}"):
            outcome: Outcome = "fail" if item.paid == "yes" else "needs_review"
            yield Seen(outcome, item.id, f"{category} on a medium for minors")
        else:
            yield Seen("pass", item.id, category)


def green_claims(told: Told, case: Case) -> Iterator[Seen]:
    """GRN-01, in what is said for sale: ad text, and the text of answers that sell."""
    based = bool(told.node.texts("green_evidence"))
    texts = [(item.id, f"{item.title}\n{item.node.said('text')}") for item in told.items]
    if told.money == "yes":
        texts.append(("", told.text))
    for at, text in texts:
        yield from _green(at, text, told.question, based)


def green_claims_on_page(case: Case) -> Iterator[Seen]:
    """GRN-01 on a page alone: in the cards of what is paid for."""
    for known in case.units if case.told is None else ():
        if known.paid == "yes":
            yield from _green(known.id, known.unit.text, "", False)


def _green(at: str, text: str, question: str, based: bool) -> Iterator[Seen]:
    offset, generic = OFFSET.search(text), GENERIC_GREEN.search(text)
    if offset and offset.group() not in question:
        yield Seen("fail", at, f"“{offset.group()}”", "T")
    elif generic and generic.group() not in question:
        yield Seen("pass" if based else "needs_review", at, f"“{generic.group()}”", "T")


def seller_hops(told: Told, case: Case) -> Iterator[Seen]:
    """HOP-01, for live commerce alone."""
    for item in told.items:
        record = item.node.node("disclosure")
        live = told.node.flag("live") or (record and record.said("mechanism") == "live_sale")
        if live and item.node.said("url"):
            yield _hops(item)


def _hops(item: Item) -> Seen:
    """How far the seller's information is; at no hop where the seller stands beside the item."""
    seller = item.node.node("seller")
    hops = seller.number("info_hops") if seller else None
    if hops is not None:
        return Seen("fail" if hops > MOST_HOPS else "pass", item.id, f"{hops} hops")
    named = seller is not None and seller.said("name") and seller.flag("is_trader") is not None
    return Seen("pass" if named else "not_examinable", item.id, "seller.info_hops: not given")


def genuine_reviews(told: Told, case: Case) -> Iterator[Seen]:
    """REV-03."""
    for item in told.items:
        rating = item.node.node("ratings")
        if rating is None or rating.number("value") is None:
            continue
        paid_for = rating.flag("incentivised")
        if rating.flag("fabricated"):
            yield Seen("fail", item.id, "made up")
        elif paid_for:
            yield _rewarded(item, rating.said("verification"), told, case)
        elif paid_for is None:
            yield Seen("not_examinable", item.id, "ratings.incentivised: not given")
        else:
            yield Seen("pass", item.id)


def _rewarded(item: Item, verification: str, told: Told, case: Case) -> Seen:
    """Whether incentivised reviews are called that, in the record or where the item is shown."""
    shown = [known.unit.text for known in case.units if known.item is item]
    if SAYS_REWARDED.search(" ".join((verification, *shown))):
        return Seen("pass", item.id, "said to be incentivised")
    outcome: Outcome = "not_examinable" if told.ours and case.page is None else "fail"
    return Seen(outcome, item.id, "incentivised, and not said to be")
