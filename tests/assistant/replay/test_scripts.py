"""Every scripted conversation under every policy, through the code that the page runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.policy import policies
from assistant.replay.run import replay
from assistant.replay.script import read_script
from catalog.errors import BadInput

if TYPE_CHECKING:
    from assistant.session import House

FOLDER = Path(__file__).parents[2] / "conversations"
CASES = [
    pytest.param(path, policy, id=f"{path.stem}-{policy}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for policy in (read_script(path).policies or tuple(policies()))
]


@pytest.mark.parametrize(("path", "policy"), CASES)
def test_script(path: Path, policy: str, demo_house: House) -> None:
    transcript = replay(read_script(path), demo_house, policy)
    assert not transcript.mismatches, "\n".join(m.text() for m in transcript.mismatches)


def test_a_transcript_is_the_same_bytes_each_time(demo_house: House) -> None:
    script = read_script(FOLDER / "cleanser-zh.yaml")
    first, second = (replay(script, demo_house, "slots").text() for _ in range(2))
    assert first == second


def test_a_wrong_expectation_is_told_as_a_difference(demo_house: House, tmp_path: Path) -> None:
    script = read_script(FOLDER / "cleanser-zh.yaml")
    turn = script.turns[0]
    wrong = turn.expect.model_copy(update={"organic": ("no-such-product",)})
    broken = script.model_copy(
        update={"turns": (turn.model_copy(update={"expect": wrong}), *script.turns[1:])}
    )
    found = replay(broken, demo_house, "none").mismatches
    assert [m.field for m in found] == ["organic"]
    assert "- expected" in found[0].text() and "no-such-product" in found[0].text()


def test_a_misspelt_field_names_the_file_and_the_field(tmp_path: Path) -> None:
    path = tmp_path / "script.yaml"
    path.write_text("id: x\nnow: 2026-11-23T12:00:00+08:00\nturns: [{sey: hello}]\n", "utf-8")
    with pytest.raises(BadInput, match=r"script\.yaml.*turns\.0"):
        read_script(path)
