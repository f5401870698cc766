"""Third-party links through a hop: a commission network leads to shops that are not official."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal
from urllib.parse import quote

from pydantic import Field

from assistant.monetisation.eligibility import Buyable, on_sale
from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.bidding import unsold_links
from assistant.monetisation.mechanisms.commissions import commission_lines, rate_of
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.campaign import Campaign
from catalog.i18n import Bilingual
from catalog.phrases import both
from catalog.record import Record


class ThirdPartyHop(Record):
    """Keeps the picks and their order, and links each to a shop in a commission network.

    Of the third-party offers that meet the shopper's conditions the one whose order earns the most
    is linked (what its campaign pays, else `rate`), or under "partner" that of the first of
    `partners` (sellers' ids or platforms), by way of the network's own address `hop`. A pick that
    no such seller has keeps its plain link and earns nothing. `link_at` says where the link stands.
    """

    type: Literal["third_party_hop"] = "third_party_hop"
    moves: ClassVar[Moves] = "link"
    network: Bilingual
    hop: str = Field(pattern=r"^[a-z0-9.-]+$")
    rate: Decimal = Field(default=Decimal("0.04"), gt=0, le=1)
    choose: Literal["earnings", "partner"] = "earnings"
    partners: tuple[str, ...] = ()
    link_at: Literal["title", "picture"] = "title"

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks in their order, linked through the network where it has a shop."""
        listed = tuple(self._linked(opportunity, pick) for pick in opportunity.picks)
        return Outcome(listed=listed, unsold=unsold_links(listed))

    def _chosen(
        self, opportunity: Opportunity, pick: Placement
    ) -> tuple[Buyable, Campaign | None] | None:
        """The offer that gets the link and the campaign that pays for it, None where none can."""
        need, catalog, now = opportunity.need, opportunity.catalog, opportunity.now
        paying = {c.offer_id: c for c in opportunity.campaigns if c.commission}
        currency = pick.price.currency
        offers = [
            (b, paying.get(b.offer.id))
            for b in on_sale(pick.product_id, need, catalog, now)
            if b.offer.url and b.price.currency == currency
        ]
        if self.choose == "partner":
            names = [
                next((n for n, p in enumerate(self.partners) if p in (s.id, s.platform)), None)
                for s in (bought.seller for bought, _ in offers)
            ]
            known = [(n, o) for n, o in zip(names, offers, strict=True) if n is not None]
            return min(known, key=lambda pair: pair[0], default=(0, None))[1]
        third = [o for o in offers if o[0].seller.kind == "third_party"]
        # Cheapest first within a currency: of equal earnings the shopper's better price wins.
        return max(third, key=lambda o: o[0].price.amount * self._rate(o[1]), default=None)

    def _rate(self, campaign: Campaign | None) -> Decimal:
        return rate_of(campaign) or self.rate

    def _linked(self, opportunity: Opportunity, pick: Placement) -> Placement:
        chosen = self._chosen(opportunity, pick)
        if chosen is None:
            return pick
        (bought, campaign), target = chosen, chosen[0].offer.url
        item = opportunity.show(pick.product_id, bought.offer.id, rank=pick.rank, id=pick.id)
        rate = self._rate(campaign)
        return pay_for(
            opportunity,
            item,
            Compensation(
                type="cps",
                varies_by_seller=True,
                payer=opportunity.text(self.network),
                on_behalf_of=bought.seller.name,
            ),
            mechanism=self.type,
            why=self._why(bought.seller.name),
            arithmetic=commission_lines(item, rate),
            terms=Terms(event="order", rate=rate),
            campaign_id=campaign.id if campaign else "",
            url=f"https://{self.hop}/go?to={quote(target, safe='')}",
            redirects=(self.hop, *bought.offer.hops),
            final_url=target,
            link_at=self.link_at,
        )

    def _why(self, seller: str) -> Bilingual:
        """Why this shop is linked."""
        return both(f"payments.hop_{self.choose}", network=self.network, seller=seller).followed_by(
            both("payments.picks_unaffected")
        )
