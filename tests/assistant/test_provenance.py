"""Every answer names what it was made from: any change of that changes its header."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.policy import policies
from assistant.session import Settings
from catalog.fingerprint import of_records
from catalog.money import Money

if TYPE_CHECKING:
    from assistant.schema.provenance import Provenance
    from assistant.session import House


def made_from(house: House, now: datetime, **settings: str) -> Provenance:
    asked = Settings.model_validate(settings)
    return house.ask("mechanical keyboard under $150", (), asked, now).answer.provenance


def test_an_answer_names_all_it_was_made_from(demo_house: House, now: datetime) -> None:
    told = made_from(demo_house, now, policy="slots")
    assert all(told.model_dump().values())
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


def test_policy_and_disclosure_have_hashes_of_their_own(demo_house: House, now: datetime) -> None:
    first = made_from(demo_house, now, policy="slots", disclosure="full")
    other = made_from(demo_house, now, policy="slots", disclosure="none")
    assert first.policy == other.policy and first.disclosure != other.disclosure
    prints = {of_records([policy]) for policy in policies().values()}
    assert len(prints) == len(policies())
