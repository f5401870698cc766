"""No payment: the organic picks as they are. The smallest mechanism, and the one to copy."""

from typing import ClassVar, Literal

from assistant.monetisation.mechanisms.base import Moves, Opportunity
from assistant.schema.outcome import Outcome
from catalog.record import Record


class NoPayment(Record):
    """Nobody pays for anything in the answer."""

    type: Literal["none"] = "none"
    moves: ClassVar[Moves] = "nothing"

    def place(self, opportunity: Opportunity) -> Outcome:
        """The organic picks, untouched."""
        return Outcome(listed=opportunity.picks)
