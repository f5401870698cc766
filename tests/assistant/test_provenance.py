"""Every answer names what it was made from: any change of that changes its header."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.columns import ColumnTalk, ask_columns, column
from assistant.comparison_export import table
from assistant.monetisation.ledger.ledger import Ledger
from assistant.policy import policies
from assistant.session import Settings
from catalog.fingerprint import of_records
from catalog.money import Money

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.schema.provenance import Provenance
    from assistant.session import House


def made_from(house: House, now: datetime, **settings: str) -> Provenance:
    asked = Settings.model_validate(settings)
    return house.ask("mechanical keyboard under $150", (), asked, now).answer.provenance


def test_an_answer_names_all_it_was_made_from(demo_house: House, now: datetime) -> None:
    told = made_from(demo_house, now, policy="slots")
    assert all(told.model_dump().values()), told
    assert told == made_from(demo_house, now, policy="slots")
    assert told.catalog == demo_house.shelf.catalog.digest
    assert told.model == "offline"


def test_doubled_bids_change_the_header(demo_house: House, now: datetime) -> None:
    doubled = tuple(
        c.model_copy(update={"bid": c.bid and Money.of(c.bid.amount * 2, c.bid.currency)})
        for c in demo_house.campaigns
    )
    before = made_from(demo_house, now, policy="slots")
    after = made_from(replace(demo_house, campaigns=doubled), now, policy="slots")
    assert before.campaigns != after.campaigns
    assert before.model_copy(update={"campaigns": after.campaigns}) == after


def doubled(house: House) -> House:
    def twice(money: Money | None) -> Money | None:
        return money and Money.of(money.amount * 2, money.currency)

    every = tuple(
        c.model_copy(update={"bid": twice(c.bid), "sentence_bid": twice(c.sentence_bid)})
        for c in house.campaigns
    )
    return replace(house, campaigns=every)


def test_lines_of_the_ledger_and_rows_of_tables_carry_it_too(
    demo_house: House, now: datetime, tmp_path: Path
) -> None:
    lines, rows = [], []
    for n, house in enumerate((demo_house, doubled(demo_house))):
        ledger = Ledger.open(tmp_path / f"{n}.sqlite")
        booked = replace(house, ledger=ledger)
        booked.ask("mechanical keyboard under $150", (), Settings(policy="slots"), now)
        ledger.export_csv(tmp_path / "ledger.csv")
        ledger.close()
        with (tmp_path / "ledger.csv").open(encoding="utf-8-sig") as file:
            lines.append(list(csv.DictReader(file)))
        talks = (ColumnTalk(column("slots", house)),)
        asked = ask_columns(house, talks, "mechanical keyboard under $150", Settings(), now, "0")
        *_, talks = asked
        rows.append(list(table(talks)))
    for one, other in zip(*lines, strict=True):
        assert one["from_campaigns"] != other["from_campaigns"]
        assert one["provenance"] != other["provenance"]
        assert one["from_model"] == "offline" and one["at"] == now.isoformat()
    for row, twice in zip(*rows, strict=True):
        assert row.from_campaigns != twice.from_campaigns and row.from_policy == twice.from_policy
        assert row.at == now.isoformat() and row.from_policy_version == 1


def test_policy_and_disclosure_have_hashes_of_their_own(demo_house: House, now: datetime) -> None:
    first = made_from(demo_house, now, policy="slots", disclosure="full")
    other = made_from(demo_house, now, policy="slots", disclosure="none")
    assert first.policy == other.policy and first.disclosure != other.disclosure
    prints = {of_records([policy]) for policy in policies().values()}
    assert len(prints) == len(policies())
