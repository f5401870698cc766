"""Which categories, attributes and brands a question names, wanted or unwanted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.schema.need import Wish
from assistant.understanding.lexicon import Lexicon, Meaning, Mention
from assistant.understanding.normalise import BLANK, blank
from assistant.understanding.patterns import compiled

IDEAL, PLAIN, VERY = 0.5, 0.8, 1.0
"""The importance of a wish: would be nice, said, stressed."""
_CLAUSE = re.compile(r"[,，。;；!?！？、]|\s(?:and|but)\s|并且|但是?|而且")
_JOINT = re.compile(
    rf"[\s{BLANK}]*(?:,|、|和|跟|与|或者?|以及|and|or|nor|还有)?[\s{BLANK}]*(?:the |a |any |no )?\Z"
)
_DETERMINER = re.compile(r"(?<![a-z])(?:my|our|the|an?|我的?)\s?\Z")
_SHOPPING = re.compile(
    r"(?:look|search|shop|hunt|need|suggestion|recommendation|idea|price|deal|budget|here)\w*\s?\Z"
    r"|推荐\Z"
)


@dataclass(frozen=True)
class Terms:
    """The terms named; `attributes` bind, `wishes` do not; `sure` is Meaning's, of the category."""

    categories: tuple[str, ...] = ()
    sure: bool = True
    attributes: tuple[tuple[str, str], ...] = ()
    not_attributes: tuple[tuple[str, str], ...] = ()
    wishes: tuple[Wish, ...] = ()
    without: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    not_brands: tuple[str, ...] = ()
    fits: tuple[str, ...] = ()


def read_terms(
    text: str, cased: str, lexicon: Lexicon, category: str, asked: str
) -> tuple[Terms, str]:
    """What is wanted, and the text without the brands that bind.

    `category` is the one spoken of so far, `asked` the attribute that the assistant asked about;
    both settle a word with two meanings. Attribute words stay: they are good search words.
    """
    mentions = lexicon.find(text)
    named = [m for m in mentions if m.of("category")]
    categories, sure = _categories(text, named)
    category = categories[0] if categories else category
    known = lexicon.attributes_of.get(category, frozenset())
    attributes: list[tuple[str, str]] = []
    wishes: dict[tuple[str, str], Wish] = {}
    brands, fits = list[str](), list[str]()
    kinds = {m.start for m in named}
    for mention in mentions:
        bound = _brand(text, cased, mention, kinds, bool(category))
        if bound:
            brands += bound
            text = blank(text, mention.start, mention.end)
            continue
        fits += _fits(text, mention)
        chosen = fitting(mention.of("attribute"), lexicon, category, asked)
        if chosen is None or (mention.of("category") and mention.phrase == chosen.name):
            continue
        if _asks_for(text, mention, "must"):
            attributes.append((chosen.name, chosen.value))
            continue
        if known and chosen.name not in known:
            continue  # "headphones for travel" says nothing about carry-on size
        importance = IDEAL if _asks_for(text, mention, "ideally") else PLAIN
        if importance == PLAIN and _asks_for(text, mention, "very"):
            importance = VERY
        wishes[chosen.name, chosen.value] = Wish(
            name=chosen.name, value=chosen.value, importance=importance
        )
    return Terms(
        categories=categories,
        sure=sure,
        attributes=tuple(dict.fromkeys(attributes)),
        wishes=tuple(w for key, w in wishes.items() if key not in attributes),
        brands=tuple(dict.fromkeys(brands)),
        fits=tuple(dict.fromkeys(fits)),
    ), text


def _fits(text: str, mention: Mention) -> list[str]:
    """The names of what a thing is to go with, each with its model ("iphone 15")."""
    model = re.match(
        r"(?:\s?(?:\d{1,3}[a-z]{0,2}|pro|max|plus|ultra|mini)\b)+", text[mention.end :]
    )
    names = [name for m in mention.of("fits") for name in m.value.split(" / ")]
    return [name + (model[0] if model else "") for name in names]


def _categories(text: str, named: list[Mention]) -> tuple[tuple[str, ...], bool]:
    """The categories named as the thing wanted, not as what it goes with ("a case for my …")."""
    accessory = compiled("query", "accessory")
    kept: list[Mention] = []
    for mention in named:
        behind = text[mention.end : mention.end + 24]
        if accessory.match(behind.lstrip("的 -")):
            continue
        near = text[max(0, mention.start - 60) : mention.start]
        head = _DETERMINER.sub("", near).rstrip()
        before = _ends(head, "goes_with")
        if re.search(r"[a-z\u3400-\u9fff]{2}", before) and not _SHOPPING.search(before):
            continue
        kept.append(mention)
    ids = [m.name for mention in kept for m in mention.of("category")]
    sure = bool(kept) and all(m.sure for m in kept[0].of("category"))
    if len(kept) > 1:
        joined = _JOINT.match(text[kept[0].end : kept[1].start])
        ids = ids if joined and text[kept[0].end : kept[1].start].strip() else ids[:1]
    return tuple(dict.fromkeys(ids)), sure or not ids


def fitting(
    meanings: tuple[Meaning, ...], lexicon: Lexicon, category: str, asked: str
) -> Meaning | None:
    """The meaning that the question before asked for, else one that the category knows."""
    known = lexicon.attributes_of.get(category, frozenset())
    order = sorted(meanings, key=lambda m: (m.name != asked, m.name not in known))
    return order[0] if order else None


def _brand(text: str, cased: str, mention: Mention, kinds: set[int], kind_known: bool) -> list[str]:
    """The brands that a mention binds to: sure ones, and ordinary words that clearly mean one.

    A Chinese word before the name of a kind of thing (苹果耳机), or 的 where the kind is known, is
    a brand: things are not made of apples or cherries.
    """
    brands = mention.of("brand")
    if not brands:
        return []
    near = text[max(0, mention.start - 30) : mention.start]
    before, after = _DETERMINER.sub("", near), text[mention.end :][:8]
    if _ends(before, "goes_with") or _ends(before, "like"):
        return []
    clear = re.match(r"\s?(?:brand|牌子?的?|品牌|家的)(?![a-z])", after) or re.search(
        r"(?<![a-z])(?:by|brand|made by|from|牌子是|品牌是|品牌)\s?\Z", before
    )
    written = cased[mention.start : mention.end]
    mid = bool(re.search(r"[a-z]\s\Z", before)) and written[:1].isupper() and cased != cased.title()
    made = not mention.phrase.isascii() and (
        mention.end + after.startswith("的") in kinds
        or (kind_known and re.match(r"的(?:有|呢|吗|么|\W|\Z)", after))
    )
    if mention.of("fits") and not clear:
        return []
    named = clear or ((mid or made) and not mention.of("attribute"))
    sure = [m.name for m in brands if m.sure or named]
    return sure


def _ends(head: str, group: str) -> str:
    """What stands before a word of query.yaml's group that the text ends with, "" without one."""
    head = head.rstrip()
    ends = [m.start() for m in compiled("query", group).finditer(head) if m.end() == len(head)]
    return head[: ends[0]] or " " if ends else ""


def _asks_for(text: str, mention: Mention, how: str) -> bool:
    """Whether the clause around a mention says "must", "ideally" or "very" before (or after) it."""
    cuts = [m.end() for m in _CLAUSE.finditer(text) if m.end() <= mention.start]
    start = max([*cuts, mention.start - 40, 0])
    if compiled("talk", how).search(text[start : mention.start]):
        return True
    if how == "must":
        return False
    stop = next((m.start() for m in _CLAUSE.finditer(text) if m.start() >= mention.end), len(text))
    near = text[mention.end : min(stop, mention.end + 24)]
    return (
        how == "ideally"
        and re.match(
            r"的?(?:\s?(?:if possible|would be (?:nice|great|good)|preferred|is a bonus)"
            r"|最好|更好|优先|加分)",
            near,
        )
        is not None
    )
