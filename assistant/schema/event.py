"""One event of a conversation, and who gets which part of the money that hangs on it."""

from __future__ import annotations

from decimal import ROUND_DOWN
from typing import Literal

from assistant.schema.placement import Share
from assistant.schema.roles import Party, Role
from catalog.money import Money
from catalog.record import Moment, Record

EventKind = Literal[
    "answer", "impression", "click", "order", "tip", "subscription", "report", "visit"
]
"""An answer, and what follows it: paid things and others shown, what is done with them, payments.

A visit is a link that was opened by no person.
"""


class Event(Record):
    """One thing that happened in one conversation.

    `turn` counts from 0. `placement_id` and `product_id` say what it happened to, "" for the whole
    answer; `paid` whether somebody pays for that, `parties` who has a part in it. `charged` is what
    `payer` in `payer_role` owes for it, None for nothing; `shares` are who gets a part of that.
    `entry` is the number of the ledger's line that books it, None where no money can hang on it.
    """

    seq: int = 0
    at: Moment
    kind: EventKind
    conversation: str = ""
    turn: int = 0
    policy: str = ""
    disclosure: str = ""
    answer_id: str = ""
    placement_id: str = ""
    product_id: str = ""
    url: str = ""
    paid: bool = False
    parties: tuple[Party, ...] = ()
    payer_role: Role | Literal[""] = ""
    payer: str = ""
    shares: tuple[Share, ...] = ()
    reference: str = ""
    charged: Money | None = None
    entry: int | None = None
    provenance: str = ""


def receipts(event: Event) -> tuple[tuple[Party, Money], ...]:
    """Who gets what of an event's money: each share rounded down to a mill, the platform the rest.

    The parts add up to what was charged.
    """
    charged = event.charged
    if charged is None or not charged.mills:
        return ()
    parts: list[tuple[Party, Money]] = []
    left = charged.mills
    for share in event.shares:
        mills = int((charged.mills * share.share).to_integral_value(ROUND_DOWN))
        name = "" if share.role == "shopper" else share.name
        parts.append((Party(role=share.role, name=name), Money.from_mills(mills, charged.currency)))
        left -= mills
    return (Party(role="platform"), Money.from_mills(left, charged.currency)), *parts
