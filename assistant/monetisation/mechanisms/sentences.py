"""Sponsored sentences inside the answer: a lottery by bid and relevance for every sentence."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Literal

from pydantic import Field

from assistant.monetisation.auctions.segment import Variant, expected_payment, prominence
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
from assistant.schema.answer import Part
from assistant.schema.outcome import Charge, Outcome
from assistant.schema.placement import DisclosureRecord, Terms
from catalog.campaign import Creative
from catalog.i18n import Bilingual
from catalog.money import Money, show
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
    expected payment of a winner, and at least `reserve`. With `beta` the winners share
    `characters` in proportion to v^(1/(1−β)), v being relevance · bid, and a small share leaves
    out the seller's own words. The list stays as it is.
    """

    type: Literal["sentences"] = "sentences"
    variant: Variant = "with"
    segments: int = Field(default=2, ge=1, le=6)
    reserve: tuple[Money, ...] = ()
    relevance_floor: Decimal = Field(default=Decimal("0.3"), ge=0, le=1)
    beta: Decimal | None = Field(default=None, ge=0, lt=1)
    characters: int = Field(default=160, ge=20)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks untouched, and the sentences that were sold."""
        draws = self._draws(opportunity)
        lengths = self._lengths(draws)
        parts, charges = [], []
        said: dict[str, int] = {}
        for draw, length in zip(draws, lengths, strict=True):
            id = draw.candidate.campaign.id
            said[id] = said.get(id, 0) + 1
            parts.append(self._part(opportunity, draw, nth=said[id], length=length))
            payer = draw.candidate.campaign.payer
            charges.append(Charge(kind="impression", payer=payer, campaign_id=id, money=draw.price))
        return Outcome(listed=opportunity.picks, parts=tuple(parts), charges=tuple(charges))

    def _draws(self, opportunity: Opportunity) -> tuple[Draw, ...]:
        currency, random = currency_of(opportunity), opportunity.random()
        reserve = in_currency(self.reserve, currency, Decimal(0))
        bids = bidding(opportunity, self.relevance_floor, sentence_bid_of)
        left = [c for c in unlisted(opportunity, bids) if sentence_bid_of(c.campaign) >= reserve]
        # Once for its facts, and again while its creative has more to say.
        turns = {c.campaign.id: 1 for c in left}
        if self.variant != "without" and self.beta is None:
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
        return Draw(candidate=left[i], chance=chance, price=payable(price, bid))

    def _lengths(self, draws: tuple[Draw, ...]) -> list[int]:
        if self.beta is None or not draws:
            return [10_000] * len(draws)
        values = [
            float(sentence_bid_of(d.candidate.campaign) * d.candidate.relevance) for d in draws
        ]
        return [int(self.characters * p) for p in prominence(values, float(self.beta))]

    def _part(self, opportunity: Opportunity, draw: Draw, *, nth: int, length: int) -> Part:
        campaign = draw.candidate.campaign
        record = self._record(opportunity, draw)
        return Part(
            kind="sponsored",
            role="sentence",
            text=sentence(opportunity, draw.candidate, nth=nth, length=length),
            product_ids=(campaign.product_id,),
            disclosure=record,
        )

    def _record(self, opportunity: Opportunity, draw: Draw) -> DisclosureRecord:
        campaign = draw.candidate.campaign
        item = opportunity.show(campaign.product_id, campaign.offer_id, rank=1, id="sentence")
        who, due = party(campaign.payer, campaign.on_behalf_of), amount(draw.price)
        percent = number(draw.chance * 100, 1)
        bid = amount(Money(amount=sentence_bid_of(campaign), currency=campaign.currency))
        return DisclosureRecord(
            mechanism=self.type,
            campaign_id=campaign.id,
            payer=campaign.payer,
            on_behalf_of=campaign.on_behalf_of,
            why=Bilingual(
                zh=f"这句话是{who.zh}付费放进回答的，按出价和相关度抽签抽中。",
                en=f"{who.en} paid for this sentence; it was drawn by lot, weighted by bid and "
                "relevance.",
            ),
            arithmetic=(
                Bilingual(
                    zh=f"出价 {bid.zh}，抽中机会 {percent}%",
                    en=f"Bid {bid.en}, a {percent}% chance of being drawn",
                ),
                Bilingual(
                    zh=f"抽中者按机会折算，这一句付 {due.zh}",
                    en=f"At that chance a winner pays {due.en} for the sentence",
                ),
            ),
            targeting=opportunity.targeting(campaign.id),
            terms=Terms(event="impression", amount=draw.price),
            slot=True,
            premium=opportunity.premium(item),
        )


def _own_words(opportunity: Opportunity, candidate: Candidate) -> Creative | None:
    """The campaign's creative in the shopper's language, None where it has none."""
    language = opportunity.need.language
    return next((c for c in candidate.campaign.creatives if c.language == language), None)


def _more_to_say(opportunity: Opportunity, candidate: Candidate) -> bool:
    words = _own_words(opportunity, candidate)
    return words is not None and bool(words.text)


def sentence(opportunity: Opportunity, candidate: Candidate, *, nth: int, length: int) -> str:
    """What is said of a product: facts first, the seller's own words only as a quotation.

    Args:
        opportunity: for the language and the offer.
        candidate: who pays.
        nth: 1 for its first sentence, 2 for its second, which is the creative's text.
        length: the characters it may take; the quotation is left out where it does not fit.
    """
    campaign, words = candidate.campaign, _own_words(opportunity, candidate)
    own = "" if words is None else (words.headline if nth == 1 else words.text).rstrip(" .。!！")
    item = opportunity.show(campaign.product_id, campaign.offer_id, rank=1, id="sentence")
    seller = item.seller.name if item.seller else campaign.on_behalf_of
    if nth > 1:
        return opportunity.text(
            Bilingual(zh=f"{seller}还说：“{own}”。", en=f"{seller} adds: “{own}”.")
        )
    quoted = Bilingual(zh=f"卖家自述：“{own}”。", en=f" In the seller's words: “{own}”.")
    language = opportunity.need.language
    price = show(item.price.money, language) if item.price.money else ""
    facts = Bilingual(
        zh=f"另有{item.title}，{seller}卖{price}。",
        en=f"There is also the {item.title}, {price} at {seller}.",
    )
    both = facts.text(language) + (quoted.text(language) if own else "")
    return both if len(both) <= length else facts.text(language)
