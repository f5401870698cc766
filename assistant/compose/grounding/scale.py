"""The listed products on every dimension, and which of them leads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.compose.grounding.comparison_words import Word
from assistant.compose.grounding.dimensions import Dimension
from assistant.compose.items import ItemFacts
from catalog.measures import figures


@dataclass(frozen=True)
class Scale:
    """The listed products and every dimension that they can be ordered by."""

    items: Sequence[ItemFacts]
    dimensions: Sequence[Dimension]

    def dimension(self, word: Word, text: str, at: int) -> Dimension | None:
        """What a word at a place of a clause orders by, None where nothing tells."""
        known = [d for d in self.dimensions if not word.families or d.family in word.families]
        if word.families and len(known) < 2:
            return known[0] if known else None
        near = [
            (min(abs(at - m.start()), abs(at - m.end())), n)
            for n, d in enumerate(known)
            for m in d.nouns.finditer(text)
        ]
        if near:
            return known[min(near)[1]]
        if word.families:
            return next((d for f in word.families for d in known if d.family == f), None)
        return self._by_unit(known, text)

    def shared(self, dimension: Dimension, items: Sequence[ItemFacts]) -> Dimension:
        """The dimension of that family in which all of the items have a value, else this one."""
        alike = [d for d in self.dimensions if d.family == dimension.family]
        known = (d for d in (dimension, *alike) if all(d.of(i) is not None for i in items))
        return next(known, dimension)

    def _by_unit(self, known: Sequence[Dimension], text: str) -> Dimension | None:
        said = next(figures(text), None)
        return next((d for d in known if said and d.family == said.unit.dimension), None)


_ONE_OF = re.compile(r"\b(?:one of|among|joint|equal|tied)\b|之一|并列")


_RANKS = re.compile(r"\b(second|third)[- ](?:to )?$|第([二三])$|(?:第二|第三)$")


def leads(
    subjects: Sequence[ItemFacts],
    word: Word,
    dimension: Dimension,
    items: Sequence[ItemFacts],
    before: str,
) -> bool:
    """Whether the subjects lead the items, all of which have a value, or hold the place named."""
    values = [dimension.of(i) for i in items]
    own = [dimension.of(i) for i in subjects]
    if None in own or (
        dimension.family not in ("rating", "count") and any(v is None for v in values)
    ):
        return False
    ordered = sorted((v for v in values if v is not None), key=lambda v: -v * word.direction)
    place = _RANKS.search(before)
    if place:
        nth = 1 if place.group().startswith(("second", "第二")) else 2
        return len(ordered) > nth and ordered[nth] == own[0] and ordered.count(ordered[nth]) == 1
    tied = ordered.count(ordered[0])
    if _ONE_OF.search(before):
        return own[0] in ordered[:2]
    return all(v in ordered[: len(own)] for v in own) and (
        tied <= len(own) and ordered[len(own) : len(own) + 1] != [own[-1]]
    )
