"""What a turn does, judged from its whole sentence and the dialogue's state by trained heads."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, Self, cast, get_args

import numpy as np
import numpy.typing as npt

from assistant.schema.need import Act, History, Social, Topic
from assistant.understanding.normalise import HAN, fold, lowered
from assistant.understanding.patterns import DATA

if TYPE_CHECKING:
    from retrieval.embedding.models import Embedding

Floats = npt.NDArray[np.float32]
State = Literal["start", "list", "about_one"]
"""What is on the screen: nothing, a list, or a list of which one product was just spoken of."""
SURE = 0.6
"""The probability from which the head decides; below it the rules do (docs/understanding.md)."""
SURE_TO_DECLINE = 0.8
"""The same for what is declined: an ache that wants a better seat, or "dying for a coffee", is
shopping, and often read otherwise.
"""
HASHED = 4096
"""Columns that word and character n-grams are hashed to."""
MEANING, WORDS = 3.0, 2.0
"""What the sentence's vector and its n-grams count against each other."""
WIDTH = 0.05
"""How fast the likeness of two utterances falls with their squared distance."""
SHARPNESS = 10.0
"""What the scores are multiplied by, so that probabilities are right on authors left out."""
_WORD = re.compile(r"[a-z']+|\d+(?:[.,]\d+)*")
_RUN = re.compile(f"[{HAN}]+")


@dataclass(frozen=True)
class Judged:
    """The act and topic that the heads read, and how probable the act is, in [0, 1]."""

    act: Act
    topic: Topic = ""
    social: Social = ""
    probability: float = 1.0

    @property
    def sure(self) -> bool:
        """Whether the head decides and not the rules."""
        return self.probability >= (SURE_TO_DECLINE if self.act == "decline" else SURE)


@dataclass(frozen=True)
class Sample:
    """One utterance as the heads see it.

    `meaning` is its centred vector, MEANING long; `state` indexes what is on the screen; `columns`
    are its n-grams' columns (sorted, each once) and `weight` what each of them counts.
    """

    meaning: Floats
    state: int
    columns: npt.NDArray[np.int64]
    weight: float


@dataclass(frozen=True)
class Samples:
    """The training utterances: `meanings` (n, d), `states` (n,), `weights` (n,); the n-grams'
    `columns` one utterance after another, those of utterance i from `starts[i]` on.
    """

    meanings: Floats
    states: npt.NDArray[np.uint8]
    columns: npt.NDArray[np.uint16]
    starts: npt.NDArray[np.int64]
    weights: Floats

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> Self:
        """The same utterances as arrays."""
        sizes = np.array([len(s.columns) for s in samples], np.int64)
        return cls(
            meanings=np.stack([s.meaning for s in samples]).astype(np.float32),
            states=np.array([s.state for s in samples], np.uint8),
            columns=np.concatenate([s.columns for s in samples]).astype(np.uint16),
            starts=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
            weights=np.array([s.weight for s in samples], np.float32),
        )

    def likeness(self, sample: Sample) -> Floats:
        """The Gaussian kernel exp(-WIDTH * squared distance) to each utterance, shape (n,)."""
        has = np.zeros(HASHED, np.float32)
        has[sample.columns] = sample.weight
        shared = np.add.reduceat(has[self.columns], self.starts) * self.weights
        alike = self.meanings @ sample.meaning + shared + (self.states == sample.state)
        sizes = np.diff(np.append(self.starts, len(self.columns)))
        own = (self.meanings**2).sum(axis=1) + sizes * self.weights**2 + 1
        there = float((sample.meaning**2).sum()) + len(sample.columns) * sample.weight**2 + 1
        return np.asarray(np.exp(-WIDTH * (own + there - 2 * alike)), np.float32)


@dataclass(frozen=True)
class Head:
    """Kernel ridge regression on classes: of the training utterances at `rows` (m,), `weights`
    (m, classes); `bias` (classes,) are the classes' shares.

    Source: Rifkin & Klautau, In Defense of One-Vs-All Classification, JMLR 5 (2004), section 2.
    """

    classes: tuple[str, ...]
    rows: npt.NDArray[np.int64]
    weights: Floats
    bias: Floats

    def best(self, likeness: Floats) -> tuple[str, float]:
        """The likeliest class and its probability: the softmax of the scores, sharpened."""
        scores = SHARPNESS * (likeness[self.rows] @ self.weights + self.bias)
        odds = np.exp(scores - scores.max())
        at = int(odds.argmax())
        return self.classes[at], float(odds[at] / odds.sum())


@dataclass(frozen=True)
class ActHeads:
    """A head for the act and one for the topics within each act that has several.

    `mean` is the mean of the training vectors, which is taken off each vector: e5's vectors share
    one direction. `embedding` is the model that the weights were made for.
    """

    embedding: str
    mean: Floats
    samples: Samples
    heads: Mapping[str, Head]

    @classmethod
    def shipped(cls) -> Self:
        """The weights in data/acts.npz, made by benchmarks/acts.py."""
        with np.load(DATA / "acts.npz", allow_pickle=False) as stored:
            names = sorted({key.split("/")[0] for key in stored.files if "/" in key})
            heads = {
                name: Head(
                    classes=tuple(map(str, stored[f"{name}/classes"])),
                    rows=np.asarray(stored[f"{name}/rows"], np.int64),
                    weights=np.asarray(stored[f"{name}/weights"], np.float32),
                    bias=np.asarray(stored[f"{name}/bias"], np.float32),
                )
                for name in names
            }
            return cls(
                embedding=str(stored["embedding"]),
                mean=np.asarray(stored["mean"], np.float32),
                samples=Samples(
                    meanings=np.asarray(stored["meanings"], np.float32),
                    states=stored["states"],
                    columns=stored["columns"],
                    starts=np.asarray(stored["starts"], np.int64),
                    weights=np.asarray(stored["gram_weights"], np.float32),
                ),
                heads=heads,
            )

    def judge(self, text: str, vector: Floats, state: State) -> Judged:
        """The act and topic of a text.

        Args:
            text: the question, folded or not.
            vector: its unit vector by the embedding that the weights were made for.
            state: what is on the screen.
        """
        likeness = self.samples.likeness(sample_of(text, vector - self.mean, state))
        act, probability = self.heads["act"].best(likeness)
        inner = self.heads.get(act)
        label = inner.best(likeness)[0] if inner is not None else ""
        return Judged(
            act=cast(Act, act),
            topic=cast(Topic, label) if label in get_args(Topic) else "",
            social=cast(Social, label) if act == "social" else "",
            probability=probability,
        )


@lru_cache(maxsize=1)
def shipped_heads() -> ActHeads:
    """The shipped weights, read once."""
    return ActHeads.shipped()


def judge(question: str, history: History, embedding: Embedding) -> Judged | None:
    """The act of a question, None where the weights were made for another embedding."""
    heads = shipped_heads()
    if not embedding.identity.startswith(heads.embedding):
        return None
    text = fold(question)
    vector = np.asarray(embedding.queries([text])[0], np.float32)
    return heads.judge(text, vector, state_of(history))


def state_of(history: History) -> State:
    """What is on the screen when a question is asked."""
    last = history[-1] if history else None
    if last is None or not last.shown:
        return "start"
    one = last.need.act != "find" and len(last.need.focus) == 1
    return "about_one" if one or len(last.shown) == 1 else "list"


def sample_of(text: str, meaning: Floats, state: State) -> Sample:
    """What the heads see of a text: its centred vector, the state, its hashed n-grams."""
    length = float(np.linalg.norm(meaning))
    grams = set(ngrams(text))
    columns = np.unique([zlib.crc32(gram.encode()) % HASHED for gram in grams])
    return Sample(
        meaning=np.asarray(meaning * (MEANING / length) if length else meaning, np.float32),
        state=get_args(State).index(state),
        columns=columns.astype(np.int64),
        weight=WORDS / max(1, len(grams)) ** 0.5,
    )


def ngrams(text: str) -> list[str]:
    """The n-grams of a text; every number is one sign, for its size says nothing of the act."""
    plain = lowered(fold(text))
    found = ["^", *("#" if word[0].isdigit() else word for word in _WORD.findall(plain))]
    grams = [*found, *(f"{a}_{b}" for a, b in pairwise(found))]
    for run in _RUN.findall(plain):
        for size in (1, 2, 3):
            grams += [run[at : at + size] for at in range(len(run) - size + 1)]
        grams += [f"^{run[:2]}", f"{run[-2:]}$", f"{run[-1:]}$"]
    return [*grams, "?"] if "?" in plain else grams
