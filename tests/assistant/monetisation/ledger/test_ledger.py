"""The ledger charges once, never over budget, and shows every tampering."""

import csv
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.monetisation.ledger.entries import LedgerEntry
from assistant.monetisation.ledger.ledger import Ledger
from assistant.monetisation.ledger.links import followable
from assistant.monetisation.ledger.verification import write_csv
from assistant.monetisation.mechanisms.affiliate import Affiliate
from assistant.monetisation.mechanisms.slots import Slots
from assistant.schema.answer import Answer
from assistant.schema.outcome import Charge, Outcome
from catalog.campaign import Campaign
from catalog.errors import LedgerError, NotFound
from catalog.money import Money
from catalog.store import Catalog
from tests.support.kettles import NOW, answer, campaign, cny, opportunity

CAMPAIGNS = (campaign(4, "1.00"), campaign(5, "1.50"), campaign(6, "1.00"))
TIP = Charge(kind="tip", payer="shopper", money=cny("5.20"))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


def sold(shelf: Catalog, id: str = "a1", campaigns: tuple[Campaign, ...] = CAMPAIGNS) -> Answer:
    return answer(Slots().place(opportunity(shelf, *campaigns)), id)


def shown(ledger: Ledger, shelf: Catalog, id: str = "a1") -> list[str]:
    """Records an answer with two slots and returns the tokens of its links."""
    given = sold(shelf, id)
    ledger.record_answer(given, (), NOW, CAMPAIGNS)
    paid = [p for p in given.placements if p.sponsored]
    return [ledger.redirect_token(p, given.id, NOW) for p in paid]


def test_an_answer_leaves_one_impression_per_paid_item(ledger: Ledger, shelf: Catalog) -> None:
    shown(ledger, shelf)
    shown(ledger, shelf)
    entries = list(ledger.entries())
    assert [(e.kind, e.placement_id, e.campaign_id, e.money) for e in entries] == [
        ("impression", "s1", "c5", None),
        ("impression", "s2", "c4", None),
    ]
    assert entries[0].url == "https://s5.example/kettle-5"
    assert ledger.revenue() == () and ledger.spent() == {}


def test_a_click_is_charged_once(ledger: Ledger, shelf: Catalog) -> None:
    first, second = shown(ledger, shelf)
    went = ledger.click(first, NOW + timedelta(minutes=1))
    assert (went.url, went.charged) == ("https://s5.example/kettle-5", cny("1.17"))
    again = ledger.click(first, NOW + timedelta(minutes=2))
    assert (again.url, again.charged, again.note) == (went.url, None, "counted before")
    ledger.click(second, NOW)
    assert ledger.revenue() == (cny("1.89"),)
    assert ledger.spent() == {"c5": cny("1.17"), "c4": cny("0.72")}
    assert ledger.verify().whole


@pytest.mark.parametrize(
    ("visit", "note"),
    [
        ({"prefetch": True}, "prefetch"),
        ({"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, "robot"),
        ({"user_agent": "Baiduspider-render/2.0"}, "robot"),
        ({"user_agent": "curl/8.5.0"}, "robot"),
        ({"user_agent": ""}, "robot"),
    ],
)
def test_prefetches_and_robots_are_sent_on_and_not_billed(
    ledger: Ledger, shelf: Catalog, visit: dict[str, bool | str], note: str
) -> None:
    token, _ = shown(ledger, shelf)
    went = ledger.click(token, NOW, **visit)  # type: ignore[arg-type]
    assert (went.url, went.charged, went.note) == ("https://s5.example/kettle-5", None, note)
    chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36"
    assert ledger.click(token, NOW, user_agent=chrome).charged == cny("1.17")


def test_forged_and_expired_links_lead_nowhere(ledger: Ledger, shelf: Catalog) -> None:
    token, other = shown(ledger, shelf)
    with pytest.raises(LedgerError, match="not made here"):
        ledger.click(token[:-4] + other[-4:] + "x", NOW)
    with pytest.raises(LedgerError, match="not made here"):
        ledger.click("https://evil.example/", NOW)
    with pytest.raises(LedgerError, match="expired"):
        ledger.click(token, NOW + timedelta(hours=25))
    assert ledger.revenue() == ()


def test_an_answer_that_was_never_recorded_has_no_links(ledger: Ledger, shelf: Catalog) -> None:
    item = sold(shelf).placements[-1]
    with pytest.raises(NotFound):
        ledger.click(ledger.redirect_token(item, "a1", NOW), NOW)


def test_another_answer_under_a_known_id_is_refused(ledger: Ledger, shelf: Catalog) -> None:
    shown(ledger, shelf)
    for other in (
        sold(shelf, "a1", CAMPAIGNS[:1]),
        sold(shelf, "a1").model_copy(update={"policy": "slots-above"}),
        answer(Outcome(listed=()), "a1"),
    ):
        with pytest.raises(LedgerError, match="another answer 'a1'"):
            ledger.record_answer(other, (), NOW, CAMPAIGNS)
    assert len(list(ledger.entries())) == 2 and ledger.verify().whole


def test_a_link_is_bound_to_the_address_it_was_shown_with(ledger: Ledger, shelf: Catalog) -> None:
    shown(ledger, shelf)
    item = next(p for p in sold(shelf).placements if p.id == "s1")
    elsewhere = item.model_copy(update={"url": "https://s6.example/kettle-6"})
    for token in (
        ledger.redirect_token(elsewhere, "a1", NOW),
        ledger.redirect_token("s1", "a1", NOW),
    ):
        with pytest.raises(LedgerError, match="another address"):
            ledger.click(token, NOW)
    assert ledger.spent() == {}
    assert ledger.report(ledger.redirect_token("s1", "a1", NOW), "other", NOW).kind == "report"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "//evil.example", "", "ftp://x.example/", "https://", "https://a b",
     "https://a\n.example", "https:\\evil", "data:text/html,x", "http://[::1"],
)  # fmt: skip
def test_only_plain_web_addresses_are_followed(url: str) -> None:
    assert not followable(url)


def test_an_item_without_a_web_address_is_not_followed(ledger: Ledger, shelf: Catalog) -> None:
    given = sold(shelf)
    item = given.blocks[1].placements[0].model_copy(update={"url": "javascript:alert(1)"})
    block = given.blocks[1].model_copy(update={"placements": (item,)})
    ledger.record_answer(given.model_copy(update={"blocks": (block,)}), (), NOW, CAMPAIGNS)
    with pytest.raises(LedgerError, match="no web address"):
        ledger.click(ledger.redirect_token(item, "a1", NOW), NOW)


def test_a_report_is_an_entry_of_its_own_and_costs_nothing(
    ledger: Ledger, shelf: Catalog, tmp_path: Path
) -> None:
    first, second = shown(ledger, shelf)
    later = NOW + timedelta(minutes=5)
    entry = ledger.report(first, "misleading_price", later)
    assert (entry.kind, entry.placement_id, entry.campaign_id) == ("report", "s1", "c5")
    assert (entry.reference, entry.money, entry.note) == ("misleading_price", None, "")
    assert ledger.report(first, "misleading_price", later + timedelta(hours=1)) == entry
    other = ledger.report(first, "other", later)
    ledger.report(second, "prohibited", later)
    assert {id: e.reference for id, e in ledger.reports("a1").items()} == {
        "s1": "other",
        "s2": "prohibited",
    }
    assert other.seq == entry.seq + 1 and ledger.reports("a2") == {}
    assert ledger.spent() == {} and ledger.revenue() == () and ledger.verify().whole
    ledger.export_csv(tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        told = [(r["reference"], r["money"]) for r in csv.DictReader(file) if r["kind"] == "report"]
    assert told == [("misleading_price", ""), ("other", ""), ("prohibited", "")]


def test_a_report_needs_an_ad_that_was_shown(ledger: Ledger, shelf: Catalog) -> None:
    first, _ = shown(ledger, shelf)
    with pytest.raises(LedgerError):
        ledger.report("forged", "other", NOW)
    with pytest.raises(LedgerError):
        ledger.report(first, "other", NOW + timedelta(days=2))
    with pytest.raises(NotFound):
        ledger.report(ledger.redirect_token("s9", "a1", NOW), "other", NOW)
    with pytest.raises(ValueError, match="a report has a reason and no money"):
        ledger.report(first, "=1+1", NOW)  # type: ignore[arg-type]
    assert [e.kind for e in ledger.entries()] == ["impression", "impression"]


def test_a_report_that_was_taken_out_or_changed_shows(
    ledger: Ledger, shelf: Catalog, tmp_path: Path
) -> None:
    first, _ = shown(ledger, shelf)
    ledger.report(first, "prohibited", NOW)
    with sqlite3.connect(tmp_path / "ledger.sqlite") as database:
        database.execute("UPDATE entry SET reference = 'other' WHERE kind = 'report'")
    assert "row 3 was changed" in ledger.verify().problem
    with sqlite3.connect(tmp_path / "ledger.sqlite") as database:
        database.execute("DELETE FROM entry WHERE kind = 'report'")
    database.close()
    assert not ledger.verify().whole


def test_an_order_owes_its_commission_once(ledger: Ledger, shelf: Catalog) -> None:
    given = answer(Affiliate(rate=Decimal("0.05")).place(opportunity(shelf)))
    ledger.record_answer(given, (), NOW)
    item = given.placements[0]
    assert ledger.click(ledger.redirect_token(item, "a1", NOW), NOW).charged is None
    for _ in range(2):
        entry = ledger.order("a1", item.id, "order-7", cny("110"), NOW)
        assert (entry.money, entry.payer) == (cny("5.50"), "卖家1")
    assert ledger.revenue() == (cny("5.50"),)
    with pytest.raises(NotFound):
        ledger.order("a1", "nowhere", "order-8", cny("110"), NOW)


def test_a_budget_is_charged_whole_or_not_at_all(ledger: Ledger, shelf: Catalog) -> None:
    poor = (campaign(4, "1.00", budget=cny("1.00")), campaign(6, "1.00"))
    for n in range(3):
        given = sold(shelf, f"a{n}", poor)
        ledger.record_answer(given, (), NOW, poor)
        went = ledger.click(ledger.redirect_token(given.placements[3], given.id, NOW), NOW)
        # 0.5 · 1.00 / 0.7 = 0.7143 a click: the budget of 1.00 holds one.
        assert went.charged == (cny("0.72") if n == 0 else None)
        assert went.note == ("" if n == 0 else "budget spent")
    assert ledger.spent() == {"c4": cny("0.72")}


def test_a_click_needs_the_budget_to_be_known(ledger: Ledger, shelf: Catalog) -> None:
    given = sold(shelf)
    ledger.record_answer(given, (), NOW)
    token = ledger.redirect_token(given.placements[3], given.id, NOW)
    with pytest.raises(LedgerError, match="no budget"):
        ledger.click(token, NOW)


def test_tips_and_subscriptions(ledger: Ledger) -> None:
    ledger.pay(TIP, NOW, "tip-1")
    ledger.pay(TIP, NOW, "tip-1")
    dollars = Charge(kind="subscription", payer="shopper", money=Money.of("20", "USD"))
    ledger.pay(dollars, NOW, "2026-11")
    assert ledger.revenue() == (cny("5.20"), Money.of("20", "USD"))


def test_charges_of_an_answer_are_recorded_with_it(ledger: Ledger, shelf: Catalog) -> None:
    due = Charge(kind="impression", payer="卖家5", campaign_id="c5", money=cny("0.06"))
    stray = Charge(kind="impression", payer="卖家6", campaign_id="c6", money=cny("0.05"))
    ledger.record_answer(sold(shelf), (due, stray), NOW, CAMPAIGNS)
    assert [(e.placement_id, e.money) for e in ledger.entries()] == [
        ("s1", cny("0.06")),
        ("s2", None),
        ("", cny("0.05")),
    ]
    assert ledger.revenue() == (cny("0.11"),)


@given(st.lists(st.tuples(st.integers(4, 6), st.integers(0, 300)), max_size=12))
@settings(max_examples=15, deadline=None)
def test_money_adds_up(
    tmp_path_factory: pytest.TempPathFactory, shelf: Catalog, events: list[tuple[int, int]]
) -> None:
    ledger = Ledger.open(tmp_path_factory.mktemp("sum") / "ledger.sqlite")
    small = tuple(campaign(n, budget=cny("5.00")) for n in (4, 5, 6))
    for at, (n, fen) in enumerate(events):
        due = Charge(
            kind="impression", payer="x", campaign_id=f"c{n}", money=Money.from_minor(fen, "CNY")
        )
        ledger.record_answer(answer(Outcome(listed=()), f"a{at}"), (due,), NOW, small)
    ledger.pay(TIP, NOW, "tip")
    charged = sum((e.money.amount for e in ledger.entries() if e.money), Decimal(0))
    (revenue,) = ledger.revenue()
    assert revenue.amount == charged
    assert sum(m.amount for m in ledger.spent().values()) + TIP.money.amount == charged
    assert all(m <= cny("5.00") for m in ledger.spent().values())
    assert ledger.verify().whole
    ledger.close()


def test_budgets_hold_under_threads_and_processes(tmp_path: Path, shelf: Catalog) -> None:
    path = tmp_path / "ledger.sqlite"
    code = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path\n"
        "from assistant.monetisation.ledger.ledger import Ledger\n"
        "ledger = Ledger.open(Path(sys.argv[1]))\n"
        "for token in sys.argv[2:]: ledger.click(token, datetime(2026, 11, 23, 4, tzinfo=UTC))\n"
    )
    ledger = Ledger.open(path)
    rich = (campaign(4, "1.00", budget=cny("10.00")), campaign(6, "1.00"))
    tokens = []
    for n in range(60):
        given = sold(shelf, f"a{n}", rich)
        ledger.record_answer(given, (), NOW, rich)
        tokens.append(ledger.redirect_token(given.placements[3], given.id, NOW))
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path), *tokens[part::2]])
        for part in range(2)
    ]
    threads = [
        threading.Thread(target=lambda some=part: [ledger.click(t, NOW) for t in tokens[some::3]])
        for part in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait(60) for process in running] == [0, 0]
    # 13 clicks at 0.72 make 9.36; a fourteenth would make 10.08.
    assert ledger.spent() == {"c4": cny("9.36")}
    assert sum(e.kind == "click" for e in ledger.entries()) == 60
    assert ledger.verify() == ledger.verify().model_copy(update={"rows": 60 + 120, "whole": True})
    ledger.close()


def test_an_audit_while_others_write_raises_no_alarm(ledger: Ledger) -> None:
    def pay() -> None:
        for n in range(150):
            ledger.pay(TIP, NOW, f"tip-{n}")

    writing = threading.Thread(target=pay)
    writing.start()
    checked = []
    while writing.is_alive():
        checked.append(ledger.verify())
    writing.join()
    assert checked and all(found.whole for found in checked)
    assert ledger.verify().rows == 150


def tamper(path: Path, *statements: str) -> None:
    db = sqlite3.connect(path)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


@pytest.mark.parametrize(
    ("statements", "problem"),
    [
        (("UPDATE entry SET units = 1 WHERE seq = 3",), "row 3 was changed"),
        (("UPDATE entry SET url = 'https://evil.example/' WHERE seq = 1",), "row 1 was changed"),
        (("UPDATE entry SET kind = 'gift' WHERE seq = 2",), "row 2 is no entry"),
        (("DELETE FROM entry WHERE seq = 2",), "row 2 is missing"),
        (("DELETE FROM entry WHERE seq = 4",), "cut off"),
        (("DELETE FROM entry WHERE seq = 4", "UPDATE head SET seq = 3"), "the head"),
        (("UPDATE entry SET seq = 9 WHERE seq = 3", "UPDATE entry SET seq = 3 WHERE seq = 4",
          "UPDATE entry SET seq = 4 WHERE seq = 9"), "row 3"),
        (("UPDATE account SET spent = 0",), "accounts"),
        (("DELETE FROM head",), "the head"),
        (("INSERT INTO head SELECT 2, seq, hash, seal FROM head",), "the head"),
        (("UPDATE entry SET units = 'x' WHERE seq = 3",), "row 3 is no entry"),
        (("UPDATE entry SET terms = terms || ' ' WHERE seq = 1",), "row 1 is no entry"),
    ],
)  # fmt: skip
def test_verify_finds_any_tampering(
    tmp_path: Path, shelf: Catalog, statements: tuple[str, ...], problem: str
) -> None:
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    for token in shown(ledger, shelf):
        ledger.click(token, NOW)
    assert str(ledger.verify()) == "4 rows, whole"
    tamper(tmp_path / "ledger.sqlite", *statements)
    found = ledger.verify()
    assert not found.whole
    assert problem in found.problem
    ledger.close()


def test_csv_holds_no_formula(ledger: Ledger, tmp_path: Path) -> None:
    risky = ("=HYPERLINK(1)", "+1", "-1", "@SUM", "\tx", " =1", "＝1+1")
    for n, payer in enumerate((*risky, "卖家", "a=b")):
        ledger.pay(TIP.model_copy(update={"payer": payer}), NOW, f"tip-{n}")
    assert ledger.export_csv(tmp_path / "out.csv") == 9
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    payers = [row["payer"] for row in rows]
    assert payers[:7] == [f"'{cell}" for cell in risky]
    assert payers[7:] == ["卖家", "a=b"]
    assert (rows[0]["money"], rows[0]["currency"]) == ("5.20", "CNY")


@given(st.text(max_size=8))
@settings(max_examples=50)
def test_no_cell_starts_a_formula(tmp_path_factory: pytest.TempPathFactory, payer: str) -> None:
    path = tmp_path_factory.getbasetemp() / "cells.csv"
    entry = LedgerEntry(seq=1, at=NOW, kind="tip", payer=payer, previous="0")
    write_csv(path, [entry])
    with path.open(encoding="utf-8-sig", newline="") as file:
        cell = list(csv.reader(file))[1][7]
    assert not cell.strip().startswith(("=", "+", "-", "@"))


def test_the_key_is_private_and_stays(tmp_path: Path) -> None:
    first = Ledger.open(tmp_path / "ledger.sqlite")
    key = tmp_path / "ledger.secret"
    assert stat.S_IMODE(os.stat(key).st_mode) == 0o600
    before = key.read_text("ascii")
    Ledger.open(tmp_path / "ledger.sqlite").close()
    first.close()
    assert key.read_text("ascii") == before


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_text("not a database, but long enough to be taken for one" * 40, "utf-8")
    with pytest.raises(LedgerError, match="No ledger can be opened"):
        Ledger.open(path)
    with pytest.raises(LedgerError, match="key"):
        Ledger.open("postgresql+psycopg://localhost/x")
