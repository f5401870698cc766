"""A closed ecosystem: only what the operator's own group sells, ordered inside the chat."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.eligibility import Buyable, on_sale
from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.commissions import commission_lines
from assistant.schema.answer import Pool
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.i18n import Bilingual
from catalog.phrases import both
from catalog.record import Record


class ClosedEcosystem(Record):
    """Shows the head of the organic ranking among the products that own sellers have.

    Own sellers are those whose relation to the operator is owned or affiliated; the cheapest
    own offer is shown. An item that stands higher because others were shut out says so.
    """

    type: Literal["closed"] = "closed"
    moves: ClassVar[Moves] = "list"
    group: Bilingual
    take_rate: Decimal = Field(default=Decimal("0.05"), gt=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The best of the own offers, as many as there are picks; fewer where there are fewer."""
        own = ((r, self._own_offer(opportunity, r.product_id)) for r in opportunity.ranked)
        sold = [(r, offer) for r, offer in own if offer is not None][: len(opportunity.picks)]
        listed = tuple(
            self._placed(opportunity, offer, rank, unpaid=r.rank)
            for rank, (r, offer) in enumerate(sold, start=1)
        )
        sources = (opportunity.text(self.group),)
        return Outcome(
            listed=listed, pool=Pool(sources=sources, owner_related=True, exclusive=True)
        )

    def _own_offer(self, opportunity: Opportunity, product_id: str) -> Buyable | None:
        offers = on_sale(product_id, opportunity.need, opportunity.catalog, opportunity.now)
        return next((b for b in offers if b.seller.relation in ("owned", "affiliated")), None)

    def _placed(
        self, opportunity: Opportunity, own: Buyable, rank: int, *, unpaid: int
    ) -> Placement:
        group = opportunity.text(self.group)
        why = [both("payments.own_goods", group=self.group)]
        if own.offer.checkout:
            why.append(both("payments.own_goods_checkout"))
        if rank < unpaid:
            why.append(both("payments.own_goods_rank", unpaid=unpaid))
        item = opportunity.show(own.offer.product_id, own.offer.id, rank=rank, id=f"p{rank}")
        return pay_for(
            opportunity,
            item,
            Compensation(
                type="ownership",
                varies_by_seller=True,
                payer=group,
                on_behalf_of=own.seller.name,
                affects_rank=rank < unpaid,
            ),
            mechanism=self.type,
            why=why[0].followed_by(*why[1:]),
            arithmetic=commission_lines(item, self.take_rate),
            terms=Terms(event="order", rate=self.take_rate),
        )
