"""Whether a child is meant, so that what is made for children is offered to nobody else."""

from __future__ import annotations

import re

from assistant.schema.need import Need
from catalog.store import Catalog
from retrieval.request import Ranking

MADE_FOR, CHILDREN = "for", "kids"
"""The attribute that says whom a product is made for, and its value for children."""
OLDEST = 12
"""The age in years up to which a person wears and uses what is made for children."""
_AGE = re.compile(
    r"(?<![\d.$])(\d{1,2})[- ]?(?:years?|yrs?|months?)[- ]?olds?(?![a-z])"
    r"|(?<![a-z])(?:he|she|they)(?:'s| is|'re| are| turns)(?: only| just| now)? (\d{1,2})"
    r"(?=\s*(?:[.,!?;]|\Z|and\b|now\b))"
    r"|(?<![\d.])(\d{1,2}) ?(?:周?岁(?!月)|个月大)"
)
_SPELLED_AGE = re.compile(
    r"(?<![一二三四五六七八九十百几])(?:[一两二三四五六七八九]|十[一二]?)周?岁(?!月)"
)
_THING = re.compile(r"battery|laptop|computer|phone|chair is|keyboard is|用了|电脑|手机")
_CHILD = re.compile(
    r"(?<![a-z])(?:kid|child|children|toddler|bab(?:y|ies)|infant|grade school|kindergarten)"
    r"(?:'?s)?(?![a-z])|孩|儿童|宝宝|小朋友|婴|幼|小学|娃"
)


def of_a_child(text: str) -> bool:
    """Whether a folded, lowered text gives an age in years or months that is a child's."""
    if _THING.search(text):
        return False
    if _SPELLED_AGE.search(text):
        return True
    return any(int(next(filter(None, m.groups()))) <= OLDEST for m in _AGE.finditer(text))


def meant(need: Need) -> bool:
    """Whether the thing is for a child, or products for children are asked for by name."""
    wished = [(w.name, w.value) for w in need.wishes]
    bound = need.constraints
    if (MADE_FOR, CHILDREN) in (*wished, *bound.attributes) or bound.only_products:
        return True
    words = f"{need.text} {need.query} {need.for_whom}".lower()
    return _CHILD.search(words) is not None or of_a_child(words)


def for_whom_meant(need: Need, ranking: Ranking, catalog: Catalog) -> Ranking:
    """The ranking without what is made for children only, where no child is meant."""
    if meant(need):
        return ranking
    kept = [p for p in ranking.products if not _for_children(p.product_id, catalog)]
    if len(kept) == len(ranking.products):
        return ranking
    renumbered = (p.model_copy(update={"rank": at}) for at, p in enumerate(kept, start=1))
    return ranking.model_copy(update={"products": tuple(renumbered)})


def _for_children(product_id: str, catalog: Catalog) -> bool:
    made_for = {a.value for a in catalog.product(product_id).attributes if a.name == MADE_FOR}
    return made_for == {CHILDREN}
