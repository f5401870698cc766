"""How sure a figure is: the paired bootstrap or jackknife by conversation, Holm's correction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from assistant.study.panel import Floats
from catalog.record import Record

DRAWS = 2000


class Estimate(Record):
    """A figure with its 95 % interval; `p` tests that it is zero, from both sides.

    Interval and `p` are None where there is one conversation only: nothing can be drawn again.
    """

    value: float
    low: float | None = None
    high: float | None = None
    p: float | None = None


def ratio(above: Floats, below: Floats, seed: int) -> Estimate:
    """Sum over sum, conversations drawn again with replacement (Efron and Tibshirani 1993)."""
    return _estimate(above[None], below[None], np.array([1.0]), seed)


def difference(above: Floats, below: Floats, seed: int) -> Estimate:
    """The ratio of row 1 minus that of row 0, both over the same drawn conversations."""
    return _estimate(above, below, np.array([-1.0, 1.0]), seed)


def _estimate(above: Floats, below: Floats, signs: Floats, seed: int) -> Estimate:
    def of(top: Floats, bottom: Floats) -> Floats:
        shares = np.divide(top, bottom, out=np.zeros_like(top), where=bottom != 0)
        return np.asarray(signs @ shares)

    value = float(of(above.sum(axis=1), below.sum(axis=1)))
    count = above.shape[1]
    if count < 2:
        return Estimate(value=value)
    weights = _weights(seed, count)
    return _around(value, of(above @ weights.T, below @ weights.T))


def spread(shares: Floats, of: Callable[[Floats], Floats]) -> Estimate:
    """A figure of the sums over conversations, the last axis but one, by the jackknife.

    For a Gini coefficient, which drawing conversations again makes too great: a draw leaves
    sellers out (Yitzhaki 1991). Interval and `p` are the normal distribution's.

    Args:
        shares: (…, conversations, parts), such as exposures by seller.
        of: from such sums (…, figures, parts) to as many figures.
    """
    whole = shares.sum(axis=-2)[..., None, :]
    value, count = float(of(whole)[0]), shares.shape[-2]
    if count < 2:
        return Estimate(value=value)
    without = of(whole - shares)
    error = float(np.sqrt((count - 1) / count * ((without - without.mean()) ** 2).sum()))
    p = erfc(abs(value) / error / sqrt(2)) if error else float(value == 0)
    return Estimate(value=value, low=value - 1.96 * error, high=value + 1.96 * error, p=p)


def _weights(seed: int, count: int) -> NDArray[np.int64]:
    """How often each conversation is drawn in each of the draws: (DRAWS, count)."""
    random = np.random.default_rng([seed, count])
    return random.multinomial(count, [1 / count] * count, DRAWS)


def _around(value: float, drawn: Floats) -> Estimate:
    low, high = np.quantile(drawn, [0.025, 0.975])
    beyond = min(int((drawn <= 0).sum()), int((drawn >= 0).sum()))
    # The figure itself counts as a draw: no number of draws makes p zero (Davison, Hinkley 1997).
    p = min(1.0, 2 * (beyond + 1) / (len(drawn) + 1))
    return Estimate(value=value, low=float(low), high=float(high), p=p)


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """The p-values corrected for their number, in the order given (Holm 1979)."""
    order = sorted(range(len(values)), key=lambda n: values[n])
    corrected, worst = [0.0] * len(values), 0.0
    for done, n in enumerate(order):
        worst = max(worst, min(1.0, values[n] * (len(values) - done)))
        corrected[n] = worst
    return tuple(corrected)
