"""When campaigns run dry: each conversation stands for all questions of its kind in a month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.study.panel import FIELDS, Floats, Panel
from assistant.study.parameters import Values
from assistant.study.shoppers import Flags, Period

_BUDGET = FIELDS.index("budget")


@dataclass
class Budgets:
    """What the campaigns behind one column's alternatives have left, in shares of the reference.

    `whole` and `spent` are (columns, conversations, alternatives); a budget of 0 stands for none,
    and nothing is charged against it. A switch has one, so that spending goes on over it.
    """

    whole: Floats
    spent: Floats

    @classmethod
    def of(cls, panel: Panel) -> Budgets:
        """Every budget full."""
        whole = panel.shown[..., _BUDGET]
        return cls(whole=whole, spent=np.zeros_like(whole))

    def limited(self, column: int) -> bool:
        """Whether any campaign of a column has a budget."""
        return bool(self.whole[column].any())

    def live(self, column: int, period: Period, here: Flags, owed: Floats, values: Values) -> Flags:
        """Which alternatives still pay when each shopper comes: (shoppers, alternatives).

        A campaign spends evenly over the period until nothing is left. What it would spend is
        what it owes per conversation, times the questions of that kind in a month.

        Args:
            column: of the panel.
            period: who comes when, for what.
            here: who of them comes.
            owed: what each alternative's campaign owes for each shopper while it lasts.
            values: the parameters.
        """
        count = self.whole.shape[1]
        visits = np.bincount(period.need, here, count)
        rates = np.zeros((count, owed.shape[1]))
        np.add.at(rates, period.need, owed * here[:, None])
        rates *= values["asked_a_month"] / np.maximum(visits, 1)[:, None]
        limit = self.whole[column]
        left = np.maximum(limit - self.spent[column], 0)
        lasting = np.where(
            (limit > 0) & (rates > 0), np.minimum(left / np.where(rates > 0, rates, 1), 1), 1.0
        )
        lasting = np.where((limit > 0) & (left <= 0), 0.0, lasting)
        self.spent[column] += rates * lasting
        return np.asarray(period.moment[:, None] < lasting[period.need])
