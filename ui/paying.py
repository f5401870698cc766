"""Orders, tips and months taken on the page: what may be paid at an answer, and paying it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation

from assistant.conversation import Conversation
from assistant.monetisation.mechanisms.checkout import InstantCheckout
from assistant.monetisation.mechanisms.freemium import Freemium
from assistant.monetisation.mechanisms.subscription import Subscription
from assistant.monetisation.mechanisms.tips import Tips
from assistant.schema.answer import Answer
from assistant.session import House, Settings, Turns
from catalog.errors import BadInput
from catalog.money import Money
from ui.render.paying import NOTHING_TAKEN, Takes

DONE = ("order", "tip", "subscribe")
"""What a button in an answer pays; see `pay`."""


def takes(house: House, answer: Answer, *, member: bool = False) -> Takes:
    """What may be paid at an answer under its policy; nothing where no ledger keeps it."""
    policy = house.policies.get(answer.policy)
    if house.ledger is None or policy is None or answer.need.from_child:
        return NOTHING_TAKEN
    mechanism, currency = policy.mechanism, answer.need.currency
    if isinstance(mechanism, InstantCheckout):
        return Takes(orders=True, ordered=house.ledger.of_answer(answer.id, "order"))
    if isinstance(mechanism, Tips):
        sizes = tuple(s.money for s in mechanism.sizes if s.money.currency == currency)
        return Takes(tips=sizes, tipped=house.ledger.of_payment("tip", f"tip/{answer.id}"))
    if isinstance(mechanism, Subscription | Freemium):
        quiet = isinstance(mechanism, Freemium)
        return Takes(month=mechanism.monthly(currency), quiet=quiet, member=member)
    return NOTHING_TAKEN


def changed_since(house: House, answer: Answer) -> bool:
    """Whether something was ordered or tipped at an answer, so that it reads otherwise now."""
    there = takes(house, answer)
    return bool(there.ordered or there.tipped)


def pay(
    house: House,
    do: str,
    said: str,
    turns: Turns,
    settings: Settings,
    now: datetime,
    seed: str,
) -> Settings:
    """Order, tip or pay the month that a button names, in its own answer; the settings after it.

    Args:
        house: whose ledger keeps it.
        do: "order", "tip" or "subscribe".
        said: the answer's id, then the placement's, or the amount and currency.
        turns: the conversation.
        settings: what is chosen now.
        now: the moment.
        seed: tells the conversation from others.

    Raises:
        BadInput: the conversation has no such answer, or its policy does not take that.
    """
    id, *what = said.split(" ")
    at = next((n for n, turn in enumerate(turns) if turn.answer.id == id), None)
    if at is None:
        problem = "the answer is not in this conversation any more"
        raise BadInput("conversation", do, problem, "Use a button of an answer that stands here")
    under = settings.model_copy(update={"policy": turns[at].answer.policy})
    conversation = Conversation(house, under, seed, turns[: at + 1])
    ways: dict[str, Callable[[], object]] = {
        "order": lambda: conversation.order(" ".join(what), now),
        "tip": lambda: conversation.tip(_money(what), now),
        "subscribe": lambda: conversation.subscribe(now),
    }
    ways[do]()
    return settings.model_copy(update={"subscribed": conversation.settings.subscribed})


def _money(what: list[str]) -> Money:
    try:
        amount, currency = what
        return Money(amount=Decimal(amount), currency=currency)
    except (ValueError, InvalidOperation) as error:
        raise BadInput(
            "conversation", "tip", "no amount is named", "Press a tip's button"
        ) from error
