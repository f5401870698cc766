"""Tips: a shopper who found an answer useful may give something, and nothing hangs on it."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity
from assistant.schema.outcome import Charge, Outcome
from catalog.money import Money
from catalog.record import Record


class TipSize(Record):
    """One amount on offer, and how often it is taken relative to the others."""

    money: Money
    weight: Decimal = Field(default=Decimal(1), gt=0)


class Tips(Record):
    """Revenue without influence: `conversion` is the share of answers that are tipped."""

    type: Literal["tips"] = "tips"
    moves: ClassVar[Moves] = "nothing"
    sizes: tuple[TipSize, ...] = Field(min_length=1)
    conversion: Decimal = Field(default=Decimal("0.002"), ge=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks, untouched."""
        return Outcome(listed=opportunity.picks)

    def tip(self, random: Random, currency: str) -> Charge | None:
        """What one simulated answer is tipped, None for nothing."""
        sizes = [s for s in self.sizes if s.money.currency == currency]
        if not sizes or random.random() >= self.conversion:
            return None
        (size,) = random.choices(sizes, weights=[float(s.weight) for s in sizes])
        return Charge(kind="tip", payer="shopper", money=size.money)

    def per_answer(self, currency: str) -> Money | None:
        """Expected revenue of one answer, unrounded: conversion times the mean tip."""
        sizes = [s for s in self.sizes if s.money.currency == currency]
        if not sizes:
            return None
        weights = sum((s.weight for s in sizes), Decimal(0))
        mean = sum((s.money.amount * s.weight for s in sizes), Decimal(0)) / weights
        return Money(amount=mean * self.conversion, currency=currency)
