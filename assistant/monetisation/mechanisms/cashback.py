"""Cashback (返利): every link earns the same commission, and the shopper gets a part of it back."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.bidding import number
from assistant.monetisation.mechanisms.commissions import commission_lines
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Share, Terms
from catalog.money import shown
from catalog.phrases import both
from catalog.record import Record


class Cashback(Record):
    """Each listed item's seller pays `rate` of an order; `shopper_share` of it goes to the shopper.

    One rate for all, so order and choice stay. The price to pay at the shop is unchanged: the money
    comes back after the order, and the record says so.
    """

    type: Literal["cashback"] = "cashback"
    moves: ClassVar[Moves] = "link"
    rate: Decimal = Field(default=Decimal("0.05"), gt=0, le=1)
    shopper_share: Decimal = Field(default=Decimal("0.5"), gt=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks in their order, each with what comes back on an order."""
        return Outcome(listed=tuple(self._linked(opportunity, pick) for pick in opportunity.picks))

    def _linked(self, opportunity: Opportunity, pick: Placement) -> Placement:
        if pick.seller is None or pick.price.money is None:
            return pick
        seller, share = pick.seller.name, number(self.shopper_share * 100)
        back = shown((pick.price.money * self.rate * self.shopper_share).rounded())
        return pay_for(
            opportunity,
            pick,
            Compensation(type="cps", payer=seller, on_behalf_of=seller),
            mechanism=self.type,
            why=both("payments.cashback", seller=seller, share=share),
            arithmetic=(
                *commission_lines(pick, self.rate),
                both("payments.cashback_share", share=share, back=back),
            ),
            terms=Terms(
                event="order",
                rate=self.rate,
                shares=(Share(role="shopper", name="shopper", share=self.shopper_share),),
            ),
        )
