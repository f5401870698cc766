"""The seam that every way of taking money fits: an opportunity in, an outcome out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import ClassVar, Literal, Protocol

from assistant.monetisation.eligibility import targeting
from assistant.schema.from_catalog import unpaid
from assistant.schema.need import Need
from assistant.schema.outcome import Charge, Outcome
from assistant.schema.placement import (
    Affected,
    Compensation,
    DisclosureRecord,
    Placement,
    Target,
    Terms,
    dearer,
)
from catalog.campaign import Campaign
from catalog.i18n import Bilingual
from catalog.money import Money, shown
from catalog.phrases import both
from catalog.store import Catalog
from retrieval.request import RankedProduct

Moves = Literal["nothing", "link", "list", "words", "room"]
"""The most that money may move under a mechanism: no part of the answer, where a link leads or what
its offer costs, what is picked and in which order, the words, or only room outside the list."""


@dataclass(frozen=True)
class Opportunity:
    """What a mechanism may see of one answer.

    `ranked` is the organic ranking, deep; `picks` its head as unpaid placements. `campaigns` run
    at `now`, match the need and have budget left, in id order. `seed` breaks ties. `spent` is
    what each campaign has been charged, `seen` how many answers of this conversation showed it.
    `subscribed` says that this shopper pays for the service by the month. `remembered` are further
    campaigns, for products of a category that the shopper asked for earlier and let be remembered.
    """

    need: Need
    ranked: tuple[RankedProduct, ...]
    picks: tuple[Placement, ...]
    campaigns: tuple[Campaign, ...]
    catalog: Catalog
    now: datetime
    seed: str
    spent: Mapping[str, Money] = field(default_factory=dict)
    seen: Mapping[str, int] = field(default_factory=dict)
    subscribed: bool = False
    remembered: tuple[Campaign, ...] = ()

    def random(self) -> Random:
        """A fresh source of chance, the same for the same seed."""
        return Random(self.seed)

    def ranked_product(self, product_id: str) -> RankedProduct | None:
        """The product's place in the organic ranking, None where it has none."""
        return next((r for r in self.ranked if r.product_id == product_id), None)

    def show(self, product_id: str, offer_id: str, *, rank: int, id: str) -> Placement:
        """The unpaid placement of a product, knowing its organic rank."""
        organic = self.ranked_product(product_id)
        return unpaid(
            self.catalog,
            product_id,
            offer_id,
            rank=rank,
            rank_if_unpaid=organic.rank if organic else None,
            now=self.now,
            id=id,
            quantity=1,
        )

    def text(self, words: Bilingual) -> str:
        """The words in the language of the question."""
        return words.text(self.need.language)

    def targeting(self, campaign_id: str = "") -> tuple[Target, ...]:
        """What chose an item that this campaign, or no campaign, pays for."""
        remembered = next((c for c in self.remembered if c.id == campaign_id), None)
        if remembered is not None:
            return (Target(by="interest", value=self.category_of(remembered)),)
        campaign = next((c for c in self.campaigns if c.id == campaign_id), None)
        return targeting(self.need, self.catalog, campaign)

    def category_of(self, campaign: Campaign) -> Bilingual:
        """What kind of thing a campaign pays for, in words."""
        category = self.catalog.product(campaign.product_id).category
        term = self.catalog.vocabulary.category(category)
        return Bilingual(zh=term.zh, en=term.en)

    def premium(self, placement: Placement) -> Money | None:
        """Its price minus that of the best organic pick; None where they do not compare.

        What does not answer the question is another kind of thing, and is compared with no pick.
        """
        if self.ranked_product(placement.product_id) is None:
            return None
        best = self.picks[0].price.money if self.picks else None
        own = placement.price.money
        if best is None or own is None or best.currency != own.currency:
            return None
        return own - best


class Mechanism(Protocol):
    """One way of taking money: a small frozen class in a file of its own with this one method."""

    moves: ClassVar[Moves]

    def place(self, opportunity: Opportunity) -> Outcome:
        """What is shown and what is owed. Pure: the same opportunity, the same outcome."""
        ...


def paid(
    placement: Placement, comp: Compensation, disclosure: DisclosureRecord, **changes: object
) -> Placement:
    """The placement with its payment and the record of it, validated anew."""
    fields = dict(placement) | {"comp": comp, "disclosure": disclosure} | changes
    return Placement.model_validate(fields)


def pay_for(
    opportunity: Opportunity,
    item: Placement,
    comp: Compensation,
    *,
    mechanism: str,
    why: Bilingual,
    terms: Terms,
    arithmetic: tuple[Bilingual, ...] = (),
    campaign_id: str = "",
    slot: bool = False,
    capped: bool = False,
    **changes: object,
) -> Placement:
    """The item as paid for by `comp.payer`, with its premium over the best organic pick.

    `capped` says that how often this conversation has shown it had a say in it. An offer or a link
    that is not the organic one counts as moved, and a dearer one is told as such.
    """
    chosen = opportunity.targeting(campaign_id)
    affected = _affected(opportunity, item, comp, changes)
    if affected and not slot:
        comp = comp.model_copy(update={"affects_rank": True, "affected": affected})
    record = DisclosureRecord(
        mechanism=mechanism,
        campaign_id=campaign_id,
        payer=comp.payer,
        on_behalf_of=comp.on_behalf_of,
        why=_with_dearer(why, opportunity, item),
        arithmetic=arithmetic,
        targeting=(*chosen, Target(by="conversation")) if capped else chosen,
        terms=terms,
        slot=slot,
        premium=opportunity.premium(item),
    )
    return paid(item, comp, record, **changes)


def _affected(
    opportunity: Opportunity, item: Placement, comp: Compensation, changes: Mapping[str, object]
) -> tuple[Affected, ...]:
    """What of the item money chose, against the same product with no money."""
    organic = opportunity.ranked_product(item.product_id)
    affected: list[Affected] = ["place"] if comp.affects_rank else []
    if organic is None or item.offer_id != organic.offer_id:
        affected.append("offer")
    if (
        changes.get("url", item.url) != item.url
        or changes.get("redirects", item.redirects) != item.redirects
    ):
        affected.append("link")
    return tuple(affected)


def _with_dearer(why: Bilingual, opportunity: Opportunity, item: Placement) -> Bilingual:
    """The reason, and where the product's own offer is cheaper, which shop's and by how much."""
    organic = opportunity.ranked_product(item.product_id)
    if organic is None or organic.offer_id == item.offer_id:
        return why
    own = opportunity.show(item.product_id, organic.offer_id, rank=1, id="unpaid")
    more = dearer(item.price, own.price)
    price = own.price.total if item.price.delivered and own.price.delivered else own.price.money
    if more is None or more.amount <= 0 or price is None or own.seller is None:
        return why
    return why.followed_by(
        both(
            "ranking.dearer_elsewhere",
            seller=own.seller.name,
            price=shown(price),
            more=shown(more),
        )
    )


def due_for_showing(items: Iterable[Placement]) -> tuple[Charge, ...]:
    """What items billed by showings make their payers owe at once."""
    return tuple(
        Charge(
            kind="impression",
            payer=record.payer,
            campaign_id=record.campaign_id,
            money=record.terms.amount,
        )
        for record in (item.disclosure for item in items)
        if record is not None and record.terms.event == "impression" and record.terms.amount
    )
