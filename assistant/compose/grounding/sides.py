"""The two sides of a comparison, and whether the figures put them as it does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.compose.grounding.clauses import GROUP, Clause, marked_items
from assistant.compose.grounding.comparison_words import Word, lexicon
from assistant.compose.grounding.dimensions import Dimension, about, rounded
from assistant.compose.grounding.scale import Scale
from assistant.compose.items import ItemFacts
from catalog.measures import figures

OTHERS = re.compile(
    r"(?:all |any |each )?(?:of )?(?:the )?(?:others?|rest|other (?:two|three|\d|ones|picks"
    r"|options)"
    r"|remaining \w+|every other|anything else)|其[他它余]|另外|别的|其余"
)


NEGATED = re.compile(
    r"(?:\bnot|n[’']t|\bno|\bnever|\bhardly|\bnor)\s+(?:\w+\s+){0,2}$|[不没](?:会|是|算"
    r"|见得)?(?:更)?$"
)


_FIGURE = (
    r"(?:(?:us\$|cn¥|[¥$€£]|(?:cny|usd|rmb|eur|gbp)\s)\s?(?:\d{1,3}(?:,\d{3})+(?!\d)"
    r"|\d+)(?:\.\d+)?|(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?\s?(?:%|[a-zµ²³/]{1,9}|元|块|分贝"
    r"|流明"
    r"|克|毫米|小时|帕|升|瓦|毫升|人|条|分)?)"
)


_BEFORE = re.compile(rf"({_FIGURE})\s*(?:points?|stars?)?\s*$")


_AFTER = re.compile(
    rf"^\s*(?:by\s|了|出|上|大?约|近)?\s*(?:about |around |just |only )?({_FIGURE})(?!\s*(?:ratings"
    rf"|reviews))"
)


_ABOUT = re.compile(r"\b(?:about|around|roughly|nearly|almost|some)\b|大?约|近|左右|差不多")


GENERIC = frozenset(
    ("more", "less", "better", "best", "worse", "ahead", "behind", "longer", "most", "least")
) | frozenset("好多少差高低强长大小久短")
"""Comparatives that say nothing of what they compare."""


def objects_of(text: str, clause: Clause, scale: Scale) -> tuple[ItemFacts, ...]:
    """The products that a text holds others against: named, "the others", "the cheapest"."""
    others = OTHERS.search(text)
    group = GROUP.search(text)
    if group and (others is None or group.start() < others.start()):
        return marked_items(text, clause.items)
    if others:
        own = {i.product_id for i in clause.about}
        return tuple(i for i in clause.items if i.product_id not in own)
    extreme = lexicon("en_most").pattern.search(text) or lexicon("zh_most").pattern.search(text)
    if extreme:
        words = (
            lexicon("en_most") if extreme.re is lexicon("en_most").pattern else lexicon("zh_most")
        )
        word = words.word(extreme)
        dimension = scale.dimension(word, text, extreme.start())
        ends = _extremes(word, dimension)
        return tuple(i for i in scale.items if i.product_id in ends)
    return ()


def _extremes(word: Word, dimension: Dimension | None) -> tuple[str, ...]:
    if dimension is None:
        return ()
    ends = max(dimension.values.values()) if word.direction > 0 else min(dimension.values.values())
    return tuple(id for id, value in dimension.values.items() if value == ends)


def subjects_of(before: str, clause: Clause, objects: Sequence[ItemFacts]) -> tuple[ItemFacts, ...]:
    """The products that are compared: the nearest before the word, else those it goes on about."""
    held = {i.product_id for i in objects}
    groups = [marked_items(g.group(), clause.items) for g in GROUP.finditer(before)]
    for group in reversed(groups):
        own = tuple(i for i in group if i.product_id not in held)
        if own:
            return own
    after = tuple(i for i in clause.named if i.product_id not in held)
    carried = tuple(i for i in clause.carried if i.product_id not in held)
    return (after if not groups and after else ()) or carried


def implied(subjects: Sequence[ItemFacts], clause: Clause) -> tuple[ItemFacts, ...]:
    """What a comparison without a second side is held against: the other products."""
    own = {i.product_id for i in subjects}
    beside = tuple(i for i in clause.sentence if i.product_id not in own)
    return beside or tuple(i for i in clause.items if i.product_id not in own)


def judged(
    word: Word,
    match: re.Match[str],
    text: str,
    subjects: Sequence[ItemFacts],
    objects: Sequence[ItemFacts],
    scale: Scale,
    explicit: bool,
    *,
    weak: bool = False,
) -> tuple[str | None, str]:
    """What is false of one comparison, and the text without the difference that it states."""
    said = match.group("word") if "word" in match.re.groupindex else match.group()
    dimension = scale.dimension(word, text, match.start())
    if dimension is None and not word.families and explicit:
        dimension = scale.dimension(word, text + "".join(_money(text)), match.start())
    if dimension is None:
        return (said if explicit or word.families else None), text
    dimension = scale.shared(dimension, (*subjects, *objects))
    if not subjects or not objects or len(subjects) > 3:
        return (None if not explicit and len(subjects) != 1 else said), text
    negated = not weak and bool(NEGATED.search(text[: match.start()]))
    pairs = [(dimension.of(s), dimension.of(o)) for s in subjects for o in objects]
    for one, other in pairs:
        if one is None or other is None:
            return said, text
        ahead = (one - other) * word.direction
        if not (ahead <= 0 if negated else ahead >= 0 if weak else ahead > 0):
            return said, text
    return _stated(match, text, pairs, dimension)


def _money(text: str) -> list[str]:
    return [" price"] if re.search(r"[¥$€£]\s?\d", text) else []


def _stated(
    match: re.Match[str],
    text: str,
    pairs: Sequence[tuple[Decimal | None, Decimal | None]],
    dimension: Dimension,
) -> tuple[str | None, str]:
    """The stated difference recomputed; the text without it where it is right."""
    before, after = _BEFORE.search(text[: match.start()]), _AFTER.match(text[match.end() :])
    figure = before or after
    if figure is None:
        return None, text
    start = figure.start(1) + (0 if before else match.end())
    end = figure.end(1) + (0 if before else match.end())
    rough = bool(_ABOUT.search(text[max(0, start - 10) : end + 3]))
    for one, other in pairs:
        if one is None or other is None or not _right(figure[1], one, other, dimension, rough):
            if before and re.search(r"\d\s*(?:ratings|reviews|人|条)?$", figure[1]) and not after:
                pass
            return figure[1].strip(), text
    return None, f"{text[:start]} {text[end:]}"


def _right(said: str, one: Decimal, other: Decimal, dimension: Dimension, rough: bool) -> bool:
    number = Decimal(re.sub(r"[^\d.]", "", said).strip(".") or "0")
    gap = abs(one - other)
    if said.strip().endswith("%"):
        share = gap / other * 100 if other else Decimal(0)
        return rounded(number, share) or abs(number - share) < 1
    measure = next(figures(said.strip()), None)
    if measure and dimension.measure and measure.unit.dimension == dimension.measure.dimension:
        gap = dimension.measure.convert(gap, measure.unit)
    return about(number, gap) if rough else rounded(number, gap)
