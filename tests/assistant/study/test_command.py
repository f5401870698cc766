"""The study command: one report, the same bytes however it is run or stopped."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from assistant.cli.main import main
from assistant.columns import read_columns
from assistant.study.answering import answered
from assistant.study.needs import generated
from assistant.study.panel import panel_of
from assistant.study.parameters import values_in
from assistant.study.simulation import SUMS, simulate
from assistant.study.targets import checked
from catalog.store import Catalog

if TYPE_CHECKING:
    from assistant.session import House

MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)

SAID = {"purifier-zh": "推荐一款卧室用的空气净化器", "chair-en": "recommend an office chair"}


def script(folder: Path, id: str) -> str:
    path = folder / f"{id}.yaml"
    lines = (f"id: {id}", "now: 2026-11-23T12:00:00+00:00", "turns:", f"  - say: {SAID[id]}")
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def study(out: Path, *more: str) -> dict[str, object]:
    names = [script(out.parent, id) for id in SAID]
    done = CliRunner().invoke(
        main,
        ["study", *names, "--policies", "none,slots,paid-ranking:none",
         "--shoppers", "300", "--periods", "2", "--out", str(out), "--json", *more],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    told: dict[str, object] = json.loads(done.stdout)
    return told


def files(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    out = tmp_path_factory.mktemp("study") / "out"
    return out, study(out, "--workers", "1")


def test_what_was_stopped_goes_on_to_the_same_bytes_with_other_workers(
    whole: tuple[Path, dict[str, object]],
) -> None:
    before = files(whole[0])
    for path in (whole[0] / "shards").glob("*-low.npy"):
        path.unlink()
    (whole[0] / "shards" / ".chat-00000.npy.1").write_bytes(b"half")
    study(whole[0], "--workers", "2")
    (whole[0] / "shards" / ".chat-00000.npy.1").unlink()
    assert files(whole[0]) == before


def test_the_report_needs_nothing_else_and_speaks_both_languages(
    whole: tuple[Path, dict[str, object]],
) -> None:
    page = (whole[0] / "report.html").read_text("utf-8")
    assert "<script src" not in page and "<link" not in page
    assert "Platform revenue" in page and "平台收入" in page
    assert (whole[0] / "measures.csv").is_file() and (whole[0] / "measures.parquet").is_file()


def test_nobody_pays_without_payment_and_somebody_does_for_slots(
    whole: tuple[Path, dict[str, object]],
) -> None:
    rows = whole[1]["measures"]
    assert isinstance(rows, list)
    revenue = {
        (r["regime"], r["currency"], r["column"].partition(":")[0]): r["value"]
        for r in rows
        if r["measure"] == "platform_revenue"
    }
    assert all(value == 0 for key, value in revenue.items() if key[2] == "none")
    assert revenue["chat", "CNY", "slots"] > 0


def test_another_study_is_not_written_over(
    whole: tuple[Path, dict[str, object]],
) -> None:
    done = CliRunner().invoke(
        main,
        [
            "study",
            script(whole[0].parent, "chair-en"),
            "--policies",
            "none",
            "--out",
            str(whole[0]),
        ],
    )
    assert done.exit_code == 2 and "another study" in done.output


def test_conversations_are_made_from_the_catalog_the_same_for_the_same_seed() -> None:
    catalog, now = Catalog.open(), datetime(2026, 11, 23, tzinfo=UTC)
    made = generated(catalog, 20, "1", now)
    assert made == generated(catalog, 20, "1", now) != generated(catalog, 20, "2", now)
    assert len(made) == len({s.id for s in made}) == 40


def test_the_model_says_of_every_target_whether_it_is_met() -> None:
    told = {c.id: c for c in checked()}
    assert all(c.met for c in told.values() if c.target.use == "fitted"), told
    missed = {id for id, c in told.items() if not c.met}
    assert missed == {"search_wording", "assistant_ads"}, "docs/study.md names what is missed"


def test_where_nobody_bids_nothing_is_owed_and_nothing_moves(demo_house: House) -> None:
    unsold = replace(demo_house, campaigns=())
    columns = read_columns("none,slots,paid-ranking,sentences,in-list", unsold)
    (asked,) = (s for s in generated(unsold.shelf.catalog, 1, "3", MOMENT) if "-en-" in s.id)
    conversation = answered(unsold, columns, asked)
    assert conversation is not None
    assert all(c.displaced == c.ndcg_loss == c.showing == c.fees == 0 for c in conversation.choices)
    sums = simulate(panel_of([conversation]), values_in("chat"), 200, 2, 1, 0)
    money = [n for n, name in enumerate(SUMS) if name.startswith("for_")]
    assert sums[..., money].sum() == 0


def test_the_transcripts_are_what_the_shopper_sees(demo_house: House) -> None:
    columns = read_columns("none,slots,slots:none", demo_house)
    (asked,) = (s for s in generated(demo_house.shelf.catalog, 1, "3", MOMENT) if "-en-" in s.id)
    conversation = answered(demo_house, columns, asked)
    assert conversation is not None
    unpaid, labelled, hidden = (c.transcript for c in conversation.choices)
    assert all(asked.turns[0].say in t for t in (unpaid, labelled, hidden))
    assert "[Ad" in labelled and "[Ad" not in hidden and "[Ad" not in unpaid
    assert conversation.without_transcripts().choices[1].transcript == ""
