"""Whether what a clause says of products beside one another is what their figures say."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.compose.grounding.chinese_comparisons import pairs_zh
from assistant.compose.grounding.clauses import GROUP, MARK, Clause, marked_items
from assistant.compose.grounding.comparison_words import lexicon
from assistant.compose.grounding.ratios import equals, ratios
from assistant.compose.grounding.scale import Scale, leads
from assistant.compose.grounding.sides import (
    GENERIC,
    NEGATED,
    implied,
    judged,
    objects_of,
    subjects_of,
)


def compared(clause: Clause, scale: Scale, chinese: bool) -> tuple[str, str | None]:
    """The clause without the differences that it states, and the first false comparison of it."""
    text = clause.text
    for check in (ratios, equals, pairs_zh if chinese else _pairs_en, _superlatives):
        text, fault = check(replace(clause, text=text), scale,
                            chinese)  # fmt: skip
        if fault:
            return text, fault
    return text, None


_THAN = re.compile(rf"\bthan\b|\b(?:against|versus|vs\.?|over|below|above)\b(?=[^,]{{0,12}}{MARK})")


def _pairs_en(clause: Clause, scale: Scale, chinese: bool) -> tuple[str, str | None]:
    words = lexicon("en")
    text = clause.text
    for match in list(words.pattern.finditer(text)):
        word = words.word(match)
        than = _THAN.search(text, match.end())
        rest = text[than.end() :] if than else ""
        if than and than.group() == "than" and re.match(r"\s*(?:[¥$€£]\s?)?\d", rest):
            continue
        objects = objects_of(rest, clause, scale) if than else ()
        if not than:
            verb = re.match(rf"\s*({MARK})", text[match.end() :])
            beside = re.search(rf"(?:compared (?:with|to)|next to|unlike|against"
                rf"|beside)\s*({MARK})",
                               text)  # fmt: skip
            for other in (verb, beside):
                objects = objects or (marked_items(other.group(), clause.items) if other else ())
        subjects = subjects_of(text[: match.start()], clause, objects)
        explicit = bool(objects)
        if not explicit:
            if match.group() in GENERIC or (
                re.search(
                    r"\b(?:the|an?|something|anything|one|any) $|\bif\b|\bprefer|\bwant|\bfor\b",
                    text[: match.start()],
                )
                and not re.search(r"\bthe $", text[: match.start()])
            ):
                continue
            objects = implied(subjects, clause)
        what, text = judged(word, match, text, subjects, objects, scale, explicit)
        if what:
            return text, what
    return text, None


def _superlatives(clause: Clause, scale: Scale, chinese: bool) -> tuple[str, str | None]:
    words = lexicon("zh_most" if chinese else "en_most")
    text = clause.text
    for match in list(words.pattern.finditer(text)):
        word = words.word(match)
        before, after = text[: match.start()], text[match.end() :]
        if not chinese and (
            re.search(r"\bthan (?:the )?$", before) or re.match(r" first\b", after)
        ):
            text = f"{before}{' ' * len(match.group())}{after}"
            continue
        if not chinese and _no_superlative(match.group(), before, after):
            continue
        if chinese and match.group() in ("最多", "最少") and re.match(r"\s*\d|能|可", after):
            continue
        dimension = scale.dimension(word, text, match.start()) or scale.dimension(
            word, clause.before, len(clause.before)
        )
        if dimension is None:
            return text, match.group()
        subjects = subjects_of(before, clause, ())
        if not subjects or (
            len(subjects) > 1 and not GROUP.search(text) and len(subjects) == len(clause.items)
        ):
            continue
        if leads(subjects, word, dimension, clause.items, before):
            text = text.replace(match.group(), " ", 1)
            continue
        if NEGATED.search(before) and not leads(subjects, word, dimension, clause.items, ""):
            text = text.replace(match.group(), " ", 1)
            continue
        return text, match.group()
    return text, None


def _no_superlative(word: str, before: str, after: str) -> bool:
    if word in ("most", "least"):
        if re.search(r"\b(?:at|at the very|for|under|of|in|than|on|like|fits?|beats?) $", before):
            return True
        return word == "most" and not re.search(r"\b(?:the|has|have|with) $", before)
    return word in ("best", "worst") and not re.search(r"rat|scor|stars", before[-14:] + after[:12])
