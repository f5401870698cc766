"""What a question says about money: bounds and currency, in Chinese and English.

"左右", "around" and a price that stands alone mean 20 % either way; "出头" and "多" mean
that much and a little more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.understanding.numbers import NUMBER, number
from assistant.understanding.tables import any_of, lines, mapping, table
from assistant.understanding.text import BLANK, blank
from catalog.money import Money

AROUND = Decimal("0.2")
"""How far "around" reaches, as a share of the amount."""
_JOINT = re.compile(r"\s*(?:-|–|—|~|～|到|至|to|and|until)\s*\Z")
_LOOK = 28


@dataclass(frozen=True)
class Bounds:
    """The bounds a question sets; None where it leaves a side open."""

    low: Money | None = None
    high: Money | None = None

    def __bool__(self) -> bool:
        return self.low is not None or self.high is not None


@dataclass(frozen=True)
class _Amount:
    start: int
    end: int
    low: Decimal
    high: Decimal
    currency: str
    few: bool = False


@dataclass(frozen=True)
class _Grammar:
    amount: re.Pattern[str]
    currencies: tuple[tuple[re.Pattern[str], str], ...]
    before: tuple[tuple[str, re.Pattern[str]], ...]
    after: tuple[tuple[str, re.Pattern[str]], ...]
    other_unit: re.Pattern[str]
    plain_after: re.Pattern[str]


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    data = table("prices")
    money = mapping(data["currencies"])
    sides = {side: mapping(money[side]) for side in ("before", "after")}
    every = {side: any_of(p for ps in names.values() for p in lines(ps)) for side, names in sides.items()}  # fmt: skip
    named = tuple(
        (re.compile(any_of(lines(patterns))), currency)
        for side in sides.values()
        for currency, patterns in side.items()
    )
    before = {kind: any_of(lines(ps)) for kind, ps in mapping(data["before"]).items()}
    after = {kind: any_of(lines(ps)) for kind, ps in mapping(data["after"]).items()}
    return _Grammar(
        amount=re.compile(
            rf"(?P<sign>{every['before'].replace('(?![a-z0-9])', '')})?\s?(?P<number>{NUMBER})"
            rf"(?P<few>来|多)?(?:\s?(?P<unit>{every['after'].replace('(?<![a-z0-9])', '')}))?"
            r"(?P<few2>多)?"
        ),
        currencies=named,
        before=tuple((k, re.compile(rf"(?:{p})[\s:]*\Z")) for k, p in before.items()),
        after=tuple((k, re.compile(rf"[\s,]?(?:{p})")) for k, p in after.items()),
        other_unit=re.compile(rf"\s?{data['other_units']}(?![a-z])|[a-z]"),
        plain_after=re.compile(rf"\s*{data['plain_after']}"),
    )


def read_prices(text: str, currency: str, *, alone: bool = False) -> tuple[Bounds, str]:
    """The bounds that a folded, lowered text sets, and the text with them blanked.

    Args:
        text: the question, folded and lowered.
        currency: the currency of an amount that names none.
        alone: whether a number that is all the text says is a price ("200" as a reply).
    """
    grammar = _grammar()
    amounts = [a for m in grammar.amount.finditer(text) if (a := _amount(m, grammar))]
    low: Money | None = None
    high: Money | None = None
    index = 0
    while index < len(amounts):
        first = amounts[index]
        second = amounts[index + 1] if index + 1 < len(amounts) else None
        index += 1
        if second is not None and _joined(text, first, second, grammar):
            span, stated = (first.start, second.end), _range(first, second)
            index += 1
        else:
            span, stated = (first.start, first.end), _single(text, first, grammar, alone)
        if stated is None:
            continue
        named = _named(first, second if span[1] != first.end else None, currency)
        low = _money(stated[0], named) or low
        high = _money(stated[1], named) or high
        text = _blanked(text, span, grammar)
    if low is not None and high is not None and low.currency != high.currency:
        low = None
    return Bounds(low, high), text


def _amount(match: re.Match[str], grammar: _Grammar) -> _Amount | None:
    span = number(match["number"])
    if span is None:
        return None
    sign = match["sign"] or match["unit"] or ""
    named = next((c for p, c in grammar.currencies if sign and p.fullmatch(sign.strip())), "")
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


def _joined(text: str, first: _Amount, second: _Amount, grammar: _Grammar) -> bool:
    """Whether two amounts are one range: "100-200块", "between $40 and $60"."""
    joint = text[first.end : second.start]
    if not _JOINT.match(joint) or second.high <= 0:
        return False
    if joint.strip() == "and" and "between" not in text[max(0, first.start - 12) : first.start]:
        return False
    money = first.currency or second.currency or _context(text, first, second, grammar)
    unit = grammar.other_unit.match(text, second.end) if not second.currency else None
    return bool(money) and unit is None


def _context(text: str, first: _Amount, second: _Amount, grammar: _Grammar) -> bool:
    """Whether words around a bare range say that it is a price."""
    before, after = _kinds(text, first.start, second.end, grammar)
    said = re.search(
        r"(?:price|budget|cost|between|预算|价格|价位|价)\S{0,6}\s*\Z", text[: first.start]
    )
    whole = not re.search(r"[^\W\d_]", text[: first.start] + text[second.end :].replace(BLANK, ""))
    between = re.match(r"\s?(?:之间|的)", text[second.end :])
    scale = second.high >= 20 and first.low < second.high
    return scale and bool(said or before or after or whole or between)


def _range(first: _Amount, second: _Amount) -> tuple[Decimal | None, Decimal | None]:
    low, high = first.low, second.high
    if low < 10 and high >= 100 and high % 100 == 0 and low * 100 < high:
        low *= 100  # 三到五百 leaves the first hundred unsaid
    return (low, high) if low <= high else (high, low)


def _kinds(text: str, start: int, end: int, grammar: _Grammar) -> tuple[str, str]:
    """What stands before and after says: "max", "min", "around" …, the longest words counting."""
    head = text[max(0, start - _LOOK) : start]
    best, kind = 0, ""
    for name, pattern in grammar.before:
        match = pattern.search(head)
        if match and match.end() - match.start() > best:
            best, kind = match.end() - match.start(), name
    best, behind = 0, ""
    for name, pattern in grammar.after:
        match = pattern.match(text, end)
        if match and match.end() - match.start() > best:
            best, behind = match.end() - match.start(), name
    return kind, behind


def _single(
    text: str, amount: _Amount, grammar: _Grammar, alone: bool
) -> tuple[Decimal | None, Decimal | None] | None:
    before, after = _kinds(text, amount.start, amount.end, grammar)
    if not amount.currency:
        if before == "not_price" or grammar.other_unit.match(text, amount.end):
            return None
        if not before and not after:
            rest = text[: amount.start] + text[amount.end :]
            bare = alone and not re.search(r"[^\W_]", rest.replace(BLANK, ""))
            return (None, amount.high) if bare else None
        if amount.high < 5 or _is_count(text, amount, before, after, grammar):
            return None
    low, high = amount.low, amount.high
    if amount.few or after == "little_over":
        return low, high + _step(high)
    kind = after if after == "around" or not before or before == "not_price" else before
    if kind == "max" and not (before == "min" and after == "max"):
        return None, high
    if kind == "min":
        return low, None
    if low != high and kind != "around":
        return low, high
    return low * (1 - AROUND), high * (1 + AROUND)


def _is_count(text: str, amount: _Amount, before: str, after: str, grammar: _Grammar) -> bool:
    """Whether "at least 20 …" counts something that is not money."""
    if "min" not in (before, after) and before != "around":
        return False
    end = amount.end
    match = next((m for k, p in grammar.after if k == after and (m := p.match(text, end))), None)
    return grammar.plain_after.match(text, match.end() if match else end) is None


def _step(value: Decimal) -> Decimal:
    """两百出头 and 一百多 end before the next digit: 300, 200."""
    digits = int(value)
    scale = 1
    while digits and digits % (scale * 10) == 0:
        scale *= 10
    return Decimal(scale) if scale > 1 else value * AROUND


def _named(first: _Amount, second: _Amount | None, currency: str) -> str:
    named = [a.currency for a in (second, first) if a is not None and a.currency not in ("", "?")]
    return named[0] if named else currency


def _money(amount: Decimal | None, currency: str) -> Money | None:
    if amount is None:
        return None
    plain = amount.normalize()
    exact = plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
    return Money(amount=exact, currency=currency)


def _blanked(text: str, span: tuple[int, int], grammar: _Grammar) -> str:
    """The text without the amount and the words that bound it."""
    start, end = span
    head = text[max(0, start - _LOOK) : start]
    openers = [m for k, p in grammar.before if k != "not_price" and (m := p.search(head))]
    closers = [m for _, p in grammar.after if (m := p.match(text, end))]
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
