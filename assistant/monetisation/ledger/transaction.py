"""One transaction of the ledger: it extends the chain and keeps the accounts in step."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, and_, func, insert, select, update

from assistant.monetisation.ledger.entries import (
    ACCOUNT,
    ENTRY,
    HEAD,
    EntryKind,
    LedgerEntry,
    entry_of,
    in_utc,
    row_of,
)
from assistant.monetisation.ledger.events import EventLog
from assistant.monetisation.ledger.impressions import Recorded
from catalog.campaign import Campaign
from catalog.errors import LedgerError, NotFound
from catalog.money import Money

BUDGET_SPENT = "budget spent"


def seal(secret: str, seq: int, hash: str) -> str:
    """The keyed mark on the head of the chain."""
    return hmac.new(secret.encode(), f"{seq}:{hash}".encode(), hashlib.sha256).hexdigest()


class Appending:
    """Appends to a locked ledger; nothing of it lasts unless the transaction commits."""

    def __init__(self, connection: Connection, secret: str) -> None:
        """Take the head of the chain; on a server its row lock keeps other writers waiting."""
        self._connection, self._secret = connection, secret
        self.events = EventLog(connection)
        head = connection.execute(select(HEAD).with_for_update()).one()
        self._before = self._seq = int(head.seq)
        self._hash = str(head.hash)

    def append(self, kind: EntryKind, now: datetime, **fields: object) -> LedgerEntry:
        """Add one entry to the end of the chain."""
        known = {"seq": self._seq + 1, "at": in_utc(now), "kind": kind, "previous": self._hash}
        bare = LedgerEntry.model_validate(known | fields)
        if bare.money is not None:
            whole = Money.from_mills(bare.money.mills, bare.money.currency)
            bare = bare.model_copy(update={"money": whole})
        entry = bare.model_copy(update={"hash": bare.digest()})
        self._connection.execute(insert(ENTRY), row_of(entry))
        self._seq, self._hash = entry.seq, entry.hash
        return entry

    def finish(self) -> None:
        """Seal the new head of the chain; the last step before the transaction commits."""
        if self._seq > self._before:
            mark = seal(self._secret, self._seq, self._hash)
            head = {"seq": self._seq, "hash": self._hash, "seal": mark}
            self._connection.execute(update(HEAD).values(head))

    def find(
        self, kind: EntryKind, answer_id: str, placement_id: str, reference: str = ""
    ) -> LedgerEntry | None:
        """The entry of that event, None where it has not happened."""
        same = (
            ENTRY.c.answer_id == answer_id,
            ENTRY.c.placement_id == placement_id,
            ENTRY.c.kind == kind,
            ENTRY.c.reference == reference,
        )
        row = self._connection.execute(select(ENTRY).where(*same).limit(1)).first()
        return None if row is None else entry_of(row)

    def impressions(self, answer_id: str) -> dict[str, Recorded] | None:
        """What that answer showed for money, by item; None where the ledger holds nothing of it."""
        query = select(ENTRY).where(ENTRY.c.answer_id == answer_id)
        entries = [entry_of(row) for row in self._connection.execute(query)]
        if not entries:
            return None
        return {
            e.placement_id: (e.policy, e.campaign_id, e.payer, e.terms, e.url)
            for e in entries
            if e.kind == "impression" and e.placement_id
        }

    def impression(self, answer_id: str, placement_id: str) -> LedgerEntry:
        """The impression of one paid thing.

        Raises:
            NotFound: no such thing was shown.
        """
        shown = self.find("impression", answer_id, placement_id)
        if shown is None:
            raise NotFound(f"The ledger holds no item {placement_id!r} of answer {answer_id!r}.")
        return shown

    def event(
        self,
        kind: EntryKind,
        shown: LedgerEntry,
        now: datetime,
        *,
        owed: Money | None = None,
        reference: str = "",
        note: str = "",
    ) -> LedgerEntry:
        """Append what happened to a thing shown, charging what is owed for it if it can be."""
        taken = owed is not None and self.charge(shown.campaign_id, owed)
        entry = self.append(
            kind,
            now,
            policy=shown.policy,
            answer_id=shown.answer_id,
            placement_id=shown.placement_id,
            campaign_id=shown.campaign_id,
            payer=shown.payer,
            money=owed if taken else None,
            reference=reference,
            note=note or ("" if taken or owed is None else BUDGET_SPENT),
            provenance=shown.provenance,
        )
        self.events.book(entry)
        return entry

    def charged_clicks(self, conversation: str, campaign_id: str) -> int:
        """How many clicks of a campaign were charged in the conversation whose ids begin so."""
        of = ENTRY.c.answer_id
        begins = of.startswith(conversation, autoescape=True)
        if self._connection.dialect.name == "sqlite":
            # LIKE would not use the index; "." is what follows the "-" that the beginning ends in.
            begins = and_(of >= conversation, of < conversation[:-1] + ".")
        query = select(func.count()).where(
            begins,
            ENTRY.c.kind == "click",
            ENTRY.c.campaign_id == campaign_id,
            ENTRY.c.units > 0,
        )
        return int(self._connection.execute(query).scalar_one())

    def fund(self, campaigns: Iterable[Campaign]) -> None:
        """Set what each campaign may be charged in all."""
        for campaign in campaigns:
            budget = campaign.budget.mills
            named = ACCOUNT.c.campaign_id == campaign.id
            known = self._connection.execute(select(ACCOUNT).where(named)).first()
            if known is None:
                account = {
                    "campaign_id": campaign.id,
                    "currency": campaign.currency,
                    "budget": budget,
                    "spent": 0,
                }
                self._connection.execute(insert(ACCOUNT).values(account))
            elif known.currency != campaign.currency:
                raise LedgerError(
                    f"Campaign {campaign.id} was funded in {known.currency} and now is in "
                    f"{campaign.currency}. Give the new one an id of its own."
                )
            elif known.budget != budget:
                self._connection.execute(update(ACCOUNT).where(named).values(budget=budget))

    def charge(self, campaign_id: str, money: Money) -> bool:
        """Take money from a campaign's budget, whole or not at all; False where it is too short.

        Without a campaign there is no budget, and the payer simply owes it.

        Raises:
            LedgerError: the campaign has no budget here, or one in another currency.
        """
        if not campaign_id:
            return True
        named = ACCOUNT.c.campaign_id == campaign_id
        account = self._connection.execute(select(ACCOUNT).where(named)).first()
        if account is None or account.currency != money.currency:
            raise LedgerError(
                f"Campaign {campaign_id} has no budget in {money.currency} in this ledger. "
                "Record the answer together with the campaigns that it shows."
            )
        spent = account.spent + money.mills
        if spent > account.budget:
            return False
        self._connection.execute(update(ACCOUNT).where(named).values(spent=spent))
        return True
