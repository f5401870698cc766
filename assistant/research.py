"""The half of the pipeline above the cut: what is asked, what the catalog has, what people say.

Nothing here may import campaigns, mechanisms, policies or disclosures; import-linter checks it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.schema.need import History, Need
from assistant.schema.understood import Understood
from assistant.tracing import step
from catalog.evidence import Evidence
from catalog.record import Record
from catalog.store import Catalog
from retrieval.request import RankedProduct, Ranking

if TYPE_CHECKING:
    from assistant.llm.client import ChatModel
    from assistant.understanding.lexicon import Lexicon
    from retrieval.ranking import Ranker

DEPTH = 50
"""How deep the organic ranking goes, so that a sold place can be set against it."""


@dataclass(frozen=True)
class Shelf:
    """What research may see: the catalog, its ranking, its words. No money.

    `reader` is a chat model that reads questions, None where the rules do.
    """

    catalog: Catalog
    ranker: Ranker
    lexicon: Lexicon
    reader: ChatModel | None = None


class Sourced(Record):
    """What was found about one product: the quotable evidence, and how much was left out."""

    product_id: str
    quotable: tuple[Evidence, ...] = ()
    left_out: int = 0
    total: int = 0


class Research(Record):
    """A question researched: the same for every policy.

    `ranking` goes DEPTH deep; `picks` are the ones worth showing, its head. `understood` is the
    need with the states of every ranked product.
    """

    question: str
    need: Need
    ranking: Ranking
    picks: tuple[RankedProduct, ...]
    understood: Understood = Understood()
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
    from assistant.conditions import understood
    from assistant.understanding.coverage import carried, of_one_kind
    from assistant.understanding.llm_parser import understand_with
    from assistant.understanding.understand import understand

    with step("understand", reader=shelf.reader.config.model if shelf.reader else "rules"):
        if shelf.reader is None:
            need = understand(question, history, shelf.lexicon, now)
        else:
            need = understand_with(shelf.reader, question, history, shelf.lexicon, now)
    if need.intent in ("shop", "compare", "why", "is_ad"):
        with step("retrieve"):
            ranking = _ranked(need, shelf, now)
        if need.intent == "shop" and not carried(need, ranking, shelf.lexicon.closed):
            ranking = ranking.model_copy(update={"products": (), "misses": ()})
        elif need.intent == "shop":
            ranking = of_one_kind(need, ranking, shelf.catalog, shelf.lexicon.closed)
    else:
        ranking = Ranking(products=())
    need = need.model_copy(update={"ask": _asking(need, ranking, history, shelf)})
    shown = ranking.products[:picks]
    spoken_of = dict.fromkeys((*need.focus, *(p.product_id for p in shown)))
    return Research(
        question=question,
        need=need,
        ranking=ranking,
        picks=shown,
        understood=understood(need, ranking.products, shelf.catalog, now),
        sourced=tuple(_sourced(product_id, need, shelf.catalog) for product_id in spoken_of),
    )


def _ranked(need: Need, shelf: Shelf, now: datetime) -> Ranking:
    """The ranking, narrowed by what is wished for while anything meets that."""
    from assistant.conditions import narrowing

    narrow = narrowing(need, shelf.catalog)
    if narrow:
        ranking = shelf.ranker.rank(need.request(DEPTH, narrow), now)
        if ranking.products:
            return ranking
    return shelf.ranker.rank(need.request(DEPTH), now)


def _asking(need: Need, ranking: Ranking, history: History, shelf: Shelf) -> str:
    """The attribute worth asking about, never one that this conversation asked about before."""
    from assistant.understanding.clarification import worth_asking

    candidates = [shelf.catalog.product(p.product_id) for p in ranking.products]
    asked = {exchange.asked for exchange in history}
    return worth_asking(need, candidates, shelf.catalog.vocabulary, asked)


def _sourced(product_id: str, need: Need, catalog: Catalog) -> Sourced:
    from retrieval.evidence import quotable

    sorted_out = quotable(catalog.evidence_of(product_id), need.language)
    return Sourced(
        product_id=product_id,
        quotable=sorted_out.quotable,
        left_out=len(sorted_out.promotional),
        total=sorted_out.total,
    )
