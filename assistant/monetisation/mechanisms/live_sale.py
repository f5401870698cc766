"""A live-stream sale (直播带货): a host's limited price, and a commission for host and platform."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.bidding import (
    creative_text,
    number,
    party,
    relevance,
)
from assistant.monetisation.mechanisms.commissions import commission_lines
from assistant.schema.difference import Unsold, UnsoldReason
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Share, Terms
from catalog.campaign import Campaign, LiveSale
from catalog.money import Money, shown
from catalog.phrases import both
from catalog.price import PriceLine
from catalog.record import Record


class LiveSales(Record):
    """Adds up to `places` products on sale in a running stream, the more relevant first.

    The price is the host's, lower than the offer's own and good until the stream ends; a "sale"
    that is no cheaper is left out. The seller pays a commission that host and platform share. The
    host's words stand with the item, marked as selling.
    """

    type: Literal["live_sale"] = "live_sale"
    moves: ClassVar[Moves] = "room"
    places: int = Field(default=2, ge=1, le=6)
    relevance_floor: Decimal = Field(default=Decimal("0.3"), ge=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks untouched, and what is on sale live."""
        share = relevance(opportunity)
        running = [
            (campaign, live)
            for campaign, live in ((c, c.live) for c in opportunity.campaigns)
            if live is not None
            and live.starts <= opportunity.now < live.ends
            and share.get(campaign.product_id, Decimal(0)) >= self.relevance_floor
        ]
        running.sort(key=lambda found: (-share[found[0].product_id], found[0].id))
        placed: list[Placement] = []
        for campaign, live in running:
            item = self._placed(opportunity, campaign, live, len(placed) + 1)
            if item is not None and len(placed) < self.places:
                placed.append(item)
        short = self.places - len(placed)
        why: UnsoldReason = "held_back" if len(running) > len(placed) else "no_bidder"
        left = (Unsold(space="place", count=short, reason=why),) if short else ()
        return Outcome(listed=opportunity.picks, sponsored=tuple(placed), unsold=left)

    def _placed(
        self, opportunity: Opportunity, campaign: Campaign, live: LiveSale, rank: int
    ) -> Placement | None:
        item = opportunity.show(campaign.product_id, campaign.offer_id, rank=rank, id=f"s{rank}")
        asked = item.price.money
        if asked is None or asked.currency != live.price.currency or live.price >= asked:
            return None
        off = asked - live.price
        line = PriceLine(kind="live", money=Money(amount=-off.amount, currency=off.currency))
        offered = item.price.model_copy(
            update={
                "now": live.price.amount,
                "lines": (*item.price.lines, line),
                "conditions": f"until {live.ends.isoformat()}",
            }
        )
        who, host = party(campaign.payer, campaign.on_behalf_of), number(live.host_share * 100)
        before, now = shown(asked), shown(live.price)
        words = next((w for w in live.words if w.language == opportunity.need.language), None)
        return pay_for(
            opportunity,
            item.model_copy(update={"price": offered}),
            Compensation(
                type="cps",
                varies_by_seller=True,
                payer=campaign.payer,
                on_behalf_of=campaign.on_behalf_of,
            ),
            mechanism=self.type,
            campaign_id=campaign.id,
            why=both("payments.live_sale", host=live.host, who=who, now=now, before=before),
            arithmetic=(
                *commission_lines(item.model_copy(update={"price": offered}), live.commission),
                both("payments.live_sale_share", host=host),
            ),
            terms=Terms(
                event="order",
                rate=live.commission,
                shares=(Share(role="host", name=live.host, share=live.host_share),)
                if live.host_share
                else (),
            ),
            slot=True,
            text=creative_text(words),
            text_by="host" if words else "",
        )
