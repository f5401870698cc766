"""Which products a sentence names, and which names in it nobody here knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.compose.facts import Facts
from assistant.compose.grounding.figures import folded
from assistant.compose.items import ItemFacts
from retrieval.text.terms import normal

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9’'&+.-]*[A-Za-z0-9]|[A-Za-z]")
_SUBJECT = re.compile(
    r"^[“\"(]?([A-Z][\w’'-]+) "
    r"(?:is|has|was|does|will|would|can|costs|offers|comes|beats|wins|gives|goes|scores|meets"
    r"|fits|feels|works|looks|makes|sells|ranks|remains|delivers|provides|suits|stands|leads)\b"
)
_NAME_GOES_ON = re.compile(r"[ -][A-Z0-9]")
_OPENERS = frozenset({
    "a", "above", "after", "against", "all", "also", "among", "an", "and", "another", "anyone",
    "as", "ask", "at", "because", "before", "below", "between", "both", "but", "buyer",
    "buyers", "by", "catch", "cheaper", "choose", "comfort", "compared", "delivery", "despite",
    "each", "either", "everybody", "everyone", "expect", "given", "money", "nobody", "noise",
    "owners", "people", "returns", "shoppers", "customers", "setup", "somebody", "suction",
    "together", "unless", "warranty", "weight", "whichever", "whoever", "battery",
    "cleaning", "color", "colour", "anything", "something", "many", "few", "several", "others",
    "whether", "every", "everything", "fit", "five", "for", "four", "from", "go", "here",
    "however", "i", "if", "in", "it", "its", "just", "list", "listed", "mind", "most", "my",
    "neither", "no", "none", "not", "nothing", "of", "on", "once", "one", "only", "or",
    "otherwise", "overall", "paper", "pick", "price", "quality", "rated", "rating", "reviewers",
    "reviews", "scent", "shipping", "since", "so", "some", "someone", "sound", "still", "stock",
    "than", "that", "the", "their", "then", "there", "these", "they", "this", "those", "though",
    "three", "two", "under", "until", "users", "value", "what", "when", "where", "which",
    "while", "with", "worth", "yet", "you", "your",
})  # fmt: skip
"""Words that open a sentence without naming anything."""
_COMMON = frozenset({
    "a", "aa", "aaa", "american", "android", "april", "august", "bluetooth", "china", "chinese",
    "cm", "cny", "db", "december", "diy", "english", "eu", "eur", "european", "february", "fhd",
    "friday", "g", "gbp", "ghz", "hd", "hdmi", "hz", "ios", "ip", "ipx", "january", "july",
    "june", "k", "kg", "khz", "km", "kw", "l", "lcd",
    "m2", "m3", "led", "m", "mac", "mah", "march", "may",
    "mg", "mhz", "ml", "mm", "monday", "mpa", "november", "october", "ok", "oled", "pc", "ph",
    "rmb", "saturday", "september", "spf", "sunday", "thursday", "tuesday", "type-c", "uhd",
    "uk", "us", "usb", "usd", "uv", "uva", "uvb", "v", "vs", "w", "wednesday", "wh", "wi-fi",
    "wifi", "windows", "x",
})  # fmt: skip
"""Latin words and units that are no brand."""


Names = tuple[tuple[str, ItemFacts | None], ...]


@dataclass(frozen=True)
class Mentions:
    """Where a text names listed products, in order: (start, item)."""

    text: str
    found: tuple[tuple[int, ItemFacts], ...]

    @property
    def items(self) -> tuple[ItemFacts, ...]:
        """The products named, each once."""
        return tuple({i.product_id: i for _, i in self.found}.values())

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(i.product_id for i in self.items)

    def segments(self, cited: Sequence[ItemFacts]) -> Iterator[tuple[str, ItemFacts | None]]:
        """The stretches of the text, each with the product it speaks of; None for several."""
        sole = cited[0] if len(cited) == 1 else None
        if not self.found:
            yield self.text, sole
            return
        starts = [start for start, _ in self.found]
        if self.text[: starts[0]].strip():
            only = self.items[0] if len(self.items) == 1 else None
            yield self.text[: starts[0]], sole or only
        for (start, item), end in zip(self.found, [*starts[1:], len(self.text)], strict=True):
            yield self.text[start:end], item


def names_of(items: Sequence[ItemFacts]) -> Names:
    """What the items go by, longest first, then the brands that only one of them has.

    Between them stand the sellers' names, which name no product though a brand may be in them.
    """
    brands = [i.brand for i in items]
    names = [(folded(n).casefold(), i) for i in items for n in {i.title, i.name} if n]
    names.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    alone = [i for i in items if i.brand and brands.count(i.brand) == 1]
    return (
        *names,
        *((folded(i.seller).casefold(), None) for i in items if i.seller),
        *((folded(i.brand).casefold(), i) for i in alone),
    )


def mentions(text: str, names: Names) -> Mentions:
    """The listed products that a text names."""
    lower = text.casefold()
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, ItemFacts]] = []
    for name, item in names:
        start = lower.find(name)
        while start >= 0:
            end = start + len(name)
            if _whole(lower, start, end) and all(end <= a or start >= b for a, b in taken):
                found += [(start, item)] if item is not None else []
                taken.append((start, end))
            start = lower.find(name, end)
    return Mentions(text, tuple(sorted(found, key=lambda pair: pair[0])))


def without_names(text: str, items: Sequence[ItemFacts]) -> str:
    """The text without names of items, sellers and traits: "Bargain Barn" claims no bargain."""
    names = {n for i in items for n in (i.title, i.name, i.seller, i.rating_source, i.brand) if n}
    names |= {n for i in items for t in i.traits for n in (t.name, t.text)}
    for name in sorted(names, key=lambda n: -len(n)):
        text = re.sub(re.escape(folded(name)), " ", text, flags=re.IGNORECASE)
    return text


def without_item_names(text: str, items: Sequence[ItemFacts]) -> str:
    """The text without what the items are called, their sellers left in."""
    for name in sorted({n for i in items for n in (i.title, i.name) if n}, key=lambda n: -len(n)):
        text = re.sub(re.escape(folded(name)), " ", text, flags=re.IGNORECASE)
    return text


def _whole(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is not a piece of a longer Latin word."""

    def latin(char: str) -> bool:
        return char.isascii() and char.isalnum()

    before = start > 0 and latin(text[start - 1]) and latin(text[start])
    after = end < len(text) and latin(text[end]) and latin(text[end - 1])
    return not before and not after


def stranger(text: str, facts: Facts, known: frozenset[str]) -> str | None:
    """A name in the text that the facts do not hold: another brand, or an unknown proper name.

    `known` is the vocabulary of the facts.
    """
    for other in facts.others:
        if len(other) > 1 and _named(folded(other), text):
            return other
    for match in _LATIN.finditer(text):
        word = match.group().strip(".'’-")
        if _plain_word(word, text, match.start(), facts.chinese) or word.casefold() in known:
            continue
        pieces = re.split(r"[-'’+.&]", word.casefold())
        if all(piece in known or piece.rstrip("0123456789") in known for piece in pieces if piece):
            continue
        return word
    subject = _SUBJECT.match(text)
    if subject and subject[1].casefold() not in known | _OPENERS:
        return subject[1]
    return None


def _named(other: str, text: str) -> bool:
    start = text.casefold().find(other.casefold())
    return start >= 0 and _whole(text.casefold(), start, start + len(other))


def _plain_word(word: str, text: str, start: int, chinese: bool) -> bool:
    """Whether a Latin word is ordinary: lower case in English, or a known unit."""
    if word.casefold() in _COMMON:
        return True
    if chinese:
        return False
    opens = start == 0 or text[:start].rstrip()[-1:] in '.!?:;“"(—'
    if opens and word.casefold() not in _OPENERS and _NAME_GOES_ON.match(text, start + len(word)):
        return False
    if word[0].islower() and word[1:].islower():
        return True
    if word.casefold() in ("i", "i’m", "i’d", "i'd"):
        return True
    return opens and word[1:].islower()


def told(facts: Facts) -> str:
    """Everything that the facts say, in normal form."""
    return normal("\n".join(_texts(facts)))


def _texts(facts: Facts) -> list[str]:
    texts = [facts.asked.question, facts.asked.subject, facts.asked.price_text, facts.ask]
    texts += [*facts.asked.wishes, *facts.asked.brands, *facts.carried]
    for miss in facts.misses:
        texts += [miss.title, miss.has]
    texts += [name for values in facts.values for name in values.names]
    for i in facts.items:
        texts += [i.title, i.name, i.brand, i.seller, i.platform, i.rating_source, *i.lines]
        texts += [t for trait in i.traits for t in (trait.name, trait.text)]
        for wish in (*i.met, *i.unmet, *i.unsaid):
            texts += [wish.wanted, wish.name, wish.has]
        texts += i.promotions
    return texts


def vocabulary(facts: Facts) -> frozenset[str]:
    """Every Latin word that the facts hold, in lower case."""
    words = (w for text in _texts(facts) for w in _LATIN.findall(folded(text).casefold()))
    known: set[str] = set()
    for word in words:
        known.add(word.strip(".'’-"))
        known.update(p for p in re.split(r"[-'’+.&]", word) if p)
    return frozenset(known)
