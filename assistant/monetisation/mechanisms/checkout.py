"""Instant checkout: sellers that take orders in the chat pay a fee per order, and win ties."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.eligibility import Buyable, on_sale
from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.bidding import number, unsold_links
from assistant.monetisation.mechanisms.commissions import commission_lines
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.phrases import both
from catalog.record import Record


class InstantCheckout(Record):
    """Keeps the picks and their order; of sellers that ask the same price, one with checkout wins.

    An order placed in the chat costs its seller `fee`, a share of the order, and the shopper
    nothing. Sellers without checkout pay nothing and are linked as they are.
    """

    type: Literal["checkout"] = "checkout"
    moves: ClassVar[Moves] = "link"
    fee: Decimal = Field(default=Decimal("0.04"), gt=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks in their order, with checkout where their price can be had so."""
        listed = tuple(self._offered(opportunity, pick) for pick in opportunity.picks)
        return Outcome(listed=listed, unsold=unsold_links(listed))

    def _offered(self, opportunity: Opportunity, pick: Placement) -> Placement:
        price = pick.price.money
        offers = on_sale(pick.product_id, opportunity.need, opportunity.catalog, opportunity.now)
        same = [b for b in offers if b.price == price and b.offer.checkout]
        # The organic seller comes first, so that the tie-break changes no more than it must.
        same.sort(key=lambda b: b.offer.id != pick.offer_id)
        return self._sold(opportunity, pick, same[0]) if same else pick

    def _sold(self, opportunity: Opportunity, pick: Placement, found: Buyable) -> Placement:
        seller, percent = found.seller.name, number(self.fee * 100)
        why = both("payments.checkout", seller=seller, percent=percent)
        if found.offer.id != pick.offer_id:
            why = why.followed_by(both("payments.checkout_instead"))
        item = opportunity.show(pick.product_id, found.offer.id, rank=pick.rank, id=pick.id)
        return pay_for(
            opportunity,
            item,
            Compensation(
                type="cps",
                varies_by_seller=True,
                payer=seller,
                on_behalf_of=seller,
            ),
            mechanism=self.type,
            why=why,
            arithmetic=commission_lines(item, self.fee),
            terms=Terms(event="order", rate=self.fee),
        )
