"""Understanding by a chat model, which fills a small form that the rules' own code merges."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pydantic import Field, JsonValue

from assistant.llm.calls import filled
from assistant.llm.prompts import prompt
from assistant.schema.need import TOPICS, Act, History, Need, Setting, Social, Topic, Wish
from assistant.schema.reading import Reading
from assistant.understanding.acts import Judged
from assistant.understanding.dialogue_state import INTERRUPTIONS, holding, merged
from assistant.understanding.entities import IDEAL, PLAIN
from assistant.understanding.frame import Said
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.normalise import fold, lowered
from assistant.understanding.parser import read
from assistant.understanding.prices import Bounds
from assistant.understanding.shopping_parser import unnamed_currency
from assistant.understanding.understand import interruption
from catalog.errors import ModelUnavailable
from catalog.money import Currency, Money
from catalog.record import Record
from catalog.seller import SellerKind
from retrieval.request import NumberBound, Sort

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from assistant.llm.client import ChatModel

log = logging.getLogger(__package__)
NAME = "understand"
"""The prompt's name, and that of its request."""
LISTED = 80
"""Categories and attributes that a prompt names; a feed's hundreds of texts are left out."""


class ModelWish(Record):
    """An attribute by ids of the catalog; "must" binds, "not" rules out, "nice" is a bonus."""

    name: str
    value: str
    strength: Literal["must", "not", "wish", "nice"] = "wish"


class ModelBound(Record):
    """Bounds of an attribute that is a number, in the unit listed for it; one may be left out."""

    name: str
    low: Decimal | None = None
    high: Decimal | None = None


class ModelWant(Record):
    """The thing that a shopper's message asks for. Leave out whatever it does not say.

    `sellers` is empty where any seller will do again. `no_longer` names what does not matter any
    more: "price", "brands" or an attribute. `new_topic` is true where the message is about another
    thing to buy than before.
    """

    search_words: str = Field(default="", max_length=300)
    category: str = ""
    price_min: Decimal | None = Field(default=None, ge=0, le=10**9)
    price_max: Decimal | None = Field(default=None, ge=0, le=10**9)
    currency: Currency | None = None
    relative_price: Literal["", "cheaper", "dearer"] = ""
    brands: tuple[str, ...] = ()
    not_brands: tuple[str, ...] = ()
    sellers: tuple[SellerKind, ...] | None = None
    attributes: tuple[ModelWish, ...] = ()
    numbers: tuple[ModelBound, ...] = ()
    without: tuple[str, ...] = ()
    for_whom: str = Field(default="", max_length=40)
    occasion: str = Field(default="", max_length=40)
    quantity: int | None = Field(default=None, ge=1, le=999)
    sort: Sort | None = None
    show_others: bool = False
    adds_to_brands: bool = False
    no_longer: tuple[str, ...] = ()
    new_topic: bool = False
    start_over: bool = False


class ModelNeed(ModelWant):
    """What a shopper's message says by itself. Leave out whatever it does not say.

    `refers_to` and `not_wanted` are numbers of products in the list shown, from 1. `sellers` is
    empty where any seller will do again. `no_longer` names what does not matter any more: "price",
    "brands" or an attribute. `new_topic` is true where the message is about another thing to buy
    than before.
    """

    act: Act = "find"
    topic: Topic = ""
    social: Social = ""
    refers_to: tuple[int, ...] = ()
    not_wanted: tuple[int, ...] = ()
    settings: tuple[Setting, ...] = ()
    restricted: Literal[
        "", "medical", "tobacco", "age", "adult", "weapons", "drugs", "self_harm"
    ] = ""


def understand_with(
    chat: ChatModel,
    question: str,
    history: History,
    lexicon: Lexicon,
    now: datetime | None = None,
    judged: Judged | None = None,
) -> tuple[Need, Reading]:
    """The Need as a chat model reads the question, or as the rules do where it cannot be had.

    The model fills a ModelNeed; an answer that is no such form, that names a category, attribute
    or place that there is not, or that does not come, is thrown away whole and the rules answer;
    the Reading says why. What the rules refuse stays refused and what they find said of settings
    holds, whatever a model says. Never raises for anything that a model or its endpoint does.
    """
    by_rules = read(question, history, lexicon, judged)
    if by_rules.restricted:
        return interruption(by_rules), Reading()
    reading = Reading(reader="form", model=chat.config.model, prompts=(prompt(NAME).id,))
    said = by_rules
    try:
        asked = messages(question, history, lexicon)
        form, used = filled(chat, ModelNeed, asked, name=NAME)
        update = {**dict(used), "cost": used.cost(chat.config)}
        reading = reading.model_copy(update=update)
        said = said_in(form, by_rules, history, lexicon)
    except ModelUnavailable as error:
        log.warning("the rules read the question, not the chat model: %s", error.cause)
        reading = reading.model_copy(update={"reader": "rules", "cause": error.cause})
    if said.act in INTERRUPTIONS:
        return interruption(said), reading
    return merged(said, history, lexicon, now), reading


def messages(question: str, history: History, lexicon: Lexicon) -> list[BaseMessage]:
    """What the model is asked: the form, the catalog's words, the talk so far, the question."""
    from langchain_core.messages import HumanMessage, SystemMessage

    known = {"form": ModelNeed.model_json_schema(), **terms_of(lexicon)}
    before = holding(history)
    # What the model reads is never the list as money moved it; see `said_in`.
    organic = (history[-1].organic or history[-1].shown) if history else ()
    products = [product for id in organic if (product := lexicon.product(id)) is not None]
    conversation = {
        "asked_for": before.query if before else "",
        "category": before.category if before else "",
        "assistant_asked_about": history[-1].asked if history else "",
        "shown": {n: f"{p.brand} {p.title}"[:90] for n, p in enumerate(products, start=1)},
    }
    return [
        SystemMessage(f"{prompt(NAME).text('task')}\n{json.dumps(known, ensure_ascii=False)}"),
        HumanMessage(
            json.dumps(
                {"conversation": conversation, "message": fold(question)}, ensure_ascii=False
            )
        ),
    ]


def terms_of(lexicon: Lexicon) -> dict[str, JsonValue]:
    """The catalog's categories and attributes by id, as a prompt lists them."""
    terms = lexicon.vocabulary
    categories: dict[str, JsonValue] = {
        term.id: [term.zh, term.en] for term in terms.categories if term.zh != term.id
    }
    attributes: dict[str, JsonValue] = {
        term.id: [value.id for value in term.values] for term in terms.attributes if term.values
    }
    numbers: dict[str, JsonValue] = {
        term.id: term.unit for term in terms.attributes if not term.values
    }
    return {
        "categories": dict(list(categories.items())[:LISTED]),
        "attributes": dict(list(attributes.items())[:LISTED]),
        "numbers": dict(list(numbers.items())[:LISTED]),
    }


def said_in(form: ModelNeed, by_rules: Said, history: History, lexicon: Lexicon) -> Said:
    """The form as what was said, once its ids and places are checked.

    Raises:
        ModelUnavailable: it names something that there is not.
    """
    # What the shopper points at on the screen is found by the rules; the model knows the organic
    # list only, so that no policy's list ever reaches a ranking by way of it.
    organic = (history[-1].organic or history[-1].shown) if history else ()
    shown = history[-1].shown if history else ()
    settings = by_rules.settings or form.settings
    base = Said(
        text=by_rules.text,
        language=by_rules.language,
        settings=settings,
        from_child=by_rules.from_child,
    )
    focus = by_rules.focus or _places(form.refers_to, organic)
    if form.restricted:
        return replace(base, act="decline", topic=form.topic, restricted=form.restricted)
    if form.act != "find":
        topic = form.topic if form.topic in TOPICS.get(form.act, ()) else ""
        return replace(base, act=form.act, topic=topic, social=form.social, focus=focus)
    bound, ruled_out, wishes = _attributes(form, lexicon)
    return Said(
        text=base.text,
        language=base.language,
        query=lowered(fold(form.search_words)),
        categories=_category(form, lexicon),
        price=_bounds(form, by_rules, history, lexicon),
        step=form.relative_price if shown else "",
        budget=True,
        brands=_brands(form.brands, lexicon),
        not_brands=_brands(form.not_brands, lexicon),
        sellers=form.sellers,
        attributes=bound,
        not_attributes=ruled_out,
        wishes=wishes,
        without=form.without,
        numbers=_numbers(form, lexicon),
        for_whom=form.for_whom,
        occasion=form.occasion,
        quantity=form.quantity,
        sort=form.sort,
        focus=focus,
        excluded=by_rules.excluded or _places(form.not_wanted, organic),
        others=form.show_others and bool(shown),
        settings=settings,
        from_child=base.from_child,
        drop=frozenset(form.no_longer),
        also=form.adds_to_brands,
        anew=form.start_over,
        new_thing=form.new_topic,
    )


def _places(places: tuple[int, ...], shown: tuple[str, ...]) -> tuple[str, ...]:
    if any(not 0 < place <= len(shown) for place in places):
        raise ModelUnavailable("it refers to a product that is not on the screen")
    return tuple(dict.fromkeys(shown[place - 1] for place in places))


def _category(form: ModelNeed, lexicon: Lexicon) -> tuple[str, ...]:
    known = {term.id for term in lexicon.vocabulary.categories if not term.restricted}
    if form.category and form.category not in known:
        raise ModelUnavailable("it names a category that the catalog does not have")
    return (form.category,) if form.category else ()


def _attributes(
    form: ModelNeed, lexicon: Lexicon
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], tuple[Wish, ...]]:
    """What binds, what is ruled out and what is wished; a value must be one of its attribute's."""
    for named in form.attributes:
        values = [value.id for value in lexicon.vocabulary.attribute(named.name).values]
        if named.value not in values:
            there = f"one of {', '.join(values[:LISTED])}" if values else "no attribute with values"
            raise ModelUnavailable(f"{named.name} is {there}, not {named.value[:40]!r}")
    bound = tuple((a.name, a.value) for a in form.attributes if a.strength == "must")
    wishes = tuple(
        Wish(name=a.name, value=a.value, importance=IDEAL if a.strength == "nice" else PLAIN)
        for a in form.attributes
        if a.strength in ("wish", "nice")
    )
    ruled_out = tuple((a.name, a.value) for a in form.attributes if a.strength == "not")
    return bound, ruled_out, wishes


def _numbers(form: ModelNeed, lexicon: Lexicon) -> tuple[NumberBound, ...]:
    known = {term.id for term in lexicon.vocabulary.attributes if not term.values}
    for bound in form.numbers:
        if bound.name not in known:
            raise ModelUnavailable("it names a number that the catalog does not have")
        if bound.low is not None and bound.high is not None and bound.high < bound.low:
            raise ModelUnavailable("its range is empty")
    return tuple(NumberBound(name=b.name, low=b.low, high=b.high) for b in form.numbers)


def _brands(names: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """The catalog's brands of those names; a name that it does not carry stays as it is."""
    found: list[str] = []
    for name in names:
        meanings = lexicon.phrases.get(lowered(fold(name)), ())
        known = [meaning.name for meaning in meanings if meaning.kind == "brand"]
        found += known or [name]
    return tuple(dict.fromkeys(found))


def _bounds(form: ModelNeed, by_rules: Said, history: History, lexicon: Lexicon) -> Bounds:
    """The bounds in the form's currency, else in the one that the rules would take."""
    currency = form.currency or unnamed_currency(by_rules.language, holding(history), lexicon)
    low, high = (
        None if amount is None else Money(amount=amount, currency=currency)
        for amount in (form.price_min, form.price_max)
    )
    if low is not None and high is not None and high < low:
        raise ModelUnavailable("its price range is empty")
    return Bounds(low, high)
