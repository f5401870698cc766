"""What an agent is told of the earlier turns: the newest in full, those before in a line."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic import JsonValue

from assistant.schema.need import Exchange, History, Need
from assistant.understanding.dialogue_state import holding
from assistant.understanding.lexicon import Lexicon

BUDGET = 1200
"""Tokens of a conversation's earlier turns."""
SUMMED_UP = 12
"""Kinds of things, and topics, that the summary of older turns names."""
LONGEST = 400
"""Characters of an earlier question."""


def remembered(history: History, lexicon: Lexicon, budget: int = BUDGET) -> dict[str, JsonValue]:
    """The conversation so far, of at most about `budget` tokens of earlier turns.

    What is asked for and what is on the screen are always whole. The list is the organic one, so
    that no list that money moved ever reaches a ranking by way of it; what was answered in words
    is left out for the same reason. The summary is made by code, and holds no stranger's words.
    """
    told: list[JsonValue] = []
    left = budget
    for exchange in reversed(history):
        turn = _turn(exchange)
        left -= tokens_of(json.dumps(turn, ensure_ascii=False))
        if left < 0:
            break
        told.insert(0, turn)
    older = history[: len(history) - len(told)]
    organic = (history[-1].organic or history[-1].shown) if history else ()
    products = [product for id in organic if (product := lexicon.product(id)) is not None]
    before = holding(history)
    return {
        "older": _summary(older),
        "earlier": told,
        "asked_for": _asked_for(before) if before else {},
        "assistant_asked_about": history[-1].asked if history else "",
        "on_screen": {p.id: f"{p.brand} {p.title}"[:90] for p in products},
    }


def tokens_of(text: str) -> int:
    """About how many tokens a text is: a quarter of a Latin letter's, one of any other's."""
    latin = sum(1 for letter in text if letter.isascii())
    return latin // 4 + len(text) - latin + 1


def _turn(exchange: Exchange) -> dict[str, JsonValue]:
    need = exchange.need
    return {"shopper": need.text[:LONGEST], "was": " ".join(filter(None, (need.act, need.topic)))}


def _summary(older: Sequence[Exchange]) -> dict[str, JsonValue]:
    """How many turns there were before, what they were about and what they asked."""
    if not older:
        return {}
    needs = [exchange.need for exchange in older]
    kinds: list[JsonValue] = list(dict.fromkeys(n.category for n in needs if n.category))
    topics: list[JsonValue] = list(dict.fromkeys(n.topic or n.act for n in needs))
    return {
        "turns": len(older),
        "categories": kinds[-SUMMED_UP:],
        "asked": topics[-SUMMED_UP:],
    }


def _asked_for(need: Need) -> dict[str, JsonValue]:
    """The conditions that hold, without those that are not there and the ids of products."""
    constraints = need.constraints.model_dump(
        mode="json", exclude_defaults=True, exclude={"exclude_products", "only_products"}
    )
    fields = {"query", "category", "wishes", "for_whom", "occasion", "quantity", "sort"}
    return need.model_dump(mode="json", include=fields, exclude_defaults=True) | constraints
