"""Misspelt words of a question, put right by the words that the catalog's own text uses."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from retrieval.text.terms import normal

LEAST = 5
"""Letters a word needs to be put right: shorter ones have too many neighbours."""
SHORTEST_PART = 3
LOOKED_AT = 60
"""Words with the most letter triples in common that are compared letter by letter."""
_WORD = re.compile(r"[a-z]{3,}")
_ALONE = re.compile(rf"(?<![\w\-])[a-z]{{{LEAST},}}(?![\w\-])")
TRIPLES = 27**3


@dataclass(frozen=True)
class Spelling:
    """The catalog's English words in order, how many products use each, who has which triple."""

    words: dict[str, int]
    counts: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int32]
    start: npt.NDArray[np.int64]

    @classmethod
    def build(cls, texts: Iterable[str]) -> Spelling:
        """The words of texts, one product each."""
        found = Counter(word for text in texts for word in set(_WORD.findall(normal(text))))
        words = sorted(found)
        pairs = [(code, row) for row, word in enumerate(words) for code in _triples(word)]
        codes = np.array([code for code, _ in pairs], np.int32)
        order = np.argsort(codes, kind="stable")
        return cls(
            words={word: row for row, word in enumerate(words)},
            counts=np.array([found[word] for word in words], np.int32),
            rows=np.array([row for _, row in pairs], np.int32)[order],
            start=np.searchsorted(codes[order], np.arange(TRIPLES + 1)).astype(np.int64),
        )

    def save(self, folder: Path) -> None:
        """Write it into a new folder."""
        folder.mkdir(parents=True)
        (folder / "words.json").write_text(json.dumps(list(self.words)), encoding="utf-8")
        for name in ("counts", "rows", "start"):
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> Spelling:
        """Open a saved one."""
        names = json.loads((folder / "words.json").read_text("utf-8"))
        arrays = {name: np.load(folder / f"{name}.npy") for name in ("counts", "rows", "start")}
        return cls(words={name: row for row, name in enumerate(names)}, **arrays)

    @cached_property
    def _names(self) -> list[str]:
        return list(self.words)

    def corrected(self, text: str) -> str:
        """The text with each unknown English word put right where one word or a split fits."""
        return _ALONE.sub(lambda found: self._right(found.group()), normal(text))

    def _right(self, word: str) -> str:
        if word in self.words:
            return word
        splits = [(word[:i], word[i:]) for i in range(SHORTEST_PART, len(word) - 2)]
        known = [pair for pair in splits if pair[0] in self.words and pair[1] in self.words]
        if known:
            return " ".join(max(known, key=lambda pair: (min(map(self._count, pair)), pair)))
        return self._nearest(word) or word

    def _count(self, word: str) -> int:
        return int(self.counts[self.words[word]])

    def _nearest(self, word: str) -> str | None:
        codes = _triples(word)
        shared = np.concatenate([self.rows[self.start[c] : self.start[c + 1]] for c in codes])
        if not shared.size:
            return None
        rows, hits = np.unique(shared, return_counts=True)
        allowed = 1 if len(word) < 7 else 2 if len(word) < 10 else 3
        best: tuple[int, bool, int, str] | None = None
        for at in np.argsort(-hits, kind="stable")[:LOOKED_AT]:
            other = self._names[rows[at]]
            if len(other) < LEAST - 1 or abs(len(other) - len(word)) > allowed:
                continue
            edits = OSA.distance(word, other)
            key = (edits, other[0] != word[0], -self._count(other), other)
            if edits <= allowed and (best is None or key < best):
                best = key
        return best[3] if best else None


def _triples(word: str) -> Sequence[int]:
    """The codes of the letter triples of a word between two stops."""
    letters = [0, *(ord(letter) - 96 for letter in word), 0]
    codes = (
        a * 729 + b * 27 + c for a, b, c in zip(letters, letters[1:], letters[2:], strict=False)
    )
    return sorted(set(codes))
