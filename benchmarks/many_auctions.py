"""Many position auctions at once: the rules of position.py on arrays, for large studies."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.monetisation.auctions.position import PositionRule

Floats = NDArray[np.float64]


class Sales(NamedTuple):
    """Who got each slot (column of the bids, −1 for nobody) and its price per click, 0 for none.

    Both have shape (auctions, slots).
    """

    winner: NDArray[np.int64]
    price: Floats


def sell_many(
    rule: PositionRule, bids: Floats, quality: Floats, clicks: Floats, reserve: float = 0.0
) -> Sales:
    """Hold every auction of a batch.

    Ties go to the lower column; shuffle the columns where that matters.

    Args:
        rule: how a place is priced.
        bids: shape (auctions, bidders), at least 0.
        quality: the same shape, above 0.
        clicks: shape (slots,), above 0 and never rising.
        reserve: the least price per click; who bids less is out.
    """
    slots, bidders = len(clicks), bids.shape[1]
    taking_part = bids >= reserve
    scores = np.where(taking_part, bids * quality, -1.0)
    kept = min(slots + 1, bidders)
    order = _best(scores, kept)
    ranked = np.take_along_axis(scores, order, axis=1)
    won = quality.shape[0], slots
    winner, price = np.full(won, -1, dtype=np.int64), np.zeros(won)
    sold = ranked[:, : min(slots, kept)] >= 0
    width = sold.shape[1]
    winner[:, :width] = np.where(sold, order[:, :width], -1)
    if rule == "first_price":
        price[:, :width] = np.take_along_axis(bids, order[:, :width], axis=1)
    else:
        own = np.take_along_axis(quality, order[:, :width], axis=1)
        below = np.zeros((len(bids), slots))
        below[:, : kept - 1] = np.maximum(ranked[:, 1:], 0.0)
        price[:, :width] = _prices(rule, own, below, clicks, reserve)
    price[:, :width] *= sold
    return Sales(winner=winner, price=price)


def _best(scores: Floats, k: int) -> NDArray[np.int64]:
    """The columns of the k highest scores of each row, highest first, ties to the lower column."""
    if k == scores.shape[1]:
        return np.argsort(-scores, axis=1, kind="stable")
    top = np.argpartition(-scores, k - 1, axis=1)[:, :k]
    # A tie across the cut is settled by the whole sort, which is rare and exact.
    least = np.take_along_axis(scores, top, axis=1).min(axis=1, keepdims=True)
    top.sort(axis=1)
    inner = np.argsort(-np.take_along_axis(scores, top, axis=1), axis=1, kind="stable")
    best = np.take_along_axis(top, inner, axis=1)
    tied = np.flatnonzero((scores >= least).sum(axis=1) > k)
    if tied.size:
        best[tied] = np.argsort(-scores[tied], axis=1, kind="stable")[:, :k]
    return best


def _prices(
    rule: PositionRule, own: Floats, below: Floats, clicks: Floats, reserve: float
) -> Floats:
    """Prices of the first slots, given each winner's quality and every slot's next score."""
    width = own.shape[1]
    if rule == "gsp":
        return np.maximum(reserve, below[:, :width] / own)
    steps = clicks - np.append(clicks[1:], 0.0)
    price = np.zeros_like(own)
    for i in range(width):
        needed = np.maximum(reserve, below[:, i:] / own[:, i : i + 1])
        price[:, i] = needed @ steps[i:] / clicks[i]
    return price
