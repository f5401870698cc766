"""An expectation holds for what it says, and none can pass because nothing was looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.replay.command import replay_all
from catalog.errors import BadInput

HEAD = "id: x\nnow: 2026-11-23T12:00:00+00:00\n"
TURN = "turns: [{say: a quiet mechanical keyboard under $80, expect: %s}]\n"


def script(folder: Path, expect: str, more: str = "") -> Path:
    path = folder / "script.yaml"
    path.write_text(HEAD + more + TURN % expect, "utf-8")
    return path


def outcome(path: Path, *policies: str) -> list[tuple[str, object]]:
    found = replay_all([path], policies, None, None, None).replays
    return [(wrong.field, wrong.got) for replayed in found for wrong in replayed.mismatches]


def test_an_amount_is_the_same_however_it_is_written(tmp_path: Path) -> None:
    for amount in ('"80"', '"80.00"', "80"):
        need = f"{{need: {{constraints.price_max: {{amount: {amount}, currency: USD}}}}}}"
        assert outcome(script(tmp_path, need), "none") == []
    need = '{need: {constraints.price_max: {amount: "80.01", currency: USD}}}'
    assert [field for field, _ in outcome(script(tmp_path, need), "none")] == [
        "need.constraints.price_max"
    ]


def test_a_path_that_leads_nowhere_does_not_hold(tmp_path: Path) -> None:
    need = "{need: {constraints.price_min: null, constraints.price_least: null}}"
    assert outcome(script(tmp_path, need), "none") == [
        ("need.constraints.price_least", "there is no 'price_least'")
    ]


@pytest.mark.parametrize(
    ("expect", "more"),
    [("{under: {slotz: {sponsored: []}}}", ""), ("{}", "policies: [slotz]\n")],
)
def test_a_policy_that_does_not_exist_is_no_reason_to_pass(
    tmp_path: Path, expect: str, more: str
) -> None:
    with pytest.raises(BadInput, match="no policy 'slotz'"):
        outcome(script(tmp_path, expect, more))


def test_nothing_replayed_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="none of these scripts is meant for"):
        outcome(script(tmp_path, "{}", "policies: [slots]\n"), "none")


def test_what_a_turn_has_no_room_for_names_script_and_turn(tmp_path: Path) -> None:
    path = tmp_path / "script.yaml"
    for action, problem in (
        ("order: o1", r"script x, turn 1, field 'order': 'o1' is paid for by nobody"),
        ("tip: {amount: '1', currency: USD}", "takes no tip of 1 USD"),
        ("subscribe: true", "sells no months in USD"),
        ("click: nowhere", "does not show 'nowhere'"),
    ):
        turn = f"turns:\n  - say: a quiet mechanical keyboard under $80\n    {action}\n"
        path.write_text(HEAD + turn, "utf-8")
        with pytest.raises(BadInput, match=problem):
            outcome(path, "none")
    path.write_text(HEAD + "turns: [{say: a kettle, open: 1}]\n", "utf-8")
    with pytest.raises(BadInput, match="one of `say`, `open` and `without`"):
        outcome(path, "none")


def test_seeds_are_swept_and_each_is_checked(tmp_path: Path) -> None:
    path = script(tmp_path, "{organic_starts: [mechanical-keyboard-en-01]}")
    report = replay_all([path], ["sentences"], None, None, tmp_path / "out", 3)
    assert [r.seed for r in report.replays] == ["0", "1", "2"] and not report.failed
    written = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert written == ["x.sentences.0.json", "x.sentences.1.json", "x.sentences.2.json"]
    assert len({p.read_text("utf-8") for p in (tmp_path / "out").iterdir()}) == 3
