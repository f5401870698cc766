"""The half of the pipeline above the cut: what is asked, what the catalog has, what people say.

Nothing here may import campaigns, mechanisms, policies or disclosures; import-linter checks it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.narrowed import DEPTH, distinct, ranked
from assistant.schema.basket import Basket, ShoppingList
from assistant.schema.need import Act, History, Need
from assistant.schema.reading import Reading
from assistant.schema.statement import Consulted, Statement
from assistant.schema.understood import Understood
from assistant.tracing import step
from catalog.evidence import Evidence
from catalog.record import Record
from catalog.store import Catalog
from retrieval.request import RankedProduct, Ranking

if TYPE_CHECKING:
    from assistant.understanding.lexicon import Lexicon
    from retrieval.ranking import Ranker

RANKED: tuple[Act, ...] = ("find", "tell", "compare", "superlative", "total", "money")
"""The acts that may speak of ranked products."""

ASKING: tuple[Act, ...] = ("find", "total")
"""The acts that say what is wanted."""


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

    `ranking` goes DEPTH deep; `picks` are the ones worth showing, its head; `consulted` is what
    was looked up where the question is about things and asks for no list. `understood` is the
    need with the states of every ranked product; `follow_ups` are the questions worth asking next,
    `choices` the values that the question back offers. Where several things are asked for at once,
    `basket` is the set that answers them, and `picks` are its products. `index` is the identity
    of the index that ranked. `reading` says who did the research.
    """

    question: str
    need: Need
    ranking: Ranking
    picks: tuple[RankedProduct, ...]
    basket: Basket | None = None
    understood: Understood = Understood()
    sourced: tuple[Sourced, ...] = ()
    consulted: Consulted | None = None
    follow_ups: tuple[Statement, ...] = ()
    choices: tuple[str, ...] = ()
    index: str = ""
    reading: Reading = Reading()

    @property
    def organic(self) -> tuple[str, ...]:
        """The product ids of the organic picks, best first."""
        return tuple(pick.product_id for pick in self.picks)


def research(
    question: str, history: History, shelf: Shelf, now: datetime, picks: int = 4
) -> Research:
    """Understand a question in its history by the rules and rank the catalog for it.

    Args:
        question: the shopper's words, untrusted.
        history: the earlier turns, oldest first.
        shelf: the catalog and what reads it.
        now: the moment that prices and promotions are taken at.
        picks: how many products the organic list shows.
    """
    from assistant.understanding.acts import judge
    from assistant.understanding.understand import understand

    with step("understand", reader="rules"):
        judged = judge(question, history, shelf.ranker.embedding)
        need = understand(question, history, shelf.lexicon, now, judged)
    return research_read(question, need, history, shelf, now, picks)


def research_read(
    question: str, need: Need, history: History, shelf: Shelf, now: datetime, picks: int = 4
) -> Research:
    """The research of a question that rules or a form have read, a list of things as such."""
    from assistant.understanding.shopping_list import read_list

    several = need.act in ("find", "total")
    asked = read_list(question, shelf.lexicon, need.language) if several else None
    if asked is not None:
        return research_list(question, need, asked, history, shelf, now)
    return research_need(question, need, history, shelf, now, picks)


def research_need(
    question: str, need: Need, history: History, shelf: Shelf, now: datetime, picks: int = 4
) -> Research:
    """The research of a question that is understood already; see `research`."""
    from assistant.conditions import understood
    from assistant.facts.subjects import pieces_asked
    from assistant.understanding.clarification import choices
    from assistant.understanding.coverage import (
        carried,
        described_kind,
        describes_use,
        of_kind,
        of_one_kind,
        scattered,
    )
    from assistant.understanding.nameless import names_no_thing

    if names_no_thing(need):
        return _which(question, need, shelf, now)
    if need.act == "find" or (need.act in RANKED and need.asks_for_something):
        with step("retrieve"):
            ranking = ranked(need, shelf.ranker, shelf.lexicon, now)
        closed = shelf.lexicon.closed
        kind = described_kind(need, ranking, shelf.catalog, closed) if need.act == "find" else ""
        if kind:
            need = of_kind(need, kind)
            ranking = ranked(need, shelf.ranker, shelf.lexicon, now)
        if need.act == "find" and (
            not carried(need, ranking, closed) or scattered(need, ranking, shelf.catalog, closed)
        ):
            if describes_use(need, closed):
                return _which(question, need, shelf, now)
            ranking = ranking.model_copy(update={"products": (), "misses": ()})
        elif need.act == "find":
            ranking = of_one_kind(need, ranking, shelf.catalog, shelf.lexicon.closed)
    else:
        ranking = Ranking(products=())
    need = need.model_copy(update={"quantity": pieces_asked(need, history)})
    consulted = _consulted(need, history, shelf, ranking, now)
    need = need.model_copy(update={"ask": _asking(need, ranking, history, shelf)})
    shown = ranking.products[:picks]
    looked_at = consulted.product_ids if consulted else ()
    spoken_of = dict.fromkeys((*need.focus, *looked_at, *(p.product_id for p in shown)))
    found = Research(
        question=question,
        need=need,
        ranking=ranking,
        picks=shown,
        understood=understood(need, ranking.products, shelf.catalog, now),
        sourced=tuple(_sourced(product_id, need, shelf.catalog) for product_id in spoken_of),
        consulted=consulted,
        index=shelf.ranker.identity,
        choices=choices(
            need.ask,
            [shelf.catalog.product(p.product_id) for p in ranking.products],
            shelf.catalog.vocabulary,
        ),
    )
    return found.model_copy(update={"follow_ups": _follow_ups(found, history, shelf, now)})


def _which(question: str, need: Need, shelf: Shelf, now: datetime) -> Research:
    """The research of a need that leaves open which thing is meant: it is asked back."""
    from assistant.conditions import understood
    from assistant.facts.which_thing import which_thing

    return Research(
        question=question,
        need=need,
        ranking=Ranking(products=()),
        picks=(),
        understood=understood(need, (), shelf.catalog, now),
        consulted=which_thing(need, shelf.ranker, now),
    )


def _follow_ups(
    found: Research, history: History, shelf: Shelf, now: datetime
) -> tuple[Statement, ...]:
    """What is worth asking next of the products that this answer shows or speaks of."""
    from assistant.facts.follow_ups import follow_ups, inquiry_of

    need, looked_at = found.need, found.consulted.product_ids if found.consulted else ()
    about = found.organic if need.act == "find" or found.basket else (need.focus or looked_at)
    inquiry = inquiry_of(need, about, found.ranking, shelf.catalog, history, now)
    return follow_ups(inquiry, history, found.ranking.misses)


def research_list(
    question: str,
    need: Need,
    asked: ShoppingList,
    history: History,
    shelf: Shelf,
    now: datetime,
) -> Research:
    """The research of a list: each thing ranked by itself, then the best set of them."""
    from assistant.basket import best_basket, candidates_of
    from assistant.basket_conditions import of_basket
    from assistant.understanding.understand import understand

    rankings = []
    for thing in asked.things:
        own = understand(thing.text, (), shelf.lexicon, now)
        rankings.append(ranked(own, shelf.ranker, shelf.lexicon, now))
    shops = asked.one_shop or (asked.voucher is not None and asked.voucher.shop_only)
    candidates = [
        candidates_of(r.products, t.quantity, asked.currency, shelf.catalog, now, shops)
        for r, t in zip(rankings, asked.things, strict=True)
    ]
    basket = best_basket(asked, candidates)
    chosen = {item.product_id: item.offer_id for item in basket.items}
    by_id = {p.product_id: p for r in reversed(rankings) for p in r.products}
    ordered = [by_id[id].model_copy(update={"offer_id": offer}) for id, offer in chosen.items()]
    rest = (p for at in range(DEPTH) for r in rankings for p in r.products[at : at + 1])
    ordered += [p for p in dict.fromkeys(rest) if p.product_id not in chosen]
    products = distinct(ordered)[:DEPTH]
    unbound = need.constraints.model_copy(
        update={"price_max": None, "price_min": None, "categories": ()}
    )
    need = need.model_copy(
        update={
            "act": "total",
            "topic": "voucher" if asked.voucher else "basket",
            "constraints": unbound if asked.budget is not None else need.constraints,
            "category": "",
        }
    )
    picks = products[: len(basket.items)]
    found = Research(
        question=question,
        need=need,
        ranking=Ranking(products=products, words_alone=any(r.words_alone for r in rankings)),
        picks=picks,
        index=shelf.ranker.identity,
        basket=basket,
        understood=of_basket(basket, need),
        sourced=tuple(_sourced(p.product_id, need, shelf.catalog) for p in picks),
    )
    return found.model_copy(update={"follow_ups": _follow_ups(found, history, shelf, now)})


def _consulted(
    need: Need, history: History, shelf: Shelf, ranking: Ranking, now: datetime
) -> Consulted | None:
    """What the record says, None where the need asks for a list or for nothing about things."""
    from assistant.conditions import conditions_of
    from assistant.facts.consult import consult, consults
    from assistant.facts.subjects import subjects
    from assistant.understanding.dialogue_state import current

    if not consults(need):
        return None
    ranked = ranking.products
    vocabulary = shelf.catalog.vocabulary
    held = tuple(c.text for c in conditions_of(need, vocabulary)) if need.topic == "asked" else ()
    asked_so_far = tuple(e.need.text for e in current(history) if e.need.act in ASKING)
    about = subjects(need, history, shelf.ranker, shelf.lexicon, now, ranked)
    return consult(need, about, shelf.catalog, now, ranked, asked_so_far, held)


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
