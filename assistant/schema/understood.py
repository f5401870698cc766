"""What of a question was understood, and for each shown product which condition it meets."""

from decimal import Decimal
from typing import Literal

from catalog.i18n import Bilingual
from catalog.money import Money
from catalog.record import Record
from retrieval.request import Sort

State = Literal["met", "not_met", "not_stated", "not_understood"]
ConditionKind = Literal[
    "price", "number", "attribute", "rating", "brand", "seller", "without", "unlisted", "person"
]


class Condition(Record):
    """One condition of a need.

    `id` names it within the conversation ("price_max", "number:capacity", "without:mesh") and is
    what takes it away. `text` is it as a shopper reads it, `words` the shopper's own words for it
    in this turn, "" where an earlier turn said it. `attribute` is the attribute's id for kinds
    "number" and "attribute", `values` are the value ids of which one will do (of "without": the
    words ruled out), `low` and `high` bound a number in `unit`, stars of five, or a price in the
    currency `unit`; an open bound itself does not belong to the range. A wish that only ranks is
    not `binding`.
    """

    id: str
    kind: ConditionKind
    text: Bilingual
    words: str = ""
    attribute: str = ""
    values: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    unit: str = ""
    binding: bool = True


class ConditionState(Record):
    """How one product stands to one condition; `has` is its own value as a shopper reads it."""

    condition_id: str
    state: State
    has: Bilingual | None = None


class ProductStates(Record):
    """One product's states, in the order of the conditions."""

    product_id: str
    states: tuple[ConditionState, ...] = ()

    def of(self, condition_id: str) -> State | None:
        """Its state for one condition, None where there is no such condition."""
        return next((s.state for s in self.states if s.condition_id == condition_id), None)

    @property
    def fits(self) -> bool:
        """Whether it meets every condition."""
        return all(s.state == "met" for s in self.states)


class Understood(Record):
    """A need as a shopper can see and change it.

    `thing` is the kind of thing asked for, None where none is named. `persons` are those whom it
    is for, in the language of the question. `budget` is the upper price bound. `products` hold
    the states of every product that is shown, in the order of the organic ranking. A condition is
    taken away by its id (assistant/thread.py), a person by "person", an order by "sort", a number
    by "quantity".
    """

    thing: Bilingual | None = None
    conditions: tuple[Condition, ...] = ()
    persons: tuple[str, ...] = ()
    sort: Sort = "relevance"
    budget: Money | None = None
    quantity: int = 1
    products: tuple[ProductStates, ...] = ()

    def product(self, product_id: str) -> ProductStates | None:
        """The states of one product, None where it has none."""
        return next((p for p in self.products if p.product_id == product_id), None)

    def condition(self, id: str) -> Condition | None:
        """The condition of that id, None where there is none."""
        return next((c for c in self.conditions if c.id == id), None)

    def among(self, product_ids: frozenset[str]) -> "Understood":
        """The same with the states of these products only."""
        kept = tuple(p for p in self.products if p.product_id in product_ids)
        return self.model_copy(update={"products": kept})
