"""Sponsored follow-up questions: the next question is for sale, its answer is not."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.auctions.position import Bidder, Sold, sell
from assistant.monetisation.mechanisms.base import Moves, Opportunity
from assistant.monetisation.mechanisms.bidding import (
    Candidate,
    bidding,
    currency_of,
    in_currency,
    number,
    party,
    payable,
    per_thousand,
    question_bid_of,
    unlisted,
    unsold,
)
from assistant.schema.answer import FollowUp
from assistant.schema.outcome import Charge, Outcome
from assistant.schema.placement import DisclosureRecord, Terms
from catalog.i18n import Bilingual
from catalog.money import Money
from catalog.phrases import both
from catalog.record import Record


class FollowUps(Record):
    """Sells up to `questions` follow-up questions by bid · relevance, second price, per showing.

    The question is worded here, from brand and category, never by the advertiser. The answer to
    it is researched like any other; the product that was paid for stays labelled in it and in
    every later answer of the conversation (see history.py).
    """

    type: Literal["follow_ups"] = "follow_ups"
    moves: ClassVar[Moves] = "words"
    questions: int = Field(default=2, ge=1, le=5)
    reserve: tuple[Money, ...] = ()
    relevance_floor: Decimal = Field(default=Decimal("0.3"), ge=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks untouched, and the questions that were sold."""
        bids = bidding(opportunity, self.relevance_floor, question_bid_of)
        candidates = {c.campaign.id: c for c in unlisted(opportunity, bids)}
        bidders = [
            Bidder(id=id, bid=question_bid_of(c.campaign), quality=c.relevance)
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
            unsold=unsold(
                opportunity,
                "question",
                self.questions,
                len(asked),
                floor=self.relevance_floor,
                offered=question_bid_of,
            ),
        )

    def _offered(
        self, opportunity: Opportunity, candidate: Candidate, won: Sold
    ) -> tuple[FollowUp, Charge]:
        campaign = candidate.campaign
        bid = Money(amount=won.bidder.bid, currency=campaign.currency)
        price, who = (
            payable(won.price, bid, showing=True),
            party(campaign.payer, campaign.on_behalf_of),
        )
        offered, due = per_thousand(bid), per_thousand(price)
        quality = number(won.bidder.quality, 4)
        record = DisclosureRecord(
            mechanism=self.type,
            campaign_id=campaign.id,
            payer=campaign.payer,
            on_behalf_of=campaign.on_behalf_of,
            why=both("payments.question", who=who),
            arithmetic=(
                both("payments.question_bid", offered=offered, quality=quality),
                both("payments.question_due", due=due),
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
    """What a shopper could ask for next of the product's brand, or the product if it has none."""
    product = opportunity.catalog.product(product_id)
    term = opportunity.catalog.vocabulary.category(product.category)
    if not product.brand or not product.category:
        return both("payments.question_product", title=product.title)
    return both(
        "payments.question_kind", brand=product.brand, category=Bilingual(zh=term.zh, en=term.en)
    )
