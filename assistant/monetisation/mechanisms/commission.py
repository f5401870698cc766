"""Commission-weighted choice: who pays a higher share of the sale is chosen and stands higher."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.bidding import number, party, relevance
from assistant.monetisation.mechanisms.commissions import (
    best_commissions,
    commission_lines,
    rate_of,
)
from assistant.monetisation.mechanisms.reordering import Contender, held_by_money, reordered
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.campaign import Campaign
from catalog.i18n import Bilingual
from catalog.phrases import both
from catalog.record import Record


class CommissionWeighted(Record):
    """Sorts by relevance · (1 + weight · commission); of two sellers the better payer is linked.

    An order that the shopper asked for (by price, by rating) is left alone.
    """

    type: Literal["commission"] = "commission"
    moves: ClassVar[Moves] = "list"
    weight: Decimal = Field(default=Decimal(5), ge=0, le=100)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The head of the list once commissions have moved it."""
        if opportunity.need.sort != "relevance":
            return Outcome(listed=opportunity.picks)
        order = self._order(opportunity)
        shown = range(min(len(opportunity.picks), len(order)))
        listed = tuple(self._placed(opportunity, order, i) for i in shown)
        weight = number(self.weight)
        return Outcome(listed=listed, parameter=both("ranking.commission", weight=weight))

    def _order(self, opportunity: Opportunity) -> tuple[Contender, ...]:
        share, best = relevance(opportunity), best_commissions(opportunity)
        return reordered(
            Contender(
                organic=r,
                relevance=share[r.product_id],
                factor=1 + self.weight * rate_of(best.get(r.product_id)),
                campaign=best.get(r.product_id),
            )
            for r in opportunity.ranked
        )

    def _placed(self, opportunity: Opportunity, order: tuple[Contender, ...], i: int) -> Placement:
        contender, rank, id = order[i], i + 1, f"p{i + 1}"
        campaign, organic = contender.campaign, contender.organic
        if campaign is None:
            return opportunity.show(organic.product_id, organic.offer_id, rank=rank, id=id)
        item = opportunity.show(campaign.product_id, campaign.offer_id, rank=rank, id=id)
        moved, swapped = held_by_money(order, i), campaign.offer_id != organic.offer_id
        comp = Compensation(
            type="cps",
            varies_by_seller=True,
            payer=campaign.payer,
            on_behalf_of=campaign.on_behalf_of,
            affects_rank=moved,
        )
        rate = rate_of(campaign)
        return pay_for(
            opportunity,
            item,
            comp,
            mechanism=self.type,
            campaign_id=campaign.id,
            why=_why(campaign, moved=moved, swapped=swapped),
            arithmetic=(self._weight_line(contender), *commission_lines(item, rate)),
            terms=Terms(event="order", rate=rate),
        )

    def _weight_line(self, contender: Contender) -> Bilingual:
        share, percent = number(contender.relevance, 4), number(rate_of(contender.campaign) * 100)
        times, product = number(self.weight), number(contender.weight, 4)
        return both(
            "payments.commission_score", share=share, times=times, percent=percent, product=product
        )


def _why(campaign: Campaign, *, moved: bool, swapped: bool) -> Bilingual:
    """Why it stands there; `swapped` where another seller's offer would be shown unpaid."""
    why = []
    if moved:
        why.append(both("payments.commission_moved"))
    if swapped:
        why.append(both("payments.commission_swapped"))
    who = party(campaign.payer, campaign.on_behalf_of)
    pays = both("payments.commission", who=who)
    return pays.followed_by(*(why or [both("payments.commission_unmoved")]))
