"""Proportional prominence: bidders share the length of what is said, and pay for their share."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.auctions.segment import prominence
from assistant.monetisation.mechanisms.base import Moves, Opportunity
from assistant.monetisation.mechanisms.bidding import (
    Candidate,
    bidding,
    creative_of,
    creative_text,
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
from assistant.schema.difference import Unsold
from assistant.schema.outcome import Charge, Outcome
from assistant.schema.placement import DisclosureRecord, Terms
from catalog.money import Money, show
from catalog.phrases import both
from catalog.record import Record

ELLIPSIS = "…"


class Prominence(Record):
    """Shares `characters` among up to `advertisers` in proportion to v^(1/(1−β)).

    v is relevance times bid. Dubey et al., KDD 2024 (arXiv 2404.08126): these shares maximise
    Σ v P^β. Nothing is drawn. Each says its facts and, as far as its characters go, its own words,
    cut where they end; it pays its bid per showing times its share. Who cannot name itself in its
    characters gets none.
    """

    type: Literal["prominence"] = "prominence"
    moves: ClassVar[Moves] = "words"
    advertisers: int = Field(default=3, ge=1, le=6)
    beta: Decimal = Field(default=Decimal("0.5"), ge=0, lt=1)
    characters: int = Field(default=240, ge=40)
    reserve: tuple[Money, ...] = ()
    relevance_floor: Decimal = Field(default=Decimal("0.3"), ge=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks untouched, and what the bidders' shares of the length say."""
        candidates = self._bidders(opportunity)
        while candidates:
            lengths = self._lengths(candidates)
            texts = [
                _text(opportunity, c, length) for c, length in zip(candidates, lengths, strict=True)
            ]
            if all(texts):
                break
            # The smallest share names nothing: its characters go to the others.
            candidates = candidates[:-1]
        else:
            return Outcome(listed=opportunity.picks, unsold=self._unsold(opportunity, 0))
        sold = [
            self._sold(opportunity, c, text, length)
            for c, text, length in zip(candidates, texts, lengths, strict=True)
        ]
        return Outcome(
            listed=opportunity.picks,
            parts=tuple(part for part, _ in sold),
            charges=tuple(charge for _, charge in sold),
            unsold=self._unsold(opportunity, len(sold)),
        )

    def _unsold(self, opportunity: Opportunity, sold: int) -> tuple[Unsold, ...]:
        return unsold(
            opportunity,
            "sentence",
            self.advertisers,
            sold,
            floor=self.relevance_floor,
            offered=sentence_bid_of,
        )

    def _bidders(self, opportunity: Opportunity) -> list[Candidate]:
        """The highest by relevance · bid, the first id among equals."""
        reserve = in_currency(self.reserve, currency_of(opportunity), Decimal(0))
        bids = unlisted(opportunity, bidding(opportunity, self.relevance_floor, sentence_bid_of))
        able = [c for c in bids if sentence_bid_of(c.campaign) >= reserve]
        able.sort(key=lambda c: (-_value(c), c.campaign.id))
        return able[: self.advertisers]

    def _lengths(self, candidates: list[Candidate]) -> list[int]:
        """Whole characters in proportion to the shares; they add up to `characters`."""
        shares = prominence([float(_value(c)) for c in candidates], float(self.beta))
        exact = [share * self.characters for share in shares]
        lengths = [int(e) for e in exact]
        left = self.characters - sum(lengths)
        for i in sorted(range(len(exact)), key=lambda i: (lengths[i] - exact[i], i))[:left]:
            lengths[i] += 1
        return lengths

    def _sold(
        self, opportunity: Opportunity, candidate: Candidate, text: str, length: int
    ) -> tuple[Part, Charge]:
        campaign = candidate.campaign
        whole = Money(amount=sentence_bid_of(campaign), currency=campaign.currency)
        share = Decimal(length) / self.characters
        price = payable(whole.amount * share, whole, showing=True)
        item = opportunity.show(campaign.product_id, campaign.offer_id, rank=1, id="sentence")
        who = party(campaign.payer, campaign.on_behalf_of)
        bid, due = per_thousand(whole), per_thousand(price)
        record = DisclosureRecord(
            mechanism=self.type,
            campaign_id=campaign.id,
            payer=campaign.payer,
            on_behalf_of=campaign.on_behalf_of,
            why=both("payments.length", who=who, characters=self.characters, length=length),
            arithmetic=(
                both("payments.length_bid", bid=bid, percent=number(share * 100, 1)),
                both("payments.length_due", due=due),
            ),
            targeting=opportunity.targeting(campaign.id),
            terms=Terms(event="impression", amount=price),
            slot=True,
            premium=opportunity.premium(item),
        )
        part = Part(
            kind="sponsored",
            role="sentence",
            text=text,
            product_ids=(campaign.product_id,),
            disclosure=record,
        )
        charge = Charge(
            kind="impression", payer=campaign.payer, campaign_id=campaign.id, money=price
        )
        return part, charge


def _value(candidate: Candidate) -> Decimal:
    return candidate.relevance * sentence_bid_of(candidate.campaign)


def _text(opportunity: Opportunity, candidate: Candidate, length: int) -> str:
    """Facts, then the seller's words in quotation marks, at most `length` long; "" if none fit."""
    campaign, language = candidate.campaign, opportunity.need.language
    item = opportunity.show(campaign.product_id, campaign.offer_id, rank=1, id="sentence")
    price = show(item.price.money, language) if item.price.money else ""
    seller = item.seller.name if item.seller else campaign.on_behalf_of
    stop = "。" if language == "zh" else "."
    facts = next(
        (
            text + stop
            for text in (f"{item.title}, {price}, {seller}", f"{item.title}, {price}", item.title)
            if len(text) + 1 <= length
        ),
        "",
    )
    if language == "zh":
        facts = facts.replace(", ", "，")
    words = creative_of(campaign, language)
    own = creative_text(words)
    lead = "卖家自述：" if language == "zh" else " The seller: "
    room = length - len(facts) - len(lead) - 2
    if not facts or not own or room < len(ELLIPSIS) + 4:
        return facts
    quoted = own if len(own) <= room else own[: room - len(ELLIPSIS)].rstrip() + ELLIPSIS
    return f"{facts}{lead}“{quoted}”"
