"""What happened to every answer, paid for or not: the event log, and who got which part of money.

The ledger is the book of the money in it; an event names the ledger's line where there is one.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Row,
    String,
    Table,
    Text,
    and_,
    func,
    insert,
    not_,
    or_,
    select,
)

from assistant.monetisation.ledger.entries import ENTRY, METADATA, LedgerEntry, in_utc
from assistant.schema.event import Event, EventKind, receipts
from assistant.schema.placement import Share
from assistant.schema.provenance import Provenance
from assistant.schema.roles import Party, Role
from catalog.fingerprint import of_records
from catalog.money import Money

_PARTIES = TypeAdapter(tuple[Party, ...])
_SHARES = TypeAdapter(tuple[Share, ...])

EVENT = Table(
    "event",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("conversation", String, nullable=False),
    Column("turn", BigInteger, nullable=False),
    Column("policy", String, nullable=False),
    Column("disclosure", String, nullable=False),
    Column("answer_id", String, nullable=False),
    Column("placement_id", String, nullable=False),
    Column("product_id", String, nullable=False),
    Column("url", Text, nullable=False),
    Column("paid", BigInteger, nullable=False),
    Column("parties", Text, nullable=False),
    Column("payer_role", String, nullable=False),
    Column("payer", Text, nullable=False),
    Column("shares", Text, nullable=False),
    Column("reference", String, nullable=False),
    Column("units", BigInteger),
    Column("currency", String),
    Column("entry", BigInteger),
    Column("provenance", String, nullable=False),
    Index("event_thing", "answer_id", "placement_id", "kind"),
)
RECEIPT = Table(
    "receipt",
    METADATA,
    Column("event", BigInteger, primary_key=True, autoincrement=False),
    Column("part", BigInteger, primary_key=True, autoincrement=False),
    Column("role", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("units", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
)
"""What each party gets of an event's money, in mills; the parts of an event add up to it."""
PROVENANCE = Table(
    "provenance",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("record", Text, nullable=False),
)


class EventLog:
    """Appends events within a transaction of the ledger's, and finds earlier ones."""

    def __init__(self, connection: Connection) -> None:
        """See `Appending`, which holds the lock that keeps numbers apart."""
        self._connection = connection

    def add(self, event: Event) -> Event:
        """Append an event under the next number, and who gets what of its money."""
        last = self._connection.execute(select(func.max(EVENT.c.seq))).scalar_one()
        numbered = event.model_copy(update={"seq": int(last or 0) + 1, "at": in_utc(event.at)})
        self._connection.execute(insert(EVENT), _row_of(numbered))
        parts = [
            {
                "event": numbered.seq,
                "part": part,
                "role": party.role,
                "name": party.name,
                "units": money.mills,
                "currency": money.currency,
            }
            for part, (party, money) in enumerate(receipts(numbered))
        ]
        if parts:
            self._connection.execute(insert(RECEIPT), parts)
        return numbered

    def find(
        self, kind: EventKind, answer_id: str, placement_id: str = "", reference: str = ""
    ) -> Event | None:
        """The event of that kind, None where it has not happened."""
        same = (
            EVENT.c.answer_id == answer_id,
            EVENT.c.placement_id == placement_id,
            EVENT.c.kind == kind,
            EVENT.c.reference == reference,
        )
        row = self._connection.execute(select(EVENT).where(*same).limit(1)).first()
        return None if row is None else event_of(row)

    def follow(self, shown: Event, kind: EventKind, now: datetime, reference: str = "") -> Event:
        """Append what happened to a thing that was shown, without any money."""
        return self.add(
            shown.model_copy(
                update={
                    "kind": kind,
                    "at": now,
                    "reference": reference,
                    "charged": None,
                    "entry": None,
                }
            )
        )

    def book(self, entry: LedgerEntry, thing: Event | None = None) -> Event:
        """Append the event that a line of the ledger books.

        Args:
            entry: the line.
            thing: what it is about, where that is not the thing shown that the line names.
        """
        shown = thing or self.find("impression", entry.answer_id, entry.placement_id)
        shown = shown or self.find("answer", entry.answer_id)
        known = shown or Event(
            at=entry.at, kind=entry.kind, policy=entry.policy, answer_id=entry.answer_id
        )
        shares = known.shares or (entry.terms.shares if entry.terms else ())
        return self.add(
            known.model_copy(
                update={
                    "kind": entry.kind,
                    "at": entry.at,
                    "placement_id": entry.placement_id,
                    "payer": entry.payer,
                    "payer_role": known.payer_role or _paying(entry),
                    "shares": shares,
                    "reference": entry.reference,
                    "charged": entry.money,
                    "entry": entry.seq,
                    "provenance": "",
                }
            )
        )

    def keep(self, provenance: Provenance) -> str:
        """The digest under which the record of what an answer was made from is kept."""
        digest = of_records([provenance])
        named = PROVENANCE.c.digest == digest
        if self._connection.execute(select(PROVENANCE).where(named)).first() is None:
            row = {"digest": digest, "record": provenance.model_dump_json()}
            self._connection.execute(insert(PROVENANCE), row)
        return digest


def event_of(row: Row[tuple[object, ...]]) -> Event:
    """The event in a row."""
    fields = dict(row._mapping)
    units, currency = fields.pop("units"), fields.pop("currency")
    money = None if units is None else Money.from_mills(int(str(units)), str(currency))
    fields |= {
        "paid": bool(fields["paid"]),
        "parties": _PARTIES.validate_json(str(fields["parties"])),
        "shares": _SHARES.validate_json(str(fields["shares"])),
        "charged": money,
    }
    return Event.model_validate(fields)


def _row_of(event: Event) -> dict[str, str | int | None]:
    plain = event.model_dump(mode="json", exclude={"charged", "parties", "shares", "paid"})
    return plain | {
        "paid": int(event.paid),
        "parties": _PARTIES.dump_json(event.parties).decode(),
        "shares": _SHARES.dump_json(event.shares).decode(),
        "units": None if event.charged is None else event.charged.mills,
        "currency": None if event.charged is None else event.charged.currency,
    }


def _paying(entry: LedgerEntry) -> Role:
    return "shopper" if entry.kind in ("tip", "subscription") else "seller"


def events_in(connection: Connection) -> Generator[Event, None, None]:
    """Every event, oldest first."""
    query = select(EVENT).order_by(EVENT.c.seq)
    with connection.execution_options(yield_per=1000).execute(query) as rows:
        for row in rows:
            yield event_of(row)


def provenances(connection: Connection) -> dict[str, Provenance]:
    """What answers were made from, by the digest that lines name it by."""
    rows = connection.execute(select(PROVENANCE))
    return {row.digest: Provenance.model_validate_json(row.record) for row in rows}


def misfit(connection: Connection) -> str:
    """What of the events does not fit the book of money under them, "" for nothing.

    Lines of ledgers older than the event log have none.
    """
    line, event = ENTRY.c, EVENT.c
    of_line = and_(
        line.kind == event.kind,
        or_(line.answer_id == "", line.answer_id == event.answer_id),
        line.placement_id == event.placement_id,
        func.coalesce(line.units, 0) == func.coalesce(event.units, 0),
    )
    joined = select(event.seq).join_from(EVENT, ENTRY, event.entry == line.seq, isouter=True)
    unlike = joined.where(event.entry.is_not(None), or_(line.seq.is_(None), not_(of_line)))
    foreign = connection.execute(unlike.limit(1)).scalar()
    if foreign is not None:
        return f"event {foreign} is not the one that its line books"
    unbooked = select(event.seq).where(event.entry.is_(None), event.units.is_not(None))
    stray = connection.execute(unbooked.limit(1)).scalar()
    if stray is not None:
        return f"event {stray} has money that no line books"
    parts = select(func.sum(RECEIPT.c.units)).where(RECEIPT.c.event == event.seq).scalar_subquery()
    short = select(event.seq).where(func.coalesce(event.units, 0) != func.coalesce(parts, 0))
    wrong = connection.execute(short.limit(1)).scalar()
    if wrong is not None:
        return f"the parts of event {wrong} do not add up to its money"
    for digest, record in provenances(connection).items():
        if of_records([record]) != digest:
            return f"the record of what answers were made from under {digest} was changed"
    return ""
