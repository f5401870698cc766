"""The languages of the house, and a sentence in both of them."""

from __future__ import annotations

from typing import Literal

from catalog.record import Record

Spoken = Literal["zh", "en"]


class Bilingual(Record):
    """The same thing said in natural Chinese and natural English."""

    zh: str
    en: str

    def text(self, locale: str) -> str:
        """The Chinese for a locale that starts with "zh", else the English."""
        return self.zh if locale.startswith("zh") else self.en

    def followed_by(self, *others: Bilingual) -> Bilingual:
        """These sentences one after the other, as each language sets them."""
        every = (self, *others)
        return Bilingual(zh="".join(s.zh for s in every), en=" ".join(s.en for s in every))
