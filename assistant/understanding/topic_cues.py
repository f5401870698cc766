"""Which words of a question name what it asks about things, read from data/topic_cues.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import cast

from assistant.schema.need import Act, Topic
from assistant.understanding.acts import Judged
from assistant.understanding.patterns import DATA, compiled
from assistant.understanding.query_words import content
from catalog.files import read_yaml

LIKELY = 0.5
"""The probability from which a head that is not sure is believed where words confirm it."""
CERTAIN = 0.985
"""The probability from which a head is believed that reads harm where no word speaks of it."""
A_THING = 3
"""As many words as name a thing to buy; so few do not ask for an errand."""
COUNTED = re.compile(r"how many|number of|brands?\b|makers?\b|多少款|几款|牌子|品牌")
"""Words that do ask about the shelf, whatever else is named."""
Cues = Mapping[tuple[Act, Topic], re.Pattern[str]]


def confirmed(judged: Judged | None, text: str) -> Judged | None:
    """What the heads read, where they are sure or words confirm it; else None.

    Words that can mean one thing only decide by themselves, some of them whatever the heads say;
    a sure head that calls a question one about the shelf is put right by words that name another
    topic.
    """
    decided = _named("always", text)
    if decided is not None:
        return Judged(act=decided[0], topic=decided[1])
    if judged is not None and (judged.act, judged.topic) == ("decline", "off_topic"):
        return judged if judged.sure and content(text) > A_THING else None
    if judged is not None and judged.act == "decline" and judged.topic in ("minors", "harm"):
        harmless = compiled("restricted", "except").search(text)
        worded = judged.topic == "minors" or compiled("restricted", "harm").search(text)
        certain = judged.probability >= CERTAIN or (judged.sure and worded)
        return judged if certain and not harmless else None
    genuine = judged is not None and judged.act == "money" and _named("sure", text)
    if genuine and genuine[1] == "reviews_for":
        return Judged(act=genuine[0], topic=genuine[1])
    apart = judged is not None and judged.act in ("decline", "money", "social", "settings")
    if judged is None or (apart and judged.sure):
        return judged
    named = _named("sure", text)
    if named is not None:
        return Judged(act=named[0], topic=named[1])
    if apart:
        return None
    cued = _named("likely", text, judged.act)
    if judged.sure:
        vague = judged.act == "tell" and judged.topic == "shelf" and not COUNTED.search(text)
        return replace(judged, topic=cued[1]) if vague and cued else judged
    if judged.act == "find" or judged.probability < LIKELY or cued is None:
        return None
    return replace(judged, topic=cued[1], probability=1.0)


def _named(kind: str, text: str, act: Act | None = None) -> tuple[Act, Topic] | None:
    """The first act and topic whose words a text has."""
    for (each, topic), words in _cues()[kind].items():
        if act in (None, each) and words.search(text):
            return each, topic
    return None


@cache
def _cues() -> Mapping[str, Cues]:
    read = read_yaml(DATA / "topic_cues.yaml", dict[str, dict[str, list[str]]])
    return {
        kind: {
            cast(tuple[Act, Topic], tuple(name.split("."))): re.compile("|".join(words))
            for name, words in named.items()
        }
        for kind, named in read.items()
    }
