"""Whom a thing is for, what for, and how many."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.understanding.children import of_a_child
from assistant.understanding.normalise import BLANK, blank
from assistant.understanding.numbers import NUMBER, whole
from assistant.understanding.patterns import lines, mapping, table
from catalog.i18n import Spoken
from catalog.measures import units

_MEASURE = r"(?:个|台|件|支|瓶|只|把|副|双|套|盒|条|箱|包|块|份|罐|袋|张)"
_ZH_COUNT = re.compile(
    rf"(?:买|要|来|拿|订|下单|购入|囤|需要|送)(?:了)?({NUMBER}){_MEASURE}(?!钱)"
    rf"|(?<![第前后这那推荐])({NUMBER}){_MEASURE}(?=装|一起买|都要)"
)
_ZH_BARE = re.compile(rf"\W*({NUMBER}){_MEASURE}(?:吧|就(?:行|好|够)了?)?\W*")
"""All that a question says: 两支."""
_ZH_ONE = re.compile(rf"一{_MEASURE}(?=[\u3400-\u9fff])")
_EN_COUNT = re.compile(
    rf"(?<![a-z0-9$#.-])(?:a )?({NUMBER}|couple)(?: of)?"
    r" (?:units|pieces|pcs|of (?:them|these|those))"
    r"|(?<![a-z])(?:x ?|qty:? ?|quantity:? ?)(\d{1,3})(?![a-z0-9])"
    r"|(?<![a-z0-9])(\d{1,3}) ?x(?![a-z0-9])"
)
_AHEAD = re.compile(
    rf"(?<![a-z0-9$#.-])(a couple(?: of)?|{NUMBER})(?:{_MEASURE}|\s)\s?(?:[a-z-]+ ){{0,3}}"
    r"[^\d,.;]{0,6}\Z"
)
_SHOWN_NOT_BOUGHT = re.compile(
    r"(?:show|give|list|recommend|suggest|find|compare|see)"
    r"(?: me| us)?(?: the)?(?: best| top)?\s?\Z"
    r"|(?:top|best|first|the|these|those)\s\Z|推荐\Z"
)


@lru_cache(maxsize=4)
def _names(kind: str) -> tuple[tuple[str, str, str, str], ...]:
    """(word, Chinese name, English name, implied word), longer words first."""
    rows = []
    entries = table("people")[kind]
    for entry in entries if isinstance(entries, list) else []:
        row = mapping(entry)
        chinese, english = lines(row["zh"]), lines(row["en"])
        implied = str(row.get("implies") or "")
        rows += [(word, chinese[0], english[0], implied) for word in (*chinese, *english)]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def read_person(text: str, language: Spoken) -> tuple[str, str, str]:
    """Whom it is for in the language of the question, a word that implies, the text without it.

    A child's age implies what is made for children, whoever is named.
    """
    aged = "儿童" if of_a_child(text) else ""
    for word, chinese, english, implied in _names("people"):
        if word not in text:
            continue
        name = re.escape(word)
        if word.isascii():
            pattern = (
                rf"(?<![a-z])(?:as a (?:gift|present) )?(?:for|gift for|give|giving|to|get) "
                rf"(?:(?:my|our|the|an?|his|her) )?(?:[a-z]+ )?{name}(?:'s)?(?![a-z])"
                rf"|(?<![a-z])my {name}(?:'s)?(?![a-z])"
            )
        else:
            pattern = (
                rf"(?:送给?|给|帮|为|替|孝敬)(?:我|我的|家里|俺|咱)?的?{name}"
                rf"|(?:我|我的){name}(?=用|穿|戴|背|的?生日)"
                rf"|{name}(?=用的?|穿的?|戴的?|背的?|过?生日)"
                rf"|(?:^|[,。;!?\s])(?:我|我家|俺|咱)?{name}"
                r"(?!推荐|介绍|送|说|觉得|给我|买的|也有|那款|同款|让我|叫我)"
            )
        match = re.search(pattern, text)
        if match:
            said = chinese if language == "zh" else english
            rest = blank(text, match.start(), match.end())
            return said, aged or implied, rest
    return "", aged, text


def read_occasion(text: str, language: Spoken) -> str:
    """The occasion named, in the language of the question; "" if none is."""
    for word, chinese, english, _ in _names("occasions"):
        if word not in text:
            continue
        bound = rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
        if re.search(bound, text):
            return chinese if language == "zh" else english
    return ""


@lru_cache(maxsize=1)
def _figure() -> re.Pattern[str]:
    """A number with a unit ("16 gb", "2-litre"), which counts no pieces."""
    return re.compile(rf"(?:{NUMBER})[\s-]?(?:{units().words})")


def read_quantity(text: str, category_at: int | None) -> tuple[int | None, str]:
    """How many are to be bought, None where nobody says; the text without it.

    "Recommend three" asks for three to choose from, not for three. A number in front of the
    category's name ("two waterproof backpacks") counts, "a pair of" does not.
    """
    if (bare := _ZH_BARE.fullmatch(text)) and (count := whole(bare[1])) and 1 < count < 1000:
        return count, blank(text, 0, len(text))
    text = _ZH_ONE.sub(lambda one: BLANK * len(one.group()), text)
    for pattern in (_ZH_COUNT, _EN_COUNT):
        for match in pattern.finditer(text):
            said = next(group for group in match.groups() if group)
            count = 2 if said == "couple" else whole(said)
            if (
                count
                and 1 < count < 1000
                and not _SHOWN_NOT_BOUGHT.search(text[max(0, match.start() - 40) : match.start()])
            ):
                return count, blank(text, match.start(), match.end())
    if category_at is not None:
        near = text[max(0, category_at - 60) : category_at]
        ahead = _AHEAD.search(near)
        if ahead and _figure().match(near, ahead.start(1)):
            ahead = None
        if ahead and not _SHOWN_NOT_BOUGHT.search(near[: ahead.start()]):
            count = 2 if ahead[1].startswith("a couple") else whole(ahead[1])
            if count and 1 < count < 1000:
                at = category_at - len(near)
                return count, blank(text, at + ahead.start(1), at + ahead.end(1))
    return None, text
