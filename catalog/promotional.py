"""Whether a text is promotional, by rules that each say why; it advises, it does not decide."""

from __future__ import annotations

import json
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
WEIGHTS = Path(__file__).with_name("promotional_weights.json")
LONGEST = 20_000
BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
HAN = re.compile("[\u4e00-\u9fff]")
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
    """A sign, as patterns: it counts in full once `enough` matches are found."""

    id: str
    zh_reason: str
    en_reason: str
    zh: str
    en: str
    enough: int = 1
    per_length: bool = False


class Rules(Record):
    """All rules, and the score from which a text is promotional."""

    threshold: float
    rules: tuple[Rule, ...]


def judge(text: str, language: Language = "und") -> Promotional:
    """Judge one text; its first 20,000 characters are read.

    The score is the logistic of a sum of weights, so that it can be read off the reasons: 软文,
    listicles, shop talk and creators' sales talk add; troubles, measurements, hedges and one's own
    story take away. Recall and false positives on texts held apart are in docs/catalog.md.
    """
    weights = _weights()
    reasons = []
    for rule, (share, matched) in found(text, language).items():
        said = Bilingual(zh=rule.zh_reason, en=rule.en_reason)
        weight = round(weights[rule.id] * share, 2)
        reasons.append(Reason(rule=rule.id, weight=weight, matched=matched, text=said))
    score = 1 / (1 + math.exp(-weights["start"] - sum(reason.weight for reason in reasons)))
    return Promotional(
        score=round(score, 4),
        is_promotional=score >= _read().threshold,
        reasons=tuple(sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.rule))),
    )


def found(text: str, language: Language) -> dict[Rule, tuple[float, tuple[str, ...]]]:
    """The rules that match, each with how far in (0, 1] it counts and the words it saw."""
    plain = BETWEEN_HAN.sub("", UNSEEN.sub("", unicodedata.normalize("NFKC", text[:LONGEST])))
    plain = plain.casefold().replace("’", "'")
    length = max(1.0, len(plain) / (60 if HAN.search(plain) else 200))
    matching = {}
    for rule in _read().rules:
        patterns = _patterns(rule.zh, rule.en, language)
        words = [match.group().strip() for each in patterns for match in each.finditer(plain)]
        if words:
            share = min(1.0, len(words) / (rule.enough * (length if rule.per_length else 1)))
            matching[rule] = (share, tuple(dict.fromkeys(words))[:5])
    return matching


def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the file."""
    return _read().rules


@lru_cache(maxsize=1)
def _read() -> Rules:
    return Rules.model_validate(yaml.safe_load(RULES.read_text("utf-8")))


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    held: dict[str, float] = json.loads(WEIGHTS.read_text("utf-8"))
    return held


@lru_cache(maxsize=256)
def _patterns(zh: str, en: str, language: Language) -> tuple[re.Pattern[str], ...]:
    wanted = {"zh": (zh,), "en": (en,), "und": (zh, en)}[language]
    # A line break in the file falls between alternatives and is no part of any.
    return tuple(re.compile(re.sub(r"\|\s+", "|", text.strip())) for text in wanted)
