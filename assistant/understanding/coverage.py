"""Whether the catalog carries what is asked for, where no word of the question names a kind of it.

Words that mean other things always resemble something. So it is not enough that something is
nearest: the question's words must be found in one product, or most of them somewhere and the
meaning near. The limits were set on 59 things that the demo catalog lacks and 43 needs that name
no category; docs/understanding.md has what they do to questions set apart.
"""

from __future__ import annotations

from assistant.schema.need import Need
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
    bound = need.constraints
    named = need.category or bound.categories or bound.brands or bound.only_products
    words = content(without_words(need.query, (need.occasion.lower(),) if need.occasion else ()))
    if not closed or named or not words:
        return True
    if ranking.covered >= MATCHED:
        return True
    hardly, far = ranking.covered < HARDLY, ranking.relevance < NEAR[need.language]
    if words > A_THING:
        return not (hardly and far)
    if hardly or far:
        return False
    return ranking.known_terms >= KNOWN or (ranking.known_terms > 0 and ranking.covered >= FEW)


WORDED = 0.3
"""The share of the best lexical score that shows a product to be of the same kind."""


def of_one_kind(need: Need, ranking: Ranking, catalog: Catalog, closed: bool) -> Ranking:
    """The ranking without what the headline does not say, where no category binds.

    A feed's own category text binds nothing, for others may say the same in other words. Yet
    where the best product is of the category that the answer names, products of others are left
    out; and where no category is named but one product holds many of the words, those that
    hold hardly any of them.
    """
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


def _worded(ranked: RankedProduct) -> float:
    return dict(ranked.parts).get("lexical", 0.0)
