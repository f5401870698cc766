"""The ledger: every event that money hangs on, append-only, chained, no budget overspent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from assistant.monetisation.ledger.clicks import clicked
from assistant.monetisation.ledger.entries import (
    GENESIS,
    LedgerEntry,
    Reason,
)
from assistant.monetisation.ledger.events import provenances
from assistant.monetisation.ledger.impressions import PaidContent, paid_for, showings
from assistant.monetisation.ledger.links import (
    Link,
    Redirect,
    addressed,
    conversation_of,
    opened,
    secret_in,
    signed,
)
from assistant.monetisation.ledger.reading import LedgerReader
from assistant.monetisation.ledger.recording import owe, write
from assistant.monetisation.ledger.storage import connect, locked, read_only, snapshot
from assistant.monetisation.ledger.transaction import Appending, seal
from assistant.monetisation.ledger.verification import Verification, verified, write_csv
from assistant.monetisation.ledger.visitors import Unbilled
from assistant.schema.answer import Answer
from assistant.schema.outcome import Charge
from assistant.schema.placement import Placement
from catalog.campaign import Campaign
from catalog.errors import LedgerError
from catalog.money import Money


class Ledger(LedgerReader):
    """Opened on a SQLite file (one machine) or a PostgreSQL database (several replicas).

    Safe to use from many threads and processes at once. Every method that writes returns only
    when what it wrote is on disk.
    """

    def __init__(self, engine: Engine, secret: str) -> None:
        """See Ledger.open."""
        self._engine, self._secret = engine, secret

    @classmethod
    def open(cls, where: Path | str, secret: Path | None = None) -> Ledger:
        """The ledger in a SQLite file, made if need be, or at a `postgresql+psycopg://` URL.

        Args:
            where: a path, or a URL of SQLAlchemy's.
            secret: the file of the key that signs links; by default beside the SQLite file. With
                a URL it must be given, and be the same on every replica.

        Raises:
            LedgerError: there is something else at that path, no server at that URL, or no key.
        """
        if isinstance(where, str) and "://" in where:
            if secret is None:
                raise LedgerError("A ledger on a server needs the path of its key: secret=PATH.")
        else:
            where = Path(where)
            secret = secret or where.with_name("ledger.secret")
        key = secret_in(secret)
        return cls(connect(where, seal(key, 0, GENESIS)), key)

    @classmethod
    def read(cls, path: Path, secret: Path | None = None) -> Ledger:
        """The ledger in a SQLite file, to be looked at only: nothing is made or written.

        Raises:
            LedgerError: there is no ledger at that path, or no key of its own beside it.
        """
        key = secret or path.with_name("ledger.secret")
        if not key.is_file():
            raise LedgerError(f"There is no key at {key}. Restore it from a backup.")
        return cls(read_only(path), secret_in(key))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _appending(self) -> Iterator[Appending]:
        with locked(self._engine) as connection:
            appending = Appending(connection, self._secret)
            yield appending
            appending.finish()

    def record_answer(
        self,
        answer: Answer,
        charges: Iterable[Charge],
        now: datetime,
        campaigns: Iterable[Campaign] = (),
    ) -> None:
        """Record what an answer showed for money, and charge what is due for showing it.

        See `record`, which takes the same before the words of the answer are there.
        """
        content = PaidContent(
            answer_id=answer.id,
            policy=answer.policy,
            items=tuple(paid_for(answer)),
            charges=tuple(charges),
            conversation=conversation_of(answer.id),
            disclosure=answer.disclosure_policy,
            provenance=answer.provenance,
        )
        shown = showings(content.answered(now), answer.placements, answer.parts, answer.follow_ups)
        content = content.model_copy(update={"shown": shown})
        self.record(content, now, campaigns)

    def record(
        self, content: PaidContent, now: datetime, campaigns: Iterable[Campaign] = ()
    ) -> None:
        """Record what an answer is about to show, and charge what showing it costs.

        Every paid item, sentence and follow-up question is one impression, whether it costs
        anything or not. The answer itself and what nobody pays for in it are events without a line
        in the book of money. The same content recorded again is left as it is.

        Args:
            content: all that the answer shows, and who pays for what of it.
            now: the moment of the answer.
            campaigns: at least those that the answer shows; their budgets bind from now on.

        Raises:
            LedgerError: another answer is recorded under that id, or nothing can be written.
        """
        with self._appending() as appending:
            write(appending, content, now, campaigns)

    def pay(self, charge: Charge, now: datetime, reference: str, about: str = "") -> LedgerEntry:
        """Record a tip or a subscription; the same reference is only ever paid once.

        `about` is the id of the answer that it was given for or under whose policy it was taken,
        "" for none.
        """
        with self._appending() as appending:
            before = appending.find(charge.kind, "", "", reference)
            answered = appending.events.find("answer", about) if about else None
            policy = answered.policy if answered else ""
            return before or owe(
                appending, charge, now, answered, reference=reference, policy=policy
            )

    def redirect_token(self, item: Placement | str, answer_id: str, now: datetime) -> str:
        """The token of an item, bound to its address, or of its id alone, for a report.

        Links and reports count once the answer is known.
        """
        if isinstance(item, str):
            link = Link(answer_id=answer_id, placement_id=item)
        else:
            address = addressed(item.url)
            link = Link(answer_id=answer_id, placement_id=item.id, address=address)
        return signed(link, self._secret, now)

    def click(
        self,
        token: str,
        now: datetime,
        *,
        prefetch: bool = False,
        unread: Unbilled | None = None,
        user_agent: str | None = None,
        unpaid_only: bool = False,
    ) -> Redirect:
        """Follow a link: the address that was shown, and the charge for a person's first click.

        Args:
            token: from redirect_token.
            now: the moment of the click.
            prefetch: the browser only looks ahead; the same as `unread="prefetch"`.
            unread: why nobody will look at what comes (see visitors.yaml), None if somebody may.
            user_agent: what the visitor calls itself; None where the caller knows a person.
            unpaid_only: whether a link that somebody pays for is refused instead of charged.

        Raises:
            LedgerError: the token is forged, expired or of another address than the one recorded,
                the item has no web address, or somebody pays for it although `unpaid_only`.
            NotFound: the answer was never recorded.
        """
        link = opened(token, self._secret, now)
        looking_ahead = "prefetch" if prefetch else unread
        with self._appending() as appending:
            return clicked(
                appending,
                link,
                now,
                unread=looking_ahead,
                user_agent=user_agent,
                unpaid_only=unpaid_only,
            )

    def order(
        self, answer_id: str, placement_id: str, order_id: str, total: Money, now: datetime
    ) -> LedgerEntry:
        """Record an order that came of a paid item, and the commission or fee that it owes.

        The same order id of the same item is only ever charged once.

        Raises:
            NotFound: no such item was shown.
        """
        with self._appending() as appending:
            shown = appending.impression(answer_id, placement_id)
            before = appending.find("order", answer_id, placement_id, order_id)
            if before is not None:
                return before
            owed, terms = None, shown.terms
            if terms is not None and terms.event == "order":
                owed = terms.amount if terms.rate is None else (total * terms.rate).rounded()
            return appending.event("order", shown, now, owed=owed, reference=order_id)

    def report(self, token: str, reason: Reason, now: datetime) -> LedgerEntry:
        """Record that a shopper reports a paid item; the same reason of the same item only once.

        No words of the shopper's are kept, since nothing can be taken out of a ledger again.

        Raises:
            LedgerError: the token is forged or expired.
            NotFound: the answer was never recorded.
        """
        link = opened(token, self._secret, now)
        with self._appending() as appending:
            shown = appending.impression(link.answer_id, link.placement_id)
            before = appending.find("report", link.answer_id, link.placement_id, reason)
            return before or appending.event("report", shown, now, reference=reason)

    def verify(self, noted: tuple[int, str] | None = None) -> Verification:
        """Whether every row is as it was written, none is missing, and the accounts add up.

        `noted` is a head seen earlier (`noted_head`), which the chain must come by.
        """
        with snapshot(self._engine) as connection:
            return verified(connection, self._secret, noted)

    def export_csv(self, path: Path) -> int:
        """Write every entry as CSV that no spreadsheet takes for formulas; the number of rows."""
        with snapshot(self._engine) as connection:
            made_from = provenances(connection)
        return write_csv(path, self.entries(), made_from)
