"""A comparison to take away: JSON for programs, and a row per item and per charge for tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from pydantic import JsonValue

from assistant.columns import Column, ColumnTalk, differences
from assistant.schema.answer import Answer
from assistant.schema.difference import Difference, ItemDifference, Owed
from catalog.money import Money
from catalog.record import Record


class TableRow(Record):
    """One row of a table: an item shown ("item"), or something that somebody owes ("event").

    `turn` counts from 1. Money stands in `currency`; a column that a row has no use for is None.
    `at` is the moment of the answer, and the `from_…` columns say what it was made from.
    """

    row: str
    turn: int
    question: str
    policy: str
    disclosure: str
    same: bool
    product_id: str | None = None
    title: str | None = None
    space: str | None = None
    place: int | None = None
    move: str | None = None
    moved_by: int | None = None
    rank_unpaid: int | None = None
    offer_id: str | None = None
    seller: str | None = None
    seller_unpaid: str | None = None
    seller_changed: bool | None = None
    url: str | None = None
    link_changed: bool | None = None
    link_sold: bool | None = None
    price: Decimal | None = None
    delivered: bool | None = None
    price_unpaid: Decimal | None = None
    dearer_by: Decimal | None = None
    label: str | None = None
    seen: str | None = None
    event: str | None = None
    role: str | None = None
    payer: str | None = None
    amount: Decimal | None = None
    rate: Decimal | None = None
    at_once: bool | None = None
    campaign_id: str | None = None
    currency: str | None = None
    at: str = ""
    from_program: str = ""
    from_policy: str = ""
    from_policy_version: int = 0
    from_disclosure: str = ""
    from_disclosure_version: int = 0
    from_wordings: str = ""
    from_catalog: str = ""
    from_campaigns: str = ""
    from_index: str = ""
    from_model: str = ""


def as_json(talks: Sequence[ColumnTalk]) -> dict[str, JsonValue]:
    """The comparison as JSON: a list of turns; the columns at the top as well where it is one."""
    count = len(talks[0].turns) if talks else 0
    turns: list[JsonValue] = [
        {"question": talks[0].turns[n].question, "columns": _columns(talks, n)}
        for n in range(count)
    ]
    alone: dict[str, JsonValue] = {"columns": _columns(talks, 0)} if count == 1 else {}
    return {"made_from": _made_from(talks), "turns": turns} | alone


def table(talks: Sequence[ColumnTalk]) -> Iterator[TableRow]:
    """Every item and every charge of every turn and column, in reading order."""
    for n in range(len(talks[0].turns) if talks else 0):
        for talk, change in zip(talks, differences(talks, n), strict=True):
            question, origin = talk.turns[n].question, _origin(talk.turns[n].answer)
            for item in change.items:
                row = _item_row(n + 1, question, talk.column, change, item)
                yield row.model_copy(update=origin)
            for owed in change.charges:
                row = _event_row(n + 1, question, talk.column, change, owed)
                yield row.model_copy(update=origin)


def _origin(answer: Answer) -> dict[str, str | int]:
    """The columns that say when an answer was given and what it was made from."""
    made_from = {f"from_{name}": value for name, value in answer.provenance}
    return {"at": answer.created_at.isoformat()} | made_from


def write_csv(rows: Sequence[TableRow], path: Path) -> None:
    """The rows as CSV in UTF-8; nothing in it runs as a formula in a spreadsheet."""
    import csv

    from assistant.monetisation.ledger.verification import harmless

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TableRow.model_fields)
        for row in rows:
            writer.writerow(
                harmless(value) if isinstance(value, str) else value
                for value in row.model_dump().values()
            )


def write_parquet(rows: Sequence[TableRow], path: Path) -> None:
    """The rows as Parquet; amounts are decimals, exact."""
    import pyarrow
    from pyarrow import parquet

    kinds = {
        name: _arrow_type(pyarrow, str(field.annotation))
        for name, field in TableRow.model_fields.items()
    }
    columns = {
        name: pyarrow.array([getattr(row, name) for row in rows], type=kind)
        for name, kind in kinds.items()
    }
    parquet.write_table(pyarrow.table(columns), path)


def _arrow_type(pyarrow: object, annotation: str) -> object:
    make = {"Decimal": ("decimal128", (18, 6)), "bool": ("bool_", ()), "int": ("int64", ())}
    name, arguments = next((make[key] for key in make if key in annotation), ("string", ()))
    return getattr(pyarrow, name)(*arguments)


def _made_from(talks: Sequence[ColumnTalk]) -> list[JsonValue]:
    """What each column is made from: versions and hashes, and the moment it was first asked at."""
    return [
        {
            **talk.turns[0].answer.provenance.model_dump(mode="json"),
            "at": talk.turns[0].answer.created_at.isoformat(),
        }
        for talk in talks
        if talk.turns
    ]


def _columns(talks: Sequence[ColumnTalk], turn: int) -> list[JsonValue]:
    changes = differences(talks, turn)
    return [_column(talk.column, change) for talk, change in zip(talks, changes, strict=True)]


def _column(column: Column, change: Difference) -> dict[str, JsonValue]:
    dumped = change.model_dump(mode="json", exclude={"listed", "gone", "charges"})
    same = dumped.pop("same")
    return {
        "policy": column.policy,
        "disclosure": column.disclosure,
        "same": same,
        **dumped,
        "gone": [p.product_id for p in change.gone],
        "charges": [_charge(owed) for owed in change.charges],
    }


def _charge(owed: Owed) -> dict[str, JsonValue]:
    dumped: dict[str, JsonValue] = owed.model_dump(mode="json", exclude={"money"})
    money = owed.money
    return dumped | {
        "amount": f"{money.amount:f}" if money else None,
        "currency": money.currency if money else None,
    }


def _item_row(
    turn: int, question: str, column: Column, change: Difference, item: ItemDifference
) -> TableRow:
    money = item.price or item.price_unpaid
    return TableRow(
        row="item",
        turn=turn,
        question=question,
        policy=column.policy,
        disclosure=column.disclosure,
        same=change.same,
        product_id=item.product_id,
        title=item.title,
        space=item.space,
        place=item.place,
        move=item.move,
        moved_by=item.moved_by,
        rank_unpaid=item.rank_unpaid,
        offer_id=item.offer_id,
        seller=item.seller,
        seller_unpaid=item.seller_unpaid,
        seller_changed=item.seller_changed,
        url=item.url,
        link_changed=item.link_changed,
        link_sold=item.link_sold,
        price=_amount(item.price),
        delivered=item.delivered,
        # A row has one currency: what stands in another is left out and not converted.
        price_unpaid=_amount(item.price_unpaid, money),
        dearer_by=_amount(item.dearer_by, money),
        label=item.label,
        seen=item.seen,
        payer=item.payer or None,
        currency=money.currency if money else None,
    )


def _event_row(
    turn: int, question: str, column: Column, change: Difference, owed: Owed
) -> TableRow:
    return TableRow(
        row="event",
        turn=turn,
        question=question,
        policy=column.policy,
        disclosure=column.disclosure,
        same=change.same,
        product_id=owed.product_id or None,
        event=owed.event,
        role=owed.role,
        payer=owed.payer,
        amount=_amount(owed.money),
        rate=owed.rate,
        at_once=owed.at_once,
        campaign_id=owed.campaign_id or None,
        currency=owed.money.currency if owed.money else None,
    )


def _amount(money: Money | None, like: Money | None = None) -> Decimal | None:
    if money is None or (like is not None and like.currency != money.currency):
        return None
    return money.amount
