"""Misspelt words put right by the words that a catalog knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.understanding.patterns import ordinary_words
from retrieval.text.cedict import dictionary_words

if TYPE_CHECKING:
    from assistant.understanding.lexicon import Lexicon


def corrected(text: str, lexicon: Lexicon) -> str:
    """The text with misspelt Latin words of five letters or more put right, one slip each.

    A word of the dictionary is no slip, whatever the catalog lacks.
    """
    english = dictionary_words().common

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        if word in lexicon.known or word in ordinary_words() or word in english:
            return word
        meant = (lexicon.misspelt[d] for d in deletions(word) if d in lexicon.misspelt)
        return next(
            (right for right in meant if right[0] == word[0] and _one_slip(word, right)), word
        )

    return re.sub(r"(?<![a-z0-9-])[a-z]{5,20}(?![a-z0-9-])", mend, text)


def _one_slip(word: str, right: str) -> bool:
    """Whether one letter put in, left out or changed, or two that changed places, part them."""
    if abs(len(word) - len(right)) == 1:
        longer, shorter = sorted((word, right), key=len, reverse=True)
        return shorter in deletions(longer)
    differ = [at for at, pair in enumerate(zip(word, right, strict=False)) if pair[0] != pair[1]]
    if len(word) != len(right) or len(differ) != 2:
        return len(word) == len(right) and len(differ) < 2
    first, last = differ
    return last == first + 1 and word[first] + word[last] == right[last] + right[first]


def deletions(word: str) -> Iterable[str]:
    """The word itself and the word with one letter left out, in order."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
