"""What a turn does, judged from its whole sentence and the dialogue's state by linear heads."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
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
SURE_OF_HEALTH = 0.95
"""The same for health: an ache that wants a better seat is shopping, and often read as health."""
HASHED = 4096
"""Columns that word and character n-grams are hashed to."""
MEANING, WORDS = 3.0, 2.0
"""What the sentence's vector and its n-grams count against each other."""
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
        return self.probability >= (SURE_OF_HEALTH if self.topic == "health" else SURE)


@dataclass(frozen=True)
class Head:
    """Multinomial logistic regression: `weights` (features, classes), `bias` (classes,)."""

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats

    def probabilities(self, features: Floats) -> Floats:
        """The softmax of the classes' scores, shape (classes,)."""
        scores = features @ self.weights + self.bias
        odds = np.exp(scores - scores.max())
        return np.asarray(odds / odds.sum(), np.float32)

    def best(self, features: Floats) -> tuple[str, float]:
        """The likeliest class and its probability."""
        shares = self.probabilities(features)
        at = int(shares.argmax())
        return self.classes[at], float(shares[at])


@dataclass(frozen=True)
class ActHeads:
    """A head for the act and one for the topics within each act that has several.

    `mean` is the mean of the training vectors, which is taken off each vector: e5's vectors share
    one direction. `embedding` is the model that the weights were made for.
    """

    embedding: str
    mean: Floats
    heads: Mapping[str, Head]

    @classmethod
    def shipped(cls) -> Self:
        """The weights in data/acts.npz, made by benchmarks/acts.py."""
        with np.load(DATA / "acts.npz", allow_pickle=False) as stored:
            names = sorted({key.split("/")[0] for key in stored.files if "/" in key})
            heads = {
                name: Head(
                    classes=tuple(map(str, stored[f"{name}/classes"])),
                    weights=np.asarray(stored[f"{name}/weights"], np.float32),
                    bias=np.asarray(stored[f"{name}/bias"], np.float32),
                )
                for name in names
            }
            return cls(
                embedding=str(stored["embedding"]),
                mean=np.asarray(stored["mean"], np.float32),
                heads=heads,
            )

    def judge(self, text: str, vector: Floats, state: State) -> Judged:
        """The act and topic of a text.

        Args:
            text: the question, folded or not.
            vector: its unit vector by the embedding that the weights were made for.
            state: what is on the screen.
        """
        features = features_of(text, vector - self.mean, state)
        act, probability = self.heads["act"].best(features)
        inner = self.heads.get(act)
        label = inner.best(features)[0] if inner is not None else ""
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


def features_of(text: str, meaning: Floats, state: State) -> Floats:
    """What a head sees: the centred vector, the state one-hot, the hashed n-grams."""
    known = get_args(State)
    screen = np.array([state == each for each in known], np.float32)
    length = float(np.linalg.norm(meaning))
    direction = meaning * np.float32(MEANING / length) if length else meaning
    return np.concatenate([direction, screen, _hashed(text)]).astype(np.float32)


def _hashed(text: str) -> Floats:
    """Word one- and two-grams, Chinese one- to three-grams and how the text begins and ends."""
    columns = np.zeros(HASHED, np.float32)
    grams = set(ngrams(text))
    for gram in grams:
        columns[zlib.crc32(gram.encode()) % HASHED] += 1
    return columns * np.float32(WORDS / max(1, len(grams)) ** 0.5)


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
