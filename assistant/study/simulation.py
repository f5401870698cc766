"""Shoppers acting on what they are shown, period after period, all of a shard at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.study.panel import FIELDS, WHOLE, Floats, Panel, Whole
from assistant.study.parameters import Values

SUMS = (
    "conversations", "clicks", "orders", "sponsored_orders", "sponsored_seen", "noticed",
    "found_out", "for_showing", "for_clicks", "for_orders", "subscriptions", "tips", "passed_on",
    "gain", "paid", "overpaid", "trust", "shoppers",
)  # fmt: skip
"""What is added up; money in the conversation's currency. `gain` is what a shopper gains over
doing without the assistant (a log-sum, Small and Rosen 1981)."""
_FIELD = {name: n for n, name in enumerate(FIELDS)}
_WHOLE = {name: n for n, name in enumerate(WHOLE)}


@dataclass
class Chance:
    """The draws of one period, the same for every column (common random numbers)."""

    need: Whole
    worth: Floats
    best: Floats
    attention: Floats
    recognition: Floats
    noise: Floats
    after: Floats


def simulate(
    panel: Panel, values: Values, shoppers: int, periods: int, seed: int, shard: int
) -> Floats:
    """Sums over one shard: (columns, periods, conversations, SUMS).

    The draws come of the seed and the shard alone, so that any worker gets the same numbers.
    """
    columns, count = panel.shown.shape[:2]
    sums = np.zeros((columns, periods, count, len(SUMS)))
    people = np.random.default_rng([seed, shard])
    base = people.normal(values["value_base"], values["value_spread"], shoppers)
    pays = people.random(shoppers)
    trust = np.ones((columns, shoppers))
    here = np.ones((columns, shoppers), dtype=bool)
    for period in range(periods):
        chance = _chance(panel, values, base, np.random.default_rng([seed, shard, period]))
        for c in range(columns):
            told, found = _act(panel, c, values, chance, trust[c], pays)
            told[:, :-2] *= here[c][:, None]
            told[:, -2], told[:, -1] = trust[c], 1
            np.add.at(sums[c, period], chance.need, told)
            found &= here[c]
            trust[c] *= np.where(found, 1 - values["trust_loss"], 1)
            leaves = chance.after[:, 1] < values["leaving"] + (1 - trust[c])
            returns = chance.after[:, 2] < values["returning"] * trust[c]
            here[c] = np.where(here[c], ~leaves, returns)
            trust[c] += values["trust_recovery"] * (1 - trust[c])
    return sums


def _chance(panel: Panel, values: Values, base: Floats, random: np.random.Generator) -> Chance:
    count, products, _ = panel.facts.shape
    n, wide = len(base), panel.shown.shape[2]
    need = random.integers(0, count, n)
    facts = panel.facts[need]
    worth = (
        base[:, None] * (1 - values["price_worth"] * (1 - facts[..., 4]))
        + values["rank_weight"] * (facts[..., 0] - 0.5)
        + values["rating_weight"] * facts[..., 1]
        + values["official_weight"] * facts[..., 2]
        + values["met_weight"] * (facts[..., 3] - 1)
        + values["taste_spread"] * random.standard_normal((n, products))
    )
    alone = np.where(panel.known[need] > 0, worth - facts[..., 4], -np.inf).max(axis=1)
    return Chance(
        need=need,
        worth=worth,
        best=np.maximum(alone - values["elsewhere_cost"], 0),
        attention=random.random((n, wide)),
        recognition=random.random((n, wide)),
        noise=random.gumbel(size=(n, products + 1)) * values["choice_noise"],
        after=random.random((n, 3)),
    )


def _act(
    panel: Panel, c: int, values: Values, chance: Chance, trust: Floats, pays: Floats
) -> tuple[Floats, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """What every shopper does with one column, and who found out a hidden ad."""
    shown = {name: panel.shown[c][chance.need][..., at] for name, at in _FIELD.items()}
    whole = {name: panel.whole[c][chance.need][..., at] for name, at in _WHOLE.items()}
    member = (whole["monthly"] > 0) & (pays < whole["paying"] * trust)
    there = (shown["there"] > 0) & ~(member[:, None] & (shown["sponsored"] > 0))
    seen = there & (chance.attention < _attention(shown, values))
    known = seen & (chance.recognition < _recognition(shown, values))
    product = shown["product"].astype(np.int64)
    price = shown["price"] * (1 - shown["rebate"])
    net = np.take_along_axis(chance.worth, product, axis=1) - price
    wish = (
        net
        + trust[:, None] * values["persuasion"] * shown["argued"] * np.where(
            shown["sponsored"] > 0, 1, 0.3
        )
        - values["search_cost"] * (shown["place"] - 1)
        - values["ad_dislike"] * known
        + np.take_along_axis(chance.noise, product, axis=1)
    )  # fmt: skip
    wish = np.where(seen, wish, -np.inf)
    chosen = wish.argmax(axis=1)
    at = (np.arange(len(chosen)), chosen)
    clicks = np.where(wish[at] > chance.noise[:, -1], values["ready"], 0.0)
    spread = values["order_noise"]
    over = (net[at] - chance.best - values["order_friction"]) / spread
    buys = clicks / (1 + np.exp(-np.clip(over, -60, 60)))
    gain = clicks * spread * np.logaddexp(0, over)
    reference = panel.reference[chance.need]
    paid_for = shown["sponsored"][at]
    click = clicks * shown["click"][at]
    order = buys * (shown["order"][at] + shown["order_rate"][at] * shown["price"][at])
    cheapest = panel.facts[chance.need, product[at], 4]
    found = ((seen & (shown["hidden"] > 0)).any(axis=1)) & (
        chance.after[:, 0] < values["detection"]
    )
    money = np.stack(
        [
            np.where(member, 0, whole["showing"]), click, order,
            member * whole["monthly"] * whole["answers"] / whole["answers_a_month"],
            whole["per_answer"] * whole["answers"] * trust,
            (click + order) * shown["passed_on"][at], gain, buys * price[at],
            buys * (price[at] - cheapest),
        ],
        axis=1,
    )  # fmt: skip
    counts = np.stack(
        [
            np.ones(len(chosen)), clicks, buys, buys * paid_for,
            (seen & (shown["sponsored"] > 0)).sum(axis=1), known.sum(axis=1), found,
        ],
        axis=1,
    )  # fmt: skip
    return np.hstack([counts, money * reference[:, None], np.zeros((len(chosen), 2))]), found


def _attention(shown: dict[str, Floats], values: Values) -> Floats:
    beside = values["attention_bought"] * values["attention_fall"] ** (shown["place"] - 1)
    apart = np.where(shown["words"] > 0, values["attention_words"], beside)
    return np.where(shown["list"] > 0, 1.0, apart)


def _recognition(shown: dict[str, Floats], values: Values) -> Floats:
    rates = np.array([0.0, *(values[f"notice_{w}"] for w in ("top", "block", "bottom", "hover"))])
    return np.asarray(rates[shown["notice"].astype(np.int64)] * values["understood"])
