"""A sponsored row inside the list: bought items stand among the picks and push the rest down."""

from typing import ClassVar, Literal

from pydantic import Field

from assistant.monetisation.mechanisms.base import Moves, Opportunity, due_for_showing
from assistant.monetisation.mechanisms.slot_auction import SlotAuction
from assistant.schema.difference import Unsold
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Placement


class InList(SlotAuction):
    """Puts what it sold into the list from `row` on (1 is the top); no pick is dropped.

    An order that the shopper asked for (by price, by rating) is left alone.
    """

    type: Literal["in_list"] = "in_list"
    moves: ClassVar[Moves] = "list"
    row: int = Field(default=2, ge=1)

    def place(self, opportunity: Opportunity) -> Outcome:
        """The picks in their own order, with the bought rows among them."""
        if opportunity.need.sort != "relevance":
            kept_free = Unsold(space="row", count=len(self.clicks), reason="sorted")
            return Outcome(listed=opportunity.picks, unsold=(kept_free,))
        picks, bought = opportunity.picks, self.sold(opportunity, self.type)
        at = min(self.row - 1, len(picks))
        rows = (*picks[:at], *bought, *picks[at:])
        return Outcome(
            listed=tuple(_at(item, rank) for rank, item in enumerate(rows, start=1)),
            charges=due_for_showing(bought),
            unsold=self.unsold(opportunity, "row", len(bought)),
        )


def _at(item: Placement, rank: int) -> Placement:
    return item.model_copy(update={"rank": rank})
