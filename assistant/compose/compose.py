"""From facts to the words of an answer, by the offline composer or a chat model, all checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.compose.facts import Facts
from assistant.compose.grounding.checker import ground
from assistant.compose.offline import OfflineComposer, speak
from assistant.compose.parts import Spoken
from assistant.schema.answer import Composition, Part
from catalog.record import Record

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


GROUNDED = ("picks", "compare", "about", "why", "nothing_in_range")
"""The situations that speak of products, whose words are checked against the facts."""
WRITTEN = ("picks", "compare", "about", "why")
"""The situations in which a chat model writes; in all others the words are the house's own."""


class Composed(Record):
    """The words so far, and who wrote them at what cost."""

    parts: tuple[Part, ...]
    composition: Composition


def compose(facts: Facts, model: BaseChatModel) -> Composed:
    """The whole answer's words."""
    *_, last = compose_stream(facts, model)
    return last


def compose_stream(facts: Facts, model: BaseChatModel) -> Iterator[Composed]:
    """Growing prefixes of the words, the last one whole; at least one is yielded."""
    if isinstance(model, OfflineComposer) or facts.situation not in WRITTEN:
        yield offline(facts)
        return
    from assistant.compose.llm_writer import write

    for spoken, composition in write(facts, model):
        yield Composed(parts=tuple(map(part, spoken)), composition=composition)


def offline(facts: Facts) -> Composed:
    """The words of the offline composer, without a round through messages; checked like any."""
    spoken = speak(facts)
    if facts.situation not in GROUNDED:
        return Composed(parts=tuple(map(part, spoken)), composition=Composition())
    grounded = ground(spoken, facts)
    return Composed(
        parts=tuple(map(part, grounded.parts)),
        composition=Composition(dropped=len(grounded.violations)),
    )


def part(spoken: Spoken) -> Part:
    """A part of the answer from what a composer said; organic until code says otherwise."""
    return Part(
        role=spoken.role,
        text=spoken.text,
        product_ids=spoken.product_ids,
        evidence_ids=spoken.evidence_ids,
        table=spoken.table,
    )
