"""How large the person is whom a thing is for, read from heights and weights in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.understanding.normalise import blank
from assistant.understanding.numbers import number

Build = Literal["", "large", "small"]
"""A build that ordinary sizes do not suit, "" for any other."""
TALL, HEAVY = Decimal(186), Decimal(100)
"""From this height (cm) or weight (kg) on, makers call a person "big and tall"."""
SHORT = Decimal(158)
"""Up to this height (cm) makers call an adult "petite" (ASTM D7878 petite: under 163 cm)."""
GROWN = Decimal(135)
"""Below this height (cm) it is a child, or no height at all."""
_KG = {"kg": Decimal(1), "kilo": Decimal(1), "公斤": Decimal(1), "千克": Decimal(1)}
_KG |= {"lb": Decimal("0.4536"), "pound": Decimal("0.4536"), "斤": Decimal("0.5")}
_KG["stone"] = Decimal("6.35")
_FEET = re.compile(
    r"(?<![\d.])([4-7]) ?(?:'|ft\.?|feet|foot)(?: ?(\d{1,2}))?"
    r"(?: ?(?:\"|''|in(?:ch(?:es)?)?\b))?(?: tall)?"
)
_METRES = re.compile(
    r"(?<![\d.])([12][.,]\d{1,2}) ?(?:m|met(?:er|re)s?)(?![a-z²³])(?: tall)?"
    r"|(?<![\d.])([12])米([\d一二三四五六七八九]{1,2})?(?![\d长宽米])"
    r"|([一两])米([一二三四五六七八九]{1,2})(?!长|宽)"
)
_CENTIMETRES = re.compile(
    r"(?<![\d.])(1[3-9]\d|2[0-3]\d) ?(?:cm|centimet(?:er|re)s?)"
    r"(?: tall|(?= (?:and|guy|man|person)))"
    r"|身高(?:大概|大约|是|有|才|只有)?(1[3-9]\d|2[0-3]\d)(?: ?(?:cm|厘米|公分))?"
)
_WEIGHT = re.compile(
    r"(?<![\d.$])(\d{2,3}|[一二两三四五六七八九十百零]{2,7}) ?"
    r"(kg|kilo|lb|pound|公斤|千克|斤|stone)(?:s|grams?|\b)?"
)
_OF_A_PERSON = re.compile(
    r"(?<![a-z])(?:i|i'm|he|he's|she|she's|who|weigh(?:s|ing)?|tall|husband|wife|boyfriend"
    r"|girlfriend|dad|father|mother|mum|mom|son|brother|sister|uncle|guy|man|woman|person)(?![a-z])"
    r"|身高|体重|我|他|她|老公|老婆|男友|女友|朋友|爸|妈|哥|弟|姐|妹|人"
)
_OF_A_THING = re.compile(r"laptop|dumbbell|weights?\b|rice\b|bag of|screen|哑铃|大米|行李|电脑")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True)
class Body:
    """A build, and the words that say it in the text."""

    build: Build = ""
    words: str = ""


def read_body(text: str) -> tuple[Body, str]:
    """The build that a folded, lowered text gives a person, and the text without the figures.

    Without a person in the text no figure is a body's: "holds 300 lbs" speaks of the thing, and
    is left to the readers of figures.
    """
    if not _OF_A_PERSON.search(text) or _OF_A_THING.search(text):
        return Body(), text
    spans = [*_heights(text), *_weights(text)]
    if not spans:
        return Body(), text
    tall = [height for _, _, height, _ in spans if height is not None]
    heavy = [weight for _, _, _, weight in spans if weight is not None]
    build: Build = ""
    if any(h >= TALL for h in tall) or any(w >= HEAVY for w in heavy):
        build = "large"
    elif tall and all(GROWN <= h <= SHORT for h in tall):
        build = "small"
    words = ", ".join(text[start:end].strip() for start, end, _, _ in sorted(spans))
    for start, end, _, _ in spans:
        text = blank(text, start, end)
    return Body(build=build, words=words), text


_Span = tuple[int, int, Decimal | None, Decimal | None]
"""Start, end, the height in cm, the weight in kg."""


def _heights(text: str) -> list[_Span]:
    spans: list[_Span] = []
    for match in _FEET.finditer(text):
        if match[2] or match[0].endswith("tall"):
            inches = 12 * int(match[1]) + int(match[2] or 0)
            spans.append((match.start(), match.end(), Decimal(inches) * Decimal("2.54"), None))
    for match in _METRES.finditer(text):
        height = (
            Decimal(match[1].replace(",", ".")) * 100
            if match[1]
            else _chinese_metres(match[2] or match[4], match[3] or match[5] or "0")
        )
        if GROWN <= height <= 230:
            spans.append((match.start(), match.end(), height, None))
    for match in _CENTIMETRES.finditer(text):
        spans.append((match.start(), match.end(), Decimal(match[1] or match[2]), None))
    return spans


def _chinese_metres(metres: str, rest: str) -> Decimal:
    """一米九 is 190 cm, 一米九二 is 192."""
    digits = "".join(str(_DIGITS.get(c, c)) for c in rest)[:2]
    whole = {"一": 1, "两": 2}.get(metres) or int(metres)
    return Decimal(100 * whole + int(digits.ljust(2, "0")))


def _weights(text: str) -> list[_Span]:
    spans: list[_Span] = []
    for match in _WEIGHT.finditer(text):
        span = number(match[1])
        if span is None:
            continue
        kilos = span[0] * _KG[match[2]]
        if 35 <= kilos <= 250:
            spans.append((match.start(), match.end(), None, kilos))
    return spans
