"""What every policy earned per 1,000 conversations, by what it came from and who got it."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Connection, and_, case, func, select

from assistant.monetisation.ledger.events import EVENT, RECEIPT
from catalog.money import Money
from catalog.record import Record

_THOUSAND = Decimal(1000)


class Revenue(Record):
    """What one role got of what one payer owed for one kind of event, under one policy.

    `conversations` and `answers` are those under that policy and disclosure, whether anything was
    sold or not: what sums are set against. `source` is the kind of event, "" for a policy that
    nobody owed anything under; `events` how many were charged. `per_1000` is `amount` per 1,000
    conversations, unrounded.
    """

    policy: str
    disclosure: str
    conversations: int
    answers: int
    source: str = ""
    payer: str = ""
    role: str = ""
    events: int = 0
    amount: Money | None = None
    per_1000: Money | None = None


def revenue_by_role(connection: Connection) -> tuple[Revenue, ...]:
    """One query over the event log; see `Revenue` for a row.

    Currencies are never added up. A subscription belongs to the policy that it was taken under.
    """
    asked = (
        select(
            EVENT.c.policy,
            EVENT.c.disclosure,
            func.count(EVENT.c.conversation.distinct()).label("conversations"),
            func.count().label("answers"),
        )
        .where(EVENT.c.kind == "answer")
        .group_by(EVENT.c.policy, EVENT.c.disclosure)
        .cte("asked")
    )
    got = (
        select(
            EVENT.c.policy,
            EVENT.c.disclosure,
            EVENT.c.kind,
            EVENT.c.payer_role,
            RECEIPT.c.role,
            RECEIPT.c.currency,
            func.count(EVENT.c.seq.distinct()).label("events"),
            func.sum(RECEIPT.c.units).label("units"),
        )
        .join(RECEIPT, RECEIPT.c.event == EVENT.c.seq)
        .group_by(
            EVENT.c.policy,
            EVENT.c.disclosure,
            EVENT.c.kind,
            EVENT.c.payer_role,
            RECEIPT.c.role,
            RECEIPT.c.currency,
        )
        .cte("got")
    )
    same = and_(got.c.policy == asked.c.policy, got.c.disclosure == asked.c.disclosure)
    platform_first = case((got.c.role == "platform", 0), else_=1)
    query = (
        select(
            asked, got.c.kind, got.c.payer_role, got.c.role, got.c.currency, got.c.events,
            got.c.units,
        )
        .join_from(asked, got, same, isouter=True)
        .order_by(
            asked.c.policy, asked.c.disclosure, got.c.currency, got.c.kind, platform_first,
            got.c.role, got.c.payer_role,
        )
    )  # fmt: skip
    return tuple(_line(*row) for row in connection.execute(query))


def _line(
    policy: str,
    disclosure: str,
    conversations: int,
    answers: int,
    source: str | None,
    payer: str | None,
    role: str | None,
    currency: str | None,
    events: int | None,
    units: int | None,
) -> Revenue:
    bare = Revenue(
        policy=policy, disclosure=disclosure, conversations=conversations, answers=answers
    )
    if currency is None or units is None:
        return bare
    amount = Money.from_mills(int(units), currency)
    told = {
        "source": source or "",
        "payer": payer or "",
        "role": role or "",
        "events": int(events or 0),
        "amount": amount,
        "per_1000": amount * (_THOUSAND / conversations),
    }
    return bare.model_copy(update=told)
