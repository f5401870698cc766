"""Which figures the facts hold, and which a sentence claims."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations

from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts

Amount = tuple[Decimal, str]

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?")
_BEFORE = re.compile(r"(US\$|CN¥|CNY|USD|EUR|GBP|RMB|[$¥€£])\s?(\d[\d,]*(?:\.\d+)?)", re.IGNORECASE)
_AFTER = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s?(元|块|塊|yuan|rmb|cny|usd|dollars?|bucks|美元|美金|刀|欧元|英镑|euros?|pounds?)",
    re.IGNORECASE,
)
_WORDED = re.compile(
    r"[零一二两三四五六七八九十百千万几半]+(?:块|元|折|毛钱|美元|刀|成价?|分之)"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|half)[\s-]"
    r"(?:\w+[\s-])?(?:dollars?|bucks?|yuan|euros?|pounds?|percent|per cent|cents?|price|off)\b",
)
_GAP = re.compile(
    r"差|便宜|贵|省|\b(?:less|more|cheaper|dearer|saves?|difference|apart)\b", re.IGNORECASE
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
    """The text as checks read it: full-width digits and signs made plain."""
    return unicodedata.normalize("NFKC", text)


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
    """What one unit of a product costs, as the facts have it and to the cent."""
    if item.price is None:
        return set()
    return {(m.amount.normalize(), m.currency) for m in (item.price, item.price.rounded())}


def bound_amounts(text: str, facts: Facts) -> set[Amount]:
    """The shopper's own bounds, where the text speaks of bounds."""
    if not _BOUND.search(text):
        return set()
    bounds = (facts.asked.price_min, facts.asked.price_max)
    return {(m.amount.normalize(), m.currency) for m in bounds if m is not None}


def price_gaps(text: str, items: Sequence[ItemFacts]) -> set[Amount]:
    """The differences between the prices of any two items, where the text speaks of one."""
    if not _GAP.search(text):
        return set()
    prices = [i.price for i in items if i.price is not None]
    return {
        (abs(one.amount - other.amount).normalize(), one.currency)
        for one, other in combinations(prices, 2)
        if one.currency == other.currency
    }


def shared_numbers(facts: Facts) -> set[Decimal]:
    """The numbers that belong to no single product: counts, bounds, the shopper's own."""
    held = {Decimal(n) for n in range(1, len(facts.items) + 1)} | set(facts.asked.bounds)
    held |= {Decimal(sum(i.left_out for i in facts.items))}
    held |= {Decimal(sum(i.sources for i in facts.items))}
    for text in (facts.asked.question, *facts.asked.wishes):
        held |= set(numbers(folded(text)))
    return held


def unknown_figure(text: str, held: Iterable[Decimal], sums: Iterable[Amount]) -> str | None:
    """The first figure of a text that the facts do not hold, None where all are held."""
    known, money = set(held), set(sums)
    for amount, currency in amounts(text):
        if (amount.normalize(), currency) not in money:
            return f"{amount} {currency}"
    for number in numbers(text):
        if number not in known:
            return f"{number:f}"
    return None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
