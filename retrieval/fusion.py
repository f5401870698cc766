"""How the scores of two searches become one."""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


POOL = 200
"""How many products each search brings in, and the places over which its scores are stretched."""


def stretched(scores: Scores) -> Scores:
    """Scores moved so that the best is 1 and the POOL-th best, with all below it, 0.

    Where there are fewer, the least is 0; where none differ, all are 1.
    """
    if not scores.size:
        return scores
    last = max(0, scores.size - POOL)
    low, high = float(np.partition(scores, last)[last]), float(scores.max())
    if high - low < 1e-9:
        return np.ones_like(scores)
    return np.asarray(np.clip((scores - low) / (high - low), 0, 1), np.float32)


def lexical_share(known: float, usual: float = 0.5) -> float:
    """The weight of lexical against dense scores, given the share of a question's words known.

    A question in another language than the catalog's knows hardly any of its words, and chance
    hits of the rest would halve the dense ranking (nDCG@10 .127 against .243 for Chinese
    questions to an English catalog, docs/retrieval.md); so below half the share falls to zero.
    """
    return usual * min(1.0, max(0.0, 2.0 * known - 0.1) / 0.9)
