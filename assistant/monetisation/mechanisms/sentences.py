"""Sponsored sentences inside the answer: a lottery by bid and relevance for every sentence."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.auctions.segment import Variant, expected_payment
from assistant.monetisation.mechanisms.base import Moves, Opportunity
from assistant.monetisation.mechanisms.bidding import (
    Candidate,
    bidding,
    creative_of,
    currency_of,
    in_currency,
    number,
    party,
    payable,
    per_thousand,
    sentence_bid_of,
    unlisted,
    unsold,
)
from assistant.schema.answer import Part
from assistant.schema.outcome import Charge, Outcome
from assistant.schema.placement import DisclosureRecord, Placement, Terms
from catalog.money import Money, show
from catalog.phrases import both
from catalog.record import Record


class Draw(Record):
    """A sentence won: by whom, with what chance, and its price given that it was drawn."""

    candidate: Candidate
    chance: Decimal
    price: Money


class Sentences(Record):
    """Sells up to `segments` sentences, each drawn in proportion to relevance · bid.

    "with" lets one advertiser win again while it has something left to say, "without" does not;
    "naive2" draws by the bid alone. A sentence costs E[p] / x of the segment auction, the
    expected payment of a winner, and at least `reserve`. The list stays as it is.
    """

    type: Literal["sentences"] = "sentences"
    moves: ClassVar[Moves] = "words"
    variant: Variant = "with"
    segments: int = Field(default=2, ge=1, le=6)
    reserve: tuple[Money, ...] = ()
    relevance_floor: Decimal = Field(default=Decimal("0.3"), ge=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks untouched, and the sentences that were sold."""
        parts, charges = [], []
        sentences: dict[str, int] = {}
        for draw in self._draws(opportunity):
            id = draw.candidate.campaign.id
            sentences[id] = sentences.get(id, 0) + 1
            parts.append(self._part(opportunity, draw, nth=sentences[id]))
            payer = draw.candidate.campaign.payer
            charges.append(Charge(kind="impression", payer=payer, campaign_id=id, money=draw.price))
        left = unsold(
            opportunity,
            "sentence",
            self.segments,
            len(parts),
            floor=self.relevance_floor,
            offered=sentence_bid_of,
        )
        return Outcome(
            listed=opportunity.picks, parts=tuple(parts), charges=tuple(charges), unsold=left
        )

    def _draws(self, opportunity: Opportunity) -> tuple[Draw, ...]:
        currency, random = currency_of(opportunity), opportunity.random()
        reserve = in_currency(self.reserve, currency, Decimal(0))
        bids = bidding(opportunity, self.relevance_floor, sentence_bid_of)
        left = [c for c in unlisted(opportunity, bids) if sentence_bid_of(c.campaign) >= reserve]
        # Once for its facts, and again while its creative has more to say.
        turns = {c.campaign.id: 1 for c in left}
        if self.variant != "without":
            turns = {c.campaign.id: 1 + _more_to_say(opportunity, c) for c in left}
        draws: list[Draw] = []
        while left and len(draws) < self.segments:
            draw = self._draw(left, reserve, random)
            draws.append(draw)
            turns[draw.candidate.campaign.id] -= 1
            left = [c for c in left if turns[c.campaign.id]]
        return tuple(draws)

    def _draw(self, left: list[Candidate], reserve: Decimal, random: Random) -> Draw:
        quality = [Decimal(1) if self.variant == "naive2" else c.relevance for c in left]
        bids = [sentence_bid_of(c.campaign) for c in left]
        weights = [q * b for q, b in zip(quality, bids, strict=True)]
        (i,) = random.choices(range(len(left)), weights=[float(w) for w in weights])
        chance, others = weights[i] / sum(weights), sum(weights) - weights[i]
        expected = expected_payment(float(bids[i]), float(quality[i]), float(others))
        price = max(reserve, Decimal(str(expected)) / chance)
        bid = Money(amount=bids[i], currency=left[i].campaign.currency)
        return Draw(candidate=left[i], chance=chance, price=payable(price, bid, showing=True))

    def _part(self, opportunity: Opportunity, draw: Draw, *, nth: int) -> Part:
        campaign = draw.candidate.campaign
        record = self._record(opportunity, draw)
        return Part(
            kind="sponsored",
            role="sentence",
            text=sentence(opportunity, draw.candidate, nth=nth),
            product_ids=(campaign.product_id,),
            disclosure=record,
        )

    def _record(self, opportunity: Opportunity, draw: Draw) -> DisclosureRecord:
        campaign = draw.candidate.campaign
        item = opportunity.show(campaign.product_id, campaign.offer_id, rank=1, id="sentence")
        who, due = party(campaign.payer, campaign.on_behalf_of), per_thousand(draw.price)
        percent = number(draw.chance * 100, 1)
        bid = per_thousand(Money(amount=sentence_bid_of(campaign), currency=campaign.currency))
        return DisclosureRecord(
            mechanism=self.type,
            campaign_id=campaign.id,
            payer=campaign.payer,
            on_behalf_of=campaign.on_behalf_of,
            why=both("payments.sentence", who=who),
            arithmetic=(
                both("payments.sentence_bid", bid=bid, percent=percent),
                both("payments.sentence_due", due=due),
            ),
            targeting=opportunity.targeting(campaign.id),
            terms=Terms(event="impression", amount=draw.price),
            slot=True,
            premium=opportunity.premium(item),
        )


def _more_to_say(opportunity: Opportunity, candidate: Candidate) -> bool:
    words = creative_of(candidate.campaign, opportunity.need.language)
    return words is not None and bool(words.text)


def sentence(opportunity: Opportunity, candidate: Candidate, *, nth: int) -> str:
    """What is said of a product: facts first, the seller's own words only as a quotation.

    Args:
        opportunity: for the language and the offer.
        candidate: who pays.
        nth: 1 for its first sentence, 2 for its second, which is the creative's text.
    """
    campaign = candidate.campaign
    words = creative_of(campaign, opportunity.need.language)
    own = "" if words is None else (words.headline if nth == 1 else words.text).rstrip(" .。!！")
    item = opportunity.show(campaign.product_id, campaign.offer_id, rank=1, id="sentence")
    seller = item.seller.name if item.seller else campaign.on_behalf_of
    if nth > 1:
        return opportunity.text(both("payments.sentence_adds", seller=seller, own=own))
    quoted = both("payments.sentence_own", own=own)
    return facts_of(opportunity, item, seller) + (opportunity.text(quoted) if own else "")


def facts_of(opportunity: Opportunity, item: Placement, seller: str) -> str:
    """The sentence that names a bought product, its price and its seller."""
    price = show(item.price.money, opportunity.need.language) if item.price.money else ""
    return opportunity.text(
        both("payments.sentence_also", title=item.title, seller=seller, price=price)
    )
