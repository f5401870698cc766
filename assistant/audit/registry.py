"""Every rule with what checks it: once on the record, once on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from assistant.audit.case import Case
from assistant.audit.checks import (
    accessibility,
    ai_and_persons,
    claims,
    labels,
    links,
    page,
    page_controls,
    page_prose,
    prices,
    separation,
)
from assistant.audit.description import Told
from assistant.audit.rule import Rule, Seen, rules

OnRecord = Callable[[Told, Case], Iterator[Seen]]
OnPage = Callable[[Case], Iterator[Seen]]


class Check(NamedTuple):
    """One rule as data, and its checks; either may be absent."""

    rule: Rule
    record: OnRecord | None
    page: OnPage | None


RECORD: dict[str, OnRecord] = {
    "LBL-01": labels.has_label,
    "LBL-02": labels.words,
    "LBL-03": labels.comes_first,
    "LBL-04": labels.in_sight,
    "LBL-05": labels.survives,
    "LBL-06": labels.doors,
    "LBL-07": labels.no_false_claim,
    "LBL-08": labels.both_labels,
    "SEP-01": separation.apart,
    "SEP-02": separation.zone_valid,
    "SEP-03": separation.organic_clean,
    "SEP-04": separation.labelled_in_text,
    "RNK-01": separation.moved_is_labelled,
    "RNK-02": separation.ranking_told,
    "RNK-03": separation.invariant,
    "RNK-04": separation.pool_told,
    "AFF-01": links.beside_link,
    "AFF-02": links.says_paid,
    "AFF-03": links.experience_is_ad,
    "AFF-04": links.payer_named,
    "PRC-01": prices.struck,
    "PRC-02": prices.percentage,
    "PRC-03": prices.fresh,
    "PRC-04": prices.whole_price,
    "PRC-05": prices.urgency,
    "REV-01": claims.no_own_use,
    "REV-02": claims.rating_sourced,
    "CLM-01": claims.no_absolute,
    "CLM-02": claims.health_and_minors,
    "CLM-03": claims.parity,
    "AI-01": ai_and_persons.chinese_ai_label,
    "AI-02": ai_and_persons.ai_announced,
    "PER-01": ai_and_persons.can_be_impersonal,
    "PER-02": ai_and_persons.no_special_targeting,
    "SEL-01": links.seller_named,
    "SEL-02": links.hops_told,
}
PAGE: dict[str, OnPage] = {
    "LBL-01": page.labelled,
    "LBL-02": page.worded,
    "LBL-03": page.first,
    "LBL-04": page.in_sight,
    "LBL-06": page_prose.questions,
    "LBL-07": page.claims,
    "SEP-01": page.apart,
    "SEP-02": page.zone_pure,
    "SEP-04": page_prose.words,
    "AFF-01": page.commission,
    "AFF-04": page_controls.at_the_ad,
    "PRC-01": page.struck,
    "PRC-05": page.urgent,
    "REV-01": page.own_use,
    "CLM-01": page.absolute,
    "AI-01": page.ai_labelled,
    "AI-02": page.ai_announced,
    "SEL-01": page.seller,
    "SEL-02": page.hops,
    "LNK-01": page.links,
    "AX-01": accessibility.contrast,
    "AX-02": accessibility.size,
    "AX-03": accessibility.real_text,
}
OF_ITEMS = frozenset(
    {
        "LBL-01",
        "LBL-02",
        "LBL-03",
        "LBL-04",
        "SEP-01",
        "SEP-02",
        "SEP-03",
        "SEP-04",
        "RNK-01",
        "RNK-02",
        "AFF-01",
        "AFF-02",
        "AFF-03",
        "AFF-04",
        "PRC-01",
        "PRC-02",
        "PRC-03",
        "PRC-04",
        "REV-02",
        "CLM-01",
        "CLM-02",
        "SEL-01",
        "SEL-02",
    }
)
"""Rules on items, which stay open where a description may leave items out."""

MEASURED: dict[str, OnPage] = {
    "LBL-03": labels.first_measured,
    "LBL-04": labels.in_sight_measured,
    "SEP-02": separation.zone_measured,
}
"""What a browser's computed styles add."""

ROOT_CAUSES: dict[str, tuple[str, ...]] = {
    "LBL-01": ("LBL-02", "LBL-03", "LBL-04", "LBL-05", "LBL-06", "AX-01", "AX-02", "AX-03"),
    "LBL-03": ("AFF-01",),
    "LBL-04": ("LBL-03", "LBL-05", "SEP-02", "AFF-01"),
    "LBL-06": ("AFF-04",),
    "SEP-03": ("SEP-01",),
    "AFF-02": ("LBL-02",),
}
"""A failure at an item silences these rules at that item: they would only repeat it."""

WHOLE_CAUSES: dict[str, tuple[str, ...]] = {
    "LBL-01": ("LBL-08",),
    "AI-01": ("LBL-08",),
    "AI-02": ("LBL-08",),
}
"""A failure anywhere silences these rules for the answer."""


@cache
def checks() -> tuple[Check, ...]:
    """Every rule with its checks, in the order of the rule files."""
    return tuple(Check(rule, RECORD.get(id), PAGE.get(id)) for id, rule in rules().items())
