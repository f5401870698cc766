"""A subscription: readers pay by the month, and nobody pays for what an answer says."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity
from assistant.schema.outcome import Charge, Outcome
from catalog.money import Money
from catalog.record import Record


class Subscription(Record):
    """Revenue without influence: `conversion` is the share of shoppers who pay `price` a month.

    `answers_a_month` is what one shopper asks for, to set the revenue against answers.
    """

    type: Literal["subscription"] = "subscription"
    moves: ClassVar[Moves] = "nothing"
    price: tuple[Money, ...] = Field(min_length=1)
    conversion: Decimal = Field(default=Decimal("0.05"), ge=0, le=1)
    answers_a_month: int = Field(default=30, ge=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks, untouched."""
        return Outcome(listed=opportunity.picks)

    def monthly(self, currency: str) -> Money | None:
        """What a month costs in a currency, None where no price is named in it."""
        return next((p for p in self.price if p.currency == currency), None)

    def month(self, random: Random, currency: str) -> Charge | None:
        """What one simulated shopper pays in a month, None for nothing or an unnamed currency."""
        price = self.monthly(currency)
        if price is None or random.random() >= self.conversion:
            return None
        return Charge(kind="subscription", payer="shopper", money=price)

    def per_answer(self, currency: str) -> Money | None:
        """Expected revenue of one answer, unrounded: price · conversion / answers a month."""
        price = self.monthly(currency)
        return price and price * (self.conversion / self.answers_a_month)
