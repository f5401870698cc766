"""Which words of a question ask for which detail, read from cues.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assistant.schema.need import Topic
from catalog.files import read_yaml


def asks(cue: str, text: str) -> bool:
    """Whether a text has words of a cue.

    Raises:
        KeyError: cues.yaml has no such cue.
    """
    return bool(_cues()[cue].search(text))


def attributes_cued(text: str) -> frozenset[str]:
    """The attributes, by id or as "unit:…", that the words of a question ask for."""
    return frozenset(name[10:] for name, words in _cues().items()
                     if name.startswith("attribute.") and words.search(text))  # fmt: skip


def topic_cued(text: str) -> Topic:
    """The topic that the words of a question name, the first in cues.yaml; "" for an overview."""
    for name, words in _cues().items():
        if name.startswith("topic.") and words.search(text):
            return name[6:]  # type: ignore[return-value]
    return ""


def asks_quality(text: str) -> bool:
    """Whether a comparison asks for one quality ("which is more comfortable")."""
    return any(words.search(text) for name, words in _cues().items() if name.startswith("quality."))


def same_quality(question: str, text: str) -> bool:
    """Whether a text speaks of a quality that a question asks for ("comfortable": "soft")."""
    return any(
        words.search(question) and words.search(text)
        for name, words in _cues().items()
        if name.startswith("quality.")
    )


@cache
def _cues() -> Mapping[str, re.Pattern[str]]:
    cues = read_yaml(Path(__file__).with_name("cues.yaml"), dict[str, list[str]])
    return {name: re.compile("|".join(words), re.IGNORECASE) for name, words in cues.items()}
