"""Written lines that fit some products: their mark, their conditions, their choices and gaps.

A line reads "MARK CONDITIONS | TEXT". Marks: + praise, - complaint, t a measured finding,
x advertising, o what somebody bought it for, d a description. Conditions are "name=value" pairs,
all of which the product must have. In the text "[this|that]" is a choice and "{name}" a fact;
a line whose facts a product lacks does not fit it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from random import Random

from catalog.record import Record

_LINE = re.compile(r"([-+txod])\s*([^|]*?)\s*\|\s*(.+)")
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_GAP = re.compile(r"\{(\w+)\}")
OUNCES, POUNDS, QUARTS, SQUARE_FEET = 0.033814, 0.0022046, 1.0567, 10.764
CUPS = 3.0
"""Cups of cooked rice to a litre of pot, as American boxes count them, roughly."""


class Phrase(Record):
    """One written line."""

    mark: str
    conditions: tuple[tuple[str, str], ...]
    text: str

    def fits(self, facts: Mapping[str, str]) -> bool:
        """Whether it can be said of a product with these facts."""
        return all(facts.get(name) == value for name, value in self.conditions) and all(
            gap in facts for gap in _GAP.findall(self.text)
        )


def phrases(lines: Iterable[str]) -> tuple[Phrase, ...]:
    """The phrases in written lines; ValueError names one that is not written as it should be."""
    found = []
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"not MARK CONDITIONS | TEXT: {line!r}")
        pairs = (pair.partition("=") for pair in match[2].split())
        conditions = tuple((name, value) for name, _, value in pairs)
        found.append(Phrase(mark=match[1], conditions=conditions, text=match[3]))
    return tuple(found)


def spoken(text: str, facts: Mapping[str, str], random: Random) -> str:
    """The text with its choices made and its gaps filled."""
    chosen = _CHOICE.sub(lambda match: random.choice(match[1].split("|")), text)
    return _GAP.sub(lambda match: facts[match[1]], chosen)


def measures(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts, and what American titles say instead of litres, grams and square metres."""
    told = dict(facts)
    for name, source, factor, places in (
        ("oz", "volume", OUNCES, 1),
        ("oz_weight", "net_weight", OUNCES * 1.0432, 1),
        ("lb", "weight", POUNDS, 1),
        ("qt", "capacity", QUARTS, 1),
        ("us_cups", "capacity", CUPS, 0),
        ("sqft", "room_size", SQUARE_FEET, -1),
    ):
        if source in facts:
            value = round(float(facts[source]) * factor, places)
            told[name] = f"{value:.1f}".removesuffix(".0")
    return told


class Rota:
    """Chooses among phrases so that the least used one comes first."""

    def __init__(self) -> None:
        """Nothing has been used yet."""
        self._used: Counter[str] = Counter()

    def take(
        self, fitting: Iterable[Phrase], random: Random, most: int, without: Iterable[Phrase] = ()
    ) -> list[Phrase]:
        """Up to `most` phrases, none of `without`, those least used before, ties by chance."""
        barred = {phrase.text for phrase in without}
        pool = [(self._used[p.text], random.random(), p) for p in fitting if p.text not in barred]
        pool.sort(key=lambda entry: entry[:2])
        taken = [phrase for _, _, phrase in pool[:most]]
        self._used.update(phrase.text for phrase in taken)
        return taken
