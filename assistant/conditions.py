"""The conditions of a need, and how each product stands to them: nothing here sees money paid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from assistant.condition_states import joined, state_of
from assistant.schema.need import Need
from assistant.schema.understood import (
    Condition,
    ProductStates,
    Understood,
)
from assistant.understanding.children import MADE_FOR
from assistant.understanding.ratings import RATING
from assistant.understanding.unlisted import topic
from catalog.i18n import Bilingual
from catalog.money import shown
from catalog.phrases import both
from catalog.store import Catalog
from catalog.vocabulary import AttributeTerm, Vocabulary
from retrieval.request import NumberBound, RankedProduct

WISHED = 0.8
"""The importance from which a wish narrows the list while anything meets it."""


def understood(
    need: Need, ranked: Iterable[RankedProduct], catalog: Catalog, now: datetime
) -> Understood:
    """The need as a record, with the states of every ranked product."""
    ranked = tuple(ranked)
    conditions = tuple(
        c for c in conditions_of(need, catalog.vocabulary) if not _idle(c, need, ranked, catalog)
    )
    thing = catalog.vocabulary.category(need.category) if need.category else None
    return Understood(
        thing=Bilingual(zh=thing.zh, en=thing.en) if thing else None,
        conditions=conditions,
        persons=(need.for_whom,) if need.for_whom else (),
        sort=need.sort,
        budget=need.constraints.price_max,
        quantity=need.quantity,
        products=tuple(
            ProductStates(
                product_id=each.product_id,
                states=tuple(
                    state_of(condition, catalog.product(each.product_id), each, catalog, now)
                    for condition in conditions
                ),
            )
            for each in (ranked if conditions else ())
        ),
    )


def _idle(
    condition: Condition, need: Need, ranked: tuple[RankedProduct, ...], catalog: Catalog
) -> bool:
    """Whether whom it is for only weighs, and no ranked product says whom it is made for."""
    name = condition.attribute
    if condition.binding or name != MADE_FOR:
        return False
    if any(w.name == name and w.importance >= WISHED for w in need.wishes):
        return False
    return not any(catalog.product(p.product_id).values(name) for p in ranked)


def narrowing(need: Need, catalog: Catalog) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The wishes as alternatives by attribute: what narrows the list while anything meets them."""
    vocabulary = catalog.vocabulary
    groups: dict[str, tuple[str, ...]] = {}
    for wish in need.wishes:
        if wish.importance >= WISHED:
            values = vocabulary.attribute(wish.name).answering(wish.value)
            groups[wish.name] = (*groups.get(wish.name, ()), *values)
    return tuple(groups.items())


def conditions_of(need: Need, vocabulary: Vocabulary) -> tuple[Condition, ...]:
    """Every condition of a need, binding ones first."""
    asked, words = need.constraints, dict(need.phrases)
    found = [
        *_prices(need),
        *(_number(vocabulary.attribute(n.name), n) for n in asked.numbers),
        *_attributes(need, vocabulary),
        *_stars(asked.rating),
    ]
    for key, brands in (("brands", asked.brands), ("not_brands", asked.not_brands)):
        if brands:
            text = both(f"conditions.{key}", brands=_either(brands))
            found.append(Condition(id=key, kind="brand", text=text, values=brands))
    if asked.seller_kinds:
        kinds = [both(f"conditions.{kind}") for kind in asked.seller_kinds]
        text = joined(kinds)
        found.append(
            Condition(id="sellers", kind="seller", text=text, values=tuple(asked.seller_kinds))
        )
    for name, value in asked.not_attributes:
        term = vocabulary.attribute(name).value(value)
        found.append(
            Condition(
                id=f"not:{name}:{value}",
                kind="without",
                text=both("conditions.without", word=Bilingual(zh=term.zh, en=term.en)),
                attribute=name,
                values=(value,),
            )
        )
    for word in asked.without:
        text = both("conditions.without", word=word)
        found.append(Condition(id=f"without:{word}", kind="without", text=text, values=(word,)))
    for id in need.unlisted:
        known = topic(id)
        text = known.name if known else Bilingual(zh=id, en=id)
        found.append(
            Condition(id=f"unlisted:{id}", kind="unlisted", text=text, values=(id,), binding=False)
        )
    return tuple(c.model_copy(update={"words": words.get(c.id, "")}) for c in found)


def _stars(bound: NumberBound | None) -> list[Condition]:
    if bound is None or bound.low is None:
        return []
    text = both(f"conditions.rated_{'above' if bound.low_open else 'at_least'}", low=bound.low)
    return [Condition(id=RATING, kind="rating", text=text, low=bound.low, low_open=bound.low_open)]


def _prices(need: Need) -> list[Condition]:
    found = []
    for key, money in (
        ("price_max", need.constraints.price_max),
        ("price_min", need.constraints.price_min),
    ):
        if money is not None:
            side = "high" if key == "price_max" else "low"
            amount = shown(money)
            text = both(f"conditions.{key}", **{side: amount})
            bound = {side: money.amount}
            found.append(
                Condition(id=key, kind="price", text=text, unit=money.currency).model_copy(
                    update=bound
                )
            )
    return found


def _number(term: AttributeTerm, bound: NumberBound) -> Condition:
    if bound.low is not None and bound.high is not None:
        key = "between"
    elif bound.low is not None:
        key = "above" if bound.low_open else "at_least"
    else:
        key = "below" if bound.high_open else "at_most"
    slots: dict[str, Bilingual | str] = {
        side: f"{value:f} {term.unit}".strip()
        for side, value in (("low", bound.low), ("high", bound.high))
        if value is not None
    }
    text = both(f"conditions.{key}", name=Bilingual(zh=term.zh, en=term.en), **slots)
    return Condition(
        id=f"number:{bound.name}",
        kind="number",
        text=text,
        attribute=bound.name,
        low=bound.low,
        high=bound.high,
        low_open=bound.low_open,
        high_open=bound.high_open,
        unit=term.unit,
    )


def _attributes(need: Need, vocabulary: Vocabulary) -> list[Condition]:
    """Attributes that bind, then those wished for; values of one attribute are alternatives."""
    groups: dict[tuple[str, bool], tuple[str, ...]] = {}
    for name, value in need.constraints.attributes:
        groups[name, True] = (*groups.get((name, True), ()), value)
    for name, values in need.constraints.any_of:
        groups[name, True] = (*groups.get((name, True), ()), *values)
    for wish in need.wishes:
        if (wish.name, True) not in groups:
            groups[wish.name, False] = (*groups.get((wish.name, False), ()), wish.value)
    found = []
    for (name, binding), values in groups.items():
        term = vocabulary.attribute(name)
        named = [term.value(value) for value in dict.fromkeys(values) if value]
        texts = [Bilingual(zh=value.zh, en=value.en) for value in named]
        wide = tuple(dict.fromkeys(v for value in values for v in term.answering(value)))
        found.append(
            Condition(
                id=f"attribute:{name}",
                kind="attribute",
                text=joined(texts) if texts else Bilingual(zh=term.zh, en=term.en),
                attribute=name,
                values=wide,
                binding=binding,
            )
        )
    return found


def _either(words: Iterable[str]) -> Bilingual:
    return joined([Bilingual(zh=w, en=w) for w in words])
