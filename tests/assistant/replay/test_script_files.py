"""A script's id is the name of a file inside --out, and a script that is none says so."""

from pathlib import Path

import pytest

from assistant.replay.script import LONGEST_ID, read_script
from catalog.errors import BadInput

TURNS = "now: 2026-11-23T04:00:00Z\nturns:\n  - say: a kettle\n"


def script(folder: Path, id: str) -> Path:
    path = folder / "script.yaml"
    path.write_text(f"id: {id}\n{TURNS}", "utf-8")
    return path


@pytest.mark.parametrize(
    "id",
    ["/tmp/x", "../up", "a/b", "a\\\\b", ".hidden", "..", "'a b'", "'a\\0b'", "''", "a" * 61],
)  # fmt: skip
def test_an_id_that_names_no_file_here_is_refused(tmp_path: Path, id: str) -> None:
    with pytest.raises(BadInput, match="an id names a file"):
        read_script(script(tmp_path, id))


@pytest.mark.parametrize("id", ["a", "kettles-en", "水壶_2.v1", "a" * LONGEST_ID])
def test_an_id_in_any_letters_is_taken(tmp_path: Path, id: str) -> None:
    assert read_script(script(tmp_path, id)).id == id


def test_a_script_that_is_nested_without_end_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nested too deeply"):
        read_script(script(tmp_path, "[" * 20_000))


def test_a_folder_is_no_script(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_script(tmp_path)
