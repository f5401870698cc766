"""Which figures the facts hold, and which a sentence claims."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts
from assistant.understanding.numbers import number

Amount = tuple[Decimal, str]

DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_NUMBER = re.compile(rf"(?<![\w.]){DIGITS}|{DIGITS}")
_BEFORE = re.compile(r"(US\$|CN¥|CNY|USD|EUR|GBP|RMB|[$¥€£])\s?(" + DIGITS + ")", re.IGNORECASE)
_AFTER = re.compile(
    rf"({DIGITS})\s?(元|块|塊|yuan|rmb|cny|usd|dollars?|bucks|美元|美金|刀|欧元|英镑|euros?"
    rf"|pounds?)",
    re.IGNORECASE,
)
_WORDED = re.compile(
    r"[零一二两三四五六七八九十百千万几半]+(?:块|元|折|毛钱|美元|刀|成价?|分之)"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|half)[\s-]"
    r"(?:\w+[\s-])?(?:dollars?|bucks?|yuan|euros?|pounds?|percent|per cent|cents?|price|off)\b",
)
_BOUND = re.compile(
    r"以内|以下|以上|预算|之内|不超|价位|之间|上限|"
    r"\b(?:up to|under|below|over|above|from|between|budget|limit|within|range)\b",
    re.IGNORECASE,
)
CURRENCIES = {
    "US$": "USD", "$": "USD", "USD": "USD", "DOLLAR": "USD", "DOLLARS": "USD", "BUCKS": "USD",
    "美元": "USD", "美金": "USD", "刀": "USD", "¥": "CNY", "CN¥": "CNY", "CNY": "CNY",
    "RMB": "CNY", "YUAN": "CNY", "元": "CNY", "块": "CNY", "塊": "CNY", "€": "EUR", "EUR": "EUR",
    "EURO": "EUR", "EUROS": "EUR", "欧元": "EUR", "£": "GBP", "GBP": "GBP", "POUND": "GBP",
    "POUNDS": "GBP", "英镑": "GBP",
}  # fmt: skip


def folded(text: str) -> str:
    """The text as checks read it: full-width digits and signs made plain.

    A Chinese comma keeps its figures apart: "¥239，900流明" is not 239,900.
    """
    return unicodedata.normalize("NFKC", text.replace("，", ", "))


_SPELT = re.compile(
    r"(?<![第零一二两三四五六七八九十百千万])[零一二两三四五六七八九十百千万]{2,7}"
    r"(?=多?\s?(?:元|块|人|条|克|小时|分钟|毫米|流明|瓦|分贝)(?!分之|[\u4e00-\u9fff]?店))"
    r"|[一二两三四五六七八九](?=(?:元|块|分贝)(?![\u4e00-\u9fff]*里))"
    r"|\b(?:a |one |two |three |four |five |six |seven |eight |nine )?(?:hundred|thousand)\b"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|fifty"
    r"|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"(?= (?:dollars?|bucks|yuan|euros?|percent|per cent|ratings|reviews|people|decibels|lumens"
    r"|hours?|grams?"
    r"|minutes?|watts?)\b)"
)


def spelt_out(text: str) -> str:
    """The text with figures for the numbers in words, where they measure something."""
    return _SPELT.sub(lambda m: _figure(m.group()), text)


def _figure(words: str) -> str:
    span = number(words.strip())
    return words if span is None or span[0] != span[1] else f"{span[0]:f}"


def numbers(text: str) -> list[Decimal]:
    """Every number in a text; "1.2万" counts as 12000."""
    found = []
    for match in _NUMBER.finditer(text):
        value = Decimal(match.group().replace(",", ""))
        found.append(value * 10_000 if text[match.end() :].lstrip()[:1] == "万" else value)
    return found


def amounts(text: str) -> list[Amount]:
    """Every sum of money in a text, with its currency."""
    found = [(_decimal(m[2]), CURRENCIES[m[1].upper()]) for m in _BEFORE.finditer(text)]
    found += [(_decimal(m[1]), CURRENCIES[m[2].upper()]) for m in _AFTER.finditer(text)]
    return found


def worded_price(text: str) -> str | None:
    """A price or a discount that lower-case text says in words, which no code can check."""
    found = _WORDED.search(text)
    return found.group() if found else None


def without_arithmetic(text: str, items: Iterable[ItemFacts], asked: str = "") -> str:
    """The text without the lines of the items' arithmetic, word for word as the facts have them.

    The range `asked` for goes as well. What remains may name no amount of theirs but what is
    paid: a list price stands only where it is called one.
    """
    text = text.replace(folded(asked), " ") if asked else text
    for item in items:
        literal = [*item.lines, *item.promotions]
        if item.start_name and item.start_text:
            literal += [f"{item.start_name}{gap}{item.start_text}" for gap in (" ", "", "：", ": ")]
        for words in literal:
            at = text.casefold().find(folded(words).casefold())
            if at >= 0:
                text = f"{text[:at]} {text[at + len(folded(words)) :]}"
    return text


def item_numbers(item: ItemFacts) -> set[Decimal]:
    """Every number that may be said of one product outside its arithmetic."""
    texts = [item.name, item.title, item.brand, item.price_text, item.seller, item.rating_source]
    texts += [w for t in item.traits for w in (t.text, t.name)]
    texts += [w.wanted for w in (*item.met, *item.unmet, *item.unsaid)]
    texts += [w.has for w in (*item.met, *item.unmet)]
    held = {n for text in texts for n in numbers(folded(text))}
    held |= {n for t in item.traits if (n := t.number) is not None}
    held |= {amount for amount, _ in item_amounts(item)}
    figures = (item.rating, item.rating_count, item.age_days, item.left_out, item.sources)
    held |= {Decimal(n) for n in figures if n is not None}
    for language in ("zh", "en"):
        own = [q.rating for q in item.quotes if q.rating is not None and q.language == language]
        if own:
            held |= {Decimal(len(own)), Decimal(f"{sum(own) / len(own):.1f}"), Decimal(5)}
    return held


def item_amounts(item: ItemFacts) -> set[Amount]:
    """What one unit of a product costs, as the facts have it, to the cent and delivered."""
    if item.price is None:
        return set()
    paid = (item.price, item.price.rounded(), item.total or item.price)
    return {(m.amount.normalize(), m.currency) for m in paid}


def bound_amounts(text: str, facts: Facts) -> set[Amount]:
    """The shopper's own bounds, where the text speaks of bounds."""
    if not _BOUND.search(text):
        return set()
    bounds = (facts.asked.price_min, facts.asked.price_max)
    return {(m.amount.normalize(), m.currency) for m in bounds if m is not None}


def shared_numbers(facts: Facts) -> set[Decimal]:
    """The numbers that belong to no single product: counts, bounds, the shopper's own."""
    held = {Decimal(n) for n in range(1, len(facts.items) + 1)} | set(facts.asked.bounds)
    held |= {Decimal(sum(i.left_out for i in facts.items))}
    held |= {Decimal(sum(i.sources for i in facts.items))}
    asked = [text for c in facts.conditions for text in (c.what, c.words)]
    for text in (facts.asked.question, *facts.asked.wishes, *asked):
        held |= set(numbers(folded(text)))
    return held


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
