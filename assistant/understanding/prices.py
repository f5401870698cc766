"""What a question says about money: bounds and currency, in Chinese and English.

"左右", "around" and a price that stands alone mean 20 % either way; "出头" and "多" mean
that much and a little more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from assistant.understanding.normalise import BLANK, blank
from assistant.understanding.numbers import number
from assistant.understanding.price_patterns import PriceWords, price_words
from catalog.money import Money

AROUND = Decimal("0.2")
"""How far "around" reaches, as a share of the amount."""
_JOINT = re.compile(r"\s*(?:-|–|—|~|～|到|至|to|and|until)\s*\Z")
_LOOK = 40
"""Characters before an amount that may bound it."""
_MOST = 12
"""Numbers that are read; a text with more of them is no shopper's budget."""
_SHORT = 80
"""Characters that a text with nothing but a price in it has at most."""


@dataclass(frozen=True)
class Bounds:
    """The bounds a question sets; None where it leaves a side open."""

    low: Money | None = None
    high: Money | None = None

    def __bool__(self) -> bool:
        return self.low is not None or self.high is not None


_Stated = tuple[Decimal | None, Decimal | None]
"""The low and the high bound of one statement."""


@dataclass(frozen=True)
class _Amount:
    start: int
    end: int
    low: Decimal
    high: Decimal
    currency: str
    few: bool = False


def read_prices(text: str, currency: str, *, alone: bool = False) -> tuple[Bounds, str]:
    """The bounds that a folded, lowered text sets, and the text with them blanked.

    Args:
        text: the question, folded and lowered.
        currency: the currency of an amount that names none.
        alone: whether a number that is all the text says is a price ("200" as a reply).
    """
    said_as = price_words()
    matches = islice(said_as.amount.finditer(text), _MOST)
    amounts = [a for m in matches if (a := _amount(m, said_as))]
    named_too = any(a.currency for a in amounts)
    low: Money | None = None
    high: Money | None = None
    index = 0
    while index < len(amounts):
        first = amounts[index]
        second = amounts[index + 1] if index + 1 < len(amounts) else None
        index += 1
        if second is not None and _joined(text, first, second, said_as, named_too):
            span = (first.start, second.end)
            stated: _Stated | None = _range(first, second)
            index += 1
        else:
            span, stated = (first.start, first.end), _single(text, first, said_as, alone)
        if stated is None:
            continue
        named = _named(first, second if span[1] != first.end else None, currency)
        low = _money(stated[0], named) or low
        high = _money(stated[1], named) or high
        text = _blanked(text, span, said_as)
    if low is not None and high is not None and (low.currency != high.currency or high < low):
        low = None
    return Bounds(low, high), text


def _amount(match: re.Match[str], said_as: PriceWords) -> _Amount | None:
    span = number(match["number"])
    if span is None:
        return None
    named = said_as.currency((match["sign"] or match["unit"] or "").strip())
    head = match.string[: match.start("number")]
    if not match["sign"] and re.search(r"(?<!\d)[a-z][-.]?\Z", head):
        return None  # part of a model's name: v70, a-5
    if match["unit"] == "块" and span[1] < 10 and not match["few2"]:
        rest = match.string[match.end() :]
        if re.match(r"[\u4e00-\u9fff]", rest) and not re.match(
            r"以|左右|上下|出头|多|的|吧|内", rest
        ):
            return None
    few = "多" in (match["few"] or "") or bool(match["few2"])
    if (match["few"] or "") == "来":
        span = (span[0] * (1 - AROUND), span[1] * (1 + AROUND))
    start = match.start("sign") if match["sign"] else match.start("number")
    if "grand" in match["number"] and not named:
        named = "?"
    return _Amount(start, match.end(), *span, named, few)


def _joined(
    text: str, first: _Amount, second: _Amount, said_as: PriceWords, named_too: bool
) -> bool:
    """Whether two amounts are one range: "100-200块", "between $40 and $60".

    Where another amount names its currency, a range that names none is a price only beside a word
    of price.
    """
    joint = text[first.end : second.start]
    if not _JOINT.match(joint) or second.high <= 0:
        return False
    if joint.strip() == "and" and "between" not in text[max(0, first.start - 12) : first.start]:
        return False
    money = first.currency or second.currency or _context(text, first, second, said_as, named_too)
    unit = said_as.other_unit.match(text, second.end) if not second.currency else None
    return bool(money) and unit is None


def _context(
    text: str, first: _Amount, second: _Amount, said_as: PriceWords, named_too: bool
) -> bool:
    """Whether words around a bare range say that it is a price."""
    before, after = _kinds(text, first.start, second.end, said_as)
    head = text[max(0, first.start - _LOOK) : first.start]
    said = re.search(r"(?:price|budget|cost|between|预算|价格|价位|价)\S{0,6}\s*\Z", head)
    if named_too:
        return re.search(r"(?:price|budget|cost|预算|价格|价位|价)\S{0,6}\s*\Z", head) is not None
    between = re.match(r"\s?(?:之间|的)", text[second.end : second.end + 4])
    whole = _alone(text, first.start, second.end)
    if text[first.start : second.end].count("k") == 2:
        return True
    scale = second.high >= 20 and first.low < second.high
    return scale and bool(said or before or after or whole or between or _ends(text, first, second))


def _ends(text: str, first: _Amount, second: _Amount) -> bool:
    """Whether a round range, larger than sizes and ages are, closes the question."""
    rounded = first.low >= 50 and first.low % 10 == 0 and second.high % 10 == 0
    return rounded and re.search(r"\w", text[second.end :]) is None


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a text says nothing besides one stretch of it."""
    rest = text[:start] + text[end:]
    return len(text) <= _SHORT and not re.search(r"[^\W\d_]", rest.replace(BLANK, ""))


def _range(first: _Amount, second: _Amount) -> _Stated:
    low, high = first.low, second.high
    if low < 10 and high >= 100 and high % 100 == 0 and low * 100 < high:
        low *= 100  # 三到五百 leaves the first hundred unsaid
    return (low, high) if low <= high else (high, low)


def _kinds(text: str, start: int, end: int, said_as: PriceWords) -> tuple[str, str]:
    """What stands before and after says: "max", "min", "around" …, the longest words counting."""
    head = text[max(0, start - _LOOK) : start]
    best, kind = 0, ""
    for name, pattern in said_as.before:
        match = pattern.search(head)
        if match and match.end() - match.start() > best:
            best, kind = match.end() - match.start(), name
    best, behind = 0, ""
    for name, pattern in said_as.after:
        match = pattern.match(text, end)
        if match and match.end() - match.start() > best:
            best, behind = match.end() - match.start(), name
    return kind, behind


def _single(text: str, amount: _Amount, said_as: PriceWords, alone: bool) -> _Stated | None:
    before, after = _kinds(text, amount.start, amount.end, said_as)
    if not amount.currency:
        if before == "not_price" or said_as.other_unit.match(text, amount.end):
            return None
        if not before and not after:
            if amount.high >= 100 and (amount.low < amount.high or _and_a_bit(text, amount)):
                return amount.low, amount.high + (_step(amount.high) if amount.few else 0)
            bare = alone and _alone(text, amount.start, amount.end)
            return (None, amount.high) if bare else None
        if amount.high < 5 or _is_count(text, amount, before, after, said_as):
            return None
    low, high = amount.low, amount.high
    if amount.few or after == "little_over":
        return low, high + _step(high)
    kind = after if after == "around" or not before or before == "not_price" else before
    if kind == "max" and not (low < high and after != "max"):
        return None, high
    if kind == "min":
        return low, None
    if low != high and kind != "around":
        return low, high
    return low * (1 - AROUND), high * (1 + AROUND)


def shared(bounds: Bounds, pieces: int) -> Bounds:
    """The most that each of several pieces may cost, rounded down, where a budget is for all.

    An amount that nothing bounds was read as about so much: it is the budget itself.
    """
    low, high = bounds.low, bounds.high
    if high is None or pieces < 2:
        return bounds
    amount = high
    if low is not None and low.amount * (1 + AROUND) == high.amount * (1 - AROUND):
        amount = Money(amount=high.amount / (1 + AROUND), currency=high.currency)
    return Bounds(None, Money.from_minor(amount.minor // pieces, high.currency))


def _and_a_bit(text: str, amount: _Amount) -> bool:
    """Whether "300多" ends what is said of the number, so that it counts nothing."""
    rest = text[amount.end : amount.end + 2]
    return amount.few and re.match(r"$|一?点|的|吧|就|,", rest) is not None


def _is_count(text: str, amount: _Amount, before: str, after: str, said_as: PriceWords) -> bool:
    """Whether "at least 20 …" counts something that is not money."""
    if "min" not in (before, after) and before != "around":
        return False
    end = amount.end
    match = next((m for k, p in said_as.after if k == after and (m := p.match(text, end))), None)
    return said_as.plain_after.match(text, match.end() if match else end) is None


def _step(value: Decimal) -> Decimal:
    """两百出头 and 一百多 end before the next digit: 300, 200."""
    digits = int(value)
    scale = 1
    while digits and digits % (scale * 10) == 0:
        scale *= 10
    return Decimal(scale) if scale > 1 else value * AROUND


def _named(first: _Amount, second: _Amount | None, currency: str) -> str:
    named = [a.currency for a in (second, first) if a is not None and a.currency not in ("", "?")]
    meant = named[0].split() if named else [currency]
    return currency if currency in meant else meant[0]


def _money(amount: Decimal | None, currency: str) -> Money | None:
    if amount is None:
        return None
    plain = amount.normalize()
    exact = plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
    return Money(amount=exact, currency=currency)


def _blanked(text: str, span: tuple[int, int], said_as: PriceWords) -> str:
    """The text without the amount and the words that bound it."""
    start, end = span
    head = text[max(0, start - _LOOK) : start]
    openers = [m for k, p in said_as.before if k != "not_price" and (m := p.search(head))]
    closers = [m for _, p in said_as.after if (m := p.match(text, end))]
    if openers:
        start -= len(head) - min(m.start() for m in openers)
    if closers:
        end = max(m.end() for m in closers)
    lead = re.search(
        r"(?:between|from|for|at|priced?(?: at)?|价格(?:在|是)?|价位在?|在)\s*\Z", text[:start]
    )
    if lead:
        start = lead.start()
    tail = re.match(r"(?:\s?之间)?(?:的价格|的价位|价位)?", text[end:])
    return blank(text, start, end + (tail.end() if tail else 0))
