"""How one product stands to one condition: met, not met, not stated, not understood."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from assistant.schema.understood import (
    Condition,
    ConditionState,
    State,
)
from assistant.understanding.unlisted import topic
from catalog.i18n import Bilingual
from catalog.offer import Offer, rating_of
from catalog.phrases import both, say
from catalog.price_paid import price_paid
from catalog.product import Product
from catalog.store import Catalog
from catalog.vocabulary import AttributeTerm, Vocabulary
from retrieval.constraints import branded, mentions
from retrieval.request import NumberBound, RankedProduct


def state_of(
    condition: Condition, product: Product, ranked: RankedProduct, catalog: Catalog, now: datetime
) -> ConditionState:
    """How a ranked product stands to a condition."""
    state, has = _judged(condition, product, ranked, catalog, now)
    return ConditionState(condition_id=condition.id, state=state, has=has)


def _judged(
    condition: Condition, product: Product, ranked: RankedProduct, catalog: Catalog, now: datetime
) -> tuple[State, Bilingual | None]:
    match condition.kind:
        case "price":
            return _price_state(condition, _offer(ranked, catalog), now), None
        case "number" | "attribute":
            return attribute_state(condition, product, catalog.vocabulary)
        case "rating":
            return _rating_state(condition, _offer(ranked, catalog), catalog)
        case "brand":
            is_one = branded(product.brand, condition.values)
            return _met(is_one == (condition.id == "brands")), _same(product.brand)
        case "seller":
            offer = _offer(ranked, catalog)
            kind = catalog.seller(offer.seller_id).kind if offer else "unknown"
            return _met(kind in condition.values), None
        case "without" if condition.attribute:
            has = set(product.values(condition.attribute))
            return _met(not has & set(condition.values)), None
        case "without":
            return _met(not any(mentions(product, word) for word in condition.values)), None
        case _:
            return _unlisted_state(condition, product), None


def attribute_state(
    condition: Condition, product: Product, vocabulary: Vocabulary
) -> tuple[State, Bilingual | None]:
    """How a product stands to a condition on one of its attributes, and what it has there."""
    values = product.values(condition.attribute)
    if not values:
        return "not_stated", None
    term = vocabulary.attribute(condition.attribute)
    has = joined([_valued(term, value) for value in values])
    if condition.kind == "attribute":
        return _met(bool(set(values) & set(condition.values))), has
    bound = NumberBound(
        name=condition.attribute,
        low=condition.low,
        high=condition.high,
        low_open=condition.low_open,
        high_open=condition.high_open,
    )
    numbers = [Decimal(v) for v in values if v.replace(".", "", 1).isdecimal()]
    if not numbers:
        return "not_stated", has
    return _met(any(map(bound.holds, numbers))), has


def _valued(term: AttributeTerm, value: str) -> Bilingual:
    named = term.value(value)
    unit = f" {term.unit}" if term.unit and value[-1:].isdigit() else ""
    return Bilingual(zh=named.zh + unit, en=named.en + unit)


def _price_state(condition: Condition, offer: Offer | None, now: datetime) -> State:
    paid = price_paid(offer, now=now) if offer else None
    if paid is None:
        return "not_stated"
    if paid.unit.currency != condition.unit:
        return "not_understood"
    return _met(
        (condition.low is None or paid.unit.amount >= condition.low)
        and (condition.high is None or paid.unit.amount <= condition.high)
    )


def _rating_state(
    condition: Condition, offer: Offer | None, catalog: Catalog
) -> tuple[State, Bilingual | None]:
    """How the stars shown beside an offer stand to a bound."""
    rating = rating_of(offer, catalog.offers_of(offer.product_id)) if offer else None
    if rating is None:
        return "not_stated", None
    bound = NumberBound(name=condition.id, low=condition.low, low_open=condition.low_open)
    return _met(bound.holds(rating.value)), both("products.rating", stars=f"{rating.value:f}")


def _offer(ranked: RankedProduct, catalog: Catalog) -> Offer | None:
    return next((o for o in catalog.offers_of(ranked.product_id) if o.id == ranked.offer_id), None)


def _unlisted_state(condition: Condition, product: Product) -> State:
    known = topic(condition.values[0])
    text = " ".join((product.title, product.description, *(a.value for a in product.attributes)))
    if known is not None:
        return "met" if known.stated_in(text) else "not_stated"
    return "met" if condition.values[0] in text.lower() else "not_stated"


def _met(meets: bool) -> State:
    return "met" if meets else "not_met"


def _same(text: str) -> Bilingual | None:
    return Bilingual(zh=text, en=text) if text else None


def joined(texts: list[Bilingual]) -> Bilingual:
    """Alternatives: "a or b"."""
    return Bilingual(
        zh=say("conditions.or", "zh").join(t.zh for t in texts),
        en=say("conditions.or", "en").join(t.en for t in texts),
    )
