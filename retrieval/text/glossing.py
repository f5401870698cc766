"""Chinese words in English."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.text.cedict import dictionary, segmented
from retrieval.text.terms import HAN, chinese, normal

EMPTY = frozenset("的了用做和与带款有要想买给个一")
"""Characters that say how words hang together, or that something is wanted."""
_RUN = re.compile(f"[{HAN}]+|[^{HAN}]+")


@dataclass(frozen=True)
class Glossed:
    """One word of a question and what it may be in English, likeliest first; () if unknown."""

    word: str
    senses: tuple[str, ...]


def glossed(text: str) -> tuple[Glossed, ...]:
    """The words of a Chinese question with their translations; what is not Chinese is its own.

    Without the dictionary nothing is translated, and the result is empty.
    """
    known = dictionary()
    if not known:
        return ()
    found: list[Glossed] = []
    for match in _RUN.finditer(normal(text)):
        run = match.group().strip()
        if chinese(run):
            words = (w for w in segmented(run) if w not in EMPTY)
            found.extend(Glossed(word, known.get(word, ())) for word in words)
        elif run:
            found.append(Glossed(run, (run,)))
    return tuple(found)


def in_english(words: tuple[Glossed, ...]) -> str:
    """The question in English, word by word, by the likeliest sense."""
    return " ".join(word.senses[0] for word in words if word.senses)
