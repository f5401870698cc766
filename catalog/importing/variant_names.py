"""What the variants of one product are called together, and each of them apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile

from catalog.feeds.listing import Listing

EDGE = re.compile(r"^[\s\-–—,;:/|(（\[·、，]+|[\s\-–—,;:/|(（\[·、，]+$")
LITTLE = {"in", "for", "with", "of", "and", "the", "a", "mit", "für", "de", "en", "pour", "con"}
SHARE = 0.4
"""So much of the shortest title the common part must be, where no spaces show its words."""


def products_of(id: str, listings: Sequence[Listing]) -> list[tuple[str, list[Listing]]]:
    """The listings that a shop groups under one product id, each under its own variant's name.

    Where a shop's titles in a group differ, the product bears what they have in common, and each
    offer the rest as its variant, unless the feed names its variant. Titles with nothing in
    common are products of their own: a price is never shown under another variant's name.
    """
    by_shop = defaultdict[tuple[str, str], list[Listing]](list)
    rest = [listing for listing in listings if not listing.product_id]
    for listing in listings:
        if listing.product_id:
            by_shop[listing.seller_id, listing.product_id].append(listing)
    kept, apart = list[Listing](), list[tuple[str, list[Listing]]]()
    for group in by_shop.values():
        titles = [listing.title for listing in group]
        if len(set(titles)) == 1:
            kept += group
            continue
        common = common_title(titles)
        if common:
            kept += _named(group, common)
        else:
            apart += _split(id, group, taken=bool(kept or rest))
    whole = [(id, [*kept, *rest])] if kept or rest else []
    return [*whole, *apart]


def _split(id: str, group: Sequence[Listing], *, taken: bool) -> list[tuple[str, list[Listing]]]:
    by_title = defaultdict[str, list[Listing]](list)
    for listing in group:
        by_title[listing.title].append(listing)
    ids = [
        id if at == 0 and not taken else of[0].offer_id for at, of in enumerate(by_title.values())
    ]
    return list(zip(ids, by_title.values(), strict=True))


def _named(group: Sequence[Listing], common: str) -> list[Listing]:
    """The listings under their common title, each with the rest of its own as its variant."""
    feeds_own = [listing.variant for listing in group]
    told_apart = all(feeds_own) and len(set(feeds_own)) == len(feeds_own)
    return [
        listing._replace(
            title=common,
            variant=listing.variant if told_apart else _rest(listing.title, common),
        )
        for listing in group
    ]


def _rest(title: str, common: str) -> str:
    rest = title.removeprefix(common)
    if rest == title:
        rest = title.removesuffix(common)
    if rest == title:
        words = common.split()
        kept = list[str]()
        for word in title.split():
            if words and word == words[0]:
                words.pop(0)
            else:
                kept.append(word)
        rest = " ".join(kept)
    return EDGE.sub("", rest).rstrip(")）]") or title


def common_title(titles: Sequence[str]) -> str:
    """The words that all titles begin with, else end with, else share in order; "" for none."""
    cut = [title.split() for title in titles]
    spaced = sum(len(words) > 1 for words in cut) * 2 > len(cut)
    if not spaced:
        return _common_letters(titles)
    before = _prefix(cut)
    after = _prefix([words[::-1] for words in cut])[::-1]
    for words in (before, after, _shared(cut)):
        told = EDGE.sub("", " ".join(_trimmed(list(words))))
        if re.search(r"[^\W\d_]{2}", told):
            return told
    return _common_letters(titles) if re.search("[\u3400-\u9fff]", titles[0]) else ""


def _prefix(several: Sequence[Sequence[str]]) -> list[str]:
    """The items that all of these sequences begin with."""
    shared = takewhile(lambda column: len(set(column)) == 1, zip(*several, strict=False))
    return [column[0] for column in shared]


def _trimmed(words: list[str]) -> list[str]:
    while words and words[-1].casefold() in LITTLE:
        words.pop()
    while words and words[0].casefold() in LITTLE:
        words.pop(0)
    return words


def _common_letters(titles: Sequence[str]) -> str:
    """The longer of the beginning and the end that titles without spaces share."""
    start = "".join(_prefix(titles))
    end = "".join(_prefix([title[::-1] for title in titles]))[::-1]
    best = EDGE.sub("", max(start, end, key=len))
    enough = max(2, SHARE * min(map(len, titles)))
    return best if len(best) >= enough and re.search(r"[^\W\d_]", best) else ""


def _shared(cut: Sequence[Sequence[str]]) -> list[str]:
    """The first title's words that stand in every other one, in the same order; two at least."""
    shared = list(cut[0])
    for words in cut[1:]:
        there, kept = iter(words), list[str]()
        for word in shared:
            ahead = list(there)
            if word in ahead:
                kept.append(word)
                ahead = ahead[ahead.index(word) + 1 :]
            there = iter(ahead)
        shared = kept
    return shared if len(shared) > 1 else []
