"""What shoppers ask of things that a catalog has no attribute for, and what would state it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.normalise import fold, lowered
from assistant.understanding.patterns import any_of, lines, mapping, table
from catalog.i18n import Bilingual


@dataclass(frozen=True)
class Topic:
    """A property that no attribute holds: how it is asked for, and the words that state it."""

    id: str
    name: Bilingual
    asks: re.Pattern[str]
    states: re.Pattern[str]

    def stated_in(self, text: str) -> bool:
        """Whether a product's text states it."""
        return self.states.search(lowered(fold(text))) is not None


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """The topics of unlisted.yaml."""
    found = []
    for id, row in ((id, mapping(row)) for id, row in table("unlisted").items()):
        asks = any_of(lines(row["asks"]))
        states = any_of(lines(row["states"])) if "states" in row else asks
        found.append(
            Topic(
                id=id,
                name=Bilingual(zh=str(row["zh"]), en=str(row["en"])),
                asks=re.compile(asks),
                states=re.compile(states),
            )
        )
    return tuple(found)


def topic(id: str) -> Topic | None:
    """The topic of that id, None where there is none."""
    return next((t for t in topics() if t.id == id), None)


def read_unlisted(text: str, lexicon: Lexicon, category: str) -> tuple[tuple[str, str], ...]:
    """The topics that a folded, lowered text asks about, as (id, the words for it).

    What words of an attribute of that category say is none: it is understood as such.
    """
    known = lexicon.attributes_of.get(category, frozenset())
    spans = [
        (m.start, m.end)
        for m in lexicon.find(text)
        if m.of("category") or any(a.name in known or not known for a in m.of("attribute"))
    ]
    return tuple(
        (each.id, match.group())
        for each in topics()
        for match in [each.asks.search(text)]
        if match and not any(s < match.end() and match.start() < e for s, e in spans)
    )
