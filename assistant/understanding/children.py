"""Who is a child, and whom a thing is made for, so that what is made for others is not offered."""

from __future__ import annotations

import re

from assistant.schema.need import Need
from assistant.understanding.lexicon import Lexicon, Valued
from assistant.understanding.numbers import whole
from assistant.understanding.patterns import implied_by
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


_OWN_AGE = re.compile(
    r"(?<![a-z])(?:i'm|i am|im|i just turned|i turned)(?: only| just)? (\d{1,2})"
    r"(?! ?(?:cm|kg|lbs?|inch|in\b|feet|ft|%|minutes?|hours?|miles?|km|weeks|months|size|/|'|-|\.\d"
    r"|people|of us|percent|dollars|euros|pounds))"
    r"|我(?:今年|才|刚|现在|已经|刚满|马上)*(\d{1,2}|[一二三四五六七八九]?十?[一二三四五六七八九十])周?岁(?!的)"
)
_SCHOOL = re.compile(
    r"(?<![a-z])(?:i'm|i am|im) (?:just |only |still )?(?:a |an |in )?"
    r"(?:kid|child|minor|teen(?:ager)?"
    r"|(?:elementary|primary|middle|high|grade) school(?:er)?|(?:\w+ )?grade(?:r)?\b"
    r"|(?:\w+th|first|second|third) grade(?:r)?|under ?age)(?![a-z]|'s| (?:teacher|coach|nurse))"
    r"|我(?:是|还是|只是)(?:个|一个|一名)?(?:小孩|孩子|小学生|初中生|高中生|中学生|未成年人?|小朋友)"
    r"|我(?:还没|未|没有?)成年|我(?:在)?(?:上|读|念)(?:小学|初[一二三中]|高[一二三中]|[一二三四五六]年级)"
)
OF_AGE = 18
"""The age in years from which a shopper is no child (UN Convention on the Rights of the Child)."""


def says_own_childhood(text: str) -> bool:
    """Whether the writer of a folded, lowered text says that they are a child."""
    if _SCHOOL.search(text):
        return True
    for match in _OWN_AGE.finditer(text):
        age = whole(match[1] or match[2])
        if age is not None and 4 <= age < OF_AGE:
            return True
    return False


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


def for_whom_meant(need: Need, ranking: Ranking, lexicon: Lexicon) -> Ranking:
    """The ranking without what is made for others only than whom it is for.

    What is made for children, or for small people, is left out unless they are meant; where a
    man, a woman or a child is meant, so is what is made for the others.
    """
    if need.constraints.only_products:
        return ranking
    whose, narrow = _whose(need), _small_only(need, lexicon)
    kept = [p for p in ranking.products if _suits(p.product_id, whose, narrow, lexicon.catalog)]
    if len(kept) == len(ranking.products):
        return ranking
    renumbered = (p.model_copy(update={"rank": at}) for at, p in enumerate(kept, start=1))
    return ranking.model_copy(update={"products": tuple(renumbered)})


def _whose(need: Need) -> str:
    """The value of `for` that is meant, "" where nobody says."""
    if meant(need):
        return CHILDREN
    named = {"男士": "men", "女士": "women"}.get(implied_by(need.for_whom), "")
    return next((w.value for w in need.wishes if w.name == MADE_FOR), named)


def _small_only(need: Need, lexicon: Lexicon) -> frozenset[Valued]:
    """The attribute values made for small people, none where they are meant."""
    wished = {(w.name, w.value) for w in need.wishes} | set(need.constraints.attributes)
    return frozenset() if wished & lexicon.small else lexicon.small


def _suits(product_id: str, whose: str, small: frozenset[Valued], catalog: Catalog) -> bool:
    product = catalog.product(product_id)
    made_for = set(product.values(MADE_FOR))
    for name in {name for name, _ in small}:
        values = {(name, value) for value in product.values(name)}
        if values and values <= small:
            return False
    if not made_for:
        return True
    if not whose:
        return made_for != {CHILDREN}
    return bool(made_for & set(catalog.vocabulary.attribute(MADE_FOR).answering(whose)))
