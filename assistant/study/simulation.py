"""Shoppers acting on what they are shown, period after period, all of a shard at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from assistant.study.panel import FIELDS, WHOLE, WORDED, Floats, Panel, Whole
from assistant.study.parameters import Values
from catalog.record import Record

SUMS = (
    "conversations", "answers", "clicks", "orders", "sponsored_orders", "anyway", "elsewhere",
    "sponsored_seen", "hidden_seen", "noticed", "found_out", "for_showing", "for_clicks",
    "for_orders", "subscriptions", "tips", "to_creator", "to_host", "to_network", "to_shopper",
    "margin", "gain", "paid", "overpaid", "trust", "shoppers",
)  # fmt: skip
"""What is added up; money in the conversation's currency. `gain` is what a shopper gains over
doing without the assistant (a log-sum, Small and Rosen 1981). `anyway` are the first column's
orders of what this column has sponsored, `elsewhere` needs met in another shop, `margin` what
sellers who pay keep of their sponsored orders before advertising."""
_FIELD = {name: n for n, name in enumerate(FIELDS)}
_AT = {name: n for n, name in enumerate(SUMS)}
_WHOLE = {name: n for n, name in enumerate(WHOLE)}


Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


class Switch(Record):
    """One column until a period and another from it on: free for ten months, then ads."""

    before: int
    after: int
    period: int = Field(ge=2)

    def column_in(self, period: int) -> int:
        """Which column stands in a period, from 1."""
        return self.before if period < self.period else self.after


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
    panel: Panel, values: Values, shoppers: int, periods: int, seed: int, shard: int,
    switches: Sequence[Switch] = (),
) -> Floats:  # fmt: skip
    """Sums over one shard: (columns and then switches, periods, conversations, SUMS).

    The draws come of the seed and the shard alone, so that any worker gets the same numbers.
    """
    plain, count = panel.shown.shape[:2]
    columns = plain + len(switches)
    sums = np.zeros((columns, periods, count, len(SUMS)))
    people = np.random.default_rng([seed, shard])
    base = people.normal(values["value_base"], values["value_spread"], shoppers)
    pays = people.random(shoppers)
    trust = np.ones((columns, shoppers))
    here = np.ones((columns, shoppers), dtype=bool)
    for period in range(periods):
        chance = _chance(panel, values, base, np.random.default_rng([seed, shard, period]))
        first: tuple[Whole, Floats] = (np.zeros(shoppers, np.int64), np.zeros(shoppers))
        for c in range(columns):
            at = c if c < plain else switches[c - plain].column_in(period + 1)
            told, found, bought = _act(panel, at, values, chance, trust[c], pays)
            first = first if c else bought
            told[:, _AT["anyway"]] = first[1] * panel.sold[at][chance.need, first[0]]
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
) -> tuple[Floats, Flags, tuple[Whole, Floats]]:
    """What every shopper does with one column, who found out a hidden ad, what each buys."""
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
    answers = whole["answers"]
    counts = {
        "conversations": np.ones(len(chosen)), "answers": answers, "clicks": clicks,
        "orders": buys, "sponsored_orders": buys * paid_for,
        "elsewhere": values["ready"] * (chance.best > 0) - buys * (chance.best > 0),
        "sponsored_seen": (seen & (shown["sponsored"] > 0)).sum(axis=1),
        "hidden_seen": (seen & (shown["hidden"] > 0)).sum(axis=1),
        "noticed": known.sum(axis=1), "found_out": found,
    }  # fmt: skip
    owed = click + order
    money = {
        "for_showing": np.where(member, 0, whole["showing"]), "for_clicks": click,
        "for_orders": order,
        "subscriptions": member * whole["monthly"] * answers / whole["answers_a_month"],
        "tips": whole["per_answer"] * answers * trust,
        **{name: owed * shown[name][at] for name in SUMS if name.startswith("to_")},
        "margin": buys * paid_for * shown["margin"][at] * shown["price"][at],
        "gain": gain, "paid": buys * price[at], "overpaid": buys * (price[at] - cheapest),
    }  # fmt: skip
    told = np.zeros((len(chosen), len(SUMS)))
    for name, column in counts.items():
        told[:, _AT[name]] = column
    for name, column in money.items():
        told[:, _AT[name]] = column * reference
    return told, found, (product[at], buys)


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
