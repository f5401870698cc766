"""Slots by remembered interests: what a shopper asked for earlier brings in further bidders."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity
from assistant.monetisation.mechanisms.bidding import Candidate, competing, currency_of
from assistant.monetisation.mechanisms.slot_auction import SlotAuction
from assistant.schema.difference import Unsold, UnsoldSpace
from assistant.schema.outcome import Outcome


class InterestSlots(SlotAuction):
    """Sells space apart from the list, also to sellers of what was asked for earlier.

    Only a shopper who chose to be remembered has interests; for anybody else these are slots like
    any. `interest` stands in the auction where a product that answers the question has its
    relevance.
    """

    type: Literal["interest_slots"] = "interest_slots"
    moves: ClassVar[Moves] = "room"
    interest: Decimal = Field(default=Decimal("0.5"), gt=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks untouched, and the slots that were sold."""
        profiled = bool(self._remembered(opportunity))
        return self.apart(opportunity, self.type).model_copy(update={"profile_used": profiled})

    def candidates(self, opportunity: Opportunity) -> tuple[Candidate, ...]:
        """Who sells what is asked for, and who what was asked for before."""
        return (*super().candidates(opportunity), *self._remembered(opportunity))

    def unsold(self, opportunity: Opportunity, space: UnsoldSpace, sold: int) -> tuple[Unsold, ...]:
        """The places that nobody took, and why."""
        left = super().unsold(opportunity, space, sold)
        if len(self.candidates(opportunity)) <= sold:
            return left
        return tuple(each.model_copy(update={"reason": "held_back"}) for each in left)

    def _remembered(self, opportunity: Opportunity) -> tuple[Candidate, ...]:
        asked = {r.product_id for r in opportunity.ranked}
        others = [c for c in opportunity.remembered if c.product_id not in asked]
        shares = {c.product_id: self.interest for c in others}
        told = competing(others, shares, currency_of(opportunity))
        return tuple(
            c.model_copy(update={"interest": opportunity.category_of(c.campaign)}) for c in told
        )
