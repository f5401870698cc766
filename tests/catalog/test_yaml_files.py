"""YAML files of ours and of users: what is wrong in them is said, nothing in them is dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.errors import BadInput
from catalog.files import read_yaml

HOUSE = Path(__file__).parents[2]


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.yaml"
    path.write_text("mug: {zh: 杯}\nbowl: {zh: 碗}\nmug: {zh: 马克杯}\n", "utf-8")
    with pytest.raises(BadInput, match=r"twice\.yaml.*'mug' stands twice"):
        read_yaml(path, dict[str, dict[str, str]])


def test_a_mapping_may_stand_for_its_keys(tmp_path: Path) -> None:
    (tmp_path / "merged.yaml").write_text("a: &a {x: 1}\nb: {<<: *a, y: 2}\n", "utf-8")
    assert read_yaml(tmp_path / "merged.yaml", dict[str, dict[str, int]])["b"] == {"x": 1, "y": 2}


def test_no_file_of_the_house_says_a_thing_twice() -> None:
    for folder in ("assistant", "catalog", "retrieval", "ui"):
        for path in (HOUSE / folder).rglob("*.yaml"):
            read_yaml(path, object)
