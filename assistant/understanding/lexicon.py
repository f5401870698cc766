"""The words of one catalog: what a shopper's word means there, and what is on its shelves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from assistant.understanding.normalise import fold, lowered
from assistant.understanding.patterns import ordinary_words
from catalog.errors import NotFound
from catalog.money import Money
from catalog.price_paid import price_paid
from catalog.product import Product
from catalog.seller import SellerKind
from catalog.store import Catalog
from catalog.vocabulary import Vocabulary

Kind = Literal["category", "attribute", "brand", "fits"]
YES_NO = frozenset({"yes", "no", "true", "false", "是", "否", "有", "无"})
Valued = tuple[str, str]
"""An attribute's name and one of its values, both as ids."""
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Meaning:
    """What one phrase means: a category id, an attribute's (name, value), a brand, or `fits`.

    `fits` is something that the catalog's products go with and that none of them is; `value` then
    holds all its names, joined by " / ".

    `sure` is False where the phrase is an ordinary word too ("apple", "case"), or a feed's own
    category text, so that on its own it binds nothing.
    """

    kind: Kind
    name: str
    value: str = ""
    sure: bool = True


@dataclass(frozen=True)
class Mention:
    """A phrase found in a question, from `start` to `end`, and what it may mean."""

    start: int
    end: int
    phrase: str
    meanings: tuple[Meaning, ...]

    def of(self, kind: Kind) -> tuple[Meaning, ...]:
        """Its meanings of one kind."""
        return tuple(m for m in self.meanings if m.kind == kind)


@dataclass(frozen=True)
class Lexicon:
    """Everything understanding knows of a catalog; made once by `build_lexicon`.

    `phrases` maps folded, lowered phrases to their meanings; `lengths` the first character of a
    phrase to the lengths that phrases starting so have, longest first; `attributes_of` a category
    to the attribute names that its products have. `currency` is the one that every price of the
    catalog is in, "" where there are several. `misspelt` maps slips to the word meant; `known` are
    the words that are none. `closed` says that every product is of a category that shoppers have
    words for; `small` are the attribute values of what is made for small people.
    """

    catalog: Catalog
    vocabulary: Vocabulary
    phrases: Mapping[str, tuple[Meaning, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    attributes_of: Mapping[str, frozenset[str]]
    currency: str = ""
    misspelt: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    closed: bool = False
    small: frozenset[Valued] = frozenset()

    def find(self, text: str) -> tuple[Mention, ...]:
        """The longest phrases in a folded, lowered text, from left to right.

        An attribute's word inside a category's longer name ("机械" in "机械键盘") is found too.
        """
        found: list[Mention] = []
        at = 0
        while at < len(text):
            mention = self._at(text, at)
            if mention is None:
                at += 1
                continue
            found.append(mention)
            if mention.of("category"):
                found += self._inside(mention)
            at = mention.end
        return tuple(found)

    def _at(self, text: str, at: int, longest: int = 10_000) -> Mention | None:
        latin = text[at].isascii() and text[at].isalnum()
        if latin and at and text[at - 1].isascii() and text[at - 1].isalnum():
            return None
        for length in self.lengths.get(text[at], ()):
            phrase = text[at : at + length]
            if length > longest or phrase not in self.phrases:
                continue
            end = at + length
            cut = text[end - 1 : end + 1]
            if len(cut) == 2 and cut.isascii() and cut.isalnum():
                continue
            return Mention(at, end, phrase, self.phrases[phrase])
        return None

    def _inside(self, whole: Mention) -> list[Mention]:
        found = []
        for at in range(len(whole.phrase)):
            inner = self._at(whole.phrase, at, len(whole.phrase) - 1)
            if inner is not None and inner.of("attribute"):
                start, end = whole.start + at, whole.start + inner.end
                found.append(Mention(start, end, inner.phrase, inner.of("attribute")))
        return found

    def words_of(self, name: str, value: str) -> tuple[str, ...]:
        """Every phrase that means this value of this attribute."""
        term = self.vocabulary.attribute(name).value(value)
        return tuple(lowered(fold(w)) for w in term.words())

    def names_of(self, name: str, value: str) -> tuple[str, ...]:
        """What the value is called in Chinese, in English and in a product's own attributes.

        Its id is left out where it is an ordinary word ("light", "none"): others hold it too.
        """
        attribute = self.vocabulary.attribute(name)
        if value in YES_NO:
            return tuple(dict.fromkeys((attribute.zh.lower(), attribute.en.lower())))
        chosen = attribute.value(value)
        id = () if value in ordinary_words() else (value,)
        return tuple(dict.fromkeys((chosen.zh.lower(), chosen.en.lower(), *id)))

    def product(self, id: str) -> Product | None:
        """The product of that id, None where the catalog has none."""
        try:
            return self.catalog.product(id)
        except NotFound:
            return None

    def price(
        self,
        product_id: str,
        currency: str = "",
        kinds: tuple[SellerKind, ...] = (),
        now: datetime | None = None,
        least: Money | None = None,
    ) -> Money | None:
        """The lowest price paid for one unit, in that currency if it is sold in it.

        Only sellers of `kinds` count where any are given, and only prices from `least`. Without
        `now`, promotions that have a beginning or an end are left out, for nobody says whether
        they run.
        """
        paid: list[Money] = []
        for offer in self.catalog.offers_of(product_id):
            if offer.stock == "out_of_stock":
                continue
            if kinds and self.catalog.seller(offer.seller_id).kind not in kinds:
                continue
            if now is None:
                lasting = tuple(p for p in offer.promotions if not (p.starts or p.ends))
                offer = offer.model_copy(update={"promotions": lasting})
            price = price_paid(offer, now=now or _ANY_TIME)
            if price is not None and not _below(price.unit, least):
                paid.append(price.unit)
        if not paid:
            return None
        wanted = [m for m in paid if m.currency == currency]
        return min(wanted or [m for m in paid if m.currency == paid[0].currency])


def _below(price: Money, least: Money | None) -> bool:
    return least is not None and price.currency == least.currency and price < least
