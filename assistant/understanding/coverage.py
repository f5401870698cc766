"""Whether the catalog carries what is asked for, where no word of the question names a kind of it.

Words that mean other things always resemble something. So it is not enough that something is
nearest: the question's words must be found in one product, or most of them somewhere and the
meaning near. The limits were set on 59 things that the demo catalog lacks and 43 needs that name
no category; docs/understanding.md has what they do to questions set apart.
"""

from __future__ import annotations

from assistant.schema.need import Need
from assistant.understanding.query_words import content, without_words
from retrieval.request import Ranking

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
