"""Choosing between ways to say a thing, the same for the same facts."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assistant.compose.grammar import Grammar
from catalog.phrases import phrasebook


@dataclass(frozen=True)
class Voice:
    """How one answer speaks: its language's grammar, and a seed that decides between equals."""

    grammar: Grammar
    seed: str

    def say(
        self,
        key: str,
        slots: Mapping[str, str | int] = MappingProxyType({}),
        *,
        nth: int = 0,
        plural: int | None = None,
        **more: str | int,
    ) -> str:
        """A phrase with its slots filled.

        Between variants the seed decides; neighbours (`nth`) of one kind get different ones, and
        keys that begin alike ("lead", "lead_fits") are of one kind. A number is said in words
        where it is small, and chooses the plural form unless `plural` does.
        """
        kind = key.partition(".")[2].partition("_")[0]
        first = zlib.crc32(f"{self.seed}/{kind}".encode())
        return self._filled(key, {**slots, **more}, first + nth, plural)

    def sentence(self, key: str, *, nth: int = 0, **slots: str | int) -> str:
        """The phrase as a sentence of its own."""
        return self.grammar.begin(self.say(key, slots, nth=nth))

    def alternating(self, key: str, slots: Mapping[str, str], nth: int) -> str:
        """The sentence in the variant of its place, whatever the seed."""
        return self.grammar.begin(self._filled(key, slots, nth, None))

    def _filled(
        self, key: str, slots: Mapping[str, str | int], variant: int, plural: int | None
    ) -> str:
        filled = {
            name: self.grammar.fill(value if isinstance(value, str) else self.grammar.count(value))
            for name, value in slots.items()
        }
        if plural is None:
            plural = next((value for value in slots.values() if isinstance(value, int)), None)
        language = self.grammar.language
        text = phrasebook().fill(key, language, filled, variant=variant, plural=plural)
        return self.grammar.settle(text)
