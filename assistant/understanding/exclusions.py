"""Which categories, attributes, values and brands a question rules out, and within what scope."""

from __future__ import annotations

import re

from assistant.understanding.entities import Terms, fitting
from assistant.understanding.lexicon import Lexicon, Mention
from assistant.understanding.normalise import BLANK, blank
from assistant.understanding.patterns import compiled

_NOT = re.compile(
    r"(?<![a-z])(?:anything but|neither|allergic to|anything except|other than"
    r"|instead of(?= \w+$)|apart from|except(?: for)?|excluding|but not|without|w/o"
    r"|(?:i )?(?:don't|do not|dont) (?:want|like|need)|avoid|hate|aren't|isn't|not|no|free of"
    r"|minus|alternatives? to)"
    r"(?: (?:an?|the|any|from|by|made by|have|contain(?:ing)?|too))*(?![a-z])\s?"
    r"|除了|不要(?!求|紧|超过)|不想要|别要|不含|不带|(?<!有)没有(?!什么|人|别的|其他|更)"
    r"|无(?!线|所谓|论)|排除|拒绝|讨厌|不喜欢|不用|不买|不能有|别给我(?:推荐|推送|推|看)?|不考虑|不是|没(?=宠物|猫|狗|地毯|孩子)"
)
_TWICE = re.compile(
    r"((?<![a-z])(?:(?:don't|do not|dont|never) (?:want|like|need|show me|buy)|nothing|no))"
    r"((?: [a-z-]+){0,5} )"
    r"((?:that|which) (?:isn't|is not|aren't|are not|doesn't have|does not have|lacks?|can't)"
    r"|without)(?![a-z])"
)
_TWICE_HAN = re.compile(
    r"(?:不要|别要|不想要|别推荐|不买)(?:不|没有?)(?!超过|贵|太|那么|用|要)(?=[\u3400-\u9fff]{1,8}的)"
)
"""Two negations that ask for the thing: "no coffee maker without a timer", 不要不防水的."""
_FREE = re.compile(r"(?<![a-z])([a-z]{3,})[- ]free(?![a-z])")
_UNKNOWN_HAN = re.compile(
    r"([\u3400-\u9fff]{1,6}?)(?=的|了|吧|啊|呢|以外|之外|成分|[^\u3400-\u9fff]|$)"
)
_UNKNOWN_LATIN = re.compile(r"([a-z]{3,}(?:-[a-z]+)*)")


def read_exclusions(text: str, cased: str, lexicon: Lexicon, category: str) -> tuple[Terms, str]:
    """What is ruled out, and the text with it blanked.

    A thing that some attribute can lack ("香精" where there is 无香精) binds that attribute;
    an attribute with a value of not having it binds that; another value of an attribute must not
    be the product's; anything else must not be mentioned by it.
    """
    text = _TWICE.sub(lambda m: BLANK * len(m[1]) + m[2] + BLANK * len(m[3]), text)
    text = _TWICE_HAN.sub(lambda m: BLANK * len(m.group()), text)
    attributes: list[tuple[str, str]] = []
    unlike: list[tuple[str, str]] = []
    without: list[str] = []
    brands: list[str] = []
    mentions = {m.start: m for m in reversed(lexicon.find(text))}
    inside = {at for m in mentions.values() for at in range(m.start, m.end)}
    for match in list(_NOT.finditer(text)):
        if match.start() in inside and match.end() in inside:
            continue
        if BLANK in text[match.start() : match.end()]:
            continue
        at, first = match.end(), True
        while True:
            mention = _next(text, at, mentions)
            lacking = _lacking(text, at, lexicon, category) if mention is None else None
            end: int | None
            if lacking is not None:
                attributes.append(lacking[0])
                end = lacking[1]
            elif mention is None and first:
                end = _unknown(text, at, lexicon, attributes, without)
            elif mention is None:
                break
            elif kind := _qualified(mention, lexicon):
                without += [kind, *([f"{kind[:-3]}er"] if kind.endswith("ing") else [])]
                end = mention.start + len(kind)
            else:
                end = mention.end
                _ruled_out(mention, lexicon, category, attributes, unlike, without, brands)
            if end is None:
                break
            text = blank(text, match.start() if first else at, end)
            tail = re.match(r"(?:以外|之外|外)?(?:的|了)?", text[end:])
            text = blank(text, end, end + (tail.end() if tail else 0))
            joint = re.match(
                r"\s?(?:、|和|跟|与|或者?|以及|or|nor|and no|,\s?no)\s?(?:the )?", text[end:]
            )
            if joint is None:
                break
            at, first = end + joint.end(), False
    text = _free_of(text, inside, without)
    return Terms(
        attributes=tuple(dict.fromkeys(attributes)),
        not_attributes=tuple(dict.fromkeys(unlike)),
        without=tuple(dict.fromkeys(without)),
        not_brands=tuple(dict.fromkeys(brands)),
    ), text


def _free_of(text: str, inside: set[int], without: list[str]) -> str:
    """Rule out what "…-free" names outside a known phrase, and blank it."""
    for match in list(_FREE.finditer(text)):
        if match.start() not in inside:
            without.append(match[1])
            text = blank(text, match.start(), match.end())
    return text


def _next(text: str, at: int, mentions: dict[int, Mention]) -> Mention | None:
    """The term that starts at `at`, perhaps after an article."""
    skip = re.match(r"\s?(?:any |the |a |an |有|任何)?", text[at : at + 8])
    return mentions.get(at + (skip.end() if skip else 0))


def _ruled_out(
    mention: Mention,
    lexicon: Lexicon,
    category: str,
    attributes: list[tuple[str, str]],
    unlike: list[tuple[str, str]],
    without: list[str],
    brands: list[str],
) -> None:
    if mention.of("brand"):
        brands += [m.name for m in mention.of("brand")]
        return
    chosen = fitting(mention.of("attribute"), lexicon, category, "")
    if chosen is None:
        return
    if chosen.value in ("yes", "true") and (no := _none_of(lexicon, chosen.name)):
        attributes.append((chosen.name, no))
        return
    known = lexicon.attributes_of.get(category, frozenset())
    if chosen.name in known:
        unlike.append((chosen.name, chosen.value))
    else:
        without += lexicon.names_of(chosen.name, chosen.value)


def _qualified(mention: Mention, lexicon: Lexicon) -> str:
    """What sets a kind of thing apart from its genus ("gaming" in "gaming chair"), else ""."""
    words = mention.phrase.rsplit(" ", 1)
    genus = lexicon.phrases.get(words[-1], ())
    same = {m.name for m in mention.of("category")} & {m.name for m in genus}
    return words[0] if len(words) > 1 and same else ""


def _none_of(lexicon: Lexicon, name: str) -> str:
    """The value that says that a product lacks an attribute ("no", "no-mop"), "" if none does."""
    values = [v.id for v in lexicon.vocabulary.attribute(name).values]
    return next((v for v in values if re.match(r"(?:no|none|false)(?:-|\Z)", v)), "")


def _lacking(
    text: str, at: int, lexicon: Lexicon, category: str
) -> tuple[tuple[str, str], int] | None:
    """The value of lacking an attribute that is named at `at` ("mopping"), and where it ends."""
    known = lexicon.attributes_of.get(category, frozenset())
    rest = re.sub(r"^\s?(?:带有?|有|支持|any |the |a )?", "", text[at:])
    start = at + len(text) - at - len(rest)
    for term in lexicon.vocabulary.attributes:
        none = _none_of(lexicon, term.id) if not known or term.id in known else ""
        for word in term.words() if none else ():
            stem = re.sub(r"(?:功能|ping|per)$", "", word)
            match = re.match(rf"{re.escape(stem)}(?:功能|p?ing|p?er)?(?![a-z])", rest)
            if len(stem) > 1 and match:
                return (term.id, none), start + match.end()
    return None


def _unknown(
    text: str,
    at: int,
    lexicon: Lexicon,
    attributes: list[tuple[str, str]],
    without: list[str],
) -> int | None:
    """Rule out a word that the lexicon does not know; where it ends, None if there is none."""
    rest = text[at : at + 40]
    chinese = _UNKNOWN_HAN.match(rest)
    latin = _UNKNOWN_LATIN.match(rest)
    if (
        chinese
        and chinese[1]
        and not re.match(r"太|很|要|再|那么|这|那|了|的|求|紧|一", chinese[1])
    ):
        word = chinese[1]
        lacking = [f"无{word}", f"不含{word}", f"无添加{word}"]
    elif latin and not compiled("query", "no_thing").fullmatch(latin[1]):
        word = latin[1]
        lacking = [f"{word}-free", f"{word} free", f"no {word}", f"without {word}"]
    else:
        return None
    known = [
        m for phrase in lacking for m in lexicon.phrases.get(phrase, ()) if m.kind == "attribute"
    ]
    if known:
        attributes.append((known[0].name, known[0].value))
    else:
        without.append(word)
    return at + len(word)
