"""Direct offers: a seller takes something off, for this shopper, at the moment of buying."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.bidding import currency_of, number, party, unsold_links
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.campaign import Campaign
from catalog.money import Money, shown
from catalog.phrases import both
from catalog.price import ItemDiscount, PriceLine
from catalog.record import Record


class DirectOffer(Record):
    """Keeps the picks and their order; a seller with a `discount` lowers its own offer's price.

    Only the very offer that the organic list shows can be lowered, so nothing is swapped or moved.
    The seller pays `fee`, a share of an order at that price. The largest discount is taken.
    """

    type: Literal["direct_offer"] = "direct_offer"
    moves: ClassVar[Moves] = "link"
    fee: Decimal = Field(default=Decimal("0.05"), gt=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks in their order, some of them cheaper than the shop's own page."""
        currency = currency_of(opportunity)
        best: dict[str, Campaign] = {}
        for campaign in opportunity.campaigns:
            rival = best.get(campaign.offer_id)
            if campaign.discount is None or campaign.currency != currency:
                continue
            if rival is None or campaign.discount > (rival.discount or 0):
                best[campaign.offer_id] = campaign
        listed = tuple(
            self._lowered(opportunity, pick, best.get(pick.offer_id)) for pick in opportunity.picks
        )
        return Outcome(listed=listed, unsold=unsold_links(listed))

    def _lowered(
        self, opportunity: Opportunity, pick: Placement, campaign: Campaign | None
    ) -> Placement:
        asked = pick.price.money
        if campaign is None or campaign.discount is None or asked is None:
            return pick
        off = (asked * campaign.discount).rounded()
        price, percent = asked - off, number(campaign.discount * 100)
        line = PriceLine(
            kind="item_discount",
            money=Money(amount=-off.amount, currency=off.currency),
            promotion=ItemDiscount(percent=campaign.discount * 100),
        )
        offered = pick.price.model_copy(
            update={"now": price.amount, "lines": (*pick.price.lines, line)}
        )
        who, fee = party(campaign.payer, campaign.on_behalf_of), (price * self.fee).rounded()
        now, due, before = shown(price), shown(fee), shown(asked)
        return pay_for(
            opportunity,
            pick.model_copy(update={"price": offered}),
            Compensation(
                type="cps",
                varies_by_seller=True,
                payer=campaign.payer,
                on_behalf_of=campaign.on_behalf_of,
            ),
            mechanism=self.type,
            campaign_id=campaign.id,
            why=both("payments.direct_offer", who=who, percent=percent),
            arithmetic=(
                both("payments.direct_offer_price", before=before, percent=percent, now=now),
                both("payments.direct_offer_fee", percent=number(self.fee * 100), due=due),
            ),
            terms=Terms(event="order", rate=self.fee),
        )
