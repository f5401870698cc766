"""An auction of places for products: who may bid, who wins, what a click costs, and why."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from assistant.monetisation.auctions.position import Bidder, Clicks, PositionRule, Rung, Sold, sell
from assistant.monetisation.mechanisms.base import Opportunity, due_for_showing, pay_for
from assistant.monetisation.mechanisms.bidding import (
    Candidate,
    bid_of,
    bidding,
    creative_of,
    creative_text,
    currency_of,
    in_currency,
    number,
    on_pace,
    party,
    payable,
    per_thousand,
    unlisted,
    unsold,
)
from assistant.monetisation.rates import rates
from assistant.schema.difference import Unsold, UnsoldSpace
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.campaign import Campaign
from catalog.i18n import Bilingual
from catalog.money import Money, shown
from catalog.phrases import both
from catalog.record import Record


class SlotAuction(Record):
    """An auction of as many slots as `clicks` has entries.

    `clicks` are the clicks that each slot gets relative to the first. `reserve` is the least
    price per click in each currency it names. A product below `relevance_floor` (its score over
    the best one's) may not bid; quality is that relevance, or 1 for all under "equal". A product
    that the organic list already shows buys no slot unless `repeats`. With `paced` a campaign
    sits out while it has spent more of its budget than has passed of its time, give or take
    `ahead`; `per_conversation` caps how often one conversation may see it (0: no cap). Under
    `billing` "showing" a winner owes, for being shown, its price per click times the place's
    expected clicks (rates.yaml), billed per thousand. The advertiser's own words stand with its
    item, marked as such.
    """

    auction: PositionRule = "gsp"
    clicks: Clicks = (Decimal(1), Decimal("0.6"))
    reserve: tuple[Money, ...] = ()
    relevance_floor: Decimal = Field(default=Decimal("0.3"), ge=0, le=1)
    quality: Literal["relevance", "equal"] = "relevance"
    repeats: bool = False
    paced: bool = False
    ahead: Decimal = Field(default=Decimal("0.05"), ge=0, le=1)
    per_conversation: int = Field(default=0, ge=0)
    billing: Literal["click", "showing"] = "click"

    def sold(self, opportunity: Opportunity, mechanism: str) -> tuple[Placement, ...]:
        """The items that won a slot, best slot first, each with the record of its payment."""
        open_to = self.candidates(opportunity)
        candidates = {c.campaign.id: c for c in open_to if self._admits(c.campaign, opportunity)}
        bidders = [self._bidder(c) for c in candidates.values()]
        reserve = in_currency(self.reserve, currency_of(opportunity), Decimal(0))
        sold = sell(self.auction, bidders, self.clicks, reserve, opportunity.random())
        placed = (
            self._placed(opportunity, mechanism, candidates[s.bidder.id], s, (place, len(bidders)))
            for place, s in enumerate(sold, start=1)
        )
        return tuple(placed)

    def apart(self, opportunity: Opportunity, mechanism: str) -> Outcome:
        """The organic picks untouched, and apart from them the slots that were sold."""
        sold = self.sold(opportunity, mechanism)
        return Outcome(
            listed=opportunity.picks,
            sponsored=sold,
            charges=due_for_showing(sold),
            unsold=self.unsold(opportunity, "slot", len(sold)),
        )

    def candidates(self, opportunity: Opportunity) -> tuple[Candidate, ...]:
        """Who may bid."""
        bids = bidding(opportunity, self.relevance_floor)
        return bids if self.repeats else unlisted(opportunity, bids)

    def unsold(self, opportunity: Opportunity, space: UnsoldSpace, sold: int) -> tuple[Unsold, ...]:
        """The places that nobody took, and why."""
        return unsold(
            opportunity,
            space,
            len(self.clicks),
            sold,
            floor=self.relevance_floor,
            repeats=self.repeats,
        )

    def _admits(self, campaign: Campaign, opportunity: Opportunity) -> bool:
        """Whether pacing and the frequency cap let it take part."""
        seen = opportunity.seen.get(campaign.id, 0)
        if self.per_conversation and seen >= self.per_conversation:
            return False
        return not self.paced or on_pace(
            campaign, opportunity.spent.get(campaign.id), opportunity.now, self.ahead
        )

    def _bidder(self, candidate: Candidate) -> Bidder:
        quality = candidate.relevance if self.quality == "relevance" else Decimal(1)
        campaign = candidate.campaign
        return Bidder(id=campaign.id, bid=bid_of(campaign), quality=quality)

    def _placed(
        self,
        opportunity: Opportunity,
        mechanism: str,
        candidate: Candidate,
        sold: Sold,
        at: tuple[int, int],
    ) -> Placement:
        campaign, (place, rivals) = candidate.campaign, at
        bid = Money(amount=sold.bidder.bid, currency=campaign.currency)
        price = payable(sold.price, bid)
        terms = Terms(event="click", amount=price)
        due: tuple[Bilingual, ...] = ()
        if self.billing == "showing":
            clicks = rates()["slot"].at(place)
            showing = Money(amount=bid.amount * clicks, currency=bid.currency)
            terms = Terms(
                event="impression", amount=payable(sold.price * clicks, showing, showing=True)
            )
            due = (self._showing_line(terms, clicks),)
        words = creative_of(campaign, opportunity.need.language)
        item = opportunity.show(campaign.product_id, campaign.offer_id, rank=place, id=f"s{place}")
        comp = Compensation(
            type="bid",
            varies_by_seller=True,
            payer=campaign.payer,
            on_behalf_of=campaign.on_behalf_of,
        )
        return pay_for(
            opportunity,
            item,
            comp,
            mechanism=mechanism,
            campaign_id=campaign.id,
            why=self._why(candidate, place, rivals),
            arithmetic=(
                self._score_line(candidate, sold, bid),
                self._price_line(sold.rungs, price),
                *due,
            ),
            terms=terms,
            slot=True,
            capped=self.per_conversation > 0,
            text=creative_text(words),
            text_by="advertiser" if words else "",
        )

    def _why(self, candidate: Candidate, place: int, rivals: int) -> Bilingual:
        won = self._how_won(candidate, place, rivals)
        if candidate.interest is None:
            return won
        return both("payments.slot_interest", won=won, interest=candidate.interest)

    def _how_won(self, candidate: Candidate, place: int, rivals: int) -> Bilingual:
        who = party(candidate.campaign.payer, candidate.campaign.on_behalf_of)
        if rivals == 1:
            return both("payments.slot_alone", who=who)
        quality = "interest" if candidate.interest else self.quality
        by = both(f"payments.slot_by_{quality}")
        return both("payments.slot_won", who=who, rivals=rivals, by=by, place=place)

    def _showing_line(self, terms: Terms, clicks: Decimal) -> Bilingual:
        due = per_thousand(terms.amount) if terms.amount else Bilingual(zh="", en="")
        percent = number(clicks * 100, 4)
        return both("payments.slot_showings", percent=percent, due=due)

    def _score_line(self, candidate: Candidate, sold: Sold, bid: Money) -> Bilingual:
        offered = shown(bid)
        if self.quality == "equal":
            return both("payments.slot_bid", bid=offered)
        quality, score = number(sold.bidder.quality, 4), number(sold.bidder.score, 4)
        by = both(f"payments.quality_{'interest' if candidate.interest else 'relevance'}")
        return both("payments.slot_score", bid=offered, by=by, quality=quality, score=score)

    def _price_line(self, rungs: tuple[Rung, ...], price: Money) -> Bilingual:
        due = shown(price)
        if self.auction == "first_price":
            return both("payments.slot_due_bid", due=due)
        if len(rungs) == 1:
            least = number(rungs[0].bid, 4)
            return both("payments.slot_due_second", least=least, due=due)
        ladder = " + ".join(f"{number(r.share, 4)} × {number(r.bid, 4)}" for r in rungs)
        return both("payments.slot_due_clicks", ladder=ladder, due=due)
