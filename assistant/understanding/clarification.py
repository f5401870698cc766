"""The one question worth asking: the attribute whose answer splits the candidates the most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from math import log2

from assistant.schema.need import Need
from catalog.product import Product
from catalog.vocabulary import Vocabulary

MANY = 6
"""Candidates from which on a question is worth the shopper's time."""
TOLD = 2
"""Wishes and bindings from which on the need is narrow enough to answer at once."""
KNOWN = 0.5
"""The share of candidates that must have a value for the answer to tell anything."""
SPLIT = 0.65
"""The entropy (bits) that an answer must settle at least; 1:5 among six has 0.65."""
MOST_CHOICES = 5


def worth_asking(
    need: Need,
    products: Sequence[Product],
    vocabulary: Vocabulary,
    already_asked: AbstractSet[str],
) -> str:
    """The attribute to ask about, "" where no question would change the answer.

    Asked is only what the vocabulary has a question for, what the need names no wish on, and what
    was not asked before. The choice is the attribute whose values have the largest Shannon entropy
    over the candidates that have one, weighted by their share; the first of equals by id.

    Args:
        need: what is asked for; only a shopping need that says little is worth a question.
        products: the candidates, best first, of the whole ranking and not just those shown.
        vocabulary: the catalog's terms with their questions.
        already_asked: the attributes that this conversation has asked about.
    """
    narrow = len(need.wishes) + len(need.constraints.attributes) >= TOLD
    if need.act != "find" or len(products) < MANY or narrow or not need.category:
        return ""
    told = {w.name for w in need.wishes} | {name for name, _ in need.constraints.attributes}
    worth: list[tuple[float, str]] = []
    for term in vocabulary.attributes:
        if not (term.ask_zh and term.ask_en) or term.id in told or term.id in already_asked:
            continue
        gain = _gain(term.id, products)
        if gain >= SPLIT:
            worth.append((-gain, term.id))
    return min(worth)[1] if worth else ""


def _gain(name: str, products: Sequence[Product]) -> float:
    """The entropy of an attribute's first values over the products, weighted by who has one."""
    values = Counter(values[0] for p in products if (values := p.values(name)))
    having = values.total()
    if having < KNOWN * len(products):
        return 0.0
    shares = [count / having for count in values.values()]
    return -sum(s * log2(s) for s in shares) * having / len(products)


def choices(name: str, products: Sequence[Product], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The values of an attribute among the candidates, the commonest first, for it to be chosen by.

    Args:
        name: the attribute that is asked about, "" for none.
        products: the candidates.
        vocabulary: the catalog's terms; a value that it does not name is no choice.
    """
    known = {v.id for v in vocabulary.attribute(name).values} if name else set()
    counted = Counter(v for p in products for v in p.values(name)[:1] if v in known)
    order = sorted(counted, key=lambda value: (-counted[value], value))
    return tuple(order[:MOST_CHOICES])
