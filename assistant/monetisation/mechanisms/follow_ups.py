"""Sponsored follow-up questions: the next question is for sale, its answer is not."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from assistant.monetisation.auctions.position import Bidder, Sold, sell
from assistant.monetisation.mechanisms.base import Opportunity
from assistant.monetisation.mechanisms.bidding import (
    Candidate,
    amount,
    bidding,
    currency_of,
    in_currency,
    number,
    party,
    payable,
    sentence_bid_of,
    unlisted,
)
from assistant.schema.answer import FollowUp
from assistant.schema.outcome import Charge, Outcome
from assistant.schema.placement import DisclosureRecord, Terms
from catalog.i18n import Bilingual
from catalog.money import Money
from catalog.record import Record


class FollowUps(Record):
    """Sells up to `questions` follow-up questions by bid · relevance, second price, per showing.

    The question is worded here, from brand and category, never by the advertiser. The answer to
    it is researched like any other; the product that was paid for stays labelled in it and in
    every later answer of the conversation (see history.py).
    """

    type: Literal["follow_ups"] = "follow_ups"
    questions: int = Field(default=2, ge=1, le=5)
    reserve: tuple[Money, ...] = ()
    relevance_floor: Decimal = Field(default=Decimal("0.3"), ge=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks untouched, and the questions that were sold."""
        bids = bidding(opportunity, self.relevance_floor, sentence_bid_of)
        candidates = {c.campaign.id: c for c in unlisted(opportunity, bids)}
        bidders = [
            Bidder(id=id, bid=sentence_bid_of(c.campaign), quality=c.relevance)
            for id, c in candidates.items()
        ]
        reserve = in_currency(self.reserve, currency_of(opportunity), Decimal(0))
        clicks = (Decimal(1),) * self.questions
        sold = sell("gsp", bidders, clicks, reserve, opportunity.random())
        asked: dict[str, tuple[FollowUp, Charge]] = {}
        for won in sold:
            follow_up, charge = self._offered(opportunity, candidates[won.bidder.id], won)
            asked.setdefault(follow_up.text, (follow_up, charge))
        return Outcome(
            listed=opportunity.picks,
            follow_ups=tuple(follow_up for follow_up, _ in asked.values()),
            charges=tuple(charge for _, charge in asked.values()),
        )

    def _offered(
        self, opportunity: Opportunity, candidate: Candidate, won: Sold
    ) -> tuple[FollowUp, Charge]:
        campaign = candidate.campaign
        bid = Money(amount=won.bidder.bid, currency=campaign.currency)
        price, who = payable(won.price, bid), party(campaign.payer, campaign.on_behalf_of)
        told, due = amount(bid), amount(price)
        quality, score = number(won.bidder.quality, 4), number(won.bidder.score, 4)
        record = DisclosureRecord(
            mechanism=self.type,
            campaign_id=campaign.id,
            payer=campaign.payer,
            on_behalf_of=campaign.on_behalf_of,
            why=Bilingual(
                zh=f"这个问题是{who.zh}付费放在这里的；点开后的回答照常检索，没有人为它付钱。",
                en=f"{who.en} paid to have this question offered. Its answer is researched like "
                "any other; nobody pays for what it says.",
            ),
            arithmetic=(
                Bilingual(
                    zh=f"出价 {told.zh} × 相关度 {quality} = {score}",
                    en=f"Bid {told.en} × relevance {quality} = {score}",
                ),
                Bilingual(
                    zh=f"守住这个位置需要出到 {number(won.price, 4)}，每次展示付 {due.zh}",
                    en=f"A bid of {number(won.price, 4)} just holds this place: "
                    f"{due.en} per showing",
                ),
            ),
            targeting=opportunity.targeting(campaign.id),
            terms=Terms(event="impression", amount=price),
            slot=True,
        )
        text = opportunity.text(question(opportunity, campaign.product_id))
        follow_up = FollowUp(
            text=text, paid=True, disclosure=record, product_id=campaign.product_id
        )
        charge = Charge(
            kind="impression", payer=campaign.payer, campaign_id=campaign.id, money=price
        )
        return follow_up, charge


def question(opportunity: Opportunity, product_id: str) -> Bilingual:
    """What a shopper could ask next about the product's brand, or the product if it has none."""
    product = opportunity.catalog.product(product_id)
    category = opportunity.catalog.vocabulary.category(product.category)
    if not product.brand or not product.category:
        return Bilingual(zh=f"想看看{product.title}", en=f"Show me the {product.title}")
    return Bilingual(
        zh=f"{product.brand}有哪些{category.zh}？",
        en=f"What {category.en} options does {product.brand} have?",
    )
