"""Which listings are of one product: by GTIN, by brand and model, by likeness across shops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from catalog.importing.similarity import Entry, Matcher, features, traits

LINK_SCORE, CODE_SCORE = 3.0, 2.0
"""Above every probability: what a link file or a shared GTIN says is settled first."""
MODEL_SCORE = 1.5
PLACEHOLDER = 5
"""A code that one shop gives to more offers than this is a placeholder, not a code."""
LARGEST = 60
"""A code that more offers than this share says too little to compare them all."""


class Pair(NamedTuple):
    """Two offers that may be of one product, by their places among the entries."""

    score: float
    a: int
    b: int


class Source(Protocol):
    """What the join reads, so that a million entries need not be in memory at once."""

    def blocks(self, by: str) -> Iterator[list[Entry]]:
        """Groups of two or more entries that share a "gtin", or a brand and "model"."""

    def alike(self, nearest: int) -> Iterator[tuple[Entry, list[Entry]]]:
        """Entries, each with entries of other shops whose titles share its rarest words."""

    def rarity(self, word: str) -> float:
        """The log of the number of entries over those that hold the word."""

    def entry(self, n: int) -> Entry:
        """The entry at that place."""


def join(
    source: Source, matcher: Matcher, links: Iterable[tuple[int, int]] = ()
) -> list[list[int]]:
    """The groups of two or more entries that are offers of one product, by place.

    A link file and equal GTINs settle a pair, then brand and model together, then likeness above
    the matcher's threshold, best pair first. Groups grow only where every two of their offers
    from different shops are a pair themselves, so that no chain of near likenesses joins strangers
    (complete linkage); two GTINs that differ, or two known products, are never joined.
    """
    linked = [Pair(LINK_SCORE, min(a, b), max(a, b)) for a, b in links]
    return grow([*linked, *pairs(source, matcher)], source.entry)


def pairs(source: Source, matcher: Matcher, nearest: int = 6) -> Iterator[Pair]:
    """Every pair worth joining with its score: codes first, then likeness above the threshold."""
    yield from coded(source)
    for a, b in likely(source, nearest):
        score = matcher.score(features(traits(a), traits(b), source.rarity))
        if score >= matcher.threshold:
            yield Pair(score, a.n, b.n)


def coded(source: Source) -> Iterator[Pair]:
    """The pairs that share a GTIN, or across shops a brand and model number."""
    for by, score in (("gtin", CODE_SCORE), ("model", MODEL_SCORE)):
        for block in source.blocks(by):
            for a, b in _within(block, same_shop=by == "gtin"):
                yield Pair(score, min(a.n, b.n), max(a.n, b.n))


def likely(source: Source, nearest: int) -> Iterator[tuple[Entry, Entry]]:
    """The pairs to be compared word by word, each once, the earlier entry first."""
    for entry, others in source.alike(nearest):
        for other in others:
            yield (entry, other) if entry.n < other.n else (other, entry)


def _within(block: list[Entry], *, same_shop: bool) -> Iterator[tuple[Entry, Entry]]:
    shops = [entry.seller for entry in block]
    if max(map(shops.count, set(shops))) > PLACEHOLDER or len(block) > LARGEST:
        return
    for at, a in enumerate(block):
        for b in block[at + 1 :]:
            if same_shop or a.seller != b.seller:
                yield a, b


def grow(found: list[Pair], entry: Callable[[int], Entry]) -> list[list[int]]:
    """The groups that these pairs make; see `join` for when two groups may become one."""
    best: dict[tuple[int, int], float] = {}
    for pair in found:
        best[pair.a, pair.b] = max(pair.score, best.get((pair.a, pair.b), 0.0))
    known = {n: entry(n) for key in best for n in key}
    group = {n: [n] for n in known}
    for (a, b), score in sorted(best.items(), key=lambda item: (-item[1], item[0])):
        left, right = group[a], group[b]
        if left is right or not _may_meet(left, right, known, best, score):
            continue
        left.extend(right)
        for n in right:
            group[n] = left
    unique = {id(members): sorted(members) for members in group.values() if len(members) > 1}
    return sorted(unique.values())


def _may_meet(
    left: list[int],
    right: list[int],
    known: dict[int, Entry],
    best: dict[tuple[int, int], float],
    score: float,
) -> bool:
    products = {known[n].product for n in (*left, *right)} - {""}
    if len(products) > 1:
        return False
    if score >= CODE_SCORE:
        return True
    if len({known[n].gtin.zfill(14) for n in (*left, *right) if known[n].gtin}) > 1:
        return False
    return all(
        known[x].seller == known[y].seller or (min(x, y), max(x, y)) in best
        for x in left
        for y in right
    )
