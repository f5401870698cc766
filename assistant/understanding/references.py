"""Which of the products on the screen a question speaks of: "第二个", "the Sony one", "1 and 3"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from assistant.understanding import reference_patterns
from assistant.understanding.lexicon import Lexicon, Mention
from assistant.understanding.normalise import blank, lowered, words
from assistant.understanding.numbers import SMALL, whole
from catalog.money import Money
from catalog.product import Product
from retrieval.request import Constraints

MOST = 12
"""References of one kind that are read in a question."""


@dataclass(frozen=True)
class Referred:
    """The products referred to, in the order named.

    `pointing` is True where words point at one ("this one", "它") without saying which;
    `missed` where they name a place that the screen does not have ("第九个").
    """

    focus: tuple[str, ...] = ()
    pointing: bool = False
    missed: bool = False


@dataclass(frozen=True)
class Screen:
    """What references are resolved against: the products shown, and the last one spoken of.

    `asked` are the conditions that they met when they were shown.
    """

    shown: tuple[str, ...]
    last: tuple[str, ...]
    lexicon: Lexicon
    currency: str
    asked: Constraints

    def price(self, id: str) -> Money | None:
        """The lowest price of a product that meets the conditions."""
        least, kinds = self.asked.price_min, self.asked.seller_kinds
        return self.lexicon.price(id, self.currency, kinds, least=least)


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Screen], tuple[str, ...]]]


def read_references(text: str, screen: Screen) -> tuple[Referred, str]:
    """The products that a folded, lowered text refers to, and the text with the words blanked."""
    if not screen.shown:
        return Referred(), text
    found: list[tuple[int, tuple[str, ...]]] = []
    missed = False
    for pattern, resolve in _rules():
        for match in list(islice(pattern.finditer(text), MOST)):
            ids = resolve(match, screen)
            if not ids and pattern is reference_patterns.NAMED:
                continue
            missed = missed or not ids
            found.append((match.start(), ids))
            text = blank(text, match.start(), match.end())
    focus = tuple(dict.fromkeys(id for _, ids in sorted(found) for id in ids))
    if focus or missed:
        return Referred(focus=focus, missed=not focus), text
    pointing = reference_patterns.POINTING.search(text)
    if pointing:
        return Referred(pointing=True), blank(text, pointing.start(), pointing.end())
    return Referred(), text


def _place(word: str) -> int | None:
    if word in reference_patterns.ORDINALS:
        return reference_patterns.ORDINALS[word]
    return SMALL.get(word) or whole(re.sub(r"(?:st|nd|rd|th)$", "", word))


def _at(screen: Screen, *places: int | None) -> tuple[str, ...]:
    return tuple(screen.shown[p - 1] for p in places if p and 0 < p <= len(screen.shown))


def _rules() -> tuple[Rule, ...]:
    return (
        (
            reference_patterns.FROM_END,
            lambda m, s: _at(s, len(s.shown) + 1 - (_place(_said(m)) or 0)),
        ),
        (reference_patterns.FIRST_N, lambda m, s: s.shown[: _place(_said(m)) or 1]),
        (reference_patterns.LAST_N, lambda m, s: s.shown[-(_place(_said(m)) or 1) :]),
        (reference_patterns.LAST, lambda m, s: s.shown[-1:]),
        (reference_patterns.PAIR, lambda m, s: _at(s, *(_place(w) for w in m.groups() if w))),
        (reference_patterns.ORDINAL, lambda m, s: _at(s, _place(_said(m)) if _said(m) else 1)),
        (reference_patterns.CHEAPEST, lambda m, s: _by_price(s, 0)),
        (reference_patterns.DEAREST, lambda m, s: _by_price(s, -1)),
        (reference_patterns.ALL_OF, lambda m, s: s.shown[: _place(_said(m)) or 4]),
        (reference_patterns.BOTH, lambda m, s: s.last if len(s.last) == 2 else s.shown[:2]),
        (reference_patterns.OTHER, lambda m, s: tuple(i for i in s.shown if i not in s.last)[:1]),
        (reference_patterns.NAMED, lambda m, s: _called(_said(m), s)),
    )


def _said(match: re.Match[str]) -> str:
    """The one group that took part in a match, "" where none did."""
    return next((group for group in match.groups() if group), "")


def _by_price(screen: Screen, at: int) -> tuple[str, ...]:
    priced = [(price.amount, id) for id in screen.shown if (price := screen.price(id)) is not None]
    return (sorted(priced)[at][1],) if priced else ()


def _called(words_said: str, screen: Screen) -> tuple[str, ...]:
    """The first product shown that answers to every word said of it."""
    mentions = screen.lexicon.find(words_said)
    for id in screen.shown:
        product = screen.lexicon.product(id)
        if product is not None and _answers(words_said, product, mentions):
            return (id,)
    return ()


def _answers(said: str, product: Product, mentions: tuple[Mention, ...]) -> bool:
    """Whether a product is what the words call it; without known words, whether its title is."""
    facts = {(a.name, a.value) for a in product.attributes}
    if mentions:
        told = [
            any(
                (m.kind == "brand" and m.name == product.brand)
                or (m.kind == "category" and m.name == product.category)
                or (m.name, m.value) in facts
                for m in mention.meanings
            )
            or mention.phrase in lowered(product.title)
            for mention in mentions
        ]
        return all(told)
    title = lowered(f"{product.brand} {product.title}")
    parts = words(said)
    return all(part in words(title) for part in parts) if parts else said in title


def named_products(text: str, screen: Screen) -> tuple[str, ...]:
    """The shown products that a text names by brand or model, in the order it names them."""
    found: list[tuple[int, str]] = []
    modelled: list[tuple[int, str]] = []
    brands = [m for m in screen.lexicon.find(text) if m.of("brand")]
    spoken = set(words(text))
    for id in screen.shown:
        product = screen.lexicon.product(id)
        if product is None:
            continue
        models = [w for w in words(lowered(product.title)) if re.search(r"\d", w) and len(w) > 2]
        modelled += [(text.index(w), id) for w in models if w in spoken]
        for mention in brands:
            if any(m.name == product.brand for m in mention.of("brand")):
                found.append((mention.start, id))
    # Of a brand and a model the model is what tells which of the brand's products is meant.
    ids = {id for _, id in modelled}
    known = {product.brand for id in ids if (product := screen.lexicon.product(id)) is not None}
    found = [(at, id) for at, id in found if id in ids or _brand(id, screen) not in known]
    return tuple(dict.fromkeys(id for _, id in sorted((*found, *modelled))))


def _brand(id: str, screen: Screen) -> str:
    product = screen.lexicon.product(id)
    return product.brand if product else ""
