"""What a model reads of a tool's result: the facts of the research as JSON, no money in them."""

from __future__ import annotations

import json
from datetime import datetime

from pydantic import JsonValue

from assistant.compose.facts import Facts, facts_of
from assistant.compose.grammar import grammar
from assistant.compose.items import ItemFacts
from assistant.compose.realise.comparison import table
from assistant.compose.variation import Voice
from assistant.research import Research
from assistant.schema.from_catalog import unpaid
from assistant.schema.placement import Placement
from catalog.money import show
from catalog.store import Catalog

TRAITS = 12
"""Attributes of one product that a result holds."""


def result_text(found: Research, catalog: Catalog, now: datetime) -> str:
    """The result as JSON."""
    facts = facts_of(found, _placements(found, catalog, now), catalog, now, found.need.language)
    told: dict[str, JsonValue] = {}
    if found.basket is not None:
        told = _basket(found, facts)
    elif found.need.act == "find":
        told = _list(found, facts)
    elif facts.stated:
        told = {"sentences": [stated.text for stated in facts.stated]}
    elif len(facts.items) > 1:
        voice = Voice(grammar(facts.language), seed="")
        told = {"table": [list(row) for row in table(facts, voice).rows]}
    else:
        told = {"products": [_product(item, facts) for item in facts.items]}
    return json.dumps(told, ensure_ascii=False)


def _placements(found: Research, catalog: Catalog, now: datetime) -> tuple[Placement, ...]:
    """What is listed, as nobody's advertisement."""
    if found.need.act == "find" or found.basket is not None:
        listed = [(pick.product_id, pick.offer_id) for pick in found.picks]
    else:
        offers = dict(found.consulted.offers) if found.consulted else {}
        ids = found.consulted.listed if found.consulted else ()
        listed = [(id, offers.get(id, "")) for id in ids]
    return tuple(
        unpaid(catalog, id, offer, rank=n, rank_if_unpaid=n, now=now, id=f"r{n}")
        for n, (id, offer) in enumerate(listed, start=1)
    )


def _list(found: Research, facts: Facts) -> dict[str, JsonValue]:
    missed: list[JsonValue] = [
        {"name": m.name, "fails": m.field, "has": m.has or m.price_text} for m in facts.misses
    ]
    return {
        "products": [_product(item, facts) for item in facts.items],
        "found": len(found.ranking.products),
        "near_misses": missed,
    }


def _product(item: ItemFacts, facts: Facts) -> dict[str, JsonValue]:
    told: dict[str, JsonValue] = {
        "id": item.product_id,
        "name": item.name,
        "price": item.price_text,
        "seller": item.seller_kind,
        "stock": item.stock,
        "traits": {trait.name: trait.text for trait in item.traits[:TRAITS]},
    }
    if item.rating is not None:
        told["rating"] = f"{item.rating:f}"
    not_met: list[JsonValue] = [c.what for c in facts.conditions if item.name in c.not_met]
    unsaid: list[JsonValue] = [c.what for c in facts.conditions if item.name in c.not_stated]
    return told | {k: v for k, v in (("not_met", not_met), ("not_stated", unsaid)) if v}


def _basket(found: Research, facts: Facts) -> dict[str, JsonValue]:
    basket, language = found.basket, found.need.language
    assert basket is not None
    names = {item.product_id: item.name for item in facts.items}
    items: list[JsonValue] = [
        {
            "thing": item.thing,
            "id": item.product_id,
            "name": names.get(item.product_id, ""),
            "quantity": item.quantity,
            "cost": show(item.cost, language),
        }
        for item in basket.items
    ]
    return {
        "items": items,
        "total": show(basket.total, language) if basket.total else "",
        "missing": list(basket.missing),
        "given_up": list(basket.given_up),
    }
