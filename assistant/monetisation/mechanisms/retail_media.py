"""Retail media: a retailer's own assistant, which sells its own goods and space among them."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity, due_for_showing
from assistant.monetisation.mechanisms.closed import ClosedEcosystem
from assistant.monetisation.mechanisms.slots import Slots
from assistant.schema.outcome import Outcome
from catalog.i18n import Bilingual
from catalog.record import Record


class RetailMedia(Record):
    """The list is what the retailer's `group` sells; beside it `slots` go to the highest bidders.

    Both moves are recorded: each listed item that others were shut out for, each slot its auction.
    """

    type: Literal["retail_media"] = "retail_media"
    moves: ClassVar[Moves] = "list"
    group: Bilingual
    take_rate: Decimal = Field(default=Decimal("0.12"), gt=0, le=1)
    slots: Slots = Slots()

    def place(self, opportunity: Opportunity) -> Outcome:
        """The retailer's own goods, and the slots that were sold."""
        own = ClosedEcosystem(group=self.group, take_rate=self.take_rate).place(opportunity)
        sold = self.slots.place(opportunity)
        listed = {item.product_id for item in own.listed}
        sponsored = tuple(s for s in sold.sponsored if s.product_id not in listed)
        left = self.slots.unsold(opportunity, "slot", len(sponsored))
        bought = {"sponsored": sponsored, "charges": due_for_showing(sponsored), "unsold": left}
        return own.model_copy(update=bought)
