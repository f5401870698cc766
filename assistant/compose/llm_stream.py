"""Reading a chat model's reply as it streams: each part as soon as its JSON object is whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pydantic import ValidationError

from assistant.compose.parts import Spoken

_PARTS = re.compile(r'"parts"\s*:\s*\[')
LONGEST = 24_000
"""Characters of a reply beyond which nothing is read."""
MOST = 12
"""Parts beyond which nothing is read."""
TEXT = 700
"""Characters of a part's text; a longer one is no answer to what was asked."""


class PartReader:
    """Fed a reply piece by piece, gives back the parts that have become whole."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self.text = ""
        self._at: int | None = None
        self._decoder = json.JSONDecoder()
        self.parts = 0

    @property
    def full(self) -> bool:
        """Whether anything more would be ignored."""
        return len(self.text) > LONGEST or self.parts >= MOST

    def feed(self, piece: str) -> Iterator[Spoken]:
        """The parts that this piece completes; malformed ones are passed over."""
        self.text += piece
        if self._at is None:
            start = _PARTS.search(self.text)
            if start is None:
                return
            self._at = start.end()
        while self.parts < MOST:
            rest = self.text[self._at :]
            skipped = len(rest) - len(rest.lstrip(" \r\n\t,"))
            try:
                value, length = self._decoder.raw_decode(rest[skipped:])
            except (ValueError, RecursionError):
                return
            self._at += skipped + length
            self.parts += 1
            part = _spoken(value)
            if part is not None:
                yield part


def _spoken(value: object) -> Spoken | None:
    if not isinstance(value, dict) or value.get("role") not in ("lead", "pick"):
        return None
    fields = {k: value[k] for k in ("role", "text", "product_ids", "evidence_ids") if k in value}
    try:
        part = Spoken.model_validate(fields)
    except ValidationError:
        return None
    return part if 0 < len(part.text) <= TEXT else None
