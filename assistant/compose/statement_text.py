"""How a statement from the record reads in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assistant.compose.grammar import Grammar
from assistant.compose.sanitise import unlabelled
from assistant.schema.statement import (
    Arithmetic,
    Quotation,
    Series,
    Statement,
    Term,
    Value,
)
from catalog.i18n import Bilingual
from catalog.money import Money, show
from catalog.phrases import phrasebook, say
from catalog.price import PriceLine
from catalog.price_text import promotion_names, start_name
from catalog.vocabulary import Vocabulary

WORDY = frozenset({"n", "total", "shops", "known", "free", "own", "left"})
"""Slots that count things, so that a small number stands in words."""


@dataclass(frozen=True)
class Reader:
    """What is needed to read statements out: a grammar, the vocabulary and the products' names."""

    grammar: Grammar
    vocabulary: Vocabulary
    names: Mapping[str, str]
    now: datetime

    def sentence(self, statement: Statement) -> str:
        """The statement as a sentence of its own."""
        return self.grammar.begin(self.clause(statement))

    def clause(self, statement: Statement) -> str:
        """The statement's phrase with its slots filled."""
        slots: dict[str, object] = {}
        plural: int | None = None
        for slot in statement.slots:
            if isinstance(slot.value, int) and slot.name == "n":
                plural = slot.value
            slots[slot.name] = self.grammar.fill(self._slot(slot.name, slot.value))
        text = phrasebook().fill(statement.key, self.grammar.language, slots, plural=plural)
        return self.grammar.settle(text)

    def _slot(self, name: str, value: Value) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            return self.grammar.count(value) if name in WORDY else f"{value:,}"
        return self.value(value)

    def value(self, value: Value) -> str:
        """A value as it stands in a sentence."""
        language = self.grammar.language
        match value:
            case Money():
                return show(value, language)
            case Term():
                return self._term(value)
            case Series(items=items, last=last):
                texts = [self.value(v) for v in items]
                if last == "clauses":
                    return self.grammar.clauses.join(texts)
                return self.grammar.listing(
                    texts, self.grammar.denied if last == "neither" else last
                )
            case Statement():
                return self.clause(value)
            case Bilingual():
                return unlabelled(value.text(language))
            case Arithmetic(lines=lines):
                return self.grammar.comma.join(map(self._line, lines))
            case Quotation(text=text, source=source):
                key = f"facts.source_{source or 'seller'}"
                return say(key, language, words=unlabelled(text))
            case datetime():
                return self.grammar.date(value, self.now)
            case Decimal():
                return f"{value:f}"
            case _:
                return unlabelled(str(value))

    def _line(self, line: PriceLine) -> str:
        """One line of a price: "2 × $53.99 = $107.98", "less $10 ($10 off orders from $50)"."""
        language, quantity = self.grammar.language, line.quantity
        amount = Money(amount=abs(line.money.amount), currency=line.money.currency)
        slots: dict[str, object] = {"amount": show(amount, language)}
        if line.promotion:
            (name,) = promotion_names((line,), language)
            return phrasebook().fill("facts.line_less", language, {"name": name, **slots})
        if line.kind == "shipping":
            return phrasebook().fill("facts.line_shipping", language, slots)
        start = self.grammar.within(start_name((line,), language))
        unit = Money(amount=amount.amount / quantity, currency=amount.currency)
        key = "facts.line_price" if quantity == 1 else "facts.line_prices"
        slots |= {"start": start, "times": quantity, "unit": show(unit, language)}
        return phrasebook().fill(key, language, slots)

    def _term(self, term: Term) -> str:
        language = self.grammar.language
        match term.kind:
            case "product":
                return self.names.get(term.id, term.id)
            case "category":
                return unlabelled(self.vocabulary.category(term.id).name(language))
            case "attribute":
                return unlabelled(self.vocabulary.attribute(term.id).name(language))
            case "value":
                return value_text(self.vocabulary, term.of, term.id, self.grammar)
            case "trait":
                text = value_text(self.vocabulary, term.of, term.id, self.grammar)
                name = unlabelled(self.vocabulary.attribute(term.of).name(language))
                return trait_text(term.of, name, text, self.grammar)
            case "phrase":
                return say(term.id, language)


def value_text(vocabulary: Vocabulary, attribute: str, value: str, grammar: Grammar) -> str:
    """One value of an attribute, with its unit."""
    term = vocabulary.attribute(attribute)
    text = unlabelled(term.value(value).name(grammar.language))
    if not term.unit or not text[-1:].isdigit():
        return text
    key = f"units.{term.unit}"
    if key in phrasebook().entries:
        number = Decimal(text)
        whole = int(number) if number == number.to_integral_value() else 2
        return phrasebook().fill(key, grammar.language, {"n": text}, plural=whole)
    return f"{text} {term.unit}"


def trait_text(attribute: str, name: str, value: str, grammar: Grammar) -> str:
    """An attribute with its value as it reads in a list of traits: "made for men", "waterproof"."""
    key = f"attributes.{attribute}"
    if key in phrasebook().entries:
        text = say(key, grammar.language, value=grammar.fill(value))
        return grammar.settle(text)
    return say("attributes.other", grammar.language, name=grammar.within(name), value=value)
