"""Sponsored slots: places beside the organic list, sold in an auction and paid per click."""

from typing import ClassVar, Literal

from assistant.monetisation.mechanisms.base import Moves, Opportunity
from assistant.monetisation.mechanisms.slot_auction import SlotAuction
from assistant.schema.outcome import Outcome


class Slots(SlotAuction):
    """Sells space apart from the list; whether above, below or beside is for the disclosure."""

    type: Literal["slots"] = "slots"
    moves: ClassVar[Moves] = "room"

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks untouched, and the slots that were sold."""
        return self.apart(opportunity, self.type)
