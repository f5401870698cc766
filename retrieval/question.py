"""A request's text as it is searched: spelt right, and in English too where that helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.e5 import Floats
from retrieval.embedding import Embedding
from retrieval.fusion import Scores
from retrieval.gloss import Glossed, glossed, in_english
from retrieval.index_parts import Index
from retrieval.lexical import Lexical
from retrieval.text import chinese, normal, tokens, without_prices, words

SOME_ENGLISH = 0.05
"""The share of products titled without Chinese from which a Chinese question is glossed."""
ONE_CHARACTER = 0.5
"""What the translations of a single character count: most have several meanings."""


@dataclass(frozen=True)
class Question:
    """What is searched for: `texts` by meaning, `terms` and `glosses` by words.

    `known` is the share of the asked words that the catalog's text has; `matched` the same after
    spelling and translation.
    """

    texts: tuple[str, ...]
    terms: tuple[str, ...]
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
    texts = [asked, *([spelt] if changed else ()), *([in_english(glosses)] if glosses else ())]
    known = _share(index, words(asked))
    matched = max(_share(index, words(spelt)), _gloss_share(index, glosses))
    return Question(
        texts=tuple(t for t in texts if t),
        terms=tuple(tokens(spelt)),
        glosses=glosses,
        known=known,
        matched=matched,
    )


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
        senses = [tokens(sense) for sense in gloss.senses]
        if gloss.senses == (gloss.word,):
            continue  # not Chinese: among the terms already
        best = np.zeros_like(total)
        for terms in senses:
            if terms:
                share = len(terms) if len(senses) > 1 else 1
                np.maximum(best, field.scores(terms) / np.float32(share), out=best)
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
