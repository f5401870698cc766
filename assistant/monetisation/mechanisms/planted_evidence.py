"""Planted evidence (GEO): somebody else is paid to seed praise, and the list believes it."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity, pay_for
from assistant.monetisation.mechanisms.bidding import number, relevance
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Terms
from catalog.evidence import PROMOTIONAL
from catalog.phrases import both
from catalog.record import Record
from retrieval.request import RankedProduct


class PlantedEvidence(Record):
    """Sorts by relevance · (1 + weight · pieces): each piece of promotional text counts as praise.

    Nobody pays the operator. What an agency was paid to write is taken for independent, as an
    assistant does that cannot tell; here it can, and the record says what it did. An order that the
    shopper asked for is left alone.
    """

    type: Literal["planted_evidence"] = "planted_evidence"
    moves: ClassVar[Moves] = "list"
    weight: Decimal = Field(default=Decimal("0.25"), gt=0, le=10)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The head of the list as planted praise has moved it."""
        if opportunity.need.sort != "relevance":
            return Outcome(listed=opportunity.picks)
        share = relevance(opportunity)
        pieces = {r.product_id: self._pieces(opportunity, r) for r in opportunity.ranked}

        def weight(r: RankedProduct) -> Decimal:
            return share[r.product_id] * (1 + self.weight * pieces[r.product_id])

        order = sorted(opportunity.ranked, key=lambda r: (-weight(r), r.rank))
        return Outcome(
            listed=tuple(
                self._placed(opportunity, r, rank, pieces[r.product_id])
                for rank, r in enumerate(order[: len(opportunity.picks)], start=1)
            )
        )

    def _pieces(self, opportunity: Opportunity, ranked: RankedProduct) -> int:
        evidence = opportunity.catalog.evidence_of(ranked.product_id)
        return sum(e.source_kind in PROMOTIONAL for e in evidence)

    def _placed(
        self, opportunity: Opportunity, ranked: RankedProduct, rank: int, pieces: int
    ) -> Placement:
        item = opportunity.show(ranked.product_id, ranked.offer_id, rank=rank, id=f"p{rank}")
        if not pieces or rank >= ranked.rank:
            return item
        brand = item.brand or item.title
        return pay_for(
            opportunity,
            item,
            Compensation(
                type="in_kind",
                varies_by_seller=True,
                payer=brand,
                on_behalf_of=brand,
                affects_rank=True,
            ),
            mechanism=self.type,
            why=both("payments.planted_evidence", pieces=pieces, unpaid=ranked.rank, rank=rank),
            arithmetic=(
                both("payments.planted_evidence_score", weight=number(self.weight), pieces=pieces),
            ),
            terms=Terms(event="impression"),
        )
