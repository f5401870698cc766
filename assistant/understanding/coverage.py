"""Whether the catalog carries what is asked for, where no word of the question names a kind of it.

Words that mean other things always resemble something. So it is not enough that something is
nearest: the question's words must be found in one product, or most of them somewhere and the
meaning near. The limits were set on 59 things that the demo catalog lacks and 43 needs that name
no category; docs/understanding.md has what they do to questions set apart.
"""

from __future__ import annotations

import re
from collections import Counter

from assistant.schema.need import Need
from assistant.understanding.normalise import fold, lowered
from assistant.understanding.patterns import compiled
from assistant.understanding.query_words import content, without_words
from catalog.store import Catalog
from retrieval.request import RankedProduct, Ranking

MATCHED = 0.65
"""The share of the words, by rarity, from which one product answers the question by itself."""
HARDLY = 0.15
"""The share below which nothing does, however near."""
A_THING = 2
"""As many words as name a thing; more of them describe a use, for which a near meaning will do."""
FEW, KNOWN = 0.35, 0.5
"""Shares of matched and of known words that are too few together."""
NEAR = {"zh": 0.85, "en": 0.855}
"""The cosine below which nothing is near: the model puts Chinese texts closer together."""


def carried(need: Need, ranking: Ranking, closed: bool) -> bool:
    """Whether a ranking answers a need that names no category, brand or product.

    Args:
        need: what is asked.
        ranking: what was found for it.
        closed: whether all categories of the catalog have names that shoppers use; where they do
            not, a question may well mean one that it cannot name, and is answered.
    """
    words = content(without_words(need.query, (need.occasion.lower(),) if need.occasion else ()))
    if not closed and not _named(need) and words and need.query.isascii():
        # No word of it stands in any title, and nothing is near.
        return ranking.known_terms > 0 or ranking.relevance >= NEAR["en"]
    if not closed or _named(need) or not words:
        return True
    if ranking.covered >= MATCHED:
        return True
    hardly, far = ranking.covered < HARDLY, ranking.relevance < NEAR[need.language]
    if words > A_THING:
        return not (hardly and far)
    if hardly or far:
        return False
    return ranking.known_terms >= KNOWN or (ranking.known_terms > 0 and ranking.covered >= FEW)


ALIKE = 6
"""Of the first FIRST products so many of one kind show that a description means that kind."""
GUESS = 0.25
"""The share of the words from which what was found is no mere guess, whatever kinds it is of."""
FIRST, DEEP, MOSTLY = 8, 20, 15
"""How many of the first products are looked at, and how many of a wider look are mostly of one."""
_SPEAKS = re.compile(
    r"(?<![a-z])(?:i|i'm|i've|my|me|we|our|can't|cannot|never|always|everywhere)(?![a-z])"
    r"|[我家总老太]|不了|没法|受不|想"
)
_NAMES_THING = re.compile(
    r"(?<![a-z])(?:need|want|looking for|buy|get|have|sell|carry|recommend|find|like|for) "
    r"(?:me )?(?:an?|some|new|any) "
    r"|想买|要买|来个|来一|买个|买一|有没有|有卖|推荐|求|[、]"
)


_SEVERAL = re.compile(r"、|, .* (?:and|or|&) ")
"""Things in a row."""


def described_kind(need: Need, ranking: Ranking, catalog: Catalog, closed: bool) -> str:
    """The kind of thing that a sentence describes a use of without naming it, "" for none.

    Nearly all of the best products are then of one kind; a thing that is named, however near
    other things come, is another thing.
    """
    if not describes_use(need, closed) or content(need.query) <= A_THING:
        return ""
    kinds = [catalog.product(p.product_id).category for p in ranking.products[:DEEP]]
    if not kinds:
        return ""
    first, wide = Counter(kinds[:FIRST]), Counter(kinds)
    kind, count = wide.most_common(1)[0]
    return kind if count >= MOSTLY or first[kind] > ALIKE else ""


def describes_use(need: Need, closed: bool) -> bool:
    """Whether a sentence tells of somebody's need and names no thing for it."""
    text = need.text.lower()
    if not closed or _named(need):
        return False
    return _SPEAKS.search(text) is not None and _NAMES_THING.search(text) is None


def of_kind(need: Need, category: str) -> Need:
    """The need for a kind of thing."""
    bound = need.constraints.model_copy(update={"categories": (category,)})
    return need.model_copy(update={"category": category, "constraints": bound})


def scattered(need: Need, ranking: Ranking, catalog: Catalog, closed: bool) -> bool:
    """Whether several things are named, and what was found is of many kinds: a guess at best."""
    if not _SEVERAL.search(need.text):
        return False
    if not closed or _named(need) or content(need.query) <= A_THING or ranking.covered >= GUESS:
        return False
    kinds = Counter(catalog.product(p.product_id).category for p in ranking.products[:FIRST])
    return not kinds or max(kinds.values()) < ALIKE


def _named(need: Need) -> bool:
    bound = need.constraints
    return bool(need.category or bound.categories or bound.brands or bound.only_products)


WORDED = 0.3
"""The share of the best lexical score that shows a product to be of the same kind."""


def of_one_kind(need: Need, ranking: Ranking, catalog: Catalog, closed: bool) -> Ranking:
    """The ranking without what the headline does not say, where no category binds.

    A feed's own category text binds nothing, for others may say the same in other words. Yet
    where the best product is of the category that the answer names, products of others are left
    out; and where no category is named but one product holds many of the words, those that
    hold hardly any of them.
    """
    if not closed:
        ranking = _things(need, ranking, catalog)
    bound, best = need.constraints, next(iter(ranking.products), None)
    if best is None or bound.categories or bound.only_products or closed:
        return ranking
    if need.category:
        if catalog.product(best.product_id).category != need.category:
            return ranking
        kept = [
            ranked
            for ranked in ranking.products
            if catalog.product(ranked.product_id).category == need.category
        ]
    elif ranking.covered >= FEW:
        enough = WORDED * max(map(_worded, ranking.products))
        kept = [ranked for ranked in ranking.products if _worded(ranked) >= enough]
    else:
        return ranking
    renumbered = (r.model_copy(update={"rank": at}) for at, r in enumerate(kept, start=1))
    return ranking.model_copy(update={"products": tuple(renumbered)})


_BESIDE = re.compile(
    r"(?<![a-z])(?:for|with|w/|compatible with|fits|includ\w+|featuring)(?![a-z])|[(,]|适用|兼容"
)
"""What a title says behind it is no longer what the thing is."""


def _things(need: Need, ranking: Ranking, catalog: Catalog) -> Ranking:
    """The ranking without what only goes with the thing asked for: its toner, case or cable.

    Where nothing else was found, or such a thing is asked for, it is left as it is.
    """
    goes_with = compiled("query", "accessory_titles")
    asked = lowered(need.query)
    kept = []
    for ranked in ranking.products:
        title = lowered(fold(catalog.product(ranked.product_id).title))
        parts = goes_with.findall(_BESIDE.split(title, maxsplit=1)[0])
        if all(part.removesuffix("s") in asked for part in parts):
            kept.append(ranked)
    if not kept or len(kept) == len(ranking.products):
        return ranking
    renumbered = (r.model_copy(update={"rank": at}) for at, r in enumerate(kept, start=1))
    return ranking.model_copy(update={"products": tuple(renumbered)})


def _worded(ranked: RankedProduct) -> float:
    return dict(ranked.parts).get("lexical", 0.0)
