"""Twice as much, half the price, the same: ratios and ties, recomputed."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.compose.grounding.clauses import Clause, marked_items
from assistant.compose.grounding.comparison_words import Degree, Word, lexicon
from assistant.compose.grounding.dimensions import Dimension
from assistant.compose.grounding.scale import Scale
from assistant.compose.grounding.sides import (
    subjects_of,
)

DEGREES: tuple[Degree, ...] = ("en", "zh")
_TIMES = re.compile(
    r"\b(twice|doubles?|half(?! an?\b)|three times|(\d(?:\.\d+)?) ?(?:x|times))(?:\s+(?:as|the"
    r"|that|more|of)\b)?"
    r"|([两二三四]|\d+(?:\.\d+)?)倍|(一半)|贵(一倍)"
)


_RATIOS = {"twice": Decimal(2), "double": Decimal(2), "doubles": Decimal(2), "half": Decimal("0.5"),
           "three times": Decimal(3), "两": Decimal(2), "二": Decimal(2), "三": Decimal(3),
           "四": Decimal(4)}  # fmt: skip


_EQUAL = re.compile(
    r"\b(?:same|identical|equal(?:ly)?|tied?|ties|on par|matche?s?)\b|\bas (\w+) as\b"
    r"|一样|相同|同价|同分|持平|并列|一致"
)


def ratios(clause: Clause, scale: Scale, chinese: bool) -> tuple[str, str | None]:
    """The clause without a ratio that is true of its products, and the one that is false."""
    match = _TIMES.search(clause.text)
    if match is None or len(clause.named) + len(clause.carried) < 2:
        return clause.text, None
    word = match[1] or match[3] or ""
    ratio = _RATIOS.get(word) or (Decimal(match[2] or match[3]) if match[2] or match[3] else None)
    ratio = Decimal("0.5") if match[4] else Decimal(2) if match[5] else ratio
    objects = marked_items(clause.text[match.start() :], clause.items)
    if chinese and not objects:
        objects = clause.named[-1:]
    subjects = subjects_of(clause.text[: match.start()], clause, objects)
    dimension = scale.dimension(Word(1, ()), clause.text, match.start()) or next(
        (scale.dimension(lexicon(d).word(m), clause.text, m.start())
         for d in DEGREES if (m := lexicon(d).pattern.search(clause.text))), None)  # fmt: skip
    if dimension is None or ratio is None or not subjects or not objects:
        return clause.text, match.group() if objects else None
    one, other = dimension.of(subjects[0]), dimension.of(objects[0])
    if one is None or not other or abs(one / other - ratio) > ratio * Decimal("0.08"):
        return clause.text, match.group()
    return clause.text[: match.start()] + " " + clause.text[match.end() :], None


def equals(clause: Clause, scale: Scale, chinese: bool) -> tuple[str, str | None]:
    """The clause, and the tie in it that is none."""
    match = _EQUAL.search(clause.text)
    if match is None or re.search(r"\bnot\b|n[’']t|[不]$", clause.text[: match.start()][-8:]):
        return clause.text, None
    text = clause.text
    items = clause.named if len(clause.named) > 1 else (*clause.carried, *clause.named)
    everyone = re.search(r"\b(?:all|every|each)\b|[四三]款|全都|大家", text)
    items = tuple(clause.items) if everyone and len(items) < 2 else items
    if re.search(r"\bboth\b|两款", text) and len(items) < 2 and len(clause.sentence) == 2:
        items = clause.sentence
    words = lexicon("zh" if chinese else "en")
    dimension = None
    if match[1]:
        root = next(
            (m for c in ("er", "r") if (m := lexicon("en").pattern.fullmatch(match[1] + c))), None
        )
        dimension = scale.dimension(lexicon("en").word(root), text, match.start()) if root else None
    dimension = (
        dimension or _price_said(match, scale) or scale.dimension(Word(1, ()), text, match.start())
    )
    if chinese and dimension is None:
        after = words.pattern.match(text, match.end())
        dimension = scale.dimension(words.word(after), text, match.end()) if after else None
    if dimension is None or len(items) < 2:
        return text, None
    values = [dimension.of(i) for i in items]
    if None in values or len(set(values)) > 1:
        return text, match.group()
    return text, None


def _price_said(match: re.Match[str], scale: Scale) -> Dimension | None:
    prices = next((d for d in scale.dimensions if d.family == "price"), None)
    return prices if match.group() == "同价" else None
