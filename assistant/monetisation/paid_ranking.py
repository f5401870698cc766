"""Paid ranking (竞价排名): bids multiply relevance, and the list is sorted by the product."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from assistant.answer import Compensation, DisclosureRecord, Placement, Terms
from assistant.monetisation.bidding import (
    Candidate,
    amount,
    bid_of,
    bidding,
    currency_of,
    number,
    party,
    payable,
    relevance,
)
from assistant.monetisation.mechanism import Opportunity, Outcome, paid
from catalog.bilingual import Bilingual
from catalog.campaign import Campaign
from catalog.money import Money
from catalog.record import Record
from retrieval.request import RankedProduct


class Contender(Record):
    """A product of the organic ranking, and the campaign that pushes it, if one does."""

    organic: RankedProduct
    relevance: Decimal
    candidate: Candidate | None = None

    @property
    def bid(self) -> Decimal:
        """What is bid for it per click, 0 for nothing."""
        return bid_of(self.candidate.campaign) if self.candidate else Decimal(0)


class PaidRanking(Record):
    """Sorts the whole organic ranking by relevance · (1 + bid / unit)^alpha and shows its head.

    Relevance is the score over the best one's. `unit` is, per currency, the bid that multiplies
    relevance by 2^alpha; a currency it does not name has a unit of 1. A click costs the least bid
    that would have kept the place, so who would stand there anyway pays nothing and is unpaid.
    An order that the shopper asked for (by price, by rating) is left alone.
    """

    type: Literal["paid_ranking"] = "paid_ranking"
    alpha: Decimal = Field(default=Decimal(1), gt=0, le=10)
    unit: tuple[Money, ...] = ()

    def place(self, opportunity: Opportunity) -> Outcome:
        """The head of the list once bids have moved it."""
        if opportunity.need.sort != "relevance":
            return Outcome(listed=opportunity.picks)
        unit = self._unit(opportunity)
        order = self._order(opportunity, unit)
        shown = range(min(len(opportunity.picks), len(order)))
        return Outcome(listed=tuple(self._placed(opportunity, order, i, unit) for i in shown))

    def _unit(self, opportunity: Opportunity) -> Decimal:
        currency = currency_of(opportunity)
        return next((u.amount for u in self.unit if u.currency == currency), Decimal(1))

    def _order(self, opportunity: Opportunity, unit: Decimal) -> tuple[Contender, ...]:
        share = relevance(opportunity)
        bids = {c.product_id: c for c in bidding(opportunity)}
        contenders = (
            Contender(organic=r, relevance=share[r.product_id], candidate=bids.get(r.product_id))
            for r in opportunity.ranked
        )
        return tuple(sorted(contenders, key=lambda c: (-self._weight(c, unit), c.organic.rank)))

    def _weight(self, contender: Contender, unit: Decimal) -> Decimal:
        return contender.relevance * (1 + contender.bid / unit) ** self.alpha

    def _held_by_money(self, order: tuple[Contender, ...], i: int, unit: Decimal) -> bool:
        """Whether the one at i would stand lower without its bid."""
        if order[i].candidate is None or i + 1 == len(order):
            return False
        own, below = order[i], order[i + 1]
        unpaid = (-own.relevance, own.organic.rank)
        return unpaid > (-self._weight(below, unit), below.organic.rank)

    def _needed(self, order: tuple[Contender, ...], i: int, unit: Decimal) -> Decimal:
        """The bid with which the one at i just stays above the next."""
        below, own = self._weight(order[i + 1], unit), order[i].relevance
        return unit * ((below / own) ** (1 / self.alpha) - 1)

    def _placed(
        self, opportunity: Opportunity, order: tuple[Contender, ...], i: int, unit: Decimal
    ) -> Placement:
        contender, rank, id = order[i], i + 1, f"p{i + 1}"
        if contender.candidate is None or not self._held_by_money(order, i, unit):
            organic = contender.organic
            return opportunity.show(organic.product_id, organic.offer_id, rank=rank, id=id)
        campaign = contender.candidate.campaign
        bid = Money(amount=contender.bid, currency=campaign.currency)
        price = payable(self._needed(order, i, unit), bid)
        item = opportunity.show(campaign.product_id, campaign.offer_id, rank=rank, id=id)
        record = DisclosureRecord(
            mechanism=self.type,
            campaign_id=campaign.id,
            payer=campaign.payer,
            on_behalf_of=campaign.on_behalf_of,
            why=_why(campaign, contender.organic.rank, rank),
            arithmetic=self._lines(order, i, unit, bid, price),
            terms=Terms(event="click", amount=price),
            premium=opportunity.premium(item),
        )
        comp = Compensation(
            type="bid",
            varies_by_seller=True,
            payer=campaign.payer,
            on_behalf_of=campaign.on_behalf_of,
            affects_rank=True,
        )
        return paid(item, comp, record)

    def _lines(
        self, order: tuple[Contender, ...], i: int, unit: Decimal, bid: Money, price: Money
    ) -> tuple[Bilingual, ...]:
        contender = order[i]
        power = "" if self.alpha == 1 else f"^{number(self.alpha)}"
        weight, below = self._weight(contender, unit), self._weight(order[i + 1], unit)
        offered, due = amount(bid), amount(price)
        factor = f"(1 + {number(contender.bid)} ÷ {number(unit)}){power}"
        share, product = number(contender.relevance, 4), number(weight, 4)
        return (
            Bilingual(
                zh=f"出价 {offered.zh}：相关度 {share} × {factor} = {product}",
                en=f"Bid {offered.en}: relevance {share} × {factor} = {product}",
            ),
            Bilingual(
                zh=f"下一名是 {number(below, 4)}，压过它每次点击付 {due.zh}",
                en=f"The next one has {number(below, 4)}; staying above costs {due.en} per click",
            ),
        )


def _why(campaign: Campaign, unpaid: int, rank: int) -> Bilingual:
    who = party(campaign.payer, campaign.on_behalf_of)
    if unpaid <= rank:
        return Bilingual(
            zh=f"{who.zh}按点击付费，才排在第 {rank} 位；不付费会更靠后。",
            en=f"{who.en} pays per click to keep it at number {rank}; otherwise it would fall.",
        )
    return Bilingual(
        zh=f"{who.zh}按点击付费，把它从第 {unpaid} 位移到了第 {rank} 位。",
        en=f"{who.en} pays per click; that moved it from number {unpaid} to number {rank}.",
    )
