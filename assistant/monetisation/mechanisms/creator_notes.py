"""Creator notes with commission (种草): people's notes that sell, quoted with what they earn."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.bidding import number, party, relevance, unsold
from assistant.monetisation.mechanisms.commissions import (
    best_commissions,
    commission_lines,
    rate_of,
)
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Share, Terms
from catalog.campaign import Campaign
from catalog.evidence import Evidence
from catalog.phrases import both
from catalog.record import Record


class CreatorNotes(Record):
    """Adds up to `notes` products that a creator wrote about and whose seller pays a commission.

    They are taken by commission times relevance from at least `relevance_floor`, stand apart
    from the picks, and never repeat one. The creator gets `creator_share` of the commission.
    """

    type: Literal["creator_notes"] = "creator_notes"
    moves: ClassVar[Moves] = "room"
    notes: int = Field(default=2, ge=1, le=10)
    creator_share: Decimal = Field(default=Decimal("0.7"), ge=0, le=1)
    relevance_floor: Decimal = Field(default=Decimal("0.3"), ge=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks untouched, and the notes that sell."""
        share = relevance(opportunity)
        shown = {pick.product_id for pick in opportunity.picks}
        found = []
        for product_id, campaign in best_commissions(opportunity).items():
            note = self._note(opportunity, product_id)
            if note is None or product_id in shown or share[product_id] < self.relevance_floor:
                continue
            found.append((share[product_id] * rate_of(campaign), campaign, note))
        found.sort(key=lambda f: (-f[0], f[1].id))
        return Outcome(
            listed=opportunity.picks,
            sponsored=tuple(
                self._placed(opportunity, campaign, note, rank)
                for rank, (_, campaign, note) in enumerate(found[: self.notes], start=1)
            ),
            unsold=unsold(
                opportunity,
                "place",
                self.notes,
                len(found[: self.notes]),
                floor=self.relevance_floor,
                offered=rate_of,
            ),
        )

    def _note(self, opportunity: Opportunity, product_id: str) -> Evidence | None:
        """A creator's note, in the shopper's language and for a commission where there is one."""
        notes = [
            e
            for e in opportunity.catalog.evidence_of(product_id)
            if e.source_kind == "paid_creator"
        ]
        language = opportunity.need.language

        def later(e: Evidence) -> tuple[bool, bool, str]:
            return e.language != language, e.compensation != "commission", e.id

        return min(notes, key=later, default=None)

    def _placed(
        self, opportunity: Opportunity, campaign: Campaign, note: Evidence, rank: int
    ) -> Placement:
        rate, who = rate_of(campaign), party(campaign.payer, campaign.on_behalf_of)
        item = opportunity.show(campaign.product_id, campaign.offer_id, rank=rank, id=f"n{rank}")
        share = number(self.creator_share * 100)
        split = both("payments.creator_share", share=share)
        return pay_for(
            opportunity,
            item,
            Compensation(
                type="cps",
                varies_by_seller=True,
                payer=campaign.payer,
                on_behalf_of=campaign.on_behalf_of,
            ),
            mechanism=self.type,
            campaign_id=campaign.id,
            why=both("payments.creator_note", who=who),
            arithmetic=(*commission_lines(item, rate), split),
            terms=Terms(event="order", rate=rate, shares=self._shares(note)),
            slot=True,
            text=note.text,
            text_by="creator",
            evidence_ids=(note.id,),
        )

    def _shares(self, note: Evidence) -> tuple[Share, ...]:
        if not self.creator_share:
            return ()
        return (Share(role="creator", name=note.author or note.id, share=self.creator_share),)
