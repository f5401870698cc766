"""A request's text as it is searched: spelt right, and in English too where that helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from retrieval.embedding.e5_onnx import Floats
from retrieval.embedding.models import Embedding
from retrieval.fusion import Scores
from retrieval.index.bm25 import Lexical, Weighted
from retrieval.index.parts import Index
from retrieval.text.cedict import segmented
from retrieval.text.glossing import Glossed, glossed, in_english
from retrieval.text.terms import (
    chinese,
    measures_and_words,
    normal,
    terms,
    tokens,
    without_prices,
    words,
)

SOME_ENGLISH = 0.05
"""The share of products titled without Chinese from which a Chinese question is glossed."""
ONE_CHARACTER = 0.5
"""What the translations of a single character count: most have several meanings."""
CHARACTER = 0.5
"""What a character of a longer word counts beside a pair of characters."""
WORD = 3
"""As many terms as a word of two characters has; a longer word counts no more than these."""


@dataclass(frozen=True)
class Question:
    """What is searched for: `texts` by meaning, `terms` and `glosses` by words.

    `known` is the share of the asked words that the catalog's text has; `matched` the same after
    spelling and translation.
    """

    texts: tuple[str, ...]
    terms: tuple[Weighted, ...]
    glosses: tuple[Glossed, ...]
    known: float
    matched: float


def question(index: Index, text: str) -> Question:
    """Read a request's text against what the catalog's text holds."""
    asked = without_prices(text)
    spelt = index.spelling.corrected(asked)
    changed = spelt != normal(asked)
    foreign = chinese(asked) and index.columns.english >= SOME_ENGLISH
    glosses = glossed(asked) if foreign else ()
    # One text as it stands and put right: a wrong correction does not hide what was asked.
    texts = [f"{asked} {spelt}" if changed else asked, in_english(glosses)]
    known = _share(index, words(asked))
    matched = max(_share(index, words(spelt)), _gloss_share(index, glosses))
    return Question(
        texts=tuple(t for t in texts if t),
        terms=tuple(weighed(spelt)),
        glosses=glosses,
        known=known,
        matched=matched,
    )


def weighed(text: str) -> list[Weighted]:
    """A question's terms and what each counts.

    Chinese is cut into words: a pair that straddles two words counts nothing, and a long word
    (亚克力) no more than a short one (鸟笼). Characters in a row that make no word are one name.
    """
    measures, found = measures_and_words(text)
    counted = [(measure, 1.0) for measure in measures]
    for run in found:
        if not chinese(run):
            counted.extend((term, 1.0) for term in terms(run))
            continue
        for word in _names_joined(segmented(run)):
            inside = terms(word)
            share = min(1.0, WORD / len(inside))
            counted.extend(
                (t, share * (CHARACTER if len(t) == 1 < len(word) else 1.0)) for t in inside
            )
    return counted


def _names_joined(cut: Sequence[str]) -> list[str]:
    """The words, single characters in a row as one."""
    joined: list[str] = []
    for alone, group in groupby(cut, lambda word: len(word) == 1):
        names = list(group)
        joined.extend(["".join(names)] if alone else names)
    return joined


def meaning(embedding: Embedding, texts: Sequence[str]) -> Floats:
    """The mean direction of the texts' vectors."""
    vector = embedding.queries(texts).sum(axis=0)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def word_scores(field: Lexical, asked: Question) -> Scores:
    """BM25 of every product for the terms, and for each gloss its best sense.

    That a word's translations count as one term follows Pirkola (1998), "The effects of query
    structure and dictionary setups in dictionary-based cross-language information retrieval".
    """
    total = field.scores(asked.terms)
    for gloss in asked.glosses:
        senses = [[(term, 1.0) for term in tokens(sense)] for sense in gloss.senses]
        if gloss.senses == (gloss.word,):
            continue  # not Chinese: among the terms already
        best = np.zeros_like(total)
        for sense in senses:
            if sense:
                share = len(sense) if len(senses) > 1 else 1
                np.maximum(best, field.scores(sense) / np.float32(share), out=best)
        total += best * np.float32(ONE_CHARACTER if len(gloss.word) == 1 else 1)
    return total


def _share(index: Index, asked: Sequence[str]) -> float:
    if not asked:
        return 1.0
    fields = (index.facts.vocabulary, index.told.vocabulary)
    return sum(any(word in field for field in fields) for word in asked) / len(asked)


def _gloss_share(index: Index, glosses: Sequence[Glossed]) -> float:
    if not glosses:
        return 0.0
    known = (any(_share(index, words(s)) == 1.0 for s in gloss.senses) for gloss in glosses)
    return sum(known) / len(glosses)
