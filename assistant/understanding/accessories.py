"""Whether a question asks to buy a part of a thing, or what goes with it, by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.patterns import bounded, lines, table

_SPARE_EN = r"(?:replacement|spare|extra|additional|separate|compatible|new)"
_SPARE_ZH = r"(?:替换|备用|更换|补充|多余|另外|单独|配套|原装)(?:用)?的?"
_BUYING = r"(?:sell|carry|stock|buy|order|get|need|want|looking for|have|any)"
_ARTICLES = rf"(?: (?:a|an|any|some|the|my|more|{_SPARE_EN}))*"


_INCLUDED = re.compile(r"(?<![a-z])(?:with|including|plus)(?: [a-z0-9-]+){0,2} \Z|带[^,。]{0,4}\Z")
"""Before a part that a thing is to come with."""


@dataclass(frozen=True)
class Accessory:
    """The part asked for, in the shopper's words, and the kind of thing it belongs to."""

    part: str
    category: str


def read_accessory(text: str, lexicon: Lexicon, current: str) -> Accessory | None:
    """The accessory that a folded, lowered text asks for, None where it asks for none.

    Args:
        text: the question.
        lexicon: the words of the catalog.
        current: the kind of thing that the conversation is about, "" for none.
    """
    for asked in _frames():
        match = asked.search(text)
        if match is None:
            continue
        at = match.span("part")
        if _INCLUDED.search(text[: at[0]]):
            continue
        named = [m for m in lexicon.find(text) if m.of("category")]
        if any(m.start < at[1] and at[0] < m.end and len(m.phrase) > at[1] - at[0] for m in named):
            continue
        around = [m for m in named if m.end <= at[0] or m.start >= at[1]]
        category = around[0].of("category")[0].name if around else current
        if category and not lexicon.vocabulary.category(category).restricted:
            return Accessory(match["part"], category)
    return None


@lru_cache(maxsize=1)
def _frames() -> tuple[re.Pattern[str], ...]:
    """The ways to ask for one: a spare one, one for a thing, whether it is sold by itself."""
    read = table("accessories")
    apart, parts = (
        "|".join(bounded(p) for p in sorted(lines(read[kind]), key=len, reverse=True))
        for kind in ("apart", "parts")
    )
    either = f"(?P<part>{apart}|{parts})"
    lone = f"(?P<part>{apart})"
    end = r"(?: (?:separately|too|as well|also|on its own|by itself|here))*"
    thing = r"(?:it|them|this|that|these|those|the .{2,30})"
    return tuple(
        map(
            re.compile,
            (
                rf"(?<![a-z])(?P<part>(?:replacement|spare) (?:[a-z]+ )?(?:{apart}|{parts}))"
                r"(?! (?:maker|machine|printer))",
                rf"(?<![a-z-]){lone} (?:for|to go with|that fits?|compatible with) "
                r"(?:an?|my|our|the|this|these|those|your|[a-z]+)\b",
                rf"(?<![a-z]){_BUYING}{_ARTICLES} (?:[a-z]+ )?{lone}"
                rf"(?: (?:for|to go with|with) {thing})?{end}\W*$",
                rf"(?<![a-z])(?:sell|buy|order){_ARTICLES} {either}"
                rf"(?: for {thing})?{end}\W*$",
                rf"{_SPARE_ZH}{either}",
                rf"{either}.{{0,3}}(?:单卖|单独卖|单独买|单买|另卖|另外卖|能单|可以单)",
                rf"{lone}.{{0,2}}(?:有卖|卖吗|卖不卖|有吗|有没有|能买|哪里买|在哪买|可以买|多少钱)",
                rf"(?:有没有|有|卖|买|要|来|配)(?:个|些|点|几个)?{lone}(?:卖|可以买|能买)?(?:吗|么|嘛|呢|\W)*$",
                rf"(?:有没有|有|哪里有|找).{{0,12}}{either}(?:单独)?(?:卖|买|可以买|能买)(?:吗|么|嘛|呢|\W)*$",
                rf"(?<=的){lone}(?:吗|么|嘛|呢|\W)*$",
                rf"(?:卖|买).{{0,3}}{either}(?:吗|么|嘛|呢|\W)*$",
            ),
        )
    )
