"""What a shopper asked for earlier, kept for advertising only where they chose that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from assistant.monetisation.eligibility import competes
from assistant.schema.need import Need
from catalog.campaign import Campaign
from catalog.money import Money
from catalog.store import Catalog
from catalog.vocabulary import Vocabulary

Interests = tuple[str, ...] | None
"""Ids of categories, the latest last; None where nothing is remembered."""
MOST = 20


def with_asked(interests: Interests, need: Need, vocabulary: Vocabulary) -> Interests:
    """What is remembered once this was asked: no child's questions, and nothing restricted."""
    asked = need.category if need.act == "find" else ""
    if interests is None or not asked or need.restricted or need.from_child:
        return interests
    if vocabulary.category(asked).restricted:
        return interests
    return (*(id for id in interests if id != asked), asked)[-MOST:]


def remembered_before(interests: Interests, need: Need) -> tuple[str, ...]:
    """What is remembered of other kinds of things than the one asked for now."""
    return tuple(id for id in interests or () if id != need.category)


def of_interest(
    campaigns: Iterable[Campaign],
    interests: tuple[str, ...],
    need: Need,
    catalog: Catalog,
    now: datetime,
    spent: Mapping[str, Money],
) -> tuple[Campaign, ...]:
    """The campaigns that run and pay for a product of a category remembered of the shopper.

    What is asked now says nothing of another kind of thing: neither its price nor its attributes
    choose here, so that a campaign which aims at attributes takes no part. Nothing takes part where
    no sale may be pushed.

    Args:
        campaigns: in any order; the result keeps it.
        interests: ids of categories.
        need: what is asked now.
        catalog: where products and offers are.
        now: the moment of the answer.
        spent: what each campaign has been charged so far; none where it is not named.
    """
    if not interests or need.restricted or need.from_child:
        return ()
    earlier, kinds = Need(text="", language=need.language), set(interests)
    return tuple(c for c in campaigns if competes(c, earlier, kinds, catalog, now, spent))
