"""Own-mall links: every item of the answer links to a search in the operator's own mall."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal, Self
from urllib.parse import quote

from pydantic import Field, model_validator

from assistant.monetisation.eligibility import on_sale
from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.bidding import unsold_links
from assistant.monetisation.mechanisms.commissions import commission_lines
from assistant.schema.answer import Pool
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.i18n import Bilingual
from catalog.phrases import both
from catalog.record import Record


class OwnMall(Record):
    """Links what the mall carries to the mall's search for its title; the rest stays as it is.

    The mall's are the sellers whose relation to the operator is owned or affiliated; the cheapest
    of their offers is shown. `search_url` holds "{query}"; the mall keeps `take_rate` of an order.
    What the search shows may differ from the item: the record of each link says so.
    """

    type: Literal["own_mall"] = "own_mall"
    moves: ClassVar[Moves] = "link"
    mall: Bilingual
    search_url: str = Field(pattern=r"^https://[^/\s]+/\S*$")
    take_rate: Decimal = Field(default=Decimal("0.05"), gt=0, le=1)

    @model_validator(mode="after")
    def _searches(self) -> Self:
        if "{query}" not in self.search_url:
            raise ValueError('search_url must hold "{query}"')
        return self

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks in their order, those that the mall carries linked to it."""
        listed = tuple(self._linked(opportunity, pick) for pick in opportunity.picks)
        linked = any(item.sponsored for item in listed)
        sources = (opportunity.text(self.mall),) if linked else ()
        pool = Pool(sources=sources, owner_related=linked)
        return Outcome(listed=listed, pool=pool, unsold=unsold_links(listed))

    def _linked(self, opportunity: Opportunity, pick: Placement) -> Placement:
        offers = on_sale(pick.product_id, opportunity.need, opportunity.catalog, opportunity.now)
        own = next((b for b in offers if b.seller.relation in ("owned", "affiliated")), None)
        if own is None or own.price.currency != pick.price.currency:
            return pick
        mall = opportunity.text(self.mall)
        url = self.search_url.replace("{query}", quote(pick.title, safe=""))
        item = opportunity.show(pick.product_id, own.offer.id, rank=pick.rank, id=pick.id)
        return pay_for(
            opportunity,
            item,
            Compensation(type="ownership", payer=mall, on_behalf_of=own.seller.name),
            mechanism=self.type,
            why=both("payments.own_mall", mall=self.mall),
            arithmetic=commission_lines(item, self.take_rate),
            terms=Terms(event="order", rate=self.take_rate),
            url=url,
            redirects=(),
            final_url=url,
        )
