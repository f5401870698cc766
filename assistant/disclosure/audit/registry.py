"""Every rule with what checks it: once on the record, once on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from assistant.disclosure.audit import (
    check_access,
    check_claims,
    check_controls,
    check_labels,
    check_links,
    check_page,
    check_persons,
    check_places,
    check_prices,
    check_prose,
)
from assistant.disclosure.audit.case import Case
from assistant.disclosure.audit.told import Told
from assistant.disclosure.audit.verdict import Rule, Seen, rules

OnRecord = Callable[[Told, Case], Iterator[Seen]]
OnPage = Callable[[Case], Iterator[Seen]]


class Check(NamedTuple):
    """One rule as data, and its checks; either may be absent."""

    rule: Rule
    record: OnRecord | None
    page: OnPage | None


RECORD: dict[str, OnRecord] = {
    "LBL-01": check_labels.has_label,
    "LBL-02": check_labels.words,
    "LBL-03": check_labels.comes_first,
    "LBL-04": check_labels.in_sight,
    "LBL-05": check_labels.survives,
    "LBL-06": check_labels.doors,
    "LBL-07": check_labels.no_false_claim,
    "LBL-08": check_labels.both_labels,
    "SEP-01": check_places.apart,
    "SEP-02": check_places.zone_valid,
    "SEP-03": check_places.organic_clean,
    "SEP-04": check_places.labelled_in_text,
    "RNK-01": check_places.moved_is_labelled,
    "RNK-02": check_places.ranking_told,
    "RNK-03": check_places.invariant,
    "RNK-04": check_places.pool_told,
    "AFF-01": check_links.beside_link,
    "AFF-02": check_links.says_paid,
    "AFF-03": check_links.experience_is_ad,
    "AFF-04": check_links.payer_named,
    "PRC-01": check_prices.struck,
    "PRC-02": check_prices.percentage,
    "PRC-03": check_prices.fresh,
    "PRC-04": check_prices.whole_price,
    "PRC-05": check_prices.urgency,
    "REV-01": check_claims.no_own_use,
    "REV-02": check_claims.rating_sourced,
    "CLM-01": check_claims.no_absolute,
    "CLM-02": check_claims.health_and_minors,
    "CLM-03": check_claims.parity,
    "AI-01": check_persons.chinese_ai_label,
    "AI-02": check_persons.ai_announced,
    "PER-01": check_persons.can_be_impersonal,
    "PER-02": check_persons.no_special_targeting,
    "SEL-01": check_links.seller_named,
    "SEL-02": check_links.hops_told,
}
PAGE: dict[str, OnPage] = {
    "LBL-01": check_page.labelled,
    "LBL-02": check_page.worded,
    "LBL-03": check_page.first,
    "LBL-04": check_page.in_sight,
    "LBL-06": check_prose.questions,
    "LBL-07": check_page.claims,
    "SEP-01": check_page.apart,
    "SEP-02": check_page.zone_pure,
    "SEP-04": check_prose.words,
    "AFF-01": check_page.commission,
    "AFF-04": check_controls.at_the_ad,
    "PRC-01": check_page.struck,
    "PRC-05": check_page.urgent,
    "REV-01": check_page.own_use,
    "CLM-01": check_page.absolute,
    "AI-01": check_page.ai_labelled,
    "AI-02": check_page.ai_announced,
    "SEL-01": check_page.seller,
    "SEL-02": check_page.hops,
    "LNK-01": check_page.links,
    "AX-01": check_access.contrast,
    "AX-02": check_access.size,
    "AX-03": check_access.real_text,
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
    "LBL-03": check_labels.first_measured,
    "LBL-04": check_labels.in_sight_measured,
    "SEP-02": check_places.zone_measured,
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
