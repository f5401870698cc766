"""Whose words stand with an item, said before them."""

from __future__ import annotations

from assistant.schema.placement import Placement
from catalog.i18n import Spoken
from catalog.phrases import say


def own_words(placement: Placement, language: Spoken) -> str:
    """The words that stand with an item, with who wrote them; "" where there are none."""
    if not placement.text or not placement.text_by:
        return placement.text
    return say(f"creatives.{placement.text_by}", language, text=placement.text)
