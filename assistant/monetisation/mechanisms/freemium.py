"""Freemium: who pays by the month sees no advertising, everybody else sees slots."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity
from assistant.monetisation.mechanisms.slots import Slots
from assistant.schema.outcome import Outcome
from catalog.money import Money
from catalog.record import Record


class Freemium(Record):
    """The organic picks for all; `slots` beside them for those who do not pay `price` a month.

    `conversion` is the share of shoppers who pay.
    """

    type: Literal["freemium"] = "freemium"
    moves: ClassVar[Moves] = "room"
    slots: Slots = Slots()
    price: tuple[Money, ...] = Field(min_length=1)
    conversion: Decimal = Field(default=Decimal("0.056"), ge=0, le=1)
    answers_a_month: int = Field(default=200, ge=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The picks alone for a subscriber, else with the slots that were sold."""
        if opportunity.subscribed:
            return Outcome(listed=opportunity.picks)
        return self.slots.place(opportunity)

    def monthly(self, currency: str) -> Money | None:
        """What a month costs in a currency, None where no price is named in it."""
        return next((p for p in self.price if p.currency == currency), None)

    def per_answer(self, currency: str) -> Money | None:
        """What subscriptions bring per answer, unrounded; advertising comes on top."""
        price = self.monthly(currency)
        return price and price * (self.conversion / self.answers_a_month)
