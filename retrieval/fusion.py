"""How the scores of two searches become one."""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


def stretched(scores: Scores) -> Scores:
    """Scores moved to [0, 1] by their least and greatest; all ones where they do not differ."""
    if not scores.size:
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high - low < 1e-9:
        return np.ones_like(scores)
    return (scores - low) / np.float32(high - low)


def lexical_share(known: float, usual: float = 0.5) -> float:
    """The weight of lexical against dense scores, given the share of a question's words known.

    A question in another language than the catalog's knows hardly any of its words, and chance
    hits of the rest would halve the dense ranking (nDCG@10 .127 against .243 for Chinese
    questions to an English catalog, models.md section 5); so below half the share falls to zero.
    """
    return usual * min(1.0, max(0.0, 2.0 * known - 0.1) / 0.9)
