"""Numbers with units: what a word measures, how units convert, which figures a text holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from catalog.files import read_yaml

UNITS = Path(__file__).with_name("units.yaml")
_FIGURE = r"(?<![a-z0-9_.,/-])(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,7}(?:\.\d{1,4})?)"


@dataclass(frozen=True)
class Unit:
    """A unit; `factor` turns an amount of it into the dimension's base unit."""

    name: str
    dimension: str
    factor: Decimal

    def convert(self, amount: Decimal, other: Unit) -> Decimal:
        """An amount of this unit in another one of the same dimension.

        Raises:
            ValueError: the two measure different things.
        """
        if self.dimension != other.dimension:
            raise ValueError(f"{self.name} and {other.name} measure different things")
        return amount * self.factor / other.factor


@dataclass(frozen=True)
class Figure:
    """One figure with its unit in a text, from `start` to `end`."""

    start: int
    end: int
    amount: Decimal
    unit: Unit


@dataclass(frozen=True)
class Units:
    """All units; `words` matches any unit's word, longer ones first, with no letter after it."""

    by_name: Mapping[str, Unit]
    patterns: tuple[tuple[re.Pattern[str], Unit], ...]
    words: str

    def named(self, word: str) -> Unit | None:
        """The unit that a folded, lowered word names."""
        return next((unit for pattern, unit in self.patterns if pattern.fullmatch(word)), None)


@cache
def units() -> Units:
    """The units of units.yaml."""
    table = read_yaml(UNITS, dict[str, dict[str, dict[str, str]]])
    by_name: dict[str, Unit] = {}
    patterns: list[tuple[re.Pattern[str], Unit]] = []
    words: list[str] = []
    for dimension, members in table.items():
        for name, row in members.items():
            unit = Unit(name, dimension, Decimal(row["factor"]))
            by_name[name] = unit
            for word in re.split(r"\s+/\s+", row["words"]):
                patterns.append((re.compile(word), unit))
                words.append(word)
    longest = sorted(words, key=len, reverse=True)
    any_word = "|".join(w if w[0] in '"(' else f"{w}(?![a-z²³])" for w in longest)
    return Units(by_name, tuple(patterns), any_word)


def unit(name: str) -> Unit | None:
    """The unit of that name ("g", "m²"), None where there is none."""
    return units().by_name.get(name)


@cache
def _figures() -> re.Pattern[str]:
    return re.compile(rf"{_FIGURE}\s?-?(?P<unit>{units().words})")


def figures(text: str) -> Iterator[Figure]:
    """The figures with units in a lowered text, in order; "4.5-inch" and "30 L" alike."""
    for match in _figures().finditer(text):
        found = units().named(match["unit"])
        if found is not None:
            amount = Decimal(match["figure"].replace(",", ""))
            yield Figure(match.start(), match.end(), amount, found)
