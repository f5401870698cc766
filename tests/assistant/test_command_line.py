"""The command line as a user types it, through the installed console script's entry point."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli.main import main

NOW = "2026-11-23T12:00:00+00:00"
QUESTION = "a quiet mechanical keyboard under $80"
OFFERS = [
    {"sku": "1", "shop": "A", "name": "Kite Lamp K1", "maker": "Kite", "code": "K1", "usd": 20.5},
    {"sku": "2", "shop": "B", "name": "Kite K1 lamp", "maker": "Kite", "code": "K1", "usd": "19"},
    {"sku": "3", "shop": "A", "name": "Oboe reed", "maker": "Reedy", "code": "R7", "usd": None},
    {"sku": "4", "shop": "A", "name": "", "maker": "Kite", "code": "K9", "usd": 3},
]
MAP = {
    "offer_id": "sku",
    "seller": "shop",
    "title": "name",
    "brand": "maker",
    "model": "code",
    "price": "usd",
    "currency": "=USD",
}


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_ask_prints_the_answer_record() -> None:
    done = run("ask", QUESTION, "--policy", "slots", "--now", NOW, "--json")
    assert done.exit_code == 0, done.output
    answer = json.loads(done.output)
    assert answer["need"]["category"] == "mechanical-keyboard"
    assert [b["kind"] for b in answer["blocks"]] == ["organic", "sponsored"]
    assert {"locale", "jurisdictions", "ai_labels", "prose_spans", "ranking_info", "pool"} <= set(
        answer
    )
    assert done.output == run("ask", QUESTION, "--policy", "slots", "--now", NOW, "--json").output


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("ask", "x", "--policy", "nope"), "nope"),
        (("ask", "x", "--now", "yesterday"), "yesterday"),
        (("ask", "x", "--catalog", "/no/such/folder"), "/no/such/folder"),
        (("replay", "/no/such/script.yaml"), "script.yaml"),
        (("audit", "/no/such/answer.json"), "answer.json"),
        (("auction", "/no/such/spec.json"), "spec.json"),
    ],
)
def test_bad_input_is_one_line_and_a_failure(words: tuple[str, ...], named: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert named in done.output and "Traceback" not in done.output


def test_a_feed_with_a_map_becomes_a_catalog_that_answers(tmp_path: Path) -> None:
    feed, mapping = tmp_path / "feed.jsonl", tmp_path / "map.yaml"
    feed.write_text("".join(json.dumps(offer) + "\n" for offer in OFFERS), "utf-8")
    mapping.write_text(json.dumps(MAP), "utf-8")
    shelf = tmp_path / "shelf"
    done = run("import", feed, "--catalog", shelf, "--map", mapping, "--now", NOW, "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.output)
    assert (report["products"], report["offers"]) == (2, 3)
    assert [(r["row"], r["field"]) for r in report["rejected"]] == [(4, "title")]
    found = json.loads(run("search", "kite lamp", "--catalog", shelf, "--json").output)
    assert found[0]["title"].lower().startswith("kite")
    asked = run("ask", "kite lamp", "--catalog", shelf, "--policy", "none", "--now", NOW)
    best = json.loads(asked.output)["blocks"][0]["placements"][0]
    assert (best["price"]["now"], best["seller"]["name"]) == ("19.00", "B")


def test_an_order_reaches_the_ledger_once_and_the_ledger_verifies(tmp_path: Path) -> None:
    books = tmp_path / "ledger.sqlite"
    for _ in range(2):
        done = run("order", QUESTION, "--ledger", books, "--now", NOW, "--json")
        assert done.exit_code == 0, done.output
    order = json.loads(done.output)
    assert order["sandbox"] is True and order["entry"]["kind"] == "order"
    assert run("ledger", "verify", "--ledger", books).exit_code == 0
    table = tmp_path / "ledger.csv"
    assert run("ledger", "export", "--ledger", books, "--out", table).exit_code == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        kinds = [row["kind"] for row in csv.DictReader(file)]
    assert kinds.count("order") == 1 and "impression" in kinds


def test_an_answer_is_audited_from_its_file(tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text(run("ask", QUESTION, "--now", NOW, "--json").output, "utf-8")
    done = run("audit", answer, "--profile", "us", "--out", tmp_path / "report.html")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")
    hidden = run("ask", QUESTION, "--disclosure", "none", "--now", NOW, "--json").output
    answer.write_text(hidden, "utf-8")
    assert run("audit", answer, "--profile", "us").exit_code == 1


def test_policies_are_listed() -> None:
    ids = [p["id"] for p in json.loads(run("policies", "--json").output)]
    assert {"none", "slots", "affiliate", "paid-ranking"} <= set(ids) and len(ids) >= 14
