"""The half of the pipeline above the cut: what is asked, what the catalog has, what people say.

Nothing here may import campaigns, mechanisms, policies or disclosures; import-linter checks it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.need import History, Need
from catalog.evidence import Evidence
from catalog.record import Record
from catalog.store import Catalog
from retrieval.request import RankedProduct, Ranking

if TYPE_CHECKING:
    from retrieval.ranking import Ranker

    from assistant.understanding.lexicon import Lexicon

DEPTH = 50
"""How deep the organic ranking goes, so that a sold place can be set against it."""


@dataclass(frozen=True)
class Shelf:
    """What research may see: the catalog, its ranking, its words. No money."""

    catalog: Catalog
    ranker: Ranker
    lexicon: Lexicon


class Sourced(Record):
    """What was found about one product: the quotable evidence, and how much was left out."""

    product_id: str
    quotable: tuple[Evidence, ...] = ()
    left_out: int = 0
    total: int = 0


class Research(Record):
    """A question researched: the same for every policy.

    `ranking` goes DEPTH deep; `picks` are the ones worth showing, its head.
    """

    question: str
    need: Need
    ranking: Ranking
    picks: tuple[RankedProduct, ...]
    sourced: tuple[Sourced, ...] = ()

    @property
    def organic(self) -> tuple[str, ...]:
        """The product ids of the organic picks, best first."""
        return tuple(pick.product_id for pick in self.picks)


def research(
    question: str, history: History, shelf: Shelf, now: datetime, picks: int = 4
) -> Research:
    """Understand a question in its history and rank the catalog for it.

    Args:
        question: the shopper's words, untrusted.
        history: the earlier turns, oldest first.
        shelf: the catalog and what reads it.
        now: the moment that prices and promotions are taken at.
        picks: how many products the organic list shows.
    """
    from retrieval.evidence import quotable

    from assistant.understanding.understand import understand

    need = understand(question, history, shelf.lexicon)
    if need.intent in ("shop", "compare", "why", "is_ad"):
        ranking = shelf.ranker.rank(need.request(DEPTH), now)
    else:
        ranking = Ranking(products=())
    shown = ranking.products[:picks]
    spoken_of = dict.fromkeys((*need.focus, *(p.product_id for p in shown)))
    sourced = []
    for product_id in spoken_of:
        chosen = quotable(shelf.catalog.evidence_of(product_id), need.language)
        sourced.append(
            Sourced(
                product_id=product_id,
                quotable=chosen.quotable,
                left_out=len(chosen.promotional),
                total=chosen.total,
            )
        )
    return Research(
        question=question, need=need, ranking=ranking, picks=shown, sourced=tuple(sourced)
    )
