"""Which of the things people say about a product may back a recommendation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from catalog.evidence import PROMOTIONAL, Evidence, SourceKind
from catalog.product import Language
from catalog.promotional import judge
from catalog.record import Record

TRUST: tuple[SourceKind, ...] = ("expert_test", "verified_purchase", "user_note", "unknown")
"""Sources by how far they stand from the seller and how well they are known to have used it."""
UNVETTED: frozenset[SourceKind] = frozenset({"user_note", "unknown"})
"""Sources that nobody has checked: their text is read for signs of promotion."""


class Quotable(Record):
    """A product's evidence, sorted out: what may be quoted (best first), and what is promotion.

    `promotional` is left out of every answer and counted there.
    """

    quotable: tuple[Evidence, ...] = ()
    promotional: tuple[Evidence, ...] = ()
    total: int = 0


def quotable(evidence: Sequence[Evidence], language: Language, most: int = 3) -> Quotable:
    """Choose at most `most` pieces to quote to a reader of `language`.

    Evidence whose source a seller pays or is, whose author was compensated, or whose text reads
    as promotion, is left out. The rest goes by source, language, date (newest first) and id; the
    lowest-rated voice takes the last place if all the others are content, so that a product's
    faults are heard.
    """
    kept: list[Evidence] = []
    left_out: list[Evidence] = []
    for each in evidence:
        (left_out if _promotional(each) else kept).append(each)
    kept.sort(key=lambda e: e.id)
    kept.sort(key=lambda e: e.date.timestamp() if e.date else 0.0, reverse=True)
    kept.sort(key=lambda e: (TRUST.index(e.source_kind), e.language != language))
    chosen = kept[:most]
    unhappy = [e for e in kept if e.rating is not None and e.rating <= 3]
    if most > 1 and unhappy and not any(e in unhappy for e in chosen):
        chosen = [*chosen[: most - 1], unhappy[0]]
    return Quotable(quotable=tuple(chosen), promotional=tuple(left_out), total=len(evidence))


def _promotional(evidence: Evidence) -> bool:
    if evidence.source_kind in PROMOTIONAL or evidence.compensation in ("paid", "commission"):
        return True
    if evidence.source_kind not in UNVETTED:
        return False
    return _reads_as_promotion(evidence.text, evidence.language)


@lru_cache(maxsize=20_000)
def _reads_as_promotion(text: str, language: Language) -> bool:
    """Judging a review takes half a millisecond, and a product is asked for again and again."""
    return judge(text, language).is_promotional
