"""The choice model: what shoppers see, recognise, click and buy of what stands before them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.study.panel import WORDED, Floats, Whole
from assistant.study.parameters import Values
from assistant.study.shoppers import Flags, Visit

ARGUED_UNPAID = 0.3
"""How much of the persuasion of bought words those of the answer itself have."""


@dataclass(frozen=True)
class Choice:
    """What each shopper does with one answer; money in shares of the reference price.

    `seen` and `recognised` (as advertising) are (shoppers, alternatives); the others have one
    value a shopper: the alternative `taken` first, the chances of a click on it and of an order,
    and the expected `gain` over doing without the assistant (a log-sum, Small and Rosen 1981).
    """

    seen: Flags
    recognised: Flags
    taken: Whole
    clicks: Floats
    orders: Floats
    gain: Floats


def choose(shown: dict[str, Floats], there: Flags, visit: Visit, values: Values) -> Choice:
    """A search over places with an error in every wish, then an order by what is learnt.

    Args:
        shown: the fields of every alternative before each shopper, (shoppers, alternatives).
        there: which of them stand there for this shopper.
        visit: who comes, with their tastes and draws.
        values: the parameters of the regime.
    """
    seen = there & (visit.attention < _attention(shown, values))
    recognised = seen & (visit.recognition < _recognition(shown, values))
    product = shown["product"].astype(np.int64)
    price = shown["price"] * (1 - shown["rebate"])
    net = np.take_along_axis(visit.worth, product, axis=1) - price
    bought = np.where(shown["sponsored"] * shown["pushed"] > 0, 1, ARGUED_UNPAID)
    wish = (
        net
        + visit.trust[:, None] * values["persuasion"] * shown["argued"] * bought
        - values["search_cost"] * (shown["place"] - 1)
        - values["ad_dislike"] * recognised
        + np.take_along_axis(visit.noise, product, axis=1)
    )
    wish = np.where(seen, wish, -np.inf)
    taken = wish.argmax(axis=1)
    at = (np.arange(len(taken)), taken)
    clicks = np.where(wish[at] > visit.noise[:, -1], values["ready"], 0.0)
    spread = values["order_noise"]
    over = (net[at] - visit.elsewhere - values["order_friction"]) / spread
    return Choice(
        seen=seen,
        recognised=recognised,
        taken=taken,
        clicks=clicks,
        orders=clicks / (1 + np.exp(-np.clip(over, -60, 60))),
        gain=clicks * spread * np.logaddexp(0, over),
    )


def _attention(shown: dict[str, Floats], values: Values) -> Floats:
    beside = values["attention_bought"] * values["attention_fall"] ** (shown["place"] - 1)
    apart = np.where(shown["words"] > 0, values["attention_words"], beside)
    return np.where(shown["list"] > 0, 1.0, apart)


def _recognition(shown: dict[str, Floats], values: Values) -> Floats:
    rates = np.array([0.0, *(values[f"notice_{w}"] for w in ("top", "block", "bottom", "hover"))])
    worded = np.array([values[f"understood_{w}"] for w in WORDED])
    return np.asarray(
        rates[shown["notice"].astype(np.int64)] * worded[shown["wording"].astype(np.int64)]
    )
