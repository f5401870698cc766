"""One identity per showing: what is shown for money is recorded first, or it is not shown."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.monetisation.ledger.impressions import paid_for
from assistant.monetisation.ledger.ledger import Ledger
from assistant.serve.conversation import turn_for
from assistant.serve.requests import ChatRequest, Message
from assistant.session import Settings
from catalog.errors import LedgerError

if TYPE_CHECKING:
    from assistant.schema.answer import Answer
    from assistant.session import House

LAMP = "a desk lamp under $60"
VACUUM = "a robot vacuum under $400"
FULL = "CREATE TRIGGER f BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'disk is full'); END"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def house(demo_house: House, ledger: Ledger) -> House:
    return replace(demo_house, ledger=ledger)


def tried(ledger: Ledger, answer: Answer, now: datetime) -> None:
    """Every paid link of an answer leads to the address shown and charges who is named there."""
    links = [p for p in answer.placements if p.sponsored and p.url]
    assert links
    for item in links:
        assert item.disclosure is not None
        assert ledger.click(ledger.redirect_token(item, answer.id, now), now).url == item.url
        *_, row = ledger.entries()
        assert (row.kind, row.answer_id, row.payer) == ("click", answer.id, item.disclosure.payer)


def test_conversations_that_bring_the_same_seed_share_nothing(
    house: House, ledger: Ledger, now: datetime
) -> None:
    def asked(*questions: str) -> Answer:
        messages = tuple(Message(role="user", content=q) for q in questions)
        return turn_for(
            ChatRequest(model="slots", seed=3, messages=messages), house, now, "3"
        ).answer

    lamps, vacuums = asked(LAMP, "show me others"), asked(VACUUM, "show me others")
    assert lamps.id != vacuums.id
    tried(ledger, lamps, now)
    tried(ledger, vacuums, now)


def test_the_same_moment_has_one_id_and_another_moment_another(house: House, now: datetime) -> None:
    first, second = (house.ask(LAMP, (), Settings(), now, "s").answer for _ in range(2))
    later = house.ask(LAMP, (), Settings(), now + timedelta(seconds=1), "s").answer
    assert first == second and later.id != first.id


@pytest.mark.parametrize("policy", ["slots", "sentences", "follow-ups", "paid-ranking"])
def test_what_is_shown_for_money_is_recorded_before_it_is_given_out(
    policy: str, house: House, ledger: Ledger, now: datetime
) -> None:
    growing = house.stream(VACUUM, (), Settings(policy=policy), now, "s")
    first = whole = next(growing).answer
    recorded = {e.placement_id for e in ledger.entries() if e.answer_id == first.id}
    for turn in growing:
        whole = turn.answer
    assert {id for id, _, _ in paid_for(whole)} == recorded - {""} != set()


def test_an_answer_that_cannot_be_recorded_sells_nothing_and_says_so(
    house: House, ledger: Ledger, now: datetime, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "ledger.sqlite") as database:
        database.execute(FULL)
    database.close()
    plain = house.ask(LAMP, (), Settings(policy="none"), now).answer
    for question, told in ((LAMP, "no record of it can be kept"), ("电动牙刷", "没法记账")):
        answer = house.ask(question, (), Settings(policy="slots"), now).answer
        assert not paid_for(answer) and answer.claims_by_operator
        assert told in answer.parts[0].text and "disk is full" in answer.parts[0].text
    assert house.ask(LAMP, (), Settings(), now).answer.organic == plain.organic
    assert list(ledger.entries()) == [] and ledger.verify().whole


def test_whether_it_is_an_ad_is_told_without_a_ledger(
    house: House, ledger: Ledger, now: datetime, tmp_path: Path
) -> None:
    turn = house.ask(LAMP, (), Settings(policy="slots"), now)
    with sqlite3.connect(tmp_path / "ledger.sqlite") as database:
        database.execute(FULL)
    database.close()
    told = house.ask("is that an ad?", (turn,), Settings(policy="slots"), now).answer
    assert "is an ad" in told.text


FILE_LIMIT = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from assistant.monetisation.ledger.ledger import Ledger
from assistant.schema.outcome import Charge
from catalog.errors import LedgerError
from catalog.money import Money
ledger = Ledger.open(Path(sys.argv[1]))
size = Path(sys.argv[1] + "-wal").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, size + 4096))
tip = Charge(kind="tip", payer="x" * 9000, money=Money.of("1", "USD"))
try:
    ledger.pay(tip, datetime(2026, 11, 23, tzinfo=UTC), "one")
except LedgerError as error:
    print(error)
"""


def test_a_full_disk_is_an_error_of_the_ledger_and_leaves_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ran = subprocess.run(
        [sys.executable, "-c", FILE_LIMIT, str(path)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("The ledger cannot be written: "), ran.stdout + ran.stderr
    ledger = Ledger.open(path)
    assert ledger.verify().whole and list(ledger.entries()) == []
    ledger.close()


def test_a_ledger_that_is_no_longer_one_is_told_and_sells_nothing(
    house: House, ledger: Ledger, now: datetime, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "ledger.sqlite") as database:
        database.execute("DROP TABLE account")
    database.close()
    with pytest.raises(LedgerError, match="cannot be read"):
        ledger.spent()
    answer = house.ask(LAMP, (), Settings(policy="slots"), now).answer
    assert not paid_for(answer) and "no record of it" in answer.text
