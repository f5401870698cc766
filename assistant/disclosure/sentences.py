"""An answer's text for programs that pass it on: the label is in every sentence on a paid thing."""

from __future__ import annotations

import re

from assistant.disclosure.export import plain_text
from assistant.disclosure.wording import wrapped
from assistant.schema.answer import Answer, Block, Part
from assistant.schema.placement import Label, Placement

SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])\s*(?=\S)")
"""Where one sentence ends and another begins, in both languages."""


def labelled_text(answer: Answer) -> str:
    """The whole answer as plain text in which no sentence on a paid thing is without its label.

    What is labelled only by its zone bears the zone's label itself; a label that the disclosure
    hides or puts at the foot stays there, since this text shows what the answer shows.
    """
    parts = tuple(_part(part) for part in answer.parts)
    blocks = tuple(_block(block) for block in answer.blocks)
    return plain_text(answer.model_copy(update={"parts": parts, "blocks": blocks}))


def _part(part: Part) -> Part:
    if part.label is None:
        return part
    return part.model_copy(update={"text": _in_each(part.text, part.label)})


def _block(block: Block) -> Block:
    zone = block.label
    items = tuple(_item(placement, zone) for placement in block.placements)
    return block.model_copy(update={"placements": items})


def _item(placement: Placement, zone: Label | None) -> Placement:
    label = placement.label or (zone if placement.sponsored else None)
    if label is None:
        return placement
    words = _in_each(placement.text, label) if placement.text else ""
    return placement.model_copy(update={"label": label, "text": words})


def _in_each(text: str, label: Label) -> str:
    """The label before every sentence but the first, before which it is put anyway."""
    if label.position != "before":
        return text
    first, *others = SENTENCE.split(text)
    gap = "" if label.lang.startswith("zh") else " "
    return gap.join([first, *(f"{wrapped(label)}{other}" for other in others)])
