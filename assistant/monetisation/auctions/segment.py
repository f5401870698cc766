"""Auctions of sentences inside an answer: who is spoken of, what it pays, how prominently.

Hajiaghayi, Lahaie, Rezaei and Shin, "Ad Auctions for LLMs via Retrieval Augmented Generation",
NeurIPS 2024: for each segment an advertiser is drawn in proportion to quality times bid.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p
from typing import TYPE_CHECKING, Literal

from catalog.record import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Variant = Literal["with", "without", "naive2"]
CHUNK = 100_000
"""Monte Carlo runs held in memory at a time."""


class Measures(Record):
    """Welfare Σ q b, revenue and relevance Σ q of the segments, each over its greatest possible."""

    welfare: float
    revenue: float
    relevance: float


class Simulated(Measures):
    """Means over Monte Carlo runs, with the standard errors of those means."""

    stderr: Measures


def shares(bids: Sequence[float], quality: Sequence[float]) -> tuple[float, ...]:
    """Each one's chance of a segment: x_i = q_i b_i / Σ q_j b_j."""
    weights = [q * b for q, b in zip(quality, bids, strict=True)]
    total = sum(weights)
    return tuple(w / total for w in weights)


def expected_payment(bid: float, quality: float, others: float) -> float:
    """E[p] = b x − b + (W/q) ln(1 + q b / W) per segment, with W = Σ of the others' q b.

    Myerson's payment for the rule x(b) = q b / (q b + W). Without others there is no rival to
    set a price, and it is 0.
    """
    if others <= 0:
        return 0.0
    weight = quality * bid
    return bid * weight / (weight + others) - bid + others / quality * log1p(weight / others)


def exact(
    variant: Variant, bids: Sequence[float], quality: Sequence[float], segments: int
) -> Measures:
    """The expectations of an auction of `segments` sentences, in closed form.

    "with" and "without" replacement draw by q b; "naive2" draws with replacement by b alone.
    Without replacement, what remains at each segment is followed through every set that can
    have won before, so the work grows with (bidders choose segments).
    """
    n = len(bids)
    drawn_by = [1.0] * n if variant == "naive2" else list(quality)
    sets: dict[frozenset[int], float] = {frozenset(range(n)): 1.0}
    welfare = revenue = relevance = 0.0
    for _ in range(segments):
        following: dict[frozenset[int], float] = {}
        for left, chance in sets.items():
            total = sum(drawn_by[i] * bids[i] for i in left)
            for i in sorted(left) if total > 0 else ():
                weight = drawn_by[i] * bids[i]
                x = chance * weight / total
                welfare += x * quality[i] * bids[i]
                relevance += x * quality[i]
                revenue += chance * expected_payment(bids[i], drawn_by[i], total - weight)
                after = left - {i} if variant == "without" else left
                if after:
                    following[after] = following.get(after, 0.0) + x
        sets = following
    return Measures(
        welfare=welfare / (segments * max(q * b for q, b in zip(quality, bids, strict=True))),
        revenue=revenue / (segments * max(bids)),
        relevance=relevance / (segments * max(quality)),
    )


def simulate(
    variant: Variant,
    bids: Sequence[float],
    quality: Sequence[float],
    segments: int,
    runs: int,
    seed: int,
) -> Simulated:
    """The same by Monte Carlo: Gumbel noise on ln(q b); the winner pays its critical bid."""
    import numpy as np

    random = np.random.default_rng(seed)
    sums, squares = np.zeros(3), np.zeros(3)
    for start in range(0, runs, CHUNK):
        size = min(CHUNK, runs - start)
        outcome = _runs(variant, np.asarray(bids), np.asarray(quality), segments, size, random)
        sums += outcome.sum(axis=0)
        squares += (outcome**2).sum(axis=0)
    means = sums / runs
    variance = np.maximum(squares / runs - means**2, 0) * runs / max(runs - 1, 1)
    errors = np.sqrt(variance / runs)
    names = ("welfare", "revenue", "relevance")
    stderr = Measures.model_validate(dict(zip(names, errors.tolist(), strict=True)))
    return Simulated.model_validate(
        {**dict(zip(names, means.tolist(), strict=True)), "stderr": stderr}
    )


def _runs(
    variant: Variant,
    bids: NDArray[np.float64],
    quality: NDArray[np.float64],
    segments: int,
    runs: int,
    random: np.random.Generator,
) -> NDArray[np.float64]:
    """The three normalised measures of each run, shape (runs, 3)."""
    import numpy as np

    drawn_by = np.ones_like(quality) if variant == "naive2" else quality
    out = np.zeros((runs, 3))
    open_to = np.ones((runs, len(bids)), dtype=bool)
    rows = np.arange(runs)
    for segment in range(segments):
        if variant == "without" and segment >= len(bids):
            break
        noise = np.exp(random.gumbel(size=(runs, len(bids))))
        scores = np.where(open_to, drawn_by * bids * noise, 0.0)
        winner = scores.argmax(axis=1)
        taken = scores[rows, winner] > 0
        scores[rows, winner] = 0.0
        critical = scores.max(axis=1) / (drawn_by[winner] * noise[rows, winner])
        measures = [quality[winner] * bids[winner], critical, quality[winner]]
        out += np.stack(measures, axis=1) * taken[:, None]
        if variant == "without":
            open_to[rows, winner] = False
    greatest = np.array([(quality * bids).max(), bids.max(), quality.max()]) * segments
    return np.asarray(out / greatest)


def prominence(values: Sequence[float], beta: float) -> tuple[float, ...]:
    """How much of the text each gets: P_i = v_i^{1/(1−β)} / Σ_j v_j^{1/(1−β)}.

    Maximises Σ v_i P_i^β with Σ P = 1, 0 ≤ β < 1 (Dubey et al., KDD 2024).
    """
    greatest = max(values)
    powers = [(v / greatest) ** (1 / (1 - beta)) for v in values]
    return tuple(p / sum(powers) for p in powers)
