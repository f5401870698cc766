"""BM25 over one field of the catalog's text: who holds which term, and what that is worth."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.fusion import Scores
from retrieval.index.arrays import mapped
from retrieval.text.terms import tokens

Rows = npt.NDArray[np.int32]
Weighted = tuple[str, float]
"""A term, and what it counts."""
K1, B = 0.8, 0.75
"""Robertson and Zaragoza (2009), section 3.5; titles repeat words for show, so k1 is small."""


@dataclass(frozen=True)
class Lexical:
    """Postings by term: for term number t, rows[start[t]:start[t+1]] hold it and gain `worth`."""

    vocabulary: dict[str, int]
    worth: Scores
    rows: Rows
    start: npt.NDArray[np.int64]
    documents: int

    @classmethod
    def build(cls, texts: Iterable[str]) -> Lexical:
        """The index of texts, one document each, in order."""
        import bm25s

        vocabulary: dict[str, int] = {}
        numbered = [
            [vocabulary.setdefault(term, len(vocabulary)) for term in tokens(text)]
            for text in texts
        ]
        if not vocabulary:
            nothing = np.empty(0, np.float32), np.empty(0, np.int32), np.zeros(1, np.int64)
            return cls({}, *nothing, documents=len(numbered))
        index = bm25s.BM25(k1=K1, b=B)
        index.index((numbered, vocabulary), show_progress=False, create_empty_token=False)
        found = index.scores
        return cls(
            vocabulary,
            found["data"].astype(np.float32),
            found["indices"].astype(np.int32),
            found["indptr"].astype(np.int64),
            len(numbered),
        )

    def save(self, folder: Path) -> None:
        """Write it into a new folder."""
        folder.mkdir(parents=True)
        np.save(folder / "worth.npy", self.worth)
        np.save(folder / "rows.npy", self.rows)
        np.save(folder / "start.npy", self.start)
        text = json.dumps([self.documents, list(self.vocabulary)], ensure_ascii=False)
        (folder / "vocabulary.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        """Open a saved index; the arrays stay on disk until they are read."""
        documents, names = json.loads((folder / "vocabulary.json").read_text("utf-8"))
        return cls(
            {name: number for number, name in enumerate(names)},
            worth=mapped(folder / "worth.npy"),
            rows=mapped(folder / "rows.npy"),
            start=np.load(folder / "start.npy"),
            documents=documents,
        )

    def postings(self, term: str) -> tuple[Rows, Scores]:
        """The documents that hold a term, and what it adds to each."""
        number = self.vocabulary.get(term)
        if number is None:
            return self.rows[:0], self.worth[:0]
        span = slice(self.start[number], self.start[number + 1])
        return self.rows[span], self.worth[span]

    def scores(self, terms: Iterable[Weighted]) -> Scores:
        """BM25 of every document for weighted terms, shape (documents,); a repeat counts again."""
        total = np.zeros(self.documents, np.float32)
        for term, weight in terms:
            rows, worth = self.postings(term)
            total[rows] += worth * np.float32(weight)  # a row stands once in a term's postings
        return total

    def rarity(self, term: str) -> float:
        """The term's inverse document frequency, as BM25 counts it; greatest if nobody holds it."""
        holders = self.postings(term)[0].size
        return math.log1p((self.documents - holders + 0.5) / (holders + 0.5))

    def holding(self, terms: Sequence[str]) -> Rows:
        """The documents that hold all of these terms, in order; none for no terms."""
        if not terms:
            return np.empty(0, np.int32)
        found = [np.sort(self.postings(term)[0]) for term in dict.fromkeys(terms)]
        result = found[0]
        for rows in found[1:]:
            result = np.intersect1d(result, rows, assume_unique=True)
        return result
