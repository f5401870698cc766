"""Affiliate with a uniform commission: every link earns the same share, so none is preferred."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.commissions import commission_lines
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.phrases import both
from catalog.record import Record


class Affiliate(Record):
    """Each listed item's seller pays `rate` of an order that follows; order and choice stay.

    An item without an offer has no link and earns nothing.
    """

    type: Literal["affiliate"] = "affiliate"
    moves: ClassVar[Moves] = "link"
    rate: Decimal = Field(default=Decimal("0.05"), gt=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks in their order, each with the commission that its link earns."""
        return Outcome(listed=tuple(self._linked(opportunity, pick) for pick in opportunity.picks))

    def _linked(self, opportunity: Opportunity, pick: Placement) -> Placement:
        if pick.seller is None:
            return pick
        seller = pick.seller.name
        return pay_for(
            opportunity,
            pick,
            Compensation(type="cps", payer=seller, on_behalf_of=seller),
            mechanism=self.type,
            why=both("payments.commission_uniform", seller=seller),
            arithmetic=commission_lines(pick, self.rate),
            terms=Terms(event="order", rate=self.rate),
        )
