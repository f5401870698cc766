"""The shoppers of a shard: their tastes and draws, their trust, and whether they are still here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.study.panel import Floats, Panel, Whole
from assistant.study.parameters import Values

Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass
class Shoppers:
    """Who takes part, each under every column: `trust` and `here` are (columns, shoppers).

    `base` is what a product of the reference price is worth to each, `pays` the draw against
    which a subscription's share of payers is held.
    """

    base: Floats
    pays: Floats
    trust: Floats
    here: Flags

    @classmethod
    def drawn(
        cls, values: Values, count: int, columns: int, random: np.random.Generator
    ) -> Shoppers:
        """`count` shoppers, all of them here and of whole trust."""
        return cls(
            base=random.normal(values["value_base"], values["value_spread"], count),
            pays=random.random(count),
            trust=np.ones((columns, count)),
            here=np.ones((columns, count), dtype=bool),
        )

    def after(self, column: int, fooled: Flags, period: Period, values: Values) -> None:
        """A period ends: who found out a hidden ad trusts less; some leave, some come back."""
        trust = self.trust[column]
        trust *= np.where(fooled, 1 - values["trust_loss"], 1)
        leaves = period.leaving < values["leaving"] + (1 - trust)
        returns = period.returning < values["returning"] * trust
        self.here[column] = np.where(self.here[column], ~leaves, returns)
        trust += values["trust_recovery"] * (1 - trust)


@dataclass(frozen=True)
class Visit:
    """What the choice model is told of those who come, one row each.

    `worth` is of every product, `noise` too and of choosing nothing; `elsewhere` what the best
    product is worth bought without the assistant.
    """

    worth: Floats
    elsewhere: Floats
    attention: Floats
    recognition: Floats
    noise: Floats
    trust: Floats


@dataclass(frozen=True)
class Period:
    """The draws of one period, the same for every column (common random numbers).

    `need` is the conversation each shopper has, `moment` when in the period, from 0 to 1.
    """

    need: Whole
    worth: Floats
    elsewhere: Floats
    attention: Floats
    recognition: Floats
    noise: Floats
    detection: Floats
    leaving: Floats
    returning: Floats
    moment: Floats

    def visit(self, trust: Floats) -> Visit:
        """What the choice model is told under a column where they trust so much."""
        return Visit(
            worth=self.worth, elsewhere=self.elsewhere, attention=self.attention,
            recognition=self.recognition, noise=self.noise, trust=trust,
        )  # fmt: skip


def period_of(
    panel: Panel, values: Values, shoppers: Shoppers, random: np.random.Generator
) -> Period:
    """The draws of a period: a need for each shopper, tastes, and what chance decides."""
    count, products, _ = panel.facts.shape
    n, wide = len(shoppers.base), panel.shown.shape[2]
    need = random.integers(0, count, n)
    facts = panel.facts[need]
    worth = (
        shoppers.base[:, None] * (1 - values["price_worth"] * (1 - facts[..., 4]))
        + values["rank_weight"] * (facts[..., 0] - 0.5)
        + values["rating_weight"] * facts[..., 1]
        + values["official_weight"] * facts[..., 2]
        + values["met_weight"] * (facts[..., 3] - 1)
        + values["taste_spread"] * random.standard_normal((n, products))
    )
    alone = np.where(panel.known[need] > 0, worth - facts[..., 4], -np.inf).max(axis=1)
    attention, recognition = random.random((n, wide)), random.random((n, wide))
    noise = random.gumbel(size=(n, products + 1)) * values["choice_noise"]
    after = random.random((n, 3))
    return Period(
        need=need,
        worth=worth,
        elsewhere=np.maximum(alone - values["elsewhere_cost"], 0),
        attention=attention,
        recognition=recognition,
        noise=noise,
        detection=after[:, 0],
        leaving=after[:, 1],
        returning=after[:, 2],
        moment=random.random(n),
    )
