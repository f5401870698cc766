"""Scripts of utterances with the Needs expected of them, and how well they are met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from assistant.schema.need import Act, Exchange, History, Need, Social
from assistant.understanding.dialogue_state import INTERRUPTIONS
from assistant.understanding.normalise import han
from catalog.errors import BadInput
from catalog.i18n import Spoken
from catalog.money import Money
from catalog.record import Record
from catalog.seller import SellerKind
from retrieval.request import Sort

Understander = Callable[[str, History], Need]
"""What is scored: a question and its history to a Need."""
INHERITED = (
    "category", "price_min", "price_max", "brands", "not_brands", "seller_kinds", "attributes",
    "wishes", "without", "unlike", "for_whom", "occasion", "quantity", "sort", "exclude_products",
)  # fmt: skip
"""What an earlier turn's expectation leaves to the next one of its conversation."""


class Expected(Record):
    """The Need expected, in the short form of the scripts; what is left out is at its default.

    Prices read "100 CNY", wishes, attributes and settings "name=value". `query_has` and
    `query_lacks` are words that the search words hold or do not. `fresh` inherits nothing.
    """

    act: Act = "find"
    social: Social = ""
    language: Spoken | None = None
    category: str = ""
    price_min: str | None = None
    price_max: str | None = None
    brands: tuple[str, ...] = ()
    not_brands: tuple[str, ...] = ()
    seller_kinds: tuple[SellerKind, ...] = ()
    attributes: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    for_whom: str = ""
    occasion: str = ""
    quantity: int = 1
    sort: Sort = "relevance"
    focus: tuple[str, ...] = ()
    exclude_products: tuple[str, ...] = ()
    restricted: str = ""
    settings: tuple[str, ...] = ()
    query_has: tuple[str, ...] = ()
    query_lacks: tuple[str, ...] = ()
    fresh: bool = False


class Utterance(Record):
    """One thing said, what was then shown and asked, and the Need expected."""

    say: str
    expect: Expected = Expected()
    shown: tuple[str, ...] = ()
    asked: str = ""


Talk = tuple[Utterance, ...]
"""One conversation's utterances."""


class Miss(Record):
    """One field of one utterance that was not understood as expected."""

    say: str
    field: str
    expected: str
    got: str


class Score(Record):
    """How many utterances there were, how many came out whole, and each field's accuracy.

    A field's accuracy is over the utterances where either side has it off its default: the many
    utterances that say nothing of a field would make any understanding look good.
    """

    utterances: int
    chinese: int
    exact: int
    fields: dict[str, tuple[int, int]]
    misses: tuple[Miss, ...] = ()


def read_talks(path: Path) -> tuple[Talk, ...]:
    """The conversations in a YAML file.

    Raises:
        BadInput: the file is not YAML or a field of it is wrong.
    """
    try:
        talks = TypeAdapter(tuple[Talk, ...]).validate_python(
            yaml.safe_load(path.read_text("utf-8"))
        )
    except (yaml.YAMLError, ValidationError) as error:
        raise BadInput(
            str(path), "", str(error).split("\n")[0], "See docs/understanding.md"
        ) from error
    return tuple(_inherited(talk) for talk in talks)


def _inherited(talk: Talk) -> Talk:
    """The utterances with what earlier ones still ask for filled in."""
    filled: list[Utterance] = []
    holding = Expected()
    for said in talk:
        stated = said.expect.model_fields_set
        kept = {} if said.expect.fresh else {f: getattr(holding, f) for f in INHERITED}
        own = {f: getattr(said.expect, f) for f in stated}
        expect = Expected(**(kept | own))
        if said.expect.act not in INTERRUPTIONS:
            holding = expect
        filled.append(said.model_copy(update={"expect": expect}))
    return tuple(filled)


def score(talks: Sequence[Talk], understand: Understander) -> Score:
    """Play every conversation and compare each Need with the one expected."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    misses: list[Miss] = []
    count = exact = chinese = 0
    for utterance, need in _played(talks, understand):
        count += 1
        chinese += han(utterance.say) > 0
        before = len(misses)
        for name, expected, got in _compared(utterance, need):
            said[name] += 1
            right[name] += expected == got
            if expected != got:
                misses.append(Miss(say=utterance.say, field=name, expected=expected, got=got))
        exact += len(misses) == before
    fields = {name: (right[name], said[name]) for name in Expected.model_fields if said[name]}
    return Score(
        utterances=count, chinese=chinese, exact=exact, fields=fields, misses=tuple(misses)
    )


def _played(talks: Sequence[Talk], understand: Understander) -> Iterator[tuple[Utterance, Need]]:
    for talk in talks:
        history: History = ()
        for utterance in talk:
            need = understand(utterance.say, history)
            yield utterance, need
            shown = utterance.shown or (history[-1].shown if history else ())
            history = (*history, Exchange(need=need, shown=shown, asked=utterance.asked))


def _compared(utterance: Utterance, need: Need) -> Iterator[tuple[str, str, str]]:
    """(field, expected, got) for each field that either side speaks of."""
    expect, got = utterance.expect, said_of(need)
    language = expect.language or ("zh" if han(utterance.say) else "en")
    default = Expected()
    interrupted = expect.act in INTERRUPTIONS
    for name in Expected.model_fields:
        wanted, found = getattr(expect, name), getattr(got, name)
        if name in ("fresh", "query_has", "query_lacks"):
            continue
        if name == "language":
            yield name, language, str(found)
        elif interrupted and name == "category":
            continue
        elif name == "act" or wanted != getattr(default, name) or found != getattr(default, name):
            ordered = name == "focus"
            yield name, _told(wanted, ordered), _told(found, ordered)
    for word in expect.query_has:
        yield "query_has", word, word if word in need.query else need.query
    for word in expect.query_lacks:
        yield "query_lacks", "", word if word in need.query else ""


def said_of(need: Need) -> Expected:
    """A Need in the short form of the scripts."""
    bound = need.constraints
    return Expected(
        act=need.act,
        social=need.social,
        language=need.language,
        category=need.category,
        price_min=_price(bound.price_min),
        price_max=_price(bound.price_max),
        brands=bound.brands,
        not_brands=bound.not_brands,
        seller_kinds=bound.seller_kinds,
        attributes=tuple(f"{n}={v}" for n, v in bound.attributes),
        wishes=tuple(f"{w.name}={w.value}" for w in need.wishes),
        without=bound.without,
        unlike=tuple(f"{name}={value}" for name, value in bound.not_attributes),
        for_whom=need.for_whom,
        occasion=need.occasion,
        quantity=need.quantity,
        sort=need.sort,
        focus=need.focus,
        exclude_products=bound.exclude_products,
        restricted=need.restricted,
        settings=tuple(f"{s.name}={s.value}" for s in need.settings),
    )


def _price(money: Money | None) -> str | None:
    return None if money is None else str(money)


def _told(value: object, ordered: bool = False) -> str:
    """A field's value as text; only in focus does the order of several say anything."""
    if not isinstance(value, tuple):
        return str(value)
    return ", ".join(map(str, value) if ordered else sorted(map(str, value)))
