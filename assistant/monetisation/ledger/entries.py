"""One line of the ledger, its place in the hash chain, and the tables that hold it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Literal, Self, get_args

from pydantic import model_validator
from sqlalchemy import BigInteger, Column, Index, MetaData, Row, String, Table, Text

from assistant.schema.placement import Terms
from catalog.money import Money
from catalog.record import Moment, Record

EntryKind = Literal["impression", "click", "order", "tip", "subscription", "report", "visit"]
Reason = Literal["unlabelled", "misleading_price", "not_what_i_asked", "prohibited", "other"]
"""Why a shopper reports an ad."""
GENESIS = "0" * 64
"""What the first entry follows."""


class LedgerEntry(Record):
    """One event: an item shown, a click, an order, a tip, a subscription, a report, a visit.

    A visit is a link that was opened by no person; it and a report cost nobody anything.
    `reference` is the order's id, the payment's, the reason of a report, or what opened the link
    in a visit. `money` is what the event was charged, None for nothing; always whole mills
    (thousandths of a minor unit).
    `terms` and `url` stand on impressions: what later events cost, and the only address a click
    may lead to.
    `note` says why a billable event was not charged. `provenance` is the digest of the record of
    what the answer was made from, "" in lines that are of no answer and in those of older ledgers.
    `hash` covers every other field, `previous` among them, so that no entry can be changed, taken
    out or moved without a trace.
    """

    seq: int
    at: Moment
    kind: EntryKind
    policy: str = ""
    answer_id: str = ""
    placement_id: str = ""
    campaign_id: str = ""
    payer: str = ""
    money: Money | None = None
    terms: Terms | None = None
    url: str = ""
    reference: str = ""
    note: str = ""
    provenance: str = ""
    previous: str
    hash: str = ""

    @model_validator(mode="after")
    def _report_is_a_reason(self) -> Self:
        if self.kind == "report" and (self.money or self.reference not in get_args(Reason)):
            raise ValueError("a report has a reason and no money")
        return self

    def digest(self) -> str:
        """What `hash` must be; a line without a provenance hashes as lines before there was one."""
        left_out = {"hash"} if self.provenance else {"hash", "provenance"}
        return hashlib.sha256(self.model_dump_json(exclude=left_out).encode()).hexdigest()


METADATA = MetaData()
ENTRY = Table(
    "entry",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("policy", String, nullable=False),
    Column("answer_id", String, nullable=False),
    Column("placement_id", String, nullable=False),
    Column("campaign_id", String, nullable=False),
    Column("payer", Text, nullable=False),
    Column("units", BigInteger),
    Column("currency", String),
    Column("terms", Text),
    Column("url", Text, nullable=False),
    Column("reference", String, nullable=False),
    Column("note", String, nullable=False),
    Column("provenance", String),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    Index("entry_event", "answer_id", "placement_id", "reference"),
)
"""`units` are mills (thousandths of a minor unit), so that the database adds them up exactly."""
HEAD = Table(
    "head",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String, nullable=False),
    Column("seal", String, nullable=False),
)
"""The one row that knows the last entry; its seal is keyed, so that a cut-off tail shows."""
ACCOUNT = Table(
    "account",
    METADATA,
    Column("campaign_id", String, primary_key=True),
    Column("currency", String, nullable=False),
    Column("budget", BigInteger, nullable=False),
    Column("spent", BigInteger, nullable=False),
)
"""Each campaign's budget and what it has been charged, in mills."""


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC to the second, as the ledger writes it."""
    return moment.astimezone(UTC).replace(microsecond=0)


def row_of(entry: LedgerEntry) -> dict[str, str | int | None]:
    """The columns of an entry."""
    plain = entry.model_dump(mode="json", exclude={"money", "terms"})
    return plain | {
        "provenance": entry.provenance or None,
        "units": None if entry.money is None else entry.money.mills,
        "currency": None if entry.money is None else entry.money.currency,
        "terms": None if entry.terms is None else entry.terms.model_dump_json(),
    }


def entry_of(row: Row[tuple[object, ...]]) -> LedgerEntry:
    """The entry in a row.

    Raises:
        ValueError: somebody wrote something else there.
    """
    fields = dict(row._mapping)
    units, currency, terms = (fields.pop(name) for name in ("units", "currency", "terms"))
    if units is not None and not isinstance(units, int):
        raise ValueError(f"{units!r} is no whole number of mills")
    money = None if units is None else Money.from_mills(units, currency)
    fields["provenance"] = fields["provenance"] or ""
    read = None if terms is None else Terms.model_validate_json(terms)
    entry = LedgerEntry.model_validate(fields | {"money": money, "terms": read})
    if row_of(entry) != dict(row._mapping):
        raise ValueError("it says the same in other signs")
    return entry
