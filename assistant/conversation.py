"""One shopper's conversation: what they ask, follow, order, tip, subscribe to and switch off."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.monetisation.mechanisms.freemium import Freemium
from assistant.monetisation.mechanisms.subscription import Subscription
from assistant.monetisation.mechanisms.tips import Tips
from assistant.schema.outcome import Charge
from assistant.session import House, Settings, Turn, Turns
from assistant.thread import again, edited, without
from catalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.monetisation.ledger.entries import LedgerEntry
    from assistant.monetisation.ledger.ledger import Ledger
    from assistant.monetisation.ledger.links import Redirect
    from assistant.policy import Policy
    from assistant.schema.answer import Answer, FollowUp
    from assistant.schema.placement import Placement
    from catalog.money import Money


@dataclass
class Conversation:
    """A conversation with a house that has a ledger; what is done in it goes by its last answer.

    `seed` tells it from other conversations. Every method that takes money says what was charged;
    where nothing can be, it raises.
    """

    house: House
    settings: Settings = field(default_factory=Settings)
    seed: str = "0"
    turns: Turns = ()

    def ask(self, question: str, now: datetime) -> Turn:
        """The answer to a question, recorded; what it changes of the settings holds on."""
        turn = self.house.ask(question, self.turns, self.settings, now, self.seed)
        self.turns, self.settings = (*self.turns, turn), turn.settings
        return turn

    def open(self, number: int, now: datetime) -> Turn:
        """Ask the question that the last answer offers as its `number`-th, from 1.

        Raises:
            BadInput: it offers no such question.
        """
        return self.ask(self._offered(number).text, now)

    def without(self, condition_ids: Sequence[str], now: datetime) -> Turn:
        """The answer as if these conditions of the last answer had not been said, recorded.

        Raises:
            BadInput: the last answer holds none of them.
        """
        *_, turn = without(self.house, condition_ids, self.turns, self.settings, now, self.seed)
        self.turns, self.settings = (*self.turns, turn), turn.settings
        return turn

    def edit(self, at: int, question: str, now: datetime) -> Turn:
        """Ask another question in place of the turn `at`, from 0; the turns after it go.

        Raises:
            BadInput: there is no such turn.
        """
        *_, turn = edited(self.house, at, question, self.turns, self.settings, now, self.seed)
        self.turns, self.settings = (*self.turns[:at], turn), turn.settings
        return turn

    def again(self, now: datetime) -> Turn:
        """The last turn answered anew in its own place.

        Raises:
            BadInput: nothing has been asked yet.
        """
        *_, turn = again(self.house, self.turns, self.settings, now, self.seed)
        self.turns, self.settings = (*self.turns[:-1], turn), turn.settings
        return turn

    def click(self, item: str, now: datetime) -> Redirect:
        """Follow the link of an item, paid for or not.

        Args:
            item: the id of a placement, or of a product, in the last answer.
            now: the moment.

        Raises:
            BadInput: nothing of that id is shown.
            LedgerError: the item has no web address.
        """
        placement = self.placement(item)
        token = self._ledger.redirect_token(placement, self.answer.id, self.answer.created_at)
        return self._ledger.click(token, now)

    def order(self, item: str, now: datetime, quantity: int = 1) -> LedgerEntry:
        """Order an item at the price shown, before delivery, and charge the share that is due.

        The same item of the same answer is ordered once. An order at a shop that nobody pays a
        link to is never learnt of here.

        Raises:
            BadInput: nothing of that id is shown, nobody pays for it, or it has no price.
        """
        placement = self.placement(item)
        price = placement.price.money
        if not placement.sponsored or price is None:
            lacking = "has no price" if placement.sponsored else "is paid for by nobody"
            remedy = "Order a paid item of the last answer that has a price"
            raise BadInput("conversation", "order", f"{item!r} {lacking}", remedy)
        order_id = f"{self.answer.id}/{placement.id}/{quantity}"
        total = price * quantity
        return self._ledger.order(self.answer.id, placement.id, order_id, total, now)

    def tip(self, amount: Money, now: datetime) -> LedgerEntry:
        """Tip the last answer; once.

        Raises:
            BadInput: the policy takes no tips, or none of that amount.
        """
        mechanism = self._policy.mechanism
        sizes = [s.money for s in mechanism.sizes] if isinstance(mechanism, Tips) else []
        if amount not in sizes:
            offered = ", ".join(str(size) for size in sizes) or "none"
            problem = f"policy {self._policy.id!r} takes no tip of {amount}"
            raise BadInput("conversation", "tip", problem, f"It takes: {offered}")
        charge = Charge(kind="tip", payer="shopper", money=amount)
        return self._ledger.pay(charge, now, f"tip/{self.answer.id}", self.answer.id)

    def subscribe(self, now: datetime) -> LedgerEntry:
        """Pay for the month of `now`, and be answered as a subscriber from here on; once a month.

        Raises:
            BadInput: the policy sells no months, or none in the currency of the conversation.
        """
        mechanism, currency = self._policy.mechanism, self.answer.need.currency
        price = None
        if isinstance(mechanism, Subscription | Freemium):
            price = mechanism.monthly(currency)
        if price is None:
            problem = f"policy {self._policy.id!r} sells no months in {currency}"
            raise BadInput("conversation", "subscribe", problem, "Choose one that does")
        charge = Charge(kind="subscription", payer="shopper", money=price)
        reference = f"month/{self._policy.id}/{self.seed}/{now:%Y-%m}"
        entry = self._ledger.pay(charge, now, reference, self.answer.id)
        self.settings = self.settings.model_copy(update={"subscribed": True})
        return entry

    def hide_ads(self, hidden: bool = True) -> None:
        """Switch everything that is paid for off, or on again, from the next answer on."""
        self.settings = self.settings.model_copy(update={"organic_only": hidden})

    def remember(self, remembered: bool = True) -> None:
        """Let ads go by what is asked for from here on; with False, forget what was."""
        interests = (self.settings.interests or ()) if remembered else None
        self.settings = self.settings.model_copy(update={"interests": interests})

    def disclose(self, disclosure: str | None) -> None:
        """Have payment told in another way from the next answer on; None for the policy's own."""
        self.settings = self.settings.model_copy(update={"disclosure": disclosure})

    @property
    def answer(self) -> Answer:
        """The last answer."""
        if not self.turns:
            raise BadInput("conversation", "", "nothing has been asked yet", "Ask first")
        return self.turns[-1].answer

    def placement(self, item: str) -> Placement:
        """The item of the last answer with that id, or of that product: paid before unpaid."""
        shown = self.answer.placements
        named = [p for p in shown if p.id == item]
        named += sorted((p for p in shown if p.product_id == item), key=lambda p: not p.sponsored)
        if not named:
            there = ", ".join(p.product_id for p in shown) or "nothing"
            problem = f"the answer under policy {self.answer.policy!r} does not show {item!r}"
            raise BadInput("conversation", "", problem, f"It shows: {there}")
        return named[0]

    def _offered(self, number: int) -> FollowUp:
        offered = self.answer.follow_ups
        if not 1 <= number <= len(offered):
            problem = f"the answer under policy {self.answer.policy!r} offers {len(offered)}"
            raise BadInput("conversation", "open", problem, "Open one of those, counted from 1")
        return offered[number - 1]

    @property
    def _policy(self) -> Policy:
        return self.house.policies[self.settings.policy]

    @property
    def _ledger(self) -> Ledger:
        if self.house.ledger is None:
            remedy = "Open the house with a ledger"
            raise BadInput("conversation", "", "there is no ledger to record this in", remedy)
        return self.house.ledger
