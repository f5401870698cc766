"""Numbers as shoppers write them, in digits, in English words and in Chinese ones."""

from __future__ import annotations

import re
from decimal import Decimal

_TO_NINETEEN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_BY_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = {word: n for n, word in enumerate(_TO_NINETEEN)} | {"couple": 2}
TENS = {word: 10 * n for n, word in enumerate(_BY_TENS, start=2)}
SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000}
DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}

_ENGLISH_WORD = "|".join(sorted([*SMALL, *TENS, *SCALES, "few"], key=len, reverse=True))
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,2})?"
_CHINESE = r"[几零〇一二两三四五六七八九十百千万]"
NUMBER = (
    rf"(?:{_PLAIN}\s?k(?![a-z])|{_PLAIN}w(?=[元块以左上下])|{_PLAIN}(?=[十百千万]){_CHINESE}{{1,6}}\d?|{_PLAIN}"
    rf"|{_CHINESE}{{1,12}}"
    rf"|(?<![a-z])(?:a\s)?(?:{_ENGLISH_WORD})(?:(?:[\s-]|(?<=hundred)\sand\s|(?<=thousand)\sand\s)(?:{_ENGLISH_WORD}))*"
    r"(?![a-z]))"
)
"""A regular expression for one number in a folded, lowered text."""

Span = tuple[Decimal, Decimal]
"""What a number may stand for, from and to; both the same for all but 三五百 and 几百."""


def number(text: str) -> Span | None:
    """What the words stand for; None where they are no number (百千, 几)."""
    text = text.strip()
    plain = re.fullmatch(rf"({_PLAIN})\s?([kw]?)", text)
    if plain:
        scale = {"": 1, "k": 1000, "w": 10_000}[plain[2]]
        value = Decimal(plain[1].replace(",", "")) * scale
        return value, value
    if text[0].isascii() and text[0].isalpha():
        if "few" in text:
            several = SCALES.get(re.sub(r"^(?:a )?few ", "", text))
            return (Decimal(2 * several), Decimal(10 * several - 1)) if several else None
        value = Decimal(_english(text))
        return value, value
    return _chinese(text)


def whole(text: str) -> int | None:
    """A number that must be one whole number, such as an ordinal's; None for any other."""
    span = number(text) if text else None
    if span is None or span[0] != span[1] or span[0] != span[0].to_integral_value():
        return None
    return int(span[0])


def _english(text: str) -> int:
    total = current = 0
    for word in re.split(r"[\s-]+", text):
        if word in SMALL or word in TENS:
            current += SMALL.get(word, 0) + TENS.get(word, 0)
        elif word in SCALES:
            current = max(current, 1) * SCALES[word]
            if SCALES[word] == 1000:
                total, current = total + current, 0
    return total + current


def _chinese(text: str) -> Span | None:
    """一千五 is 1500, 三五百 is 300 to 500, 几百 is 200 to 999, 十几 is 11 to 19."""
    if text[0] == "几":
        unit = UNITS.get(text[1:])
        return (Decimal(2 * unit), Decimal(10 * unit - 1)) if unit else None
    tens = _chinese_value(text[:-1]) if text.endswith("十几") else None
    if tens is not None:
        return tens + 1, tens + 9
    either = re.fullmatch(r"([一二两三四五六七八九])([二两三四五六七八九])([十百千万])", text)
    if either:
        low, high = (DIGITS[either[i]] for i in (1, 2))
        unit = UNITS[either[3]]
        return (Decimal(low * unit), Decimal(high * unit)) if low < high else None
    value = _chinese_value(text)
    return None if value is None else (value, value)


def _chinese_value(text: str) -> Decimal | None:
    total, section, last_unit = Decimal(0), Decimal(0), 0
    pending: Decimal | None = None
    for token in re.findall(rf"{_PLAIN}|.", text):
        if token in UNITS:
            unit = UNITS[token]
            if pending is None and section and unit != 10_000:
                return None
            if unit == 10_000:
                total += (section + (pending or 0) or 1) * unit
                section = Decimal(0)
            else:
                section += (1 if pending is None else pending) * unit
            pending, last_unit = None, unit
        elif token in DIGITS:
            if DIGITS[token] == 0:
                last_unit = 0
            elif pending is not None:
                return None
            else:
                pending = Decimal(DIGITS[token])
        elif token[0].isdigit():
            pending = Decimal(token.replace(",", ""))
        else:
            return None
    if pending is not None and last_unit >= 100 and pending < 10:
        pending *= last_unit // 10
    return total + section + (pending or 0)
