"""What shoppers come to under each column, period after period, all of a shard at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from assistant.study.budgets import Budgets
from assistant.study.choice import Choice, choose
from assistant.study.panel import FIELDS, WHOLE, Floats, Panel, Whole
from assistant.study.parameters import Values
from assistant.study.shoppers import Flags, Period, Shoppers, period_of
from catalog.record import Record

SUMS = (
    "conversations", "answers", "clicks", "orders", "sponsored_orders", "anyway", "elsewhere",
    "sponsored_seen", "hidden_seen", "noticed", "found_out", "for_showing", "for_clicks",
    "for_orders", "for_months", "subscriptions", "tips", "to_creator", "to_host", "to_network",
    "to_shopper", "margin", "gain", "paid", "overpaid", "dry", "trust", "shoppers",
)  # fmt: skip
"""What is added up; money in the conversation's currency. `gain` is what a shopper gains over
doing without the assistant. `anyway` are the first column's orders of what this column has
sponsored, `elsewhere` needs met in another shop, `margin` what sellers who pay keep of their
sponsored orders before advertising, `dry` conversations that miss an ad whose budget ran out."""
_FIELD = {name: n for n, name in enumerate(FIELDS)}
_AT = {name: n for n, name in enumerate(SUMS)}
_WHOLE = {name: n for n, name in enumerate(WHOLE)}


class Switch(Record):
    """One column until a period and another from it on: free for ten months, then ads."""

    before: int
    after: int
    period: int = Field(ge=2)

    def column_in(self, period: int) -> int:
        """Which column stands in a period, from 1."""
        return self.before if period < self.period else self.after


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
    people = Shoppers.drawn(values, shoppers, columns, np.random.default_rng([seed, shard]))
    budgets = [Budgets.of(panel) for _ in range(columns)]
    for number in range(periods):
        period = period_of(panel, values, people, np.random.default_rng([seed, shard, number]))
        unpaid: tuple[Whole, Floats] = (np.zeros(shoppers, np.int64), np.zeros(shoppers))
        for c in range(columns):
            at = c if c < plain else switches[c - plain].column_in(number + 1)
            columned = _Column(panel, at, values, period, people.trust[c], people.pays)
            choice, live = columned.acted(budgets[c], people.here[c])
            counted, fooled, orders = columned.counted(choice, live)
            unpaid = unpaid if c else orders
            counted[:, _AT["anyway"]] = unpaid[1] * columned.sells(unpaid[0], live)
            counted[:, :-2] *= people.here[c][:, None]
            counted[:, -2], counted[:, -1] = people.trust[c], 1
            np.add.at(sums[c, number], period.need, counted)
            people.after(c, fooled & people.here[c], period, values)
    return sums


class _Column:
    """One column in one period: what stands before every shopper in it, and what comes of it."""

    def __init__(
        self, panel: Panel, at: int, values: Values, period: Period, trust: Floats, pays: Floats
    ) -> None:
        self.panel, self.at, self.values, self.period, self.trust = (
            panel, at, values, period, trust,
        )  # fmt: skip
        fields = panel.shown[at][period.need]
        self.shown = {name: fields[..., n] for name, n in _FIELD.items()}
        whole = panel.whole[at][period.need]
        self.whole = {name: whole[..., n] for name, n in _WHOLE.items()}
        self.member = (self.whole["monthly"] > 0) & (pays < self.whole["paying"] * trust)

    def acted(self, budgets: Budgets, here: Flags) -> tuple[Choice, Flags]:
        """What the shoppers choose, and which alternatives still pay as they come.

        Chosen first as though every budget lasted; where one runs dry, again without it.
        """
        all_live = np.ones(self.shown["there"].shape, dtype=bool)
        choice = self._chosen(all_live)
        if not budgets.limited(self.at):
            return choice, all_live
        live = budgets.live(self.at, self.period, here, self._owed(choice), self.values)
        return (choice, live) if live.all() else (self._chosen(live), live)

    def _chosen(self, live: Flags) -> Choice:
        gone = ~live & (self.shown["list"] == 0)
        ads = self.member[:, None] & (self.shown["sponsored"] > 0)
        there = (self.shown["there"] > 0) & ~ads & ~gone
        stands = {**self.shown, "notice": self.shown["notice"] * live}
        return choose(stands, there, self.period.visit(self.trust), self.values)

    def _owed(self, choice: Choice) -> Floats:
        """What every alternative's campaign owes for each shopper: (shoppers, alternatives)."""
        taken = np.arange(self.shown["there"].shape[1]) == choice.taken[:, None]
        order = self.shown["order"] + self.shown["order_rate"] * self.shown["price"]
        acts = choice.clicks[:, None] * self.shown["click"] + choice.orders[:, None] * order
        return np.asarray(taken * acts + ~self.member[:, None] * self.shown["showing"])

    def sells(self, product: Whole, live: Flags) -> Flags:
        """Whether somebody pays for one product where each shopper sees it."""
        paid = live & (self.shown["there"] > 0) & (self.shown["sponsored"] > 0)
        return np.asarray((paid & (self.shown["product"] == product[:, None])).any(axis=1))

    def counted(self, choice: Choice, live: Flags) -> tuple[Floats, Flags, tuple[Whole, Floats]]:
        """Each shopper's part of SUMS, who found out a hidden ad, what each buys how likely."""
        shown, whole, member, period = self.shown, self.whole, self.member, self.period
        reference = self.panel.reference[period.need]
        at = (np.arange(len(choice.taken)), choice.taken)
        product = shown["product"].astype(np.int64)[at]
        paying = live[at] * 1.0
        sponsored, hidden = live * shown["sponsored"] > 0, live * shown["hidden"] > 0
        click = choice.clicks * shown["click"][at] * paying
        order = choice.orders * paying * (
            shown["order"][at] + shown["order_rate"][at] * shown["price"][at]
        )  # fmt: skip
        price = shown["price"] * (1 - shown["rebate"])
        cheapest = self.panel.facts[period.need, product, 4]
        fooled = (choice.seen & hidden).any(axis=1) & (period.detection < self.values["detection"])
        elsewhere = period.elsewhere > 0
        showing = whole["showing"] + (shown["showing"] * live).sum(axis=1)
        counts = {
            "conversations": np.ones(len(product)), "answers": whole["answers"],
            "clicks": choice.clicks, "orders": choice.orders,
            "sponsored_orders": choice.orders * sponsored[at],
            "elsewhere": (self.values["ready"] - choice.orders) * elsewhere,
            "sponsored_seen": (choice.seen & sponsored).sum(axis=1),
            "hidden_seen": (choice.seen & hidden).sum(axis=1),
            "noticed": choice.recognised.sum(axis=1), "found_out": fooled,
            "dry": ((shown["there"] > 0) & ~live).any(axis=1),
        }  # fmt: skip
        money = {
            "for_showing": np.where(member, 0, showing), "for_clicks": click, "for_orders": order,
            "for_months": np.where(member, 0, whole["fees"] / self.values["asked_a_month"]),
            "subscriptions": member * whole["monthly"] * whole["answers"]
            / whole["answers_a_month"],
            "tips": whole["per_answer"] * whole["answers"] * self.trust,
            **{name: (click + order) * shown[name][at] for name in SUMS if name.startswith("to_")},
            "margin": choice.orders * sponsored[at] * shown["margin"][at] * shown["price"][at],
            "gain": choice.gain, "paid": choice.orders * price[at],
            "overpaid": choice.orders * (price[at] - cheapest),
        }  # fmt: skip
        sums = np.zeros((len(product), len(SUMS)))
        for name, column in counts.items():
            sums[:, _AT[name]] = column
        for name, column in money.items():
            sums[:, _AT[name]] = column * reference
        return sums, fooled, (product, choice.orders)
