"""A flat fee: brands pay by the month to stand beside the list whenever their kind is asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.bidding import (
    currency_of,
    party,
    relevance,
    unsold,
)
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.campaign import Campaign
from catalog.money import shown
from catalog.phrases import both
from catalog.record import Record


class FlatFee(Record):
    """Shows up to `places` products whose seller pays a `monthly_fee`, the more relevant first.

    How much is paid does not count, and no answer costs anything by itself.
    """

    type: Literal["flat_fee"] = "flat_fee"
    moves: ClassVar[Moves] = "room"
    places: int = Field(default=2, ge=1, le=6)
    relevance_floor: Decimal = Field(default=Decimal("0.3"), ge=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks untouched, and the sponsors of their kind."""
        share, currency = relevance(opportunity), currency_of(opportunity)
        shown = {pick.product_id for pick in opportunity.picks}
        sponsors: dict[str, Campaign] = {}
        for campaign in opportunity.campaigns:
            relevant = share.get(campaign.product_id, Decimal(0)) >= self.relevance_floor
            if campaign.monthly_fee and relevant and campaign.currency == currency:
                sponsors.setdefault(campaign.product_id, campaign)
        order = sorted(
            (c for id, c in sponsors.items() if id not in shown),
            key=lambda c: (-share[c.product_id], c.id),
        )
        return Outcome(
            listed=opportunity.picks,
            sponsored=tuple(
                self._placed(opportunity, campaign, rank)
                for rank, campaign in enumerate(order[: self.places], start=1)
            ),
            unsold=unsold(
                opportunity,
                "place",
                self.places,
                len(order[: self.places]),
                floor=self.relevance_floor,
                offered=lambda c: c.monthly_fee.amount if c.monthly_fee else Decimal(0),
            ),
        )

    def _placed(self, opportunity: Opportunity, campaign: Campaign, rank: int) -> Placement:
        who = party(campaign.payer, campaign.on_behalf_of)
        fee = shown(campaign.monthly_fee) if campaign.monthly_fee else who
        return pay_for(
            opportunity,
            opportunity.show(campaign.product_id, campaign.offer_id, rank=rank, id=f"s{rank}"),
            Compensation(type="flat", payer=campaign.payer, on_behalf_of=campaign.on_behalf_of),
            mechanism=self.type,
            campaign_id=campaign.id,
            why=both("payments.flat_fee", who=who),
            arithmetic=(both("payments.flat_fee_month", fee=fee),),
            terms=Terms(event="month", amount=campaign.monthly_fee),
            slot=True,
        )
