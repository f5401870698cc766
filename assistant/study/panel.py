"""All conversations of a study as arrays, one row a conversation, one column of them a policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.study.choice_set import Alternative, Conversation, Receiver, Wording

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
FACTS = ("rank", "rating", "official", "met", "cheapest")
FIELDS = (
    "there", "product", "price", "place", "list", "words", "sponsored", "notice", "hidden",
    "argued", "click", "order", "order_rate", "rebate", "margin", "wording", "pushed",
    "showing", "budget",
    "to_creator", "to_host", "to_network", "to_shopper",
)  # fmt: skip
WHOLE = (
    "showing", "fees", "answers", "monthly", "paying", "answers_a_month", "per_answer",
)  # fmt: skip
NOTICED = {"before": 1, "zone": 2, "footer": 3, "after": 3, "hover": 4, "none": 0}
"""How a label can be noticed: at the item, in a block, at the bottom, on pointing, not."""
WORDED: dict[Wording, int] = {"full": 0, "short": 1, "vague": 2}
RECEIVERS: tuple[Receiver, ...] = ("creator", "host", "network", "shopper")


@dataclass(frozen=True)
class Panel:
    """Numbers of every conversation; money is in shares of its reference price.

    `facts` is (conversations, products, FACTS), `shown` (columns, conversations, alternatives,
    FIELDS), `whole` (columns, conversations, WHOLE), `known` (conversations, products) 1 where
    there is such a product.
    """

    facts: Floats
    known: Floats
    shown: Floats
    whole: Floats
    reference: Floats


def panel_of(conversations: Sequence[Conversation]) -> Panel:
    """The panel of these conversations, which all have the same columns."""
    universe = [_products(c) for c in conversations]
    most = max(len(u) for u in universe)
    wide = max(1, *(len(s.alternatives) for c in conversations for s in c.choices))
    count, columns = len(conversations), len(conversations[0].choices)
    facts, known = np.zeros((count, most, len(FACTS))), np.zeros((count, most))
    shown = np.zeros((columns, count, wide, len(FIELDS)))
    whole = np.zeros((columns, count, len(WHOLE)))
    reference = np.array([float(c.reference) for c in conversations])
    for n, it in enumerate(conversations):
        scale = float(it.reference)
        for p, one in enumerate(universe[n].values()):
            facts[n, p] = _facts(one, scale)
            known[n, p] = 1
        index = {id: p for p, id in enumerate(universe[n])}
        for c, choice in enumerate(it.choices):
            for j, alternative in enumerate(choice.alternatives):
                at = index[alternative.product_id]
                shown[c, n, j] = _fields(alternative, at, scale)
            whole[c, n] = (
                float(choice.showing) / scale, float(choice.fees) / scale, choice.answers,
                float(choice.monthly) / scale, choice.paying, choice.answers_a_month,
                float(choice.per_answer) / scale,
            )  # fmt: skip
    return Panel(facts, known, shown, whole, reference)


def _products(it: Conversation) -> dict[str, Alternative]:
    found: dict[str, Alternative] = {}
    for choice in it.choices:
        for one in choice.alternatives:
            before = found.get(one.product_id)
            if before is None or (one.rank and not before.rank):
                found[one.product_id] = one
    return found


def _facts(it: Alternative, scale: float) -> tuple[float, ...]:
    rank = 1 / np.log2(1 + it.rank) if it.rank else 0.0
    return (float(rank), it.rating, float(it.official), it.met, float(it.cheapest) / scale)


def _fields(it: Alternative, product: int, scale: float) -> tuple[float, ...]:
    return (
        1, product, float(it.price) / scale, it.place, it.space == "list", it.space == "words",
        it.sponsored, NOTICED[it.seen] if it.sponsored else 0,
        it.sponsored and it.seen == "none", it.argued, float(it.click) / scale,
        float(it.order) / scale, float(it.order_rate), float(it.rebate), float(it.margin),
        WORDED[it.wording], it.pushed, float(it.showing) / scale, float(it.budget) / scale,
        *(float(it.passed_on.get(r, 0)) for r in RECEIVERS),
    )  # fmt: skip
