"""Own-mall links: every item of the answer links to a search in the operator's own mall."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self
from urllib.parse import quote

from pydantic import Field, model_validator

from assistant.monetisation.mechanisms.base import Opportunity, pay_for
from assistant.monetisation.mechanisms.commissions import commission_lines
from assistant.schema.answer import Pool
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.i18n import Bilingual
from catalog.record import Record


class OwnMall(Record):
    """Leaves the picks alone and sends each link to the mall's search for its title.

    `search_url` holds "{query}"; the mall keeps `take_rate` of an order. What the search shows,
    from whom and at what price, may differ from the item: the record of each link says so.
    """

    type: Literal["own_mall"] = "own_mall"
    mall: Bilingual
    search_url: str = Field(pattern=r"^https://[^/\s]+/\S*$")
    take_rate: Decimal = Field(default=Decimal("0.05"), gt=0, le=1)

    @model_validator(mode="after")
    def _searches(self) -> Self:
        if "{query}" not in self.search_url:
            raise ValueError('search_url must hold "{query}"')
        return self

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks in their order, each linked to the mall."""
        listed = tuple(self._linked(opportunity, pick) for pick in opportunity.picks)
        pool = Pool(sources=(opportunity.text(self.mall),), owner_related=bool(listed))
        return Outcome(listed=listed, pool=pool)

    def _linked(self, opportunity: Opportunity, pick: Placement) -> Placement:
        mall = opportunity.text(self.mall)
        url = self.search_url.replace("{query}", quote(pick.title, safe=""))
        return pay_for(
            opportunity,
            pick,
            Compensation(type="ownership", payer=mall, on_behalf_of=mall),
            mechanism=self.type,
            why=Bilingual(
                zh=f"链接打开的是我们自家的{self.mall.zh}，从成交里抽成。打开的是搜索结果，"
                "店铺和价格可能与这里写的不同。",
                en=f"The link opens {self.mall.en}, which is ours and keeps a share of each "
                "sale. It opens a search: shop and price there may differ from those here.",
            ),
            arithmetic=commission_lines(pick, self.take_rate),
            terms=Terms(event="order", rate=self.take_rate),
            url=url,
            redirects=(),
            final_url=url,
        )
