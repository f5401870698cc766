"""Shares of an order: who pays the highest for a product, and what one comes to."""

from __future__ import annotations

from decimal import Decimal

from assistant.monetisation.mechanisms.base import Opportunity
from assistant.monetisation.mechanisms.bidding import currency_of, number
from assistant.schema.placement import Placement
from catalog.campaign import Campaign
from catalog.i18n import Bilingual
from catalog.money import shown
from catalog.phrases import both


def commission_lines(item: Placement, rate: Decimal) -> tuple[Bilingual, ...]:
    """What a commission comes to for one unit; nothing where no price is known."""
    price = item.price.money
    if price is None:
        return ()
    percent, whole, share = number(rate * 100), shown(price), shown((price * rate).rounded())
    return (both("payments.commission_due", whole=whole, percent=percent, share=share),)


def rate_of(campaign: Campaign | None) -> Decimal:
    """The share of an order that it pays, 0 for none."""
    return (campaign.commission if campaign else None) or Decimal(0)


def best_commissions(opportunity: Opportunity) -> dict[str, Campaign]:
    """For each product the campaign that pays the highest commission, in the answer's currency."""
    currency = currency_of(opportunity)
    best: dict[str, Campaign] = {}
    for campaign in opportunity.campaigns:
        if campaign.currency == currency and rate_of(campaign) > rate_of(
            best.get(campaign.product_id)
        ):
            best[campaign.product_id] = campaign
    return best
