"""From facts to the words of an answer, by the offline composer or a checked chat model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from assistant.compose.facts import Facts
from assistant.compose.offline import speak
from assistant.compose.parts import Spoken
from assistant.schema.answer import Composition, Part
from catalog.record import Record

if TYPE_CHECKING:
    from assistant.llm.client import ChatModel


WRITTEN = ("picks", "compare", "about", "why", "record")
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
    """The composer that needs no model.

    Its words are filled from the facts alone; that the check which a model's words must pass finds
    nothing in them is held by a test over whole corpora (tests/assistant/compose), not paid for
    in every answer.
    """
    yield Composed(parts=tuple(map(part, speak(facts))), composition=Composition())


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
