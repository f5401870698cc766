"""Whether a need names no thing at all: a budget, a present, a colour, and nothing to look for."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.schema.need import Need
from assistant.understanding.patterns import any_of, lines, mapping, table
from assistant.understanding.query_words import content

GENERIC = frozenset({"color", "for"})
"""Attributes of nearly everything, which tell no kind of thing."""


def names_no_thing(need: Need) -> bool:
    """Whether a need that asks for things leaves open which: any list would be a guess."""
    asked = need.constraints
    named = (
        need.category or asked.categories or asked.brands or asked.only_products or asked.fits
        or asked.numbers or asked.without or asked.exclude_products
    )  # fmt: skip
    told = {w.name for w in need.wishes} | {name for name, _ in asked.attributes}
    if need.act != "find" or named or need.sort != "relevance" or told - GENERIC:
        return False
    said = (*asked.attributes, *((w.name, w.value) for w in need.wishes))
    about = asked.price_max or asked.price_min or need.occasion or need.for_whom or said
    return bool(about or need.query) and not content(without_vague(need.query))


def without_vague(words: str) -> str:
    """Search words without those of people, feasts, colours and hopes."""
    return _vague().sub(" ", words)


@lru_cache(maxsize=1)
def _vague() -> re.Pattern[str]:
    """Words of people, feasts, colours and hopes, none of which is a thing."""
    entries = table("people")["people"]
    rows = [mapping(entry) for entry in entries] if isinstance(entries, list) else []
    people = [re.escape(w) for row in rows for w in (*lines(row["zh"]), *lines(row["en"]))]
    return re.compile(any_of((*lines(table("query")["vague"]), *people)))
