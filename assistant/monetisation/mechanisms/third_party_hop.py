"""Third-party links through a hop: a commission network leads to shops that are not official."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal
from urllib.parse import quote

from pydantic import Field

from assistant.monetisation.eligibility import on_sale
from assistant.monetisation.mechanisms.base import Opportunity, pay_for
from assistant.monetisation.mechanisms.commissions import commission_lines
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.i18n import Bilingual
from catalog.record import Record


class ThirdPartyHop(Record):
    """Keeps the picks and their order, and links each to a shop in a commission network.

    Of the offers that meet the shopper's conditions the cheapest of a third-party seller is
    linked, by way of the network's own address `hop`. A pick that no such seller has keeps its
    plain link and earns nothing.
    """

    type: Literal["third_party_hop"] = "third_party_hop"
    network: Bilingual
    hop: str = Field(pattern=r"^[a-z0-9.-]+$")
    rate: Decimal = Field(default=Decimal("0.04"), gt=0, le=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks in their order, linked through the network where it has a shop."""
        return Outcome(listed=tuple(self._linked(opportunity, pick) for pick in opportunity.picks))

    def _linked(self, opportunity: Opportunity, pick: Placement) -> Placement:
        offers = on_sale(pick.product_id, opportunity.need, opportunity.catalog, opportunity.now)
        found = next((b for b in offers if b.seller.kind == "third_party" and b.offer.url), None)
        if found is None:
            return pick
        target, seller = found.offer.url, found.seller.name
        item = opportunity.show(pick.product_id, found.offer.id, rank=pick.rank, id=pick.id)
        return pay_for(
            opportunity,
            item,
            Compensation(
                type="cps",
                varies_by_seller=True,
                payer=opportunity.text(self.network),
                on_behalf_of=seller,
            ),
            mechanism=self.type,
            why=Bilingual(
                zh=f"链接经{self.network.zh}跳转到“{seller}”，这是第三方店铺，不是官方店。"
                "选它是因为成交后有佣金；推荐和顺序不受影响。",
                en=f"The link passes {self.network.en} on its way to {seller}, a third-party "
                "shop and not the official one. It was chosen because an order there earns a "
                "commission; the picks and their order are not affected.",
            ),
            arithmetic=commission_lines(item, self.rate),
            terms=Terms(event="order", rate=self.rate),
            url=f"https://{self.hop}/go?to={quote(target, safe='')}",
            redirects=(self.hop, *found.offer.hops),
            final_url=target,
        )
