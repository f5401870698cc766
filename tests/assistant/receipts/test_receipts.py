"""Receipts: what they say of an answer, how a third party checks them, and AdCP's form."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli.main import main
from assistant.receipts.adcp import host_receipt, sponsored_context
from assistant.receipts.adcp_schema import RECEIPT_SCHEMA
from assistant.receipts.chain import Receipts, receipts_in
from assistant.receipts.receipt import Sighting, disclosed_in
from assistant.receipts.verification import verified
from assistant.schema.answer import Answer
from assistant.session import House, Settings
from catalog.errors import BadInput

DECLARED = {
    "paying_principal": {"brand": {"domain": "northwind.example"}, "display_name": "Northwind"},
    "context_use": "presentation_only",
    "disclosure_obligation": {"required": True, "timing": "near_each_influenced_output"},
}


@pytest.fixture(scope="module")
def answers(demo_house: House, now: datetime) -> dict[str, Answer]:
    found = demo_house.research("noise cancelling headphones", (), now)
    asked = {"slots": None, "sentences": None, "none": None, "own-mall": None}
    return {
        policy: list(demo_house.answer(found, (), Settings(policy=policy), now, "0"))[-1].answer
        for policy in asked
    }


def test_a_receipt_names_all_that_is_paid_for_and_its_label(answers: dict[str, Answer]) -> None:
    slots = list(disclosed_in(answers["slots"]))
    paid = [p.id for p in answers["slots"].placements if p.sponsored]
    assert [one.id for one in slots if one.kind == "item"] == paid
    assert all(one.label and one.visible and one.payer for one in slots)
    assert any(one.kind == "sentence" for one in disclosed_in(answers["sentences"]))
    assert not list(disclosed_in(answers["none"]))
    hidden = list(disclosed_in(answers["own-mall"]))
    assert hidden and not any(one.visible for one in hidden)


def test_a_chain_is_whole_and_every_change_of_it_is_told(
    answers: dict[str, Answer], now: datetime, tmp_path: Path
) -> None:
    path = tmp_path / "receipts.jsonl"
    chain = Receipts.open(path)
    for answer in answers.values():
        chain.issue(answer, "chat", now)
    served = next(receipts_in(path))
    seen = Sighting(item="p", label="Ad", in_sight=True, before_item=True, font_px=13)
    first, again = (chain.measured(served.answer_id, "390x844 dark", [seen], now) for _ in "12")
    assert first is not None and first.of == served.hash and again is None
    whole = verified(receipts_in(path), chain.key)
    assert whole.whole and whole.receipts == len(answers) + 1
    assert (tmp_path / "receipts.jsonl.key").stat().st_mode & 0o077 == 0
    lines = path.read_text("utf-8").splitlines()
    for n, line in enumerate(lines):
        raw = json.loads(line)
        for field in raw:
            other = raw[field] + 1 if isinstance(raw[field], int) else "1" * 64
            changed = [*lines[:n], json.dumps(raw | {field: other}), *lines[n + 1 :]]
            assert not held(changed, tmp_path, chain.key), (n, field)
    assert not held(lines[1:], tmp_path, chain.key)
    assert not held([lines[1], lines[0], *lines[2:]], tmp_path, chain.key)
    assert not held(lines[:-1], tmp_path, chain.key, head=whole.head)
    assert not held(lines, tmp_path, "ab" * 32)
    assert held(lines, tmp_path, chain.key, head=f"1:{served.hash}")


def held(lines: list[str], folder: Path, key: str, head: str = "") -> bool:
    path = folder / "changed.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    try:
        return verified(receipts_in(path), key, head).whole
    except BadInput:
        return False


def test_an_answer_is_found_by_its_own_content(
    answers: dict[str, Answer], now: datetime, tmp_path: Path
) -> None:
    chain = Receipts.open(tmp_path / "receipts.jsonl")
    for answer in answers.values():
        chain.issue(answer, "v1", now)
    told = answers["slots"].model_dump(mode="json")
    found = verified(receipts_in(chain.path), chain.key, answer=told)
    assert found.of_answer is not None and found.of_answer.policy == "slots"
    altered = verified(receipts_in(chain.path), chain.key, answer=told | {"text": "other"})
    assert not altered.whole and "no receipt" in altered.problem


@pytest.mark.parametrize(
    ("policy", "use", "required", "status"),
    [
        ("slots", "presentation_only", True, "accepted"),
        ("slots", "presentation_only", False, "accepted"),
        ("none", "presentation_only", True, "accepted"),
        ("slots", "comparison_set", True, "rejected"),
        ("slots", "reasoning_context", False, "rejected"),
        ("own-mall", "presentation_only", True, "rejected"),
    ],
)
def test_sponsored_context_is_taken_as_a_unit_apart_or_not_at_all(
    answers: dict[str, Answer], now: datetime, policy: str, use: str, required: bool, status: str
) -> None:
    declared = DECLARED | {"context_use": use, "disclosure_obligation": {"required": required}}
    given = sponsored_context(json.dumps(declared), "test")
    told = host_receipt(given, answers[policy], "v1", now)
    receipt = told["host_receipt"]
    assert told["sponsored_context"] == declared and isinstance(receipt, dict)
    assert receipt["status"] == status
    assert ("accepted_context_use" in receipt) == (status == "accepted")
    assert ("rejection_reason" in receipt) == (status == "rejected")
    if status == "accepted":
        commitment = receipt["disclosure_commitment"]
        assert isinstance(commitment, dict)
        assert commitment["status"] == ("accepted" if required else "not_required")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"context_use": "anything"}, "context_use"),
        ({"paying_principal": {"brand": {"domain": "No Domain"}}}, "paying_principal.brand.domain"),
        ({"disclosure_obligation": {}}, "disclosure_obligation.required"),
    ],
)
def test_a_declaration_of_another_form_is_refused_by_field(
    wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput, match=field):
        sponsored_context(json.dumps(DECLARED | wrong), "test")


def test_one_command_issues_and_one_verifies(tmp_path: Path) -> None:
    kept, context = tmp_path / "receipts.jsonl", tmp_path / "context.json"
    context.write_text(json.dumps(DECLARED), "utf-8")
    ask = ["ask", "a quiet kettle", "--now", "2026-11-25T09:00:00+00:00", "--json"]
    more = ["--receipts", str(kept), "--sponsored-context", str(context)]
    asked = CliRunner().invoke(main, [*ask, *more])
    assert asked.exit_code == 0, asked.output
    (tmp_path / "answer.json").write_text(asked.output, "utf-8")
    folder = schemas(tmp_path / "schemas")
    check = ["receipts", "verify", str(kept), "--answer", str(tmp_path / "answer.json")]
    done = CliRunner().invoke(main, [*check, "--adcp-schemas", str(folder), "--json"])
    assert done.exit_code == 0, done.output
    assert (
        json.loads(done.output)["of_answer"]["sponsored_context"]["sponsored_context"] == DECLARED
    )
    schemas(folder, status="neither")
    done = CliRunner().invoke(main, [*check, "--adcp-schemas", str(folder), "--json"])
    assert done.exit_code == 1 and "neither" in json.loads(done.output)["problem"]
    alone = CliRunner().invoke(main, [*ask, "--sponsored-context", str(context)])
    assert alone.exit_code == 2 and "--receipts" in alone.stderr


def schemas(folder: Path, status: str = "accepted") -> Path:
    """A folder with a schema that asks for one status, by way of another file."""
    folder.mkdir(exist_ok=True)
    status_file = {"$id": "/schemas/status.json", "const": status}
    (folder / "status.json").write_text(json.dumps(status_file), "utf-8")
    whole = {
        "$id": "/schemas/receipt.json",
        "properties": {
            "host_receipt": {"properties": {"status": {"$ref": "/schemas/status.json"}}}
        },
    }
    (folder / RECEIPT_SCHEMA).write_text(json.dumps(whole), "utf-8")
    return folder
