"""Paid ranking (竞价排名): bids multiply relevance, and the list is sorted by the product."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.bidding import (
    bid_of,
    bidding,
    currency_of,
    in_currency,
    number,
    party,
    payable,
    relevance,
    unsold_rows,
)
from assistant.monetisation.mechanisms.reordering import Contender, held_by_money, reordered
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.campaign import Campaign
from catalog.i18n import Bilingual
from catalog.money import Money, shown
from catalog.phrases import both
from catalog.record import Record


class PaidRanking(Record):
    """Sorts the whole organic ranking by relevance · (1 + bid / unit)^alpha and shows its head.

    Relevance is the score over the best one's. `unit` is, per currency, the bid that multiplies
    relevance by 2^alpha; a currency it does not name has a unit of 1. A click costs the least bid
    that would have kept the place, so who would stand there anyway pays nothing and is unpaid.
    An order that the shopper asked for (by price, by rating) is left alone.
    """

    type: Literal["paid_ranking"] = "paid_ranking"
    moves: ClassVar[Moves] = "list"
    alpha: Decimal = Field(default=Decimal(1), gt=0, le=10)
    unit: tuple[Money, ...] = ()

    def place(self, opportunity: Opportunity) -> Outcome:
        """The head of the list once bids have moved it."""
        if opportunity.need.sort != "relevance":
            left = unsold_rows(opportunity, opportunity.picks)
            return Outcome(listed=opportunity.picks, unsold=left)
        unit = in_currency(self.unit, currency_of(opportunity), Decimal(1))
        order = self._order(opportunity, unit)
        shown = range(min(len(opportunity.picks), len(order)))
        listed = tuple(self._placed(opportunity, order, i, unit) for i in shown)
        left = unsold_rows(opportunity, listed)
        return Outcome(listed=listed, parameter=self._parameter(opportunity, unit), unsold=left)

    def _parameter(self, opportunity: Opportunity, unit: Decimal) -> Bilingual:
        """What a bid weighs in the order, in words."""
        power = "" if self.alpha == 1 else f"^{number(self.alpha)}"
        currency = currency_of(opportunity)
        told = shown(Money(amount=unit, currency=currency)) if currency else number(unit)
        return both("ranking.bid", unit=told, power=power)

    def _order(self, opportunity: Opportunity, unit: Decimal) -> tuple[Contender, ...]:
        share = relevance(opportunity)
        campaigns = {c.product_id: c.campaign for c in bidding(opportunity)}
        contenders = []
        for r in opportunity.ranked:
            campaign = campaigns.get(r.product_id)
            factor = (1 + bid_of(campaign) / unit) ** self.alpha if campaign else Decimal(1)
            contenders.append(
                Contender(
                    organic=r, relevance=share[r.product_id], factor=factor, campaign=campaign
                )
            )
        return reordered(contenders)

    def _placed(
        self, opportunity: Opportunity, order: tuple[Contender, ...], i: int, unit: Decimal
    ) -> Placement:
        contender, rank, id = order[i], i + 1, f"p{i + 1}"
        campaign, organic = contender.campaign, contender.organic
        if campaign is None or not held_by_money(order, i):
            return opportunity.show(organic.product_id, organic.offer_id, rank=rank, id=id)
        needed = unit * ((order[i + 1].weight / contender.relevance) ** (1 / self.alpha) - 1)
        bid = Money(amount=bid_of(campaign), currency=campaign.currency)
        price = payable(needed, bid)
        comp = Compensation(
            type="bid",
            varies_by_seller=True,
            payer=campaign.payer,
            on_behalf_of=campaign.on_behalf_of,
            affects_rank=True,
        )
        return pay_for(
            opportunity,
            opportunity.show(campaign.product_id, campaign.offer_id, rank=rank, id=id),
            comp,
            mechanism=self.type,
            campaign_id=campaign.id,
            why=_why(campaign, organic.rank, rank),
            arithmetic=self._lines(contender, order[i + 1], unit, bid, price),
            terms=Terms(event="click", amount=price),
        )

    def _lines(
        self, contender: Contender, below: Contender, unit: Decimal, bid: Money, price: Money
    ) -> tuple[Bilingual, ...]:
        power = "" if self.alpha == 1 else f"^{number(self.alpha)}"
        offered, due = shown(bid), shown(price)
        factor = f"(1 + {number(bid.amount)} ÷ {number(unit)}){power}"
        share, product = number(contender.relevance, 4), number(contender.weight, 4)
        next_one = number(below.weight, 4)
        return (
            both(
                "payments.rank_score", offered=offered, share=share, factor=factor, product=product
            ),
            both("payments.rank_due", next_one=next_one, due=due),
        )


def _why(campaign: Campaign, unpaid: int, rank: int) -> Bilingual:
    who = party(campaign.payer, campaign.on_behalf_of)
    if unpaid <= rank:
        return both("payments.rank_kept", who=who, rank=rank)
    return both("payments.rank_moved", who=who, unpaid=unpaid, rank=rank)
