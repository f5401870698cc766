"""What a question about one product asks of it: which attributes, by their names, values, units."""

from __future__ import annotations

import re

from catalog.vocabulary import AttributeTerm, Vocabulary

MEASURED: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"多重|多沉|how (?:heavy|much does it weigh|light)|weigh"), frozenset({"g", "kg"})),
    (re.compile(r"多大|装多少|能装|how (?:big|large|much (?:does|can|will) it (?:hold|fit))"),
     frozenset({"L", "ml", "m²", "mm", "cm"})),
    (re.compile(r"(?:用|撑|听|续航|待机)多[久长]|几个小时|how long|battery"), frozenset({"h"})),
    (re.compile(r"多[吵响]|多大声|吵不吵|响不响|how (?:loud|noisy|quiet)"), frozenset({"dB"})),
)  # fmt: skip
"""Words that ask for a figure, and the units it would come in."""


def asked_about(question: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The ids of the attributes that a question names, in the vocabulary's order."""
    text = question.lower()
    units = frozenset[str]().union(*(units for words, units in MEASURED if words.search(text)))
    return tuple(t.id for t in vocabulary.attributes if t.unit in units or _named(t, text))


def _named(term: AttributeTerm, text: str) -> bool:
    words = (*term.words(), *(word for value in term.values for word in value.words()))
    return any(_within(word, text) for word in words if len(word) > 1)


def _within(word: str, text: str) -> bool:
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None
