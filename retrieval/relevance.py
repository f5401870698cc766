"""How relevant each admitted product is to a request's words and wishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from catalog.errors import ModelUnavailable
from retrieval.constraints import Admitted, meets
from retrieval.embedding.e5_onnx import Floats
from retrieval.embedding.models import Embedding
from retrieval.fusion import POOL, Scores, lexical_share, stretched
from retrieval.index.parts import Index
from retrieval.index.stores import nearest
from retrieval.query import meaning, question, word_scores
from retrieval.request import Request

NEAR, MOST_ASKED = 120, 600
"""How many neighbours the vector store is asked for, and at most where constraints drop many."""
SCAN = 8_000
"""Up to so many admitted products are all compared too, which costs less than a millisecond: an
approximate neighbour list misses some, and not the same in two builds, and a replay must give the
same bytes whoever built the index."""
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
    lexical = word_scores(index.facts, asked) + np.float32(TOLD) * word_scores(index.told, asked)
    if index.vectors is None:
        rows = _worded(lexical, survivors)
        cosine, share, best = np.zeros(rows.size, np.float32), 1.0, 1.0
    else:
        query = _query(embedding, asked.texts, index.vectors.shape[1])
        rows = _candidates(index, index.vectors, query, lexical, survivors)
        cosine, share = index.vectors[rows] @ query, lexical_share(asked.matched)
        best = float(cosine.max())
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
        best,
        asked.known,
        float(lexical.max() / sum(w * index.facts.rarity(term) for term, w in asked.terms)),
    )


def _query(embedding: Embedding, texts: Sequence[str], dimensions: int) -> Floats:
    """The direction of a question.

    Raises:
        ModelUnavailable: its vectors have another length than the index's.

    """
    vector = meaning(embedding, texts)
    if vector.size != dimensions:
        raise ModelUnavailable(
            f"The embedding {embedding.identity} now gives vectors of {vector.size} numbers, the "
            f"index has {dimensions}; run: plainshelf index"
        )
    return vector


def _candidates(
    index: Index, vectors: Floats, query: Floats, lexical: Scores, survivors: Rows
) -> Rows:
    """What may be relevant: the nearest by meaning and the best by words, rows in order."""
    near = _near(index, query, survivors)
    if survivors.size <= SCAN:
        return survivors
    if near.size < NEAR // 2:
        cosine = vectors[survivors] @ query
        near = survivors[np.argpartition(-cosine, POOL)[:POOL]]
    return np.union1d(near[:POOL], _worded(lexical, survivors)[:POOL])


def _worded(lexical: Scores, survivors: Rows) -> Rows:
    """The survivors that hold a word of the question, the POOL best of them, rows in order."""
    rows = survivors[lexical[survivors] > 0]
    if rows.size > POOL:
        rows = np.sort(rows[np.argpartition(-lexical[rows], POOL)[:POOL]])
    return np.asarray(rows, np.int64)


def _near(index: Index, query: Floats, survivors: Rows) -> Rows:
    """The admitted among the neighbours that the vector store gives; none where it is not asked.

    It is asked for so many that NEAR of them should be admitted; where constraints leave so few
    that MOST_ASKED would not hold as many, comparing these few is quicker.
    """
    wanted = min(index.columns.size, NEAR * index.columns.size // survivors.size)
    if index.store is None or (wanted > MOST_ASKED and survivors.size <= SCAN):
        return np.empty(0, np.int64)
    ids = nearest(index.store, query, min(wanted, MOST_ASKED))
    rows = np.array([index.columns.rows[id] for id in ids if id in index.columns.rows], np.int64)
    return rows[np.isin(rows, survivors, assume_unique=True)]


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
