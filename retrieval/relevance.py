"""How relevant each admitted product is to a request's words and wishes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.constraints import Admitted
from retrieval.e5 import Floats
from retrieval.embedding import Embedding
from retrieval.fusion import Scores, lexical_share, stretched
from retrieval.index import Index
from retrieval.index_stores import nearest
from retrieval.request import Request
from retrieval.text import tokens, without_prices, words

POOL = 200
"""How many products each of the two searches brings in."""
SCAN = 2_000
"""Up to so many admitted products are all compared; beyond, the vector store is asked."""
TOLD = 0.3
"""The weight of a word that only the seller's description has."""
WISH = 0.15
"""What all wishes together can add to a score that lies in [0, 1]."""
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Relevance:
    """Candidates best first: their rows in the index, scores and the scores' parts, aligned.

    `cosine` is the best product's; `known_terms` the share of the question's words that the
    catalog's text holds. Both are 1 for a request without words.
    """

    rows: Rows
    scores: Scores
    dense: Scores
    lexical: Scores
    wishes: Scores
    cosine: float
    known_terms: float

    def parts(self, at: int) -> tuple[tuple[str, float], ...]:
        """The named parts of one candidate's score."""
        named = (("dense", self.dense), ("lexical", self.lexical), ("wishes", self.wishes))
        return tuple((name, round(float(values[at]), 6)) for name, values in named)


def relevance(
    index: Index, embedding: Embedding, request: Request, admitted: Admitted
) -> Relevance:
    """Score what may be relevant among the admitted products."""
    text = without_prices(request.text)
    terms = tokens(text)
    survivors = np.flatnonzero(admitted.products)
    if not terms or not survivors.size:
        return _unworded(index, request, survivors, 1.0 if not terms else known_terms(index, text))
    query = embedding.query(text)
    lexical = lexical_scores(index, terms)
    rows = _candidates(index, query, lexical, admitted, survivors)
    cosine = index.vectors[rows] @ query
    known = known_terms(index, text)
    share = lexical_share(known)
    dense = stretched(cosine)
    words_ = stretched(lexical[rows])
    wished = _wished(index, request, rows)
    scores = (1 - share) * dense + share * words_ + WISH * wished
    order = np.lexsort((rows, -scores))
    return Relevance(
        rows[order],
        scores[order].astype(np.float32),
        dense[order],
        words_[order],
        wished[order],
        float(cosine.max()),
        known,
    )


def lexical_scores(index: Index, terms: list[str]) -> Scores:
    """BM25 over every product: name and facts in full, the seller's words at a low weight."""
    return index.name.scores(terms) + index.facts.scores(terms) + TOLD * index.told.scores(terms)


def known_terms(index: Index, text: str) -> float:
    """The share of a text's words that the catalog's names and facts know; 1 without words."""
    asked = words(text)
    if not asked:
        return 1.0
    fields = (index.name.vocabulary, index.facts.vocabulary, index.told.vocabulary)
    return sum(any(word in field for field in fields) for word in asked) / len(asked)


def _candidates(
    index: Index, query: Floats, lexical: Scores, admitted: Admitted, survivors: Rows
) -> Rows:
    if survivors.size <= SCAN:
        return survivors
    wanted = min(1000, POOL * index.columns.size // survivors.size)
    ids = nearest(index.store, query, wanted)
    near = np.searchsorted(index.columns.product_ids, ids)
    near = near[admitted.products[near]]
    if near.size < POOL // 2:
        cosine = index.vectors[survivors] @ query
        near = survivors[np.argpartition(-cosine, POOL)[:POOL]]
    worded = np.where(admitted.products, lexical, 0)
    best = np.argpartition(-worded, POOL)[:POOL]
    return np.union1d(near[:POOL], best[worded[best] > 0])


def _wished(index: Index, request: Request, rows: Rows) -> Scores:
    """The share of the wished-for attributes that each product has."""
    if not request.wishes:
        return np.zeros(rows.size, np.float32)
    having = [np.isin(rows, index.columns.having(name, value)) for name, value in request.wishes]
    return np.asarray(np.mean(having, axis=0), np.float32)


def _unworded(index: Index, request: Request, survivors: Rows, known: float) -> Relevance:
    """Candidates of a request without words: by wishes, then rating, then id."""
    wished = _wished(index, request, survivors)
    scores = WISH * wished + 0.01 * index.columns.rating[survivors]
    order = np.lexsort((survivors, -scores))
    none = np.zeros(survivors.size, np.float32)
    scores = scores[order].astype(np.float32)
    return Relevance(
        survivors[order], scores, none, none, wished[order], float(survivors.size > 0), known
    )
