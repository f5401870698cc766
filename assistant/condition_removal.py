"""A need with conditions taken away, as if they had not been said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.schema.need import Need
from assistant.schema.understood import Understood
from assistant.understanding.children import CHILDREN, MADE_FOR
from assistant.understanding.entities import IDEAL
from assistant.understanding.persons import read_person
from assistant.understanding.query_words import without_words
from assistant.understanding.ratings import RATING
from catalog.phrases import say
from catalog.vocabulary import Vocabulary

if TYPE_CHECKING:
    from assistant.understanding.lexicon import Lexicon

BESIDE: tuple[str, ...] = ("person", "sort", "quantity")
"""Ids of what an `Understood` holds beside its conditions, and what may be taken away as well."""


def without(need: Need, condition_ids: Iterable[str], lexicon: Lexicon) -> Need:
    """The need with conditions taken away, as a shopper does who closes their chips.

    An id is a condition's, or one of BESIDE; one that the need does not have changes nothing.
    """
    for id in condition_ids:
        taken = _plain if id in BESIDE else _without
        need = taken(need, id, lexicon)
    return need


def names_of(understood: Understood, condition_ids: Iterable[str], language: str) -> list[str]:
    """What is taken away as a shopper reads it; nothing for an id that is not there."""
    named = []
    for id in dict.fromkeys(condition_ids):
        condition = understood.condition(id)
        if condition is not None:
            named.append(condition.text.text(language))
        elif id == "person" and understood.persons:
            person = say("conditions.or", language).join(understood.persons)
            named.append(say("follow_ups.for_person", language, person=person))
        elif id == "sort" and understood.sort != "relevance":
            named.append(say(f"follow_ups.sort_{understood.sort}", language))
        elif id == "quantity" and understood.quantity > 1:
            named.append(say("follow_ups.pieces", language, n=understood.quantity))
    return named


def _plain(need: Need, id: str, lexicon: Lexicon) -> Need:
    """The need without its order or number, or without whom it is for and what that implied."""
    if id == "sort":
        return need.model_copy(update={"sort": "relevance"})
    if id == "quantity":
        return need.model_copy(update={"quantity": 1})
    _, implied, _ = read_person(_for(need), need.language)
    meant = {(m.name, m.value) for m in lexicon.phrases.get(implied, ()) if m.kind == "attribute"}
    child = (MADE_FOR, CHILDREN)
    wishes = tuple(
        w
        for w in need.wishes
        if (w.name, w.value) != child and ((w.name, w.value) not in meant or w.importance != IDEAL)
    )
    return need.model_copy(update={"for_whom": "", "wishes": wishes})


def _for(need: Need) -> str:
    """The words that say whom it is for, as they are read."""
    return f"给{need.for_whom}" if need.language == "zh" else f"for my {need.for_whom}"


def _without(need: Need, id: str, lexicon: Lexicon) -> Need:
    asked, (kind, _, name) = need.constraints, id.partition(":")
    update: dict[str, object] = {}
    if id in ("price_max", "price_min"):
        update = {id: None}
    elif id == RATING:
        update = {RATING: None}
    elif id in ("brands", "not_brands"):
        update = {id: ()}
    elif id == "sellers":
        update = {"seller_kinds": ()}
    elif kind == "number":
        update = {"numbers": tuple(n for n in asked.numbers if n.name != name)}
    elif kind == "not":
        pair = tuple(name.split(":", 1))
        update = {"not_attributes": tuple(a for a in asked.not_attributes if a != pair)}
    elif kind == "without":
        update = {"without": tuple(w for w in asked.without if w != name)}
    elif kind == "attribute":
        update = {
            "attributes": tuple(a for a in asked.attributes if a[0] != name),
            "any_of": tuple(a for a in asked.any_of if a[0] != name),
        }
    changed: dict[str, object] = {"constraints": asked.model_copy(update=update)}
    if kind == "attribute":
        gone = [w for w in need.wishes if w.name == name]
        changed["wishes"] = tuple(w for w in need.wishes if w.name != name)
        changed["query"] = _unworded(need.query, name, [w.value for w in gone], lexicon.vocabulary)
    elif kind == "unlisted":
        changed["unlisted"] = tuple(u for u in need.unlisted if u != name)
    return need.model_copy(update=changed)


def _unworded(query: str, name: str, values: list[str], vocabulary: Vocabulary) -> str:
    term = vocabulary.attribute(name)
    return without_words(query, tuple(w for v in values for w in term.value(v).words()))
