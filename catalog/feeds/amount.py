"""Prices as people and feeds write them, read into an exact amount and a currency."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from catalog.feeds.currency_words import (
    PER,
    START,
    WITHOUT_TAX,
    explained,
    is_code,
    meant_by,
)
from catalog.feeds.number_text import NUMBER, UNKNOWN, Ambiguous, Marks, decimal_mark, value_of
from catalog.feeds.row import Refused
from catalog.money import MINOR_DIGITS

PLAIN = re.compile(r"(\d{1,12}(?:\.\d{1,2})?)(?: ([A-Z]{3}))?")
SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d{1,2}")
FLOATING = re.compile(r"\d{1,12}\.\d{4,}")
EMPTY = {"", "-", "--", "–", "—", "n/a", "na", "null", "none", "nil", "."}
NO_NUMBER = re.compile(r"[+-]?(?:nan|inf(?:inity)?)", re.IGNORECASE)
DECORATION = re.compile(r"(?<=\d)\s*(?:([.,])\s*[-–—]{1,2}|:\s*[-–—]{1,2}|/[-=])(?![\w])")
"""What stands for no small coins: "299,-", "12.–", "299:-", "499/-"."""
MULTIPLIERS = {"万": 10_000, "萬": 10_000, "만": 10_000, "亿": 10**8}
MULTIPLIED = re.compile(r"\s*(万|萬|만|亿|w(?![^\W\d_]))", re.IGNORECASE)
DIGITS = str.maketrans("٫٬", ".,")
CEILING = Decimal(10) ** 9
WHOLE = {"COP", "IDR", "HUF", "CRC", "LBP", "IRR", "LAK", "MMK"}
"""Currencies with a minor unit on paper whose prices nobody writes with one."""
COMMAS = """
USD GBP CNY JPY INR HKD SGD AUD NZD CAD MXN PHP THB MYR TWD KRW PKR LKR BDT NPR AED SAR ILS EGP
NGN KES
"""
COMMA_GROUPS = frozenset(COMMAS.split())
"""Currencies of countries that group thousands by commas (Unicode CLDR, number symbols)."""


class Price(NamedTuple):
    """An amount above zero, rounded to its currency's minor unit.

    `condition` is the feed's own word where the price is not everybody's ("券后价"), else "".
    """

    amount: Decimal
    currency: str
    condition: str = ""


class Unpriced(NamedTuple):
    """A cell that names no price, and why ("" where it is empty)."""

    reason: str = ""


ZERO = Unpriced("a price of zero is no price; kept without one")


class Unclear(Refused):
    """Refused because a mark may group or be decimal; the rest of the column may say which."""


def amount_of(
    text: str, currency: str, field: str, marks: Marks | None = UNKNOWN, fixed: str = ""
) -> Price | Unpriced:
    """The price that a cell names, or that it names none.

    `currency` is the row's, "" where it names none; `marks` are the column's, `fixed` the decimal
    mark that the format prescribes ("." or ""). A number that could be one or a thousand is read
    by the format's mark, else by the column's, else by what its currency allows (yen have no
    decimals), else refused. `marks` of None says that nobody has looked at the column yet: then
    every such number is unclear.

    Raises:
        Unclear: it could be one or a thousand, and nothing says which.
        Refused: it is not one amount, is negative or absurd, or its currency is not known.

    """
    simple = PLAIN.fullmatch(text)
    if simple and (not simple[2] or is_code(simple[2])):
        return _exact(Decimal(simple[1]), simple[2] or "", currency, (text, field), "")
    tidy = unicodedata.normalize("NFKC", text).replace("−", "-").translate(DIGITS).strip()
    if tidy.casefold() in EMPTY:
        shown = f"{text.strip()!r} is no price; kept without one" if text.strip() else ""
        return Unpriced(shown)
    if NO_NUMBER.fullmatch(tidy) or tidy.startswith("="):
        raise Refused(field, f"{text[:40]!r} is not one amount")
    if not re.search(r"\d", tidy):
        return Unpriced(f"{text.strip()[:40]!r} names no price; kept without one")
    return _worded(tidy, currency, (text, field), marks, fixed)


def _worded(
    tidy: str, currency: str, said: tuple[str, str], marks: Marks | None, fixed: str
) -> Price | Unpriced:
    text, field = said
    if SCIENTIFIC.fullmatch(tidy) or FLOATING.fullmatch(tidy):
        return _exact(Decimal(tidy), "", currency, said, "")
    number, around, times = _cut(tidy, said)
    sign, condition = _sign(around, said)
    meant = currency or _alone(sign)
    try:
        value = value_of(number, _mark(number, meant, marks, fixed))
    except Ambiguous as error:
        remedy = 'write it with two decimals, or map decimal_mark: "=." or "=,"'
        reason = f"{text[:40]!r} can be read as one amount or a thousand times it; {remedy}"
        raise Unclear(field, reason) from error
    except ValueError as error:
        raise Refused(field, f"{text[:40]!r} is not an amount") from error
    return _exact(value * times, sign, currency, said, condition)


def _cut(tidy: str, said: tuple[str, str]) -> tuple[str, str, int]:
    """The one number in a text, what stands around it, and what it is to be multiplied by."""
    text, field = said
    bare = DECORATION.sub(lambda match: f"{match[1]}00" if match[1] else "", tidy)
    if found := PER.search(bare):
        raise Refused(field, f"{text[:40]!r} is a price {found[0].strip()}, not of the thing")
    if START.search(bare):
        raise Refused(field, f"{text[:40]!r} is not one amount but where prices start or end")
    numbers = list(NUMBER.finditer(bare))
    if len(numbers) != 1:
        raise Refused(field, f"{text[:40]!r} is not one amount")
    at = numbers[0]
    before, after = bare[: at.start()], bare[at.end() :]
    if before.rstrip().endswith(("-", "(-")) or before.lstrip().startswith("-"):
        raise Refused(field, f"{text[:40]!r} is negative")
    if re.fullmatch(r"\s*\(\s*[^\w(]*", before) and re.fullmatch(r"\s*\)\s*", after):
        raise Refused(field, f"{text[:40]!r} is negative")
    if re.fullmatch(r"\s*-\s*", after):
        raise Refused(field, f"{text[:40]!r} is negative")
    more = MULTIPLIED.match(after)
    times = MULTIPLIERS.get(more[1], 10_000) if more else 1
    return at[0].strip(), f"{before} {after[more.end() :] if more else after}", times


def number_in(text: str, currency: str) -> tuple[str, str] | None:
    """The number in a price cell with the currency or sign it is in; None where it holds none.

    What a column says of its marks (`marks_of`) is gathered from these.
    """
    tidy = unicodedata.normalize("NFKC", text).replace("−", "-").translate(DIGITS).strip()
    try:
        number, around, _ = _cut(tidy, (text, ""))
        sign, _ = _sign(around, (text, ""))
    except Refused:
        return None
    return number, currency or _alone(sign) or sign


@lru_cache(maxsize=4096)
def _signs(around: str) -> tuple[tuple[str, ...], str, str]:
    return explained(around)


def _sign(around: str, said: tuple[str, str]) -> tuple[str, str]:
    """The currency sign beside a number and the condition word; every other word is refused."""
    text, field = said
    if WITHOUT_TAX.search(around):
        raise Refused(field, f"{text[:40]!r} is a price without tax, which is not what is paid")
    signs, condition, rest = _signs(around)
    if re.search(r"[^\s:：()（）\[\]*.,!]", rest):
        raise Refused(field, f"{text[:40]!r} is not an amount with a currency")
    several = [set(meant_by(sign)) - {"."} for sign in signs]
    shared = set.intersection(*several) if several else set()
    if several and not shared:
        raise Refused(field, f"{text[:40]!r} names two currencies")
    narrow = min(signs, key=lambda sign: len(meant_by(sign)), default="")
    return narrow, condition


def _alone(sign: str) -> str:
    first = meant_by(sign)[:1] if sign else ()
    return first[0] if first and first[0] != "." else ""


def _mark(number: str, currency: str, marks: Marks | None, fixed: str) -> str:
    """The decimal mark to read an ambiguous number by; "" where nothing says it."""
    if decimal_mark(number) != "?" or marks is None:
        return ""
    own = "." if "." in number else ","
    other = "," if own == "." else "."
    column = marks.mark()
    if column == "?" or (fixed and column and column != fixed):
        return ""
    if fixed or column:
        return fixed or column
    if " " in marks.decimal:
        return own
    digits = MINOR_DIGITS.get(currency, 2)
    if digits == 3:
        return own if own == "." else ""
    if digits == 0 or currency in WHOLE:
        return other
    if marks.small and not marks.large:
        return other
    return other if own == "," and currency in COMMA_GROUPS else ""


def _exact(
    value: Decimal, sign: str, currency: str, said: tuple[str, str], condition: str
) -> Price | Unpriced:
    text, field = said
    if value >= CEILING:
        raise Refused(field, f"{text[:40]!r} is absurdly high")
    if value == 0:
        return ZERO
    code = _code(sign, currency, said)
    step = Decimal(1).scaleb(-MINOR_DIGITS.get(code, 2))
    rounded = value.quantize(step, ROUND_HALF_UP)
    if step == 1 and abs(rounded - value) > Decimal("0.001"):
        raise Refused(field, f"{text[:40]!r} has decimals, and {code} has none")
    if rounded == 0:
        raise Refused(field, f"{text[:40]!r} is less than the smallest coin")
    return Price(rounded, code, condition)


def _code(sign: str, currency: str, said: tuple[str, str]) -> str:
    """The currency of a price: the row's, which its sign must allow, else the sign's."""
    text, field = said
    codes = meant_by(sign) if sign else ()
    if currency and codes and currency not in codes:
        raise Refused(field, f"{text[:40]!r} is not in the row's currency {currency}")
    if currency:
        if not is_code(currency):
            raise Refused(field, f"{currency!r} is not a currency code")
        return currency
    if not codes:
        raise Refused("currency", "no currency with the price; map it, such as currency: =USD")
    if codes[0] == ".":
        several = ", ".join(codes[1:])
        reason = f"the sign in {text[:40]!r} is that of {several}; map one, such as currency: ="
        raise Refused("currency", reason + codes[1])
    return codes[0]
