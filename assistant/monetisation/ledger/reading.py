"""What a ledger tells: entries, events, sums; nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine, func, select

from assistant.monetisation.ledger.entries import (
    ACCOUNT,
    ENTRY,
    EntryKind,
    LedgerEntry,
    entry_of,
)
from assistant.monetisation.ledger.events import events_in
from assistant.monetisation.ledger.revenue import Revenue, revenue_by_role
from assistant.monetisation.ledger.storage import snapshot
from assistant.monetisation.ledger.verification import entries_in
from assistant.schema.event import Event
from catalog.money import Money


class LedgerReader:
    """The half of a ledger that is read, in one snapshot of the database a call."""

    _engine: Engine

    def reports(self, answer_id: str) -> dict[str, LedgerEntry]:
        """The latest report of each item of an answer, by the item's id there."""
        return self.of_answer(answer_id, "report")

    def of_answer(self, answer_id: str, kind: EntryKind) -> dict[str, LedgerEntry]:
        """The latest entry of a kind for each item of an answer, by the item's id there."""
        named = (ENTRY.c.answer_id == answer_id, ENTRY.c.kind == kind)
        with snapshot(self._engine) as connection:
            rows = connection.execute(select(ENTRY).where(*named).order_by(ENTRY.c.seq)).all()
        return {row.placement_id: entry_of(row) for row in rows}

    def of_payment(self, kind: EntryKind, reference: str) -> LedgerEntry | None:
        """The entry of a tip or a month by its reference, None where it was not paid."""
        named = (ENTRY.c.kind == kind, ENTRY.c.reference == reference)
        with snapshot(self._engine) as connection:
            row = connection.execute(select(ENTRY).where(*named).order_by(ENTRY.c.seq)).first()
        return None if row is None else entry_of(row)

    def spent(self) -> dict[str, Money]:
        """What each campaign has been charged; one that was charged nothing is left out."""
        with snapshot(self._engine) as connection:
            rows = connection.execute(select(ACCOUNT).where(ACCOUNT.c.spent > 0)).all()
        return {r.campaign_id: Money.from_mills(r.spent, r.currency) for r in rows}

    def revenue(self) -> tuple[Money, ...]:
        """All that was ever charged, one sum a currency."""
        query = (
            select(ENTRY.c.currency, func.sum(ENTRY.c.units))
            .where(ENTRY.c.units > 0)
            .group_by(ENTRY.c.currency)
            .order_by(ENTRY.c.currency)
        )
        with snapshot(self._engine) as connection:
            return tuple(Money.from_mills(int(u), c) for c, u in connection.execute(query))

    def revenue_by_role(self) -> tuple[Revenue, ...]:
        """Revenue per 1,000 conversations by policy, source, payer and who got it; see `Revenue`.

        Answers count here whether anything was sold in them or not.
        """
        with snapshot(self._engine) as connection:
            return revenue_by_role(connection)

    def events(self) -> Iterator[Event]:
        """Everything that happened, paid and not, oldest first."""
        with snapshot(self._engine) as connection:
            yield from events_in(connection)

    def entries(self) -> Iterator[LedgerEntry]:
        """Every entry, oldest first.

        Raises:
            LedgerError: a row is no entry.
        """
        with snapshot(self._engine) as connection:
            yield from entries_in(connection)
