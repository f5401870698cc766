"""Every answer is an event, sold or not; money is booked under events and split among roles."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.monetisation.ledger.ledger import Ledger
from assistant.monetisation.mechanisms.cashback import Cashback
from assistant.monetisation.mechanisms.slots import Slots
from assistant.schema.event import Event, receipts
from assistant.schema.outcome import Charge, Outcome
from assistant.schema.placement import Share
from catalog.errors import LedgerError
from catalog.money import Money
from catalog.store import Catalog
from tests.support.kettles import NOW, answer, campaign, cny, opportunity

CAMPAIGNS = (campaign(4, "1.00"), campaign(5, "1.50"), campaign(6, "1.00"))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


def test_an_answer_without_ads_is_an_event_without_a_line(ledger: Ledger, shelf: Catalog) -> None:
    seen = opportunity(shelf)
    ledger.record_answer(answer(Outcome(listed=seen.picks), "a-0123456789-1"), (), NOW)
    first, *shown = ledger.events()
    assert (first.kind, first.conversation, first.paid) == ("answer", "a-0123456789-", False)
    assert [e.product_id for e in shown] == [p.product_id for p in seen.picks]
    assert not any(e.paid or e.entry for e in shown) and shown[0].parties[0].role == "seller"
    assert list(ledger.entries()) == [] and ledger.verify().whole


def test_a_click_that_nobody_pays_for_is_counted_once(ledger: Ledger, shelf: Catalog) -> None:
    given = answer(Outcome(listed=opportunity(shelf).picks), "a-0123456789-1")
    ledger.record_answer(given, (), NOW)
    item = given.placements[0]
    token = ledger.redirect_token(item, given.id, NOW)
    ledger.click(token, NOW, user_agent="curl/8.5.0")
    first, again = ledger.click(token, NOW), ledger.click(token, NOW)
    assert (first.url, first.charged, first.note) == (item.url, None, "nobody pays for this link")
    assert again.note == "counted before"
    after = [e.kind for e in ledger.events() if e.kind not in ("answer", "impression")]
    assert after == ["visit", "click"] and list(ledger.entries()) == []
    moved = item.model_copy(update={"url": "https://elsewhere.example/"})
    with pytest.raises(LedgerError, match="another address"):
        ledger.click(ledger.redirect_token(moved, given.id, NOW), NOW)


def test_a_paid_click_is_an_event_over_its_line(ledger: Ledger, shelf: Catalog) -> None:
    given = answer(Slots().place(opportunity(shelf, *CAMPAIGNS)), "a-0123456789-1")
    ledger.record_answer(given, (), NOW, CAMPAIGNS)
    ad = next(p for p in given.placements if p.sponsored)
    ledger.click(ledger.redirect_token(ad, given.id, NOW), NOW + timedelta(minutes=1))
    *_, click = ledger.events()
    *_, line = ledger.entries()
    assert (click.kind, click.entry, click.charged) == ("click", line.seq, line.money)
    assert click.product_id == ad.product_id and click.payer_role == "seller"
    assert line.provenance and ledger.verify().whole


def test_revenue_is_set_against_all_conversations(ledger: Ledger, shelf: Catalog) -> None:
    placed = Cashback().place(opportunity(shelf))
    for n in range(4):
        id = f"a-{n:010}-1"
        outcome = placed if n == 0 else Outcome(listed=opportunity(shelf).picks)
        ledger.record_answer(answer(outcome, id), (), NOW)
    ledger.order("a-0000000000-1", placed.listed[0].id, "o1", cny("110"), NOW)
    lines = ledger.revenue_by_role()
    # 5 % of 110 is 5.50, and half of it goes back to the shopper: 2.75 in 4 conversations.
    assert [(r.source, r.payer, r.role, r.per_1000, r.conversations) for r in lines] == [
        ("order", "seller", "platform", cny("687.50"), 4),
        ("order", "seller", "shopper", cny("687.50"), 4),
    ]


def test_a_tip_belongs_to_its_answer(ledger: Ledger, shelf: Catalog) -> None:
    ledger.record_answer(answer(Outcome(listed=()), "a-0123456789-1"), (), NOW)
    tip = Charge(kind="tip", payer="shopper", money=cny("5.20"))
    ledger.pay(tip, NOW, "t1", "a-0123456789-1")
    ledger.pay(tip, NOW, "t1", "a-0123456789-1")
    (line,) = ledger.revenue_by_role()
    assert (line.source, line.payer, line.amount) == ("tip", "shopper", cny("5.20"))


def test_a_policy_that_earns_nothing_has_a_row(ledger: Ledger, shelf: Catalog) -> None:
    ledger.record_answer(answer(Outcome(listed=()), "a-0123456789-1"), (), NOW)
    (line,) = ledger.revenue_by_role()
    assert (line.conversations, line.answers, line.amount, line.source) == (1, 1, None, "")


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE event SET units = units + 1 WHERE units > 0",
        "UPDATE event SET entry = NULL WHERE units > 0",
        "UPDATE receipt SET units = units - 1",
        "DELETE FROM receipt",
        'UPDATE provenance SET record = replace(record, \'"policy":"\', \'"policy":"x\')',
    ],
)
def test_events_that_do_not_fit_the_book_show(
    ledger: Ledger, shelf: Catalog, tmp_path: Path, forgery: str
) -> None:
    given = answer(Slots().place(opportunity(shelf, *CAMPAIGNS)), "a-0123456789-1")
    ledger.record_answer(given, (), NOW, CAMPAIGNS)
    ad = next(p for p in given.placements if p.sponsored)
    ledger.click(ledger.redirect_token(ad, given.id, NOW), NOW)
    assert ledger.verify().whole
    with sqlite3.connect(tmp_path / "ledger.sqlite") as file:
        assert file.execute(forgery).rowcount
    assert not ledger.verify().whole


def test_a_ledger_of_an_older_version_still_verifies(shelf: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    ledger = Ledger.open(path)
    ledger.pay(Charge(kind="tip", payer="shopper", money=cny("5.20")), NOW, "t1")
    ledger.close()
    with sqlite3.connect(path) as file:
        file.execute("ALTER TABLE entry DROP COLUMN provenance")
        for table in ("event", "receipt", "provenance"):
            file.execute(f"DROP TABLE {table}")
    with pytest.raises(LedgerError, match="older version"):
        Ledger.read(path)
    again = Ledger.open(path)
    assert again.verify().whole and again.verify().rows == 1
    again.close()


shares = st.lists(
    st.tuples(
        st.sampled_from(["creator", "host", "network", "shopper"]),
        st.decimals("0.01", "0.25", places=3),
    ),
    max_size=4,
)


@given(shares, st.decimals("0", "999", places=5))
def test_the_parts_add_up_to_the_charge(parts: list[tuple[str, Decimal]], amount: Decimal) -> None:
    charged = Money.from_mills(Money.of(str(amount), "USD").mills, "USD")
    event = Event(
        at=NOW,
        kind="order",
        charged=charged,
        shares=tuple(Share.model_validate({"role": r, "name": r, "share": s}) for r, s in parts),
    )
    got = [money for _, money in receipts(event)]
    assert sum(m.mills for m in got) == (charged.mills if got else 0)
    assert all(m.mills >= 0 for m in got)
