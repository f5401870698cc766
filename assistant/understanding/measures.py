"""Which figures with units a question asks for, as bounds of the catalog's numeric attributes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.normalise import BLANK, blank
from assistant.understanding.numbers import NUMBER, number
from assistant.understanding.patterns import any_of, compiled, lines, mapping, table
from catalog.measures import Unit, unit, units
from catalog.vocabulary import AttributeTerm, Term
from retrieval.request import NumberBound

AROUND = Decimal("0.1")
"""How far "about", and a figure that bounds nothing, reach, as a share of the amount."""
_LOOK = 32
"""Characters before a figure that may bound it."""
_MOST = 12
"""Figures that are read; a text with more of them is no shopper's condition."""
_COVERING = ("area",)
"""Dimensions of what a thing is used for: a room of 20 m² asks for 20 m² or more."""
_OF_THE_TURN = ("time", "people", "servings", "length", "mass")
"""Dimensions that speak of other things too (days of delivery, a body): unmatched, left alone."""


@dataclass(frozen=True)
class Stated:
    """A figure or range in a text, in `unit`, and which bound it is ("" where none is said)."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: Unit
    bound: str = ""


@dataclass(frozen=True)
class Measured:
    """The bounds a question sets; `values` are attribute values that stand for a range ("1-2
    people"); `unlisted` are figures of a kind that no attribute here holds; `phrases` the
    shopper's words by attribute, "" for an unlisted figure.
    """

    numbers: tuple[NumberBound, ...] = ()
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unlisted: tuple[str, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()


def read_measures(text: str, lexicon: Lexicon, category: str) -> tuple[Measured, str]:
    """The bounds on figures with units in a folded, lowered text, and the text without them."""
    original, found = text, Measured()
    known = lexicon.attributes_of.get(category, frozenset())
    terms = [t for t in lexicon.vocabulary.attributes if not known or t.id in known]
    mentions = [m for m in lexicon.find(text) if m.of("attribute") or m.of("brand")]
    for stated in _stated(text):
        if any(m.start <= stated.start and stated.end <= m.end for m in mentions):
            continue
        term = _attribute(stated, terms, original)
        words = _words(original, stated)
        if term is None:
            if stated.unit.dimension not in _OF_THE_TURN and terms:
                found = replace(
                    found,
                    unlisted=(*found.unlisted, words),
                    phrases=(*found.phrases, ("", words)),
                )
            continue
        own = _unit_of(term)
        if own is None:
            continue
        bound = _bound(stated, term, own)
        if term.values:
            chosen = tuple(v.id for v in term.values if _overlaps(v, bound, stated.unit))
            found = replace(found, values=(*found.values, (term.id, chosen or ("",))))
        else:
            found = replace(found, numbers=_narrowed(found.numbers, bound))
        found = replace(found, phrases=(*found.phrases, (term.id, words)))
        if stated.bound:  # a figure alone is a search word too: titles have it
            text = blank(text, *_span(original, stated))
    return found, text


def _narrowed(numbers: tuple[NumberBound, ...], bound: NumberBound) -> tuple[NumberBound, ...]:
    """The bounds with one more; the two sides of one may come apart ("over 20, under 30")."""
    old = next((n for n in numbers if n.name == bound.name), None)
    if old is None:
        return (*numbers, bound)
    if old.high is None and bound.low is None:
        bound = bound.model_copy(update={"low": old.low, "low_open": old.low_open})
    elif old.low is None and bound.high is None:
        bound = bound.model_copy(update={"high": old.high, "high_open": old.high_open})
    return (*(n for n in numbers if n.name != bound.name), bound)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    any_unit = units().words
    joint = str(table("measures")["joint"])
    return re.compile(
        rf"(?<![a-z0-9_.$¥€£-])(?P<low>{NUMBER})(?:\s?-?(?P<own>{any_unit}))?"
        rf"(?:{joint}(?P<high>{NUMBER})\s?-?(?P<unit>{any_unit}))?"
    )


def _stated(text: str) -> list[Stated]:
    found = []
    for match in islice(_pattern().finditer(text), _MOST):
        sign = match["unit"] or match["own"]
        chosen = units().named(sign) if sign else None
        low, high = number(match["low"]), number(match["high"]) if match["high"] else None
        if chosen is None or low is None:
            continue
        start, end = match.span()
        if _of_somebody(text, start):
            continue
        stated = Stated(
            start, end, low[0], (high or low)[1], chosen, "" if high is None else "range"
        )
        if match["high"] and match["own"]:
            own = units().named(match["own"])
            if own is not None and own.dimension == chosen.dimension:
                stated = replace(stated, low=own.convert(low[0], chosen))
        if not stated.bound:
            stated = replace(stated, bound=_beside(text, start, end))
        found.append(stated)
    for match in _SERVED.finditer(text):
        served, people = number(match["count"]), units().named("people")
        if served is not None and people is not None:
            found.append(Stated(match.start("count"), match.end(), *served, people, ""))
    return found


_SERVED = re.compile(
    r"(?<![a-z])(?:for|feeds?|serves?|serving) (?P<count>one|two|three|four|five|six|seven|eight)"
    r"(?=\s*(?:$|[,.;?!])| (?:with|under|below|that|and|in|from)(?![a-z]))"
)
"""How many a thing is for, where nothing says that they are people: "a rice cooker for two"."""


def _of_somebody(text: str, start: int) -> bool:
    head = text[max(0, start - _LOOK) : start].rstrip()
    pattern = compiled("measures", "not_of_the_thing")
    return any(m.end() == len(head) for m in pattern.finditer(head))


@lru_cache(maxsize=1)
def _bounds() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], ...]:
    data = table("measures")
    before = [(k, any_of(lines(v))) for k, v in mapping(data["before"]).items()]
    after = [(k, any_of(lines(v))) for k, v in mapping(data["after"]).items()]
    return (
        tuple((k, re.compile(rf"(?:{p})\s?(?:a |an |the )?\Z")) for k, p in before),
        tuple((k, re.compile(rf"\s?(?:的)?(?:{p})")) for k, p in after),
    )


def _beside(text: str, start: int, end: int) -> str:
    """Which bound the words beside a figure say it is, those behind it first."""
    before, after = _bounds()
    behind = [(len(m[0]), k) for k, p in after if (m := p.match(text, end))]
    if behind:
        return max(behind)[1]
    head = text[max(0, start - _LOOK) : start]
    ahead = [(m.end() - m.start(), k) for k, p in before if (m := p.search(head))]
    return max(ahead)[1] if ahead else ""


def _span(text: str, stated: Stated) -> tuple[int, int]:
    """The figure with the words that bound it."""
    before, after = _bounds()
    start, end = stated.start, stated.end
    head = text[max(0, start - _LOOK) : start]
    openers = [m for _, p in before if (m := p.search(head))]
    closers = [m for _, p in after if (m := p.match(text, end))]
    if openers:
        start -= len(head) - min(m.start() for m in openers)
    if closers:
        end = max(m.end() for m in closers)
    lead = re.search(rf"(?:{_leads()})\s?(?:is |of |that is |是|为|要|在)?\s*\Z", text[:start])
    return (lead.start() if lead else start), end


@lru_cache(maxsize=1)
def _leads() -> str:
    """What may stand before a bound and belongs to it: the attribute's name, "between"."""
    names = mapping(table("measures")["names"]).values()
    return any_of([*(word for each in names for word in lines(each)), "between", "with", "介于"])


def _words(text: str, stated: Stated) -> str:
    start, end = _span(text, stated)
    return text[start:end].replace(BLANK, " ").strip()


def _attribute(stated: Stated, terms: list[AttributeTerm], text: str) -> AttributeTerm | None:
    """The attribute that a figure speaks of: one of its dimension, named nearby or first."""
    asked = stated.unit.dimension
    fitting = [(t, u) for t in terms if (u := _unit_of(t)) and u.dimension == asked]
    if not fitting and stated.unit.name == "oz":
        fitting = [(t, u) for t in terms if (u := _unit_of(t)) and u.dimension == "volume"]
    if not fitting:
        return None
    near = text[max(0, stated.start - _LOOK) : stated.end + _LOOK // 2]
    named = [t for t, _ in fitting if _named_in(t, near)]
    same = [t for t, u in fitting if u.name == stated.unit.name]
    plain = [t for t, _ in fitting if not t.values]
    return (named or same or plain or [fitting[0][0]])[0]


def _named_in(term: AttributeTerm, text: str) -> bool:
    if term.id in mapping(table("measures")["names"]):
        return compiled("measures", "names", term.id).search(text) is not None
    return any(word in text for word in term.words() if len(word) > 1)


@lru_cache(maxsize=512)
def _unit_of(term: AttributeTerm) -> Unit | None:
    """The unit that an attribute's figures are in: its own, or the one that its name counts."""
    if term.unit:
        return unit(term.unit)
    if term.values:
        found = [_range(value) for value in term.values]
        return next((r[2] for r in found if r), None)
    first = re.match(r"[a-z]+", term.en.lower())
    return units().named(first[0]) if first and first[0].endswith("s") else None


_VALUE = re.compile(
    rf"(?:(?P<spf>spf) ?)?(?P<low>\d+(?:\.\d+)?|{'one|two'})(?:-(?P<high>\d+))?(?P<more> or more)?"
    r"[ -]?(?P<unit>people|persons?|inch|cups?)?(?P<after> or more)?"
)


def _range(value: Term) -> tuple[Decimal, Decimal | None, Unit] | None:
    """What a value's English name says in figures: "1-2 people", "5 or more people", "SPF 30"."""
    for match in _VALUE.finditer(value.en.lower()):
        own = units().by_name["SPF"] if match["spf"] else units().named(match["unit"] or "")
        if own is None:
            continue
        words = {"one": "1", "two": "2"}
        low = Decimal(words.get(match["low"], match["low"]))
        if match["more"] or match["after"]:
            return low, None, own
        return low, Decimal(match["high"]) if match["high"] else low, own
    return None


def _overlaps(value: Term, bound: NumberBound, own: Unit) -> bool:
    """Whether a value that stands for a range shares a figure with the bound."""
    found = _range(value)
    if found is None:
        return False
    low, high, _ = found
    above = bound.low is None or high is None or high > bound.low
    above = above or (high == bound.low and not bound.low_open)
    below = bound.high is None or low < bound.high
    return above and (below or (low == bound.high and not bound.high_open))


def _bound(stated: Stated, term: AttributeTerm, own: Unit) -> NumberBound:
    """The bound in the attribute's own unit.

    A figure that nothing bounds asks for as much or more where more is better, for as much or
    less where less is, and for about that figure elsewhere; of a range of values, for that one.
    """
    if stated.unit.dimension == own.dimension:
        low, high = (_plain(stated.unit.convert(v, own)) for v in (stated.low, stated.high))
    else:  # ounces of what is sold by volume are fluid ounces
        fluid = units().by_name["fl oz"]
        low, high = (_plain(fluid.convert(v, own)) for v in (stated.low, stated.high))
    kind = stated.bound
    if not kind and stated.unit.dimension in _COVERING:
        kind = "at_least"
    elif not kind and not term.values:
        kind = {"higher": "at_least", "lower": "at_most"}.get(term.better, "about")
    if kind in ("below", "at_most"):
        return NumberBound(name=term.id, high=high, high_open=kind == "below")
    if kind in ("above", "at_least"):
        return NumberBound(name=term.id, low=low, low_open=kind == "above")
    if kind == "about":
        low, high = _plain(low * (1 - AROUND)), _plain(high * (1 + AROUND))
    return NumberBound(name=term.id, low=low, high=high)


def _plain(value: Decimal) -> Decimal:
    """A value to a thousandth, without trailing zeros or an exponent."""
    rounded = value.quantize(Decimal("0.001")).normalize()
    whole = rounded == rounded.to_integral_value()
    return rounded.quantize(Decimal(1)) if whole else rounded
