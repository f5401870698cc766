"""Which topic answers a question about things, and which products it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from assistant.facts.accessory import accessory
from assistant.facts.attribute import attribute
from assistant.facts.compatibility import compatibility
from assistant.facts.cues import asks_quality, topic_cued
from assistant.facts.currency import currency
from assistant.facts.delivery import delivery
from assistant.facts.how_to_buy import how_to_buy
from assistant.facts.inquiry import FEW, Considered, Inquiry, considered
from assistant.facts.offers import offers
from assistant.facts.picture import picture
from assistant.facts.pieces import pieces
from assistant.facts.price_history import price_history
from assistant.facts.promotion import promotion
from assistant.facts.recap import recap
from assistant.facts.reviews import reviews
from assistant.facts.seller import seller
from assistant.facts.service import service
from assistant.facts.shelf import shelf
from assistant.facts.stock import stock
from assistant.facts.subjects import Subjects
from assistant.facts.superlative import superlative
from assistant.facts.than import whether
from assistant.facts.why import why
from assistant.schema.need import Act, Need, Topic
from assistant.schema.statement import Consulted, Statement
from catalog.i18n import Bilingual
from catalog.store import Catalog
from retrieval.request import RankedProduct

ABOUT_THINGS: tuple[Act, ...] = ("tell", "compare", "superlative", "total", "service")
"""The acts whose answer rests on the record of products rather than on a search."""
Answering = Callable[[Inquiry], tuple[Statement, ...]]


def consults(need: Need) -> bool:
    """Whether a need is answered from the record."""
    if need.missed or need.sponsored_meant:
        return False
    return need.act in ABOUT_THINGS or (need.act == "money" and need.topic == "why_rank")


def consult(
    need: Need,
    about: Subjects,
    catalog: Catalog,
    now: datetime,
    ranked: tuple[RankedProduct, ...] = (),
    asked_so_far: tuple[str, ...] = (),
    conditions: tuple[Bilingual, ...] = (),
) -> Consulted:
    """The sentences that answer a need about things, the first one first; none for an overview.

    Args:
        need: the need; its act and topic choose what is looked up.
        about: the products asked about.
        catalog: the record.
        now: the moment prices are taken at.
        ranked: the organic ranking behind what is shown.
        asked_so_far: the earlier questions that asked for things.
        conditions: what holds of them, each as a chip reads.
    """
    ranks = {r.product_id: r for r in ranked}
    products: tuple[Considered, ...] = tuple(
        considered(id, catalog, need, now, ranks.get(id)) for id in about.product_ids
    )
    inquiry = Inquiry(need, products, catalog, now, about.whole, about.elsewhere,
                      about.on_screen, ranked, asked_so_far, conditions)  # fmt: skip
    answering = _answering(need, whole=about.whole or not about.product_ids)
    statements = answering(inquiry) if answering else ()
    return Consulted(
        statements=statements,
        product_ids=about.product_ids[:FEW],
        listed=about.listed,
        offers=tuple((c.id, c.best.id) for c in products if c.id in about.listed and c.best),
    )


def _answering(need: Need, *, whole: bool) -> Answering | None:
    if need.act == "superlative":
        return superlative
    if need.act == "total":
        return pieces
    if need.act == "service":
        return service
    if need.act == "money":
        return why
    if need.act == "compare":
        return superlative if asks_quality(need.text) or whether(need.text) else None
    if need.act != "tell":
        return None
    return _by_topic().get(need.topic or topic_cued(need.text) or ("shelf" if whole else ""))


def _by_topic() -> Mapping[Topic, Answering]:
    return {
        "stock": stock,
        "delivery": delivery,
        "price_history": price_history,
        "offers": offers,
        "seller": seller,
        "promotion": promotion,
        "reviews_for": lambda inquiry: reviews(inquiry, "for"),
        "reviews_against": lambda inquiry: reviews(inquiry, "against"),
        "attribute": attribute,
        "compatibility": compatibility,
        "how_to_buy": how_to_buy,
        "picture": picture,
        "shelf": shelf,
        "asked": recap,
        "accessory": accessory,
        "currency": currency,
    }
