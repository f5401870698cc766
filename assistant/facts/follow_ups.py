"""Which unpaid questions are worth asking next, by what the record could answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from assistant.facts.cues import topic_cued
from assistant.facts.inquiry import Considered, Inquiry, considered
from assistant.facts.leading import WORDED
from assistant.facts.polarity import sure_lean
from assistant.facts.price_history import pasts
from assistant.facts.superlative import NUMBER
from assistant.schema.need import History, Need
from assistant.schema.statement import Statement, Term, Value, filled, series, statement
from catalog.sentences import sentences
from catalog.store import Catalog
from retrieval.evidence import quotable
from retrieval.request import Miss, Ranking

MOST = 3
"""So many questions are offered with one answer."""
OPENINGS = ("", "greeting", "help", "identity", "how_are_you", "cancel")
"""The civilities after which a shopper may not know what there is."""
Offered = tuple[str, Statement]
"""What a question is about, in the words of the need's topics and acts, and its sentence."""


def follow_ups(
    inquiry: Inquiry, history: History, misses: Sequence[Miss] = ()
) -> tuple[Statement, ...]:
    """Up to MOST questions that the record answers and that this conversation has not asked.

    Args:
        inquiry: the need, and the products that its answer shows or speaks of.
        history: the earlier turns.
        misses: what a search that found nothing came near to.
    """
    needs = [*(exchange.need for exchange in history), inquiry.need]
    told = {need.topic or topic_cued(need.text) or need.act for need in needs if need.act != "find"}
    kept: dict[str, Statement] = {}
    for about, question in _candidates(inquiry, misses):
        if about not in told:
            kept.setdefault(about, question)
    return tuple(kept.values())[:MOST]


def _candidates(inquiry: Inquiry, misses: Sequence[Miss]) -> Iterator[Offered]:
    need = inquiry.need
    if need.restricted or (need.act == "decline" and need.topic != "off_topic"):
        return
    if need.act in ("social", "decline", "settings", "service"):
        yield from _openings(inquiry)
        return
    if need.act == "find" and not inquiry.products:
        yield from _looser(need, misses)
        yield "shelf", statement("follow_ups.kinds")
        return
    yield from _about(inquiry)
    if need.act == "money":
        yield "why_rank", statement("follow_ups.why_rank")
        yield "earn", statement("follow_ups.earn")
    if need.act != "find" and len(inquiry.on_screen) > 1:
        yield "again", statement("follow_ups.again")


def _openings(inquiry: Inquiry) -> Iterator[Offered]:
    """What there is, before anything is looked for; afterwards the way back to the list."""
    if inquiry.on_screen:
        if inquiry.need.social != "farewell":
            yield "again", statement("follow_ups.again")
        return
    if inquiry.need.act == "social" and inquiry.need.social not in OPENINGS:
        return
    for term in inquiry.catalog.vocabulary.categories[:MOST]:
        kind = Term(kind="category", id=term.id)
        yield f"show:{term.id}", statement("follow_ups.show", kind=kind)
    if not inquiry.catalog.vocabulary.categories:
        yield "shelf", statement("follow_ups.kinds")


def _looser(need: Need, misses: Sequence[Miss]) -> Iterator[Offered]:
    """The conditions that the near misses fail, let go."""
    fields = {miss.field for miss in misses}
    if "price_max" in fields and need.constraints.price_max is not None:
        yield "price", statement("follow_ups.no_price")
    if "brands" in fields:
        yield "brands", statement("follow_ups.any_brand")
    if "seller_kinds" in fields:
        yield "sellers", statement("follow_ups.any_seller")


def _about(inquiry: Inquiry) -> Iterator[Offered]:
    """Questions on the products shown: on the one that has most to tell, then on all of them."""
    calls = [(c.product.brand, c.product.model) for c in inquiry.products]
    named = [
        c for c, call in zip(inquiry.products, calls, strict=True)
        if calls.count(call) == 1 and _callable_by_name(c)
    ]  # fmt: skip
    for asked in named:
        if _faulted(asked, inquiry):
            about = (asked.id,)
            yield "reviews_against", _of("follow_ups.complaints", asked, about)
    yield from _superlative(inquiry)
    for asked in named:
        past, now = pasts(asked), asked.price()
        if now is not None and any(p.money < now for p in past):
            yield "price_history", _of("follow_ups.history", asked, (asked.id,))
    if _delivery_decides(inquiry.products):
        yield "delivered", statement("follow_ups.delivered")
    if len(named) > 1:
        pair = series([c.name for c in named[:2]])
        ids = tuple(c.id for c in named[:2])
        yield "compare", statement("follow_ups.compare", about=ids, products=pair)
    for asked in named:
        if len({offer.seller_id for offer in asked.offers}) > 1:
            yield "offers", _of("follow_ups.offers", asked, (asked.id,))
    for asked in named[:1]:
        yield "delivery", _of("follow_ups.delivery", asked, (asked.id,))


def _of(key: str, asked: Considered, about: tuple[str, ...]) -> Statement:
    return statement(key, about=about, product=asked.name)


def _callable_by_name(asked: Considered) -> bool:
    """Whether a question can name it so that it is understood: by brand and model."""
    brand, model = asked.product.brand, asked.product.model
    return bool(brand and len(model) > 1 and f"{brand} {model}" in asked.product.title)


def _faulted(asked: Considered, inquiry: Inquiry) -> bool:
    """Whether a review that may be quoted surely speaks against it."""
    sorted_out = quotable(inquiry.catalog.evidence_of(asked.id), inquiry.need.language)
    return any(
        sure_lean(sentence, review.rating) == "against"
        for review in sorted_out.quotable
        for sentence in sentences(review.text)
    )


def _superlative(inquiry: Inquiry) -> Iterator[Offered]:
    """The figure that sets the products furthest apart, asked for the way shoppers prefer it."""
    if len(inquiry.products) < 2:
        return
    bound = {n.name for n in inquiry.need.constraints.numbers}
    spans: list[tuple[Decimal, str, str]] = []
    for term in inquiry.catalog.vocabulary.attributes:
        if term.unit not in WORDED or not term.better or term.id in bound:
            continue
        stated = [v for c in inquiry.products for v in c.product.values(term.id)[:1]]
        figures = [Decimal(v) for v in stated if NUMBER.fullmatch(v)]
        if len(figures) == len(inquiry.products) and min(figures) < max(figures):
            spans.append((-(max(figures) - min(figures)) / max(figures), term.id, term.unit))
    for _, id, unit in sorted(spans)[:1]:
        way = "most" if inquiry.catalog.vocabulary.attribute(id).better == "higher" else "least"
        slots: dict[str, Value] = {"most": Term(kind="phrase", id=f"facts.{way}_{unit}")}
        yield "superlative", filled("follow_ups.superlative", slots)


def _delivery_decides(products: Sequence[Considered]) -> bool:
    """Whether another product is the cheapest once delivery is counted."""
    priced = [(c.paid, c.id) for c in products if c.paid is not None]
    known = [(paid, id) for paid, id in priced if paid.shipping_known]
    if len(known) < 2 or len(known) < len(products):
        return False
    if len({paid.unit.currency for paid, _ in known}) > 1:
        return False
    bare = min(known, key=lambda pair: (pair[0].unit.amount, pair[1]))
    whole = min(known, key=lambda pair: (pair[0].total.amount, pair[1]))
    return bare[1] != whole[1]


def inquiry_of(
    need: Need,
    product_ids: Sequence[str],
    ranking: Ranking,
    catalog: Catalog,
    history: History,
    now: datetime,
) -> Inquiry:
    """The inquiry that the follow-ups of an answer about these products are chosen by."""
    ranks = {r.product_id: r for r in ranking.products}
    products = tuple(considered(id, catalog, need, now, ranks.get(id)) for id in product_ids)
    shown = history[-1].shown if history else ()
    return Inquiry(need, products, catalog, now, on_screen=shown)
