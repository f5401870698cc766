"""A blind comparison: consent first, no names, the truth last, and one line of JSON a person."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.blind.answers import noticed, read_answers
from assistant.blind.conditions import conditions_of, shuffled
from assistant.blind.reading import Reading, reading
from assistant.cli.blinding import _lines
from assistant.cli.main import main
from assistant.columns import Column
from catalog.errors import BadInput
from ui.blind import blind

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from assistant.session import House

QUERY = {
    "columns": "none,slots,paid-ranking-hidden",
    "q": "a quiet mechanical keyboard under $80",
    "at": "2026-11-23T04:00:00+00:00",
    "lang": "en",
}
WHERE = "/compare/blind"


def client(house: House, now: datetime, file: Path | None) -> TestClient:
    answers = blind(house, file, lambda: now)
    routes = [Route(path, each, methods=["GET", "POST"]) for path, each in answers.items()]
    return TestClient(Starlette(routes=routes))


def link_of(visitor: TestClient) -> str:
    """The link that the comparison's address leads its researcher to."""
    response = visitor.get(WHERE, params=QUERY, follow_redirects=False)
    assert response.status_code == 303
    return response.headers["location"]


def named_in(page: str, house: House) -> set[str]:
    """Every policy and disclosure that a page names, by id, title or in words, style left out."""
    seen = unescape(re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))
    kinds = [house.policies[p] for p in QUERY["columns"].split(",")]
    names = {name for it in kinds for name in (it.id, it.title.en, it.title.zh, it.money_may.en)}
    return {name for name in names - {"none"} if name in seen}


def participant_in(page: str) -> str:
    found = re.search(r'name="participant" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def test_consent_task_truth_and_a_line(demo_house: House, now: datetime, tmp_path: Path) -> None:
    file = tmp_path / "study" / "answers.jsonl"
    visitor = client(demo_house, now, file)
    link = link_of(visitor)
    first = visitor.get(link)
    assert "agree" in first.text and "Answer A" not in first.text
    person = {"participant": participant_in(first.text)}
    refused = visitor.post(link, data={**person, "step": "consent"})
    assert "Without your consent" in refused.text and "Answer A" not in refused.text

    agreed = {**person, "step": "consent", "agree": "yes"}
    shown = visitor.post(link, data=agreed).text
    assert all(f"Answer {letter}" in shown for letter in "ABC")
    for page in (link, first.text, refused.text, shown):
        assert named_in(page, demo_house) == set()
    for secret in ("Yardstick", "ps-cmp-changed", "/compare", "columns="):
        assert secret not in re.sub(r"<style>.*?</style>", "", shown, flags=re.DOTALL), secret

    boxes = re.findall(r'name="suspect" value="([^"]+)"', shown)
    item = next(b for b in boxes if "-item-" in b)
    sent = {**person, "step": "answer", "chosen": item, "suspect": boxes}
    missing = visitor.post(link, data=sent).text
    assert "Still missing" in missing and missing.count("checked") == len(boxes) + 1
    assert not file.exists()

    told = visitor.post(link, data={**sent, "attention": "3"}).text
    again = visitor.post(link, data={**sent, "attention": "3"}).text
    assert "Paid ranking, unlabelled" in unescape(told) and "you noticed" in told
    assert "sent this before" in again
    assert len(named_in(told, demo_house)) > 2 and "/compare/export.csv?columns=" in told
    (answer,) = read_answers(file)
    assert answer.code in told and answer.attentive and answer.chosen == item
    assert answer.day == now.date() and "testclient" not in file.read_text("utf-8")
    assert {c.letter for c in answer.columns} == set("ABC")
    rows = {row.policy: row for row in noticed([answer])}
    assert rows["none"].shown == 0 and rows["none"].accused == rows["none"].unpaid
    assert rows["slots"].shown == rows["slots"].recognised > 0
    assert json.loads(file.read_text("utf-8"))["condition"] == answer.condition


def test_a_study_is_read_plainly(demo_house: House, now: datetime, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    visitor = client(demo_house, now, file)
    link = link_of(visitor)
    sent = (("3", "0" * 16, True), ("3", "1" * 16, False), ("1", "2" * 16, True))
    for attention, participant, suspects in sent:
        person = {"participant": participant}
        page = visitor.post(link, data={**person, "step": "consent", "agree": "yes"}).text
        boxes = re.findall(r'name="suspect" value="([^"]+)"', page)
        chosen = next(b for b in boxes if "-item-" in b) if suspects else "none"
        data = {**person, "step": "answer", "chosen": chosen, "attention": attention}
        visitor.post(link, data=data | {"suspect": boxes if suspects else []})
    answers = read_answers(file)
    told = reading(answers)
    assert (told.people, told.attentive, told.conditions, told.nothing) == (3, 2, 1, 1)
    paid = [thing for answer in answers[:2] for thing in answer.things if thing.paid]
    assert (
        sum(by.shown for by in told.seen) == len(paid) == 2 * sum(b.recognised for b in told.seen)
    )
    assert {by.seen for by in told.seen} == {"before", "none"}
    assert [row.people for row in told.chosen] == [1]
    ran = CliRunner().invoke(main, ["blind", str(file), "--json"])
    assert ran.exit_code == 0 and Reading.model_validate_json(ran.output) == told
    lines = list(_lines(told))
    assert "3 people, 2 attentive" in lines[0] and any("none:full" in line for line in lines)
    assert CliRunner().invoke(main, ["blind", str(tmp_path / "no.jsonl")]).exit_code == 2
    assert list(_lines(reading(()))) == ["Nobody has answered yet."]


def test_a_comparison_keeps_its_link_and_each_person_their_order(
    demo_house: House, now: datetime, tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonl"
    visitor = client(demo_house, now, file)
    link = link_of(visitor)
    assert link_of(visitor) == link_of(client(demo_house, now, file)) == link
    assert len(conditions_of(file).read_text("utf-8").splitlines()) == 1
    data = {"participant": "0" * 16, "step": "consent", "agree": "yes"}
    assert visitor.post(link, data=data).text == visitor.post(link, data=data).text
    columns = [Column(policy=p, disclosure="full") for p in ("none", "slots", "tips")]
    orders = {tuple(c.policy for c in shuffled(columns, "c", str(n))) for n in range(40)}
    assert len(orders) == 6


@pytest.mark.parametrize(
    ("query", "file", "status", "words"),
    [
        (QUERY, False, 404, "No study is open here"),
        ({"lang": "zh"}, True, 400, "链接里缺少问题"),
        (QUERY | {"columns": "none,nowhere"}, True, 400, "no such policy"),
    ],
)
def test_what_is_closed_or_wrong_says_so(
    demo_house: House,
    now: datetime,
    tmp_path: Path,
    query: dict[str, str],
    file: bool,
    status: int,
    words: str,
) -> None:
    visitor = client(demo_house, now, tmp_path / "a.jsonl" if file else None)
    response = visitor.get(WHERE, params=query)
    assert response.status_code == status and words in response.text
    assert visitor.get(f"{WHERE}/0123456789abcdef").status_code == 404


def test_what_was_not_shown_is_not_kept(demo_house: House, now: datetime, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    visitor = client(demo_house, now, file)
    data = {"participant": "0" * 16, "step": "answer", "chosen": "Z-item-1", "attention": "3"}
    assert visitor.post(link_of(visitor), data=data).status_code == 400
    assert not file.exists()


def test_a_file_that_cannot_be_written_is_told(
    demo_house: House, now: datetime, tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonl"
    visitor = client(demo_house, now, file)
    link = link_of(visitor)
    file.mkdir()
    data = {"participant": "0" * 16, "step": "answer", "chosen": "none", "attention": "1"}
    told = visitor.post(link, data=data).text
    assert "could not be kept" in told and "Completion code" not in told


def test_a_broken_line_names_its_number(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("{}\n", "utf-8")
    with pytest.raises(BadInput, match="line 1"):
        read_answers(file)
