"""From facts to the words of an answer, by the offline composer or a chat model, all checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from assistant.compose.facts import Facts
from assistant.compose.grounding.checker import ground
from assistant.compose.offline import speak
from assistant.compose.parts import Spoken
from assistant.schema.answer import Composition, Part
from catalog.record import Record

if TYPE_CHECKING:
    from assistant.llm.client import ChatModel


GROUNDED = ("picks", "compare", "about", "why", "nothing_in_range")
"""The situations that speak of products, whose words are checked against the facts."""
WRITTEN = ("picks", "compare", "about", "why")
"""The situations in which a chat model writes; in all others the words are the house's own."""


class Composed(Record):
    """The words so far, and who wrote them at what cost."""

    parts: tuple[Part, ...]
    composition: Composition


Composer = Callable[[Facts], Iterator[Composed]]
"""From facts to growing prefixes of the words, the last one whole; at least one is yielded."""


def compose(facts: Facts, composer: Composer) -> Composed:
    """The whole answer's words."""
    *_, last = composer(facts)
    return last


def offline(facts: Facts) -> Iterator[Composed]:
    """The composer that needs no model; its words are checked like any."""
    spoken = speak(facts)
    if facts.situation not in GROUNDED:
        yield Composed(parts=tuple(map(part, spoken)), composition=Composition())
        return
    grounded = ground(spoken, facts)
    yield Composed(
        parts=tuple(map(part, grounded.parts)),
        composition=Composition(dropped=len(grounded.violations)),
    )


def written_by(chat: ChatModel) -> Composer:
    """The composer that has a chat model write where the answer speaks of products."""

    def composer(facts: Facts) -> Iterator[Composed]:
        if facts.situation not in WRITTEN:
            yield from offline(facts)
            return
        from assistant.compose.llm_writer import write

        for spoken, composition in write(facts, chat):
            yield Composed(parts=tuple(map(part, spoken)), composition=composition)

    return composer


def part(spoken: Spoken) -> Part:
    """A part of the answer from what a composer said; organic until code says otherwise."""
    return Part(
        role=spoken.role,
        text=spoken.text,
        product_ids=spoken.product_ids,
        evidence_ids=spoken.evidence_ids,
        table=spoken.table,
    )
