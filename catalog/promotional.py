"""Whether a text is promotional, by rules that each say why; it advises, it does not decide."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from catalog.files import read_yaml
from catalog.i18n import Bilingual
from catalog.product import Language
from catalog.record import Record

RULES = Path(__file__).with_suffix(".yaml")
WEIGHTS = Path(__file__).with_name("promotional_weights.json")
LONGEST = 20_000
BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
HAN = re.compile("[\u4e00-\u9fff]")
WORD = re.compile(r"[a-z']+|[^\W_a-z]+|[^\w\s]")
UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")


class Reason(Record):
    """One rule that matched: what it added to the log odds, and the words it saw."""

    rule: str
    weight: float
    matched: tuple[str, ...]
    text: Bilingual


class Promotional(Record):
    """How promotional a text is, in [0, 1], and why: named signs first, then the wording."""

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


class Weights(Record):
    """What the sum starts from, what each rule adds in full, and what single words add.

    A word of `words` adds its weight over the square root of the number of words in the text.
    """

    start: float
    rules: dict[str, float]
    words: dict[str, float]


def judge(text: str, language: Language = "und") -> Promotional:
    """Judge one text; its first 20,000 characters are read.

    The score is the logistic of a sum of weights, so that it can be read off the reasons: 软文,
    listicles, shop talk and creators' sales talk add; troubles, measurements, hedges and one's own
    story take away. Recall and false positives on texts held apart are in docs/catalog.md.
    """
    weights = _weights()
    reasons = [_wording(text, language, weights)]
    for rule, (share, matched) in found(text, language).items():
        said = Bilingual(zh=rule.zh_reason, en=rule.en_reason)
        weight = round(weights.rules[rule.id] * share, 2)
        reasons.append(Reason(rule=rule.id, weight=weight, matched=matched, text=said))
    score = 1 / (1 + math.exp(-weights.start - sum(reason.weight for reason in reasons)))
    return Promotional(
        score=round(score, 4),
        is_promotional=score >= _read().threshold,
        reasons=tuple(
            sorted(
                (reason for reason in reasons if reason.weight),
                key=lambda found: (found.rule == "wording", -abs(found.weight), found.rule),
            )
        ),
    )


def _wording(text: str, language: Language, weights: Weights) -> Reason:
    """What the single words add, with those that add most in the direction of their sum."""
    used = words_of(text, language)
    scale = 1 / math.sqrt(max(1, len(used)))
    known = {word: weights.words[word] * scale for word in used if word in weights.words}
    total = round(sum(known.values()), 2)
    most = sorted(known, key=lambda word: (-known[word] if total > 0 else known[word], word))[:5]
    said = Bilingual(zh="用词多见于推广文字", en="words more common in promotional texts")
    if total <= 0:
        said = Bilingual(zh="用词多见于亲身体验", en="words more common in first-hand accounts")
    return Reason(rule="wording", weight=total, matched=tuple(most), text=said)


def words_of(text: str, language: Language) -> frozenset[str]:
    """Single Chinese characters and pairs of them, or English words and pairs of them."""
    plain = _plain(text)
    plain = re.sub(r"\d+", "0", plain)
    if language == "zh" or (language == "und" and HAN.search(plain)):
        parts: list[str] = list(re.sub(r"\s", "", plain))
        between = ""
    else:
        parts = WORD.findall(plain)
        between = " "
    pairs = (between.join(pair) for pair in pairwise(parts))
    return frozenset((*parts, *pairs))


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[:LONGEST])
    plain = BETWEEN_HAN.sub("", UNSEEN.sub("", plain))
    return plain.casefold().replace("’", "'")


def found(text: str, language: Language) -> dict[Rule, tuple[float, tuple[str, ...]]]:
    """The rules that match, each with how far in (0, 1] it counts and the words it saw."""
    plain = _plain(text)
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
    return read_yaml(RULES, Rules)


@lru_cache(maxsize=1)
def _weights() -> Weights:
    return Weights.model_validate_json(WEIGHTS.read_text("utf-8"))


@lru_cache(maxsize=256)
def _patterns(zh: str, en: str, language: Language) -> tuple[re.Pattern[str], ...]:
    wanted = {"zh": (zh,), "en": (en,), "und": (zh, en)}[language]
    # A line break in the file falls between alternatives and is no part of any.
    return tuple(re.compile(re.sub(r"\|\s+", "|", text.strip())) for text in wanted)
