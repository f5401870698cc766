"""The words that set products against one another, with what they order by and which way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from catalog.files import read_yaml
from catalog.record import Record

Degree = Literal["en", "en_most", "zh", "zh_most"]
TABLE = Path(__file__).with_name("comparison_words.yaml")


@dataclass(frozen=True)
class Word:
    """One comparative or superlative: up is +1; `families` is empty where the clause says which."""

    direction: int
    families: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """The patterns of one degree of comparison, and what each of their groups means."""

    pattern: re.Pattern[str]
    words: tuple[Word, ...]

    def word(self, match: re.Match[str]) -> Word:
        """What the matched word means."""
        return self.words[(match.lastindex or 1) - 1]


class _Row(Record):
    """A line of the table."""

    direction: Literal["up", "down"]
    families: tuple[str, ...]
    en: tuple[str, ...]
    en_most: tuple[str, ...]
    zh: tuple[str, ...]
    zh_most: tuple[str, ...]


@cache
def lexicon(degree: Degree) -> Lexicon:
    """The words of one degree: comparatives ("en", "zh") or superlatives ("en_most", "zh_most")."""
    rows = read_yaml(TABLE, list[_Row])
    bound = r"\b" if degree in ("en", "en_most") else ""
    patterns = (f"({bound}(?:{'|'.join(getattr(row, degree))}){bound})" for row in rows)
    words = tuple(Word(1 if row.direction == "up" else -1, row.families) for row in rows)
    return Lexicon(re.compile("|".join(patterns)), words)
