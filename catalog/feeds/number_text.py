"""Which of the marks in a written number divide its thousands and which its decimals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

NUMBER = re.compile(r"(?:(?<![^\W\d_])[.,])?\d(?:[\d.,'’ ]*\d)?(?:[.,](?!\d))?")
"""A number as people write it: "1 299,50", ".75", "1'299"; a mark after a letter is no part."""
MOST_DIGITS = 15


class Ambiguous(Exception):
    """A number that is one thing or a thousand times that, by which mark is the decimal one."""


class Marks(NamedTuple):
    """What a column's other prices in the same currency say of its marks.

    `decimal` holds the marks that are decimal somewhere ("." or ","), " " where spaces or
    apostrophes group; `small` and `large` say that whole numbers below and above 1,000 stand
    without any mark.
    """

    decimal: frozenset[str] = frozenset()
    small: bool = False
    large: bool = False

    def mark(self) -> str:
        """The column's decimal mark; "" where it shows none, "?" where it shows both."""
        seen = self.decimal & {".", ","}
        return "?" if len(seen) > 1 else "".join(seen)


UNKNOWN = Marks()


def decimal_mark(number: str) -> str:
    """The decimal mark that one number shows: ".", ",", " " (grouped by spaces), "" or "?".

    "?" is a number that can be read both ways: one to three digits, a mark, three digits.
    """
    compact = re.sub(r"[ '’]", "", number)
    dots, commas = compact.count("."), compact.count(",")
    if not dots and not commas:
        return " " if len(compact) < len(number) else ""
    if dots and commas:
        return max(".,", key=compact.rfind)
    mark, times = ("." if dots else ","), dots + commas
    if times > 1:
        return "," if mark == "." else "."
    before, _, after = compact.partition(mark)
    both_ways = len(after) == 3 and 1 <= len(before) <= 3 and before[0] != "0"
    if both_ways and len(compact) == len(number):
        return "?"
    return mark if after else ""


def marks_of(numbers: Iterable[str]) -> Marks:
    """What these numbers of one column and currency say together."""
    decimal, small, large = set[str](), False, False
    for number in numbers:
        mark = decimal_mark(number)
        decimal |= {mark} & {".", ",", " "}
        if number.isdecimal():
            small |= len(number) <= 3
            large |= len(number) > 3
    return Marks(frozenset(decimal), small, large)


def value_of(number: str, decimal: str = "") -> Decimal:
    """The number's value; `decimal` is the mark to go by where both readings are possible.

    Raises:
        Ambiguous: both readings are possible and no mark is given.
        ValueError: its groups are not those of a number.

    """
    shown = decimal_mark(number)
    if shown == "?":
        if not decimal:
            raise Ambiguous(number)
        shown = decimal
    compact = re.sub(r"[ '’]", "", number).rstrip(".,")
    mark = shown if shown in (".", ",") else ""
    whole, _, part = compact.rpartition(mark) if mark and mark in compact else (compact, "", "")
    groups = re.split(r"[ .,'’]", _whole_of(number, mark if part else ""))
    if (not part.isdecimal() and part) or not _grouped(groups) or len(compact) > MOST_DIGITS + 8:
        raise ValueError(number)
    digits = re.sub(r"[.,]", "", whole)
    if len(digits) > MOST_DIGITS:
        raise ValueError(number)
    return Decimal(f"{digits or '0'}.{part or '0'}")


def _whole_of(number: str, mark: str) -> str:
    number = number.rstrip(".,")
    return number.rpartition(mark)[0] if mark else number


def _grouped(groups: list[str]) -> bool:
    """Whether digits stand in threes, or as in India in twos before the last three."""
    if len(groups) == 1:
        return True
    first, *middle, last = groups
    if not first or len(last) != 3:
        return False
    thirds = len(first) <= 3 and all(len(group) == 3 for group in middle)
    return thirds or (len(first) <= 2 and all(len(group) == 2 for group in middle))
