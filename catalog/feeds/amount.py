"""Prices as people and feeds write them, read into an exact amount and a currency."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from catalog.feeds.row import Refused
from catalog.money import MINOR_DIGITS

NUMBER = re.compile(r"\d{1,12}(\.\d+)?")
PLAIN = re.compile(r"(\d{1,12}(?:\.\d+)?)(?: ([A-Z]{3}))?")
SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d{1,2}")
DIGITS = re.compile(r"\d[\d.,'’\s]*\d|\d")
CEILING = Decimal(10) ** 9
WORDS = {
    "US$": "USD",
    "HK$": "HKD",
    "NT$": "TWD",
    "CA$": "CAD",
    "C$": "CAD",
    "A$": "AUD",
    "R$": "BRL",
    "CN¥": "CNY",
    "JP¥": "JPY",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "元": "CNY",
    "块": "CNY",
    "人民币": "CNY",
    "RMB": "CNY",
    "日元": "JPY",
    "円": "JPY",
    "美元": "USD",
    "欧元": "EUR",
    "港币": "HKD",
    "₩": "KRW",
    "₹": "INR",
}
"""What a sign means alone: ¥ is yuan in this house, $ the US dollar."""
AMBIGUOUS = {"$": {"USD", "CAD", "AUD", "HKD", "SGD", "NZD", "MXN", "TWD"}, "¥": {"CNY", "JPY"}}


@lru_cache(maxsize=256)
def is_code(text: str) -> bool:
    """Whether ISO 4217 has this code (as the CLDR tables of Babel list them)."""
    from babel.core import Locale

    return text in Locale("en").currencies


def currency_of(text: str) -> str:
    """An ISO 4217 code from a feed's currency column; "" for an empty one.

    Raises:
        Refused: it is neither a code nor a sign we know.

    """
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return ""
    if text.upper() in WORDS:
        return WORDS[text.upper()]
    if is_code(text.upper()):
        return text.upper()
    raise Refused("currency", f"{text[:20]!r} is not a currency code such as USD or CNY")


def amount_of(text: str, currency: str, field: str) -> tuple[Decimal, str] | None:
    """The amount (not negative, rounded to the minor unit) and its currency; None for no price.

    "79.99 USD", "¥1,299.00", "1.299,00 €" and bare numbers are read. A bare number with a dot is
    a decimal number; beside a sign, "1.299 €" is one thousand. Zero is no price.

    Raises:
        Refused: it is not one amount, is negative or absurd, or its currency is not known.

    """
    simple = PLAIN.fullmatch(text)
    if simple and not (simple[2] and _grouped(simple[1], simple[2])):
        return _exact(Decimal(simple[1]), simple[2] or "", currency, text, field)
    tidy = unicodedata.normalize("NFKC", text).strip()
    if not tidy or tidy in {"-", "--", "N/A", "n/a", "null", "None"}:
        return None
    if SCIENTIFIC.fullmatch(tidy):
        return _exact(Decimal(tidy), "", currency, text, field)
    found = DIGITS.findall(tidy)
    if len(found) != 1:
        raise Refused(field, f"{text[:40]!r} is not one amount")
    around = tidy.replace(found[0], " ", 1).strip()
    if around.startswith(("-", "−", "(")) or around.endswith("-"):
        raise Refused(field, f"{text[:40]!r} is negative")
    sign = _sign(around, text, field)
    return _exact(_number(found[0], sign, text, field), sign, currency, text, field)


def _grouped(digits: str, code: str) -> bool:
    whole, _, part = digits.partition(".")
    return len(part) == 3 and whole != "0" and len(whole) <= 3 and MINOR_DIGITS.get(code, 2) != 3


def _number(digits: str, sign: str, text: str, field: str) -> Decimal:
    from price_parser.parser import parse_number

    if not sign and NUMBER.fullmatch(digits):
        return Decimal(digits)
    value: Decimal | None = parse_number(digits.replace("'", "").replace("’", ""))
    if value is None:
        raise Refused(field, f"{text[:40]!r} is not an amount")
    return value


def _sign(around: str, text: str, field: str) -> str:
    words = around.upper().replace(" ", "")
    if not words:
        return ""
    for word in (words, words.rstrip("整."), *sorted(WORDS, key=len, reverse=True)):
        if word in WORDS and words.replace(word, "").rstrip("整.") in ("", WORDS[word]):
            return word
    if is_code(words):
        return words
    raise Refused(field, f"{text[:40]!r} is not an amount with a currency")


def _exact(
    value: Decimal, sign: str, currency: str, text: str, field: str
) -> tuple[Decimal, str] | None:
    if value >= CEILING:
        raise Refused(field, f"{text[:40]!r} is absurdly high")
    if value == 0:
        return None
    named = WORDS.get(sign, sign)
    if currency and named != currency and sign and currency not in AMBIGUOUS.get(sign, ()):
        raise Refused(field, f"{text[:40]!r} is not in the row's currency {currency}")
    code = currency or named
    if code and not is_code(code):
        raise Refused(field, f"{code!r} in {text[:40]!r} is not a currency code")
    if not code:
        raise Refused("currency", "no currency with the price; map it, such as currency: =USD")
    step = Decimal(1).scaleb(-MINOR_DIGITS.get(code, 2))
    rounded = value.quantize(step, ROUND_HALF_UP)
    if rounded == 0:
        raise Refused(field, f"{text[:40]!r} is less than the smallest coin")
    return rounded, code
