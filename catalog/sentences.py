"""The sentences of a text, and how much of one can be quoted."""

import re

_SENTENCE = re.compile(r"[^。！？!?…]*?(?:[。！？!?…]+[”’」』\"')）]*|\.(?=\s|$)[”’\"')]*|$)")
_CLAUSE = re.compile(r"[，,、：:—]")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each with its closing mark."""
    return tuple(s for part in _SENTENCE.findall(text) if (s := part.strip()))


def excerpt(text: str, limit: int) -> str:
    """The head of a sentence within `limit` characters, cut at a clause, without its full stop.

    Empty where not even a first clause fits.
    """
    text = text.strip().rstrip("。.!！;；").strip("\"'“”‘’「」『』 ")
    if len(text) <= limit:
        return text
    cuts = [m.start() for m in _CLAUSE.finditer(text) if m.start() <= limit]
    return text[: cuts[-1]].strip() if cuts and cuts[-1] >= limit // 4 else ""
