"""What a language asks of a sentence besides its phrases: counting words, lists, capitals, gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

from catalog.i18n import Spoken

_HAN = "\u4e00-\u9fff"
_OPEN, _CLOSE = "\ue010", "\ue011"
"""Around a value put into a sentence, until the gaps beside it are settled."""
_GAP = re.compile(
    rf"(?<=[{_HAN}]){_OPEN}(?=[A-Za-z0-9$¥€£+-])|(?<=[A-Za-z0-9%$]){_CLOSE}(?=[{_HAN}])"
)
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")
LONG_AGO = timedelta(days=300)


class Grammar(Protocol):
    """The grammar of one language.

    `clauses`, `comma` and `enumeration` stand between clauses, phrases and single words, `joint`
    between sentences; `denied` joins several things of which something is denied.
    """

    language: Spoken
    clauses: str
    comma: str
    enumeration: str
    joint: str
    denied: Literal["and", "or"]

    def count(self, n: int) -> str:
        """A number of things, in words where it is small."""

    def listing(self, words: Sequence[str], last: str = "and") -> str:
        """Words in a row, before the last one "and" or "or"."""

    def traits(self, phrases: Sequence[str]) -> str:
        """Traits of one thing in a row."""

    def trait(self, name: str, value: str, *, figure: bool) -> str:
        """An attribute with its value as a trait; `figure` where the value is one number."""

    def predicate(self, trait: str) -> str:
        """A trait as what is said of a thing."""

    def date(self, at: datetime, now: datetime) -> str:
        """A day, with its year where that is not plain."""

    def begin(self, text: str) -> str:
        """The text as a sentence begins."""

    def within(self, text: str) -> str:
        """The text as it stands within a sentence."""

    def fill(self, value: str) -> str:
        """A value to be put into a phrase."""

    def settle(self, text: str) -> str:
        """The filled phrase, with the gaps beside its values as they are written."""


class Chinese:
    """Counting words in characters, lists with 、, no capitals, a gap beside Latin letters."""

    language: Spoken = "zh"
    clauses = "；"
    comma = "，"
    enumeration = "、"
    joint = ""
    denied: Literal["and", "or"] = "and"
    _counts = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")

    def count(self, n: int) -> str:
        """A small number in characters, as it stands before a measure word."""
        return self._counts[n] if 0 <= n < len(self._counts) else f"{n:,}"

    def listing(self, words: Sequence[str], last: str = "and") -> str:
        """Words in a row: "甲", "甲和乙", "甲、乙和丙"."""
        if len(words) < 2:
            return "".join(words)
        return f"{'、'.join(words[:-1])}{'或' if last == 'or' else '和'}{words[-1]}"

    def traits(self, phrases: Sequence[str]) -> str:
        """Traits with commas: "净含量 150 g，白色"."""
        return "，".join(phrases)

    def trait(self, name: str, value: str, *, figure: bool) -> str:
        """A trait: "净含量 150 g", "质地是啫喱", "白色"."""
        if value[-1:] == name[-1:] or name in value:
            return value
        return f"{name} {value}" if value[:1].isdigit() else f"{name}是{value}"

    def predicate(self, trait: str) -> str:
        """A trait is said of a thing as it is."""
        return trait

    def date(self, at: datetime, now: datetime) -> str:
        """A day: "10月14日"."""
        day = f"{at.month}月{at.day}日"
        return day if now - at < LONG_AGO else f"{at.year}年{day}"

    def begin(self, text: str) -> str:
        """Chinese has no capitals."""
        return text

    def within(self, text: str) -> str:
        """Chinese has no capitals."""
        return text

    def fill(self, value: str) -> str:
        """The value between marks, for `settle`."""
        return f"{_OPEN}{value}{_CLOSE}"

    def settle(self, text: str) -> str:
        """A gap between a value's Latin edge and the characters beside it."""
        return _MARKS.sub("", _GAP.sub(" ", text))


class English:
    """Numbers in words, lists with commas, capitals at the head of a sentence."""

    language: Spoken = "en"
    clauses = "; "
    comma = ", "
    enumeration = ", "
    joint = " "
    denied: Literal["and", "or"] = "or"
    _counts = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

    def count(self, n: int) -> str:
        """A small number in words."""
        return self._counts[n] if 0 <= n < len(self._counts) else f"{n:,}"

    def listing(self, words: Sequence[str], last: str = "and") -> str:
        """Words in a row: "a", "a and b", "a, b and c"."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {last} {words[-1]}"

    def traits(self, phrases: Sequence[str]) -> str:
        """Traits as a list: "320 g weight, gel texture and waterproof"."""
        return self.listing(phrases)

    def trait(self, name: str, value: str, *, figure: bool) -> str:
        """A trait: "320 g weight", "gel texture", "made for men"."""
        name, value = self.within(name), self.within(value)
        if value == "unisex":
            return value
        if name.endswith(" for"):
            return f"{name} {value}"
        if set(name.split()) & {w.rstrip("s") for w in value.split()} or name in value:
            return value
        return f"{value} {name}" if figure or " " not in name else f"{name}: {value}"

    def predicate(self, trait: str) -> str:
        """A trait as a clause: "it is not waterproof"."""
        trait = self.within(trait)
        return f"it is {trait}" if trait.startswith("not ") else trait

    def date(self, at: datetime, now: datetime) -> str:
        """A day: "14 October"."""
        day = f"{at.day} {at:%B}"
        return day if now - at < LONG_AGO else f"{day} {at.year}"

    def begin(self, text: str) -> str:
        """The text with a capital."""
        return text[:1].upper() + text[1:]

    def within(self, text: str) -> str:
        """The text with a small initial, unless it is an acronym."""
        return text[:1].lower() + text[1:] if text[1:2].islower() else text

    def fill(self, value: str) -> str:
        """The value as it is."""
        return value

    def settle(self, text: str) -> str:
        """Nothing to settle."""
        return text


def grammar(language: Spoken) -> Grammar:
    """The grammar of a language of the house."""
    return Chinese() if language == "zh" else English()
