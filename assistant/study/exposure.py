"""What stands where for whoever reads: how much of the eye a seller gets, what the list loses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import log2

import numpy as np
from numpy.typing import NDArray

from assistant.schema.placement import Placement
from catalog.record import Record

DEPTH = 10
"""An organic rank beyond this one has no gain."""


class Exposure(Record):
    """A seller's share of the eye in one answer: the sum of its items' 1 / log2(1 + place)."""

    seller: str
    share: float


def exposure_of(placements: Sequence[Placement]) -> tuple[Exposure, ...]:
    """Exposure by seller in reading order (Singh and Joachims 2018, arXiv 1802.07281)."""
    found: dict[str, float] = {}
    for place, it in enumerate(placements, start=1):
        if it.seller is not None:
            found[it.seller.id] = found.get(it.seller.id, 0.0) + 1 / log2(1 + place)
    return tuple(Exposure(seller=s, share=share) for s, share in sorted(found.items()))


def ndcg_loss(ranks: Sequence[int]) -> float:
    """How much nDCG a list loses against the organic one of the same length, from 0 to 1.

    The gain of a product is that of its organic rank, (11 - rank) / 10, and 0 beyond 10 or where
    the ranking leaves it out (rank 0): the organic order is the ideal that both share.
    """
    ideal = _dcg([_gain(n) for n in range(1, len(ranks) + 1)])
    return 1 - _dcg([_gain(r) for r in ranks]) / ideal if ideal else 0.0


def kendall_tau(ranks: Sequence[int]) -> float:
    """Kendall's τ of a list with the organic order, 1 where no pair is turned round.

    Only products of the ranking count (rank 0: it leaves them out); fewer than two make no pair.
    """
    ranked = [r for r in ranks if r]
    pairs = list(combinations(ranked, 2))
    return sum(1 if a < b else -1 for a, b in pairs) / len(pairs) if pairs else 1.0


def rbo(ranks: Sequence[int], persistence: float = 0.9) -> float:
    """Rank-biased overlap of a list with as many organic products, from 0 to 1.

    The agreement at each depth, weighted by the share of readers who get there, and scaled so
    that the organic list itself has 1 (Webber, Moffat and Zobel 2010).
    """
    weights = [persistence**d for d in range(len(ranks))]
    shared = [len({r for r in ranks[:d] if 0 < r <= d}) / d for d in range(1, len(ranks) + 1)]
    whole = sum(weights)
    return sum(w * s for w, s in zip(weights, shared, strict=True)) / whole if whole else 1.0


def _gain(rank: int) -> float:
    return max(0.0, (DEPTH + 1 - rank) / DEPTH) if rank else 0.0


def _dcg(gains: Sequence[float]) -> float:
    return sum(g / log2(1 + place) for place, g in enumerate(gains, start=1))


def gini(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The Gini coefficient of each row: 0 where all have the same, near 1 where one has all."""
    ordered = np.sort(shares, axis=-1)
    count = ordered.shape[-1]
    whole = ordered.sum(axis=-1)
    weighted = (ordered * np.arange(1, count + 1)).sum(axis=-1)
    raw = 2 * weighted / (count * np.where(whole > 0, whole, 1)) - (count + 1) / count
    return np.asarray(np.where(whole > 0, raw, 0.0))
