"""Sponsored slots: places beside the organic list, sold in an auction and paid per click."""

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
)
from assistant.monetisation.mechanism import Opportunity, Outcome, paid
from assistant.monetisation.position import Bidder, Clicks, PositionRule, Rung, Sold, sell
from catalog.bilingual import Bilingual
from catalog.money import Money
from catalog.record import Record


class Slots(Record):
    """An auction of as many slots as `clicks` has entries; the organic list stays as it is.

    `clicks` are the clicks that each slot gets relative to the first. `reserve` is the least
    price per click in each currency it names. A product below `relevance_floor` (its score over
    the best one's) may not bid; quality is that relevance, or 1 for all under "equal". A product
    that the organic list already shows buys no slot unless `repeats`.
    """

    type: Literal["slots"] = "slots"
    auction: PositionRule = "gsp"
    clicks: Clicks = (Decimal(1), Decimal("0.6"))
    reserve: tuple[Money, ...] = ()
    relevance_floor: Decimal = Field(default=Decimal("0.3"), ge=0, le=1)
    quality: Literal["relevance", "equal"] = "relevance"
    repeats: bool = False

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks untouched, and the slots that were sold."""
        shown = {pick.product_id for pick in opportunity.picks}
        candidates = {
            c.campaign.id: c
            for c in bidding(opportunity, self.relevance_floor)
            if self.repeats or c.product_id not in shown
        }
        bidders = [self._bidder(c) for c in candidates.values()]
        sold = sell(
            self.auction, bidders, self.clicks, self._reserve(opportunity), opportunity.random()
        )
        sponsored = (
            self._placed(opportunity, candidates[s.bidder.id], s, place, len(bidders))
            for place, s in enumerate(sold, start=1)
        )
        return Outcome(listed=opportunity.picks, sponsored=tuple(sponsored))

    def _bidder(self, candidate: Candidate) -> Bidder:
        quality = candidate.relevance if self.quality == "relevance" else Decimal(1)
        campaign = candidate.campaign
        return Bidder(id=campaign.id, bid=bid_of(campaign), quality=quality)

    def _reserve(self, opportunity: Opportunity) -> Decimal:
        currency = currency_of(opportunity)
        return next((r.amount for r in self.reserve if r.currency == currency), Decimal(0))

    def _placed(
        self, opportunity: Opportunity, candidate: Candidate, sold: Sold, place: int, rivals: int
    ) -> Placement:
        campaign = candidate.campaign
        bid = Money(amount=sold.bidder.bid, currency=campaign.currency)
        price = payable(sold.price, bid)
        item = opportunity.show(campaign.product_id, campaign.offer_id, rank=place, id=f"s{place}")
        record = DisclosureRecord(
            mechanism=self.type,
            campaign_id=campaign.id,
            payer=campaign.payer,
            on_behalf_of=campaign.on_behalf_of,
            why=self._why(candidate, place, rivals),
            arithmetic=(self._score_line(sold, bid), _price_line(sold.rungs, price)),
            terms=Terms(event="click", amount=price),
            slot=True,
            premium=opportunity.premium(item),
        )
        comp = Compensation(
            type="bid",
            varies_by_seller=True,
            payer=campaign.payer,
            on_behalf_of=campaign.on_behalf_of,
        )
        return paid(item, comp, record)

    def _why(self, candidate: Candidate, place: int, rivals: int) -> Bilingual:
        who = party(candidate.campaign.payer, candidate.campaign.on_behalf_of)
        by_zh, by_en = ("出价", "bid")
        if self.quality == "relevance":
            by_zh, by_en = ("出价与相关度的乘积", "bid times relevance")
        if rivals == 1:
            return Bilingual(
                zh=f"这是广告位，由{who.zh}买下；这一次没有别家出价。",
                en=f"This is advertising space bought by {who.en}; nobody else bid for it.",
            )
        return Bilingual(
            zh=f"这是广告位，由{who.zh}竞价买下：{rivals} 家出价，按{by_zh}排第 {place}。",
            en=f"This is advertising space bought at auction by {who.en}: "
            f"of {rivals} bidders, number {place} by {by_en}.",
        )

    def _score_line(self, sold: Sold, bid: Money) -> Bilingual:
        told = amount(bid)
        if self.quality == "equal":
            return Bilingual(zh=f"出价 {told.zh}", en=f"Bid {told.en}")
        quality, score = number(sold.bidder.quality, 4), number(sold.bidder.score, 4)
        return Bilingual(
            zh=f"出价 {told.zh} × 相关度 {quality} = {score}",
            en=f"Bid {told.en} × relevance {quality} = {score}",
        )


def _price_line(rungs: tuple[Rung, ...], price: Money) -> Bilingual:
    due = amount(price)
    if len(rungs) == 1:
        least = number(rungs[0].bid, 4)
        return Bilingual(
            zh=f"守住这个位置需要出到 {least}，每次点击付 {due.zh}",
            en=f"It takes {least} to hold this place: {due.en} per click",
        )
    ladder = " + ".join(f"{number(r.share, 4)} × {number(r.bid, 4)}" for r in rungs)
    return Bilingual(
        zh=f"按它让后面各家少得的点击计价：{ladder}，每次点击付 {due.zh}",
        en=f"Priced by the clicks that it takes from those below: {ladder}, so {due.en} per click",
    )
