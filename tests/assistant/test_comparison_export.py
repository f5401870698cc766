"""A comparison taken away: as JSON, and as tables that pandas reads in one line."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pandas
import pytest
from click.testing import CliRunner

from assistant.cli.main import main

QUESTION = "mechanical keyboard under $150"
AT = ("--now", "2026-11-23T04:00:00+00:00")
POLICIES = "none,slots,third-party-hop,sentences,slots:none"
SCRIPT = """
id: two-turns
now: 2026-11-23T04:00:00+00:00
turns:
  - say: mechanical keyboard under $150
  - say: hide the ads
  - say: cheaper
"""


def compare(*arguments: str) -> dict[str, object]:
    result = CliRunner().invoke(main, ["compare", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    value = json.loads(result.stdout)
    assert isinstance(value, dict)
    return value


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compare")
    for kind in ("json", "csv", "parquet"):
        compare(QUESTION, "--policies", POLICIES, "--out", str(folder / f"c.{kind}"), *AT)
    return folder


def test_the_json_has_the_columns_asked_for_in_order(written: Path) -> None:
    value = json.loads((written / "c.json").read_text("utf-8"))
    columns = value["columns"]
    assert len(value["made_from"]) == len(columns)
    assert all(made["policy"] and made["campaigns"] for made in value["made_from"])
    assert value["turns"][0]["columns"] == columns
    assert [(c["policy"], c["disclosure"]) for c in columns] == [
        ("none", "full"),
        ("slots", "full"),
        ("third-party-hop", "footer"),
        ("sentences", "full"),
        ("slots", "none"),
    ]
    assert [c["same"] for c in columns] == [True, False, False, False, False]
    wanted = "product_id place move price price_unpaid dearer_by seller_changed link_changed label"
    for one in columns:
        assert set(one) >= {"items", "gone", "sentences", "questions", "charges"}
        for item in one["items"]:
            assert set(item) >= set(wanted.split())
        for charge in one["charges"]:
            assert set(charge) >= {"event", "role", "amount", "currency"}
            assert Decimal(charge["amount"]) > 0


def test_csv_and_parquet_hold_the_same_rows(written: Path) -> None:
    flat = pandas.read_csv(written / "c.csv", dtype=str, keep_default_na=False)
    held = pandas.read_parquet(written / "c.parquet")
    assert list(flat.columns) == list(held.columns)
    assert len(flat) == len(held)
    assert set(held["row"]) == {"item", "event"}
    priced = held[held["row"] == "item"]
    assert all(isinstance(price, Decimal) for price in priced["price"])
    assert [Decimal(p) for p in flat[flat["row"] == "item"]["price"]] == list(priced["price"])


def test_a_script_is_compared_turn_by_turn(tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(SCRIPT, "utf-8")
    value = compare(str(path), "--policies", "none,slots")
    turns = value["turns"]
    assert isinstance(turns, list)
    assert [t["question"] for t in turns] == [QUESTION, "hide the ads", "cheaper"]
    assert [t["columns"][1]["same"] for t in turns] == [False, True, True]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((QUESTION, "--policies", "none,nothing"), "no such policy"),
        ((QUESTION, "--policies", "none,slots:loud"), "no such disclosure"),
        ((QUESTION, "--policies", "slots,slots:full"), "named twice"),
        ((QUESTION, "--policies", " , "), "no policy"),
        (("  ", "--policies", "none"), "empty"),
        ((QUESTION, "--policies", "none", "--out", "x.pdf"), "no form"),
        (("nowhere.yaml", "--policies", "none"), "cannot be read"),
    ],
)
def test_what_is_wrong_is_said(arguments: tuple[str, ...], problem: str) -> None:
    result = CliRunner().invoke(main, ["compare", *arguments])
    assert result.exit_code == 2
    assert problem in result.stderr
