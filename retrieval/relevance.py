"""How relevant each admitted product is to a request's words and wishes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.constraints import Admitted, meets
from retrieval.embedding.e5_onnx import Floats
from retrieval.embedding.models import Embedding
from retrieval.fusion import POOL, Scores, lexical_share, stretched
from retrieval.index.ivf import Clusters
from retrieval.index.parts import Index
from retrieval.index.stores import nearest
from retrieval.query import meaning, question, word_scores
from retrieval.request import Request

NEAR, MOST_ASKED = 120, 600
"""How many neighbours the vector store is asked for, and at most where constraints drop many."""
SCAN = 8_000
"""Up to so many admitted products are all compared; beyond, the vector store is asked."""
TOLD = 0.06
"""The weight of the seller's own words: text appended to a description to win rank moved it by
more than one place in 0.3 % of cases at this weight, in 1.7 % at 0.3 (benchmarks/)."""
WISH = 0.15
"""What all wishes together can add to a score that lies in [0, 1]."""
MARKET = 0.4
"""What being sold in the shopper's currency adds: what they cannot well buy comes later."""
RATED = 0.1
"""What five stars add and one star takes; three stars, or none known, do neither."""
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Relevance:
    """Candidates best first: their rows in the index, scores and the scores' parts, aligned.

    `cosine` is the best product's; `known_terms` the share of the question's words that the
    catalog's text holds; `covered` the greatest share of its words, by rarity, that one product
    matches. All are 1 for a request without words.
    """

    rows: Rows
    scores: Scores
    dense: Scores
    lexical: Scores
    wishes: Scores
    standing: Scores
    cosine: float
    known_terms: float
    covered: float

    def parts(self, at: int) -> tuple[tuple[str, float], ...]:
        """The named parts of one candidate's score."""
        named = (
            ("dense", self.dense),
            ("lexical", self.lexical),
            ("wishes", self.wishes),
            ("standing", self.standing),
        )
        return tuple((name, round(float(values[at]), 6)) for name, values in named)


def relevance(
    index: Index, embedding: Embedding, request: Request, admitted: Admitted
) -> Relevance:
    """Score what may be relevant among the admitted products."""
    asked = question(index, request.text)
    survivors = np.flatnonzero(admitted.products)
    if not asked.terms or not survivors.size:
        return _unworded(index, request, survivors, asked.known if asked.terms else 1.0)
    query = meaning(embedding, asked.texts)
    lexical = word_scores(index.facts, asked) + np.float32(TOLD) * word_scores(index.told, asked)
    rows = _candidates(index, query, lexical, admitted, survivors)
    cosine = index.vectors[rows] @ query
    share = lexical_share(asked.matched)
    dense, worded = stretched(cosine), stretched(lexical[rows])
    wished = _wished(index, request, rows)
    standing = _standing(index, request, rows)
    scores = (1 - share) * dense + share * worded + WISH * wished + standing
    order = np.lexsort((rows, -scores))
    return Relevance(
        rows[order],
        scores[order].astype(np.float32),
        dense[order],
        worded[order],
        wished[order],
        standing[order],
        float(cosine.max()),
        asked.known,
        float(lexical.max() / sum(w * index.facts.rarity(term) for term, w in asked.terms)),
    )


def _candidates(
    index: Index, query: Floats, lexical: Scores, admitted: Admitted, survivors: Rows
) -> Rows:
    if survivors.size <= SCAN:
        return survivors
    near = _near(index, query, admitted, survivors)
    worded = np.flatnonzero((lexical > 0) & admitted.products)
    if worded.size > POOL:
        worded = worded[np.argpartition(-lexical[worded], POOL)[:POOL]]
    return np.union1d(near[:POOL], worded)


def _near(index: Index, query: Floats, admitted: Admitted, survivors: Rows) -> Rows:
    """The nearest admitted products; if the store's nearest are mostly others, all are compared."""
    if isinstance(index.store, Clusters):
        return index.store.nearest(query, POOL, admitted.products)
    wanted = min(MOST_ASKED, NEAR * index.columns.size // survivors.size)
    ids = nearest(index.store, query, wanted)
    near = np.array([index.columns.rows[id] for id in ids if id in index.columns.rows], np.int64)
    near = near[admitted.products[near]]
    if near.size >= NEAR // 2:
        return near
    cosine = index.vectors[survivors] @ query
    return np.asarray(survivors[np.argpartition(-cosine, POOL)[:POOL]], np.int64)


def _wished(index: Index, request: Request, rows: Rows) -> Scores:
    """The share of the wished-for attributes and figures that each product has."""
    numbers = request.constraints.numbers
    if not request.wishes and not numbers:
        return np.zeros(rows.size, np.float32)
    having = [np.isin(rows, index.columns.having(name, value)) for name, value in request.wishes]
    having += [meets(index.columns, bound)[0][rows] for bound in numbers]
    return np.asarray(np.mean(having, axis=0), np.float32)


def _standing(index: Index, request: Request, rows: Rows) -> Scores:
    """What buyers' ratings and the shopper's currency add, whatever the words."""
    stars = index.columns.rating[rows]
    rated = np.where(stars > 0, np.float32(RATED) * (stars - 3) / 2, 0)
    if request.currency:
        rated = rated + np.float32(MARKET) * index.columns.sold_in(request.currency)[rows]
    return np.asarray(rated, np.float32)


def _unworded(index: Index, request: Request, survivors: Rows, known: float) -> Relevance:
    """Candidates of a request without words: by wishes, then rating, then id."""
    wished = _wished(index, request, survivors)
    standing = _standing(index, request, survivors)
    scores = WISH * wished + standing
    order = np.lexsort((survivors, -scores))
    none = np.zeros(survivors.size, np.float32)
    fit = 1.0 if survivors.size else 0.0
    return Relevance(
        survivors[order],
        scores[order].astype(np.float32),
        none,
        none,
        wished[order],
        standing[order],
        fit,
        known,
        fit,
    )
