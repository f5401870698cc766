"""Comparisons as Chinese makes them: 比, 不如, 高于, 更, and 低2分贝 after another clause."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.compose.grounding.clauses import MARK, Clause
from assistant.compose.grounding.comparison_words import Lexicon, Word, lexicon
from assistant.compose.grounding.scale import Scale
from assistant.compose.grounding.sides import (
    GENERIC,
    OTHERS,
    implied,
    judged,
    objects_of,
    subjects_of,
)

_WISHED = re.compile(r"不$|[吗呢]|想|要|预算|如果|希望|看重|[图求]")


_BEYOND = re.compile(
    rf"(?P<word>高|低|多|少|大|小|贵|便宜|优)[过于](?P<other>{MARK}|{OTHERS.pattern})"
)


def pairs_zh(clause: Clause, scale: Scale, chinese: bool) -> tuple[str, str | None]:
    """The clause without its true differences, and the first comparison that is false."""
    explicit = bool(re.search(f"比[^,]*{MARK}", clause.text))
    text = clause.text
    for at, sign in _explicit(text):
        match = lexicon("zh").pattern.search(text, at.start("word"))
        if match is None:
            continue
        explicit = True
        others = objects_of(at["other"], clause, scale)
        before = text[: at.start()]
        denied = bool(re.search(r"[不没](?:会)?$", before))
        word = lexicon("zh").word(match)
        turned = Word(word.direction * sign * (-1 if denied else 1), word.families)
        subjects = subjects_of(before, clause, others)
        what, text = judged(turned, match, text, subjects, others, scale, True, weak=denied)
        if what:
            return text, what
    for at in list(_BEYOND.finditer(text)):
        found = lexicon("zh").pattern.match("高" if at["word"] == "优" else at["word"])
        others = objects_of(at["other"], clause, scale)
        if found is None or not others:
            continue
        explicit = True
        subjects = subjects_of(text[: at.start()], clause, others)
        what, text = judged(lexicon("zh").word(found), at, text, subjects, others, scale, True)
        if what:
            return text, what
    return (text, None) if explicit else _implied_zh(replace(clause, text=text), scale)


def _explicit(text: str) -> list[tuple[re.Match[str], int]]:
    """Where a Chinese clause sets one product against another, and whether it turns the word."""
    word = f"(?P<word>{_bare(lexicon('zh'))})"
    than = (
        rf"比(?P<other>(?:{MARK}|{OTHERS.pattern})[^更贵便低高]*?)"
        r"(?:的[^,]{0,4}?)?(?:还要?|更|要|略|稍|都)*"
    )
    short = rf"(?:不如|没有?)(?P<other>{MARK}[^,]{{0,4}}?)(?:那么|这么)?"
    return [(at, 1) for at in re.finditer(than + word, text)] + [
        (at, -1) for at in re.finditer(short + word, text)
    ]


def _implied_zh(clause: Clause, scale: Scale) -> tuple[str, str | None]:
    """Comparatives without what they are held against: 更便宜, and 低2分贝 after another clause."""
    text, words = clause.text, lexicon("zh")
    bare = r"(?P<bare>[高低多少轻重长短])(?=\s?[\d¥$])"
    dear = r"(?<!最)(?:更|较|稍|略)?(?P<word>便宜|贵)(?!货|不贵)"
    for at in list(re.finditer(rf"{dear}|更(?P<more>{_bare(words)})|{bare}", text)):
        kind = next(k for k in ("word", "more", "bare") if at[k])
        match = words.pattern.match(text, at.start(kind))
        before = text[: at.start()]
        if match is None or _WISHED.search(before):
            continue
        said = text[: match.end()]
        unclear = match.group() in GENERIC and not any(
            d.nouns.search(said) for d in scale.dimensions
        )
        subjects = subjects_of(before, clause, ())
        if unclear if kind != "bare" else not subjects or len(clause.sentence) < 2:
            continue
        others = implied(subjects, clause)
        what, text = judged(words.word(match), match, text, subjects, others, scale, False)
        if what:
            return text, what
    return text, None


def _bare(words: Lexicon) -> str:
    return re.sub(r"\((?!\?)", "(?:", words.pattern.pattern)
