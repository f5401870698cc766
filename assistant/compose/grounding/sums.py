"""Which sums of money of a clause are true of the products that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.compose.facts import Facts
from assistant.compose.grounding.approximations import fits, framed
from assistant.compose.grounding.figures import (
    CURRENCIES,
    DIGITS,
    Amount,
    bound_amounts,
    folded,
    item_amounts,
)
from assistant.compose.items import ItemFacts

_SUM = re.compile(
    rf"(?:US\$|CN¥|[$¥€£])\s?(?P<before>{DIGITS})"
    rf"|(?:USD|CNY|RMB|EUR|GBP)\s?(?P<code>{DIGITS})"
    rf"|(?P<after>{DIGITS})\s?(?:元|块|塊|yuan|rmb|cny|usd|dollars?|bucks|美元|美金|刀|欧元|英镑"
    rf"|euros?)",
    re.IGNORECASE,
)


_START = re.compile(
    r"(?:list|sale|original|regular|usual|starting|full|sticker)(?: price)?|\bwas\b|down from"
    r"|instead of|\bfrom (?:the )?$|before (?:the )?(?:discount|promotion|coupon)|标价|原价"
    r"|活动价|吊牌价"
    r"|日常价|划线价|优惠前|直降前"
)


_OFF = re.compile(
    r"\boff\b|\bsav(?:e[sd]?|ings?)\b|discount|reduc|knocks?|takes?|立减|减|省|优惠|降|折扣|便宜"
)


SHIPPING = re.compile(r"shipping|delivery|postage|deliver|运费|邮费|快递费")


_DELIVERED = re.compile(
    r"(?:with|including|plus|after) (?:the )?(?:shipping|delivery)|delivered|all in|in all"
    r"|at the door"
    r"|with shipping|含运费|加上?运费|连运费|算上运费"
)


_TOGETHER = re.compile(
    r"together|in total|\btotal|combined|altogether|\bboth\b|\bthe pair\b|\bfor (?:two|three|2"
    r"|3)\b|\bsum\b"
    r"|一共|合计|总共|总价|加起来|两[件台个把款支]|一起|共"
)


_GAP = re.compile(r"differen|apart|\bgap\b|between|more|less|差|贵|便宜|高|低|spread|separate")


_PIECES = {"two": 2, "2": 2, "three": 3, "3": 3, "两": 2, "三": 3}


_BUDGET = re.compile(r"预算|budget|if you (?:have|can|only)|up to")


_ASKED = re.compile(r"\byou(?:r|’d|'d)?\b|asked|budget|limit|预算|要求|你|您")


@dataclass(frozen=True)
class Said:
    """A figure in a clause: its amount, currency or unit family, and where it stands."""

    amount: Decimal
    currency: str
    start: int
    end: int
    text: str


def sums_said(text: str) -> Iterator[Said]:
    """The sums of money in a text."""
    for match in _SUM.finditer(text):
        sign = re.sub(r"[\d.,\s]", "", match.group()).upper()
        number = match["before"] or match["code"] or match["after"]
        amount = Decimal(number.replace(",", "").rstrip("."))
        yield Said(amount, CURRENCIES.get(sign, ""), match.start(), match.end(), match.group())


def sum_stands(
    said: Said,
    text: str,
    items: Sequence[ItemFacts],
    sentence: Sequence[ItemFacts],
    facts: Facts,
    context: str,
) -> bool:
    """Whether a sum is a price, a part of the arithmetic, a bound or a result that is stated."""
    before, after = text[: said.start], text[said.end :]
    near = f"{before[-34:]} {after[:26]}"
    if _DELIVERED.search(context):
        near = f"{near} delivered"
    one = (said.amount.normalize(), said.currency)
    money = [(i.price.amount, i.price.currency) for i in items if i.price]
    allowed = set[Amount]()
    for item in items if len(items) == 1 or not facts.items else items or facts.items:
        allowed |= _roles(item, near, before, after)
    if one in allowed:
        return True
    bounds = bound_amounts(near, facts) | ({
        (m.amount.normalize(), m.currency)
        for m in (facts.asked.price_max, facts.asked.price_min) if m
    } if _ASKED.search(text) else set())  # fmt: skip
    if one in bounds and (_ASKED.search(text) or len(items) != 1):
        return _within(said, text, items) if len(items) == 1 and not _ASKED.search(text) else True
    if any(c == said.currency and _fits_bound(said, m, text) for m, c in money):
        return True
    missed = {(m.price.amount.normalize(), m.price.currency) for m in facts.misses if m.price}
    if one in missed:
        return True
    return _arithmetic(one, f"{context} {text}", items, sentence, facts)


def _within(said: Said, text: str, items: Sequence[ItemFacts]) -> bool:
    price = items[0].price
    return price is not None and fits(said.amount, price.amount, text, said.start, said.end)


def _fits_bound(said: Said, price: Decimal, text: str) -> bool:
    before = text[: said.start]
    if _BUDGET.search(before) and price <= said.amount * Decimal("1.34"):
        return True
    return framed(text, said.start, said.end) and fits(
        said.amount, price, text, said.start, said.end
    )


def _roles(item: ItemFacts, near: str, before: str, after: str) -> set[Amount]:
    """The sums that may be named of an item there."""
    allowed = set(item_amounts(item))
    currency = item.price.currency if item.price else "USD"
    close, behind = before[-24:], after[:16]

    def money(amounts: Sequence[Decimal]) -> set[Amount]:
        return {(a.normalize(), currency) for a in amounts}

    if item.start and _START.search(close):
        allowed |= money([item.start.amount])
        allowed |= money([item.reference.amount]) if item.reference else set()
    lines = [(line, _amounts_in(line)) for line in item.lines]
    if SHIPPING.search(near):
        allowed |= {a for line, own in lines if SHIPPING.search(line.lower()) for a in own}
    if _DELIVERED.search(near) and item.price:
        shipping = [a for line, own in lines if SHIPPING.search(line.lower()) for a, _ in own]
        allowed |= money([item.price.amount + s for s in shipping])
    if _OFF.search(f"{close} {behind}"):
        allowed |= {a for line, own in lines[1:] if not SHIPPING.search(line.lower()) for a in own}
        allowed |= {a for line in item.promotions for a in _amounts_in(line)}
        if item.price and item.start:
            allowed |= money([item.start.amount - item.price.amount])
    for promotion in item.promotions:
        if re.search(r"orders|over|spend|every|满|每", near):
            allowed |= set(_amounts_in(promotion))
    return {(a, c) for a, c in allowed if a} | (
        {(Decimal(0), currency)}
        if any(a == 0 for _, own in lines for a, _ in own) and SHIPPING.search(near)
        else set()
    )


def _amounts_in(line: str) -> list[Amount]:
    return [(s.amount.normalize(), s.currency) for s in sums_said(folded(line))]


def _arithmetic(
    one: Amount,
    text: str,
    items: Sequence[ItemFacts],
    sentence: Sequence[ItemFacts],
    facts: Facts,
) -> bool:
    """Whether a sum is one that its clause says it adds, subtracts or multiplies."""
    group = [i for i in (sentence if len(sentence) > 1 else items) if i.price]
    if _TOGETHER.search(text):
        total = sum((i.price.amount for i in group if i.price), Decimal(0))
        if len(group) > 1 and one == (
            total.normalize(),
            group[0].price and group[0].price.currency,
        ):
            return True
        for word, pieces in _PIECES.items():
            prices = [i.price for i in items if i.price] if word in text else []
            if any(one == ((p.amount * pieces).normalize(), p.currency) for p in prices):
                return True
    if _GAP.search(text):
        pool = group if len(group) > 1 else list(facts.items) if not sentence else group
        for first in pool:
            for second in pool:
                for mine, theirs in ((first.price, second.price), (first.total, second.total)):
                    if not mine or not theirs or mine.currency != theirs.currency:
                        continue
                    gap = abs(mine.amount - theirs.amount)
                    if gap and one == (gap.normalize(), mine.currency):
                        return len(group) > 1 or not items
    return False
