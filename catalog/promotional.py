"""Whether a text is promotional, by rules that each say why; it advises, it does not decide."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml

from catalog.bilingual import Bilingual
from catalog.product import Language
from catalog.record import Record

RULES = Path(__file__).with_suffix(".yaml")
LONGEST = 20_000
BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")


class Reason(Record):
    """One rule that matched: what it added to the log odds, and the words it saw."""

    rule: str
    weight: float
    matched: tuple[str, ...]
    text: Bilingual


class Promotional(Record):
    """How promotional a text is, in [0, 1], and why; the strongest reason comes first."""

    score: float
    is_promotional: bool
    reasons: tuple[Reason, ...]


class Rule(Record):
    """A sign of promotion (positive weight) or of experience (negative), as patterns."""

    id: str
    weight: float
    zh_reason: str
    en_reason: str
    zh: str
    en: str


class Rules(Record):
    """All rules, what the sum starts from, and the score from which a text is promotional."""

    start: float
    threshold: float
    rules: tuple[Rule, ...]


def judge(text: str, language: Language = "und") -> Promotional:
    """Judge one text; its first 20,000 characters are read.

    The score is the logistic of a sum of weights, so that it can be read off the reasons: 软文,
    listicles, shop talk and creator's sales talk add; named drawbacks, measurements and use over
    time take away. Recall and false positives are in docs/catalog.md.
    """
    rules = _read()
    plain = BETWEEN_HAN.sub("", UNSEEN.sub("", unicodedata.normalize("NFKC", text[:LONGEST])))
    plain = plain.casefold().replace("’", "'")
    reasons = []
    for rule in rules.rules:
        found = dict.fromkeys(
            match.group().strip()
            for pattern in _patterns(rule.zh, rule.en, language)
            for match in pattern.finditer(plain)
        )
        if found:
            weight = rule.weight * (1.5 if len(found) > 1 else 1)
            said = Bilingual(zh=rule.zh_reason, en=rule.en_reason)
            matched = tuple(found)[:5]
            reasons.append(Reason(rule=rule.id, weight=weight, matched=matched, text=said))
    score = 1 / (1 + math.exp(-rules.start - sum(reason.weight for reason in reasons)))
    return Promotional(
        score=round(score, 4),
        is_promotional=score >= rules.threshold,
        reasons=tuple(sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.rule))),
    )


@lru_cache(maxsize=1)
def _read() -> Rules:
    return Rules.model_validate(yaml.safe_load(RULES.read_text("utf-8")))


@lru_cache(maxsize=256)
def _patterns(zh: str, en: str, language: Language) -> tuple[re.Pattern[str], ...]:
    wanted = {"zh": (zh,), "en": (en,), "und": (zh, en)}[language]
    # A line break in the file falls between alternatives and is no part of any.
    return tuple(re.compile(re.sub(r"\|\s+", "|", text.strip())) for text in wanted)
