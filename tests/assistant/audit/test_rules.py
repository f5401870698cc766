"""A rule lives whole in its YAML file: what it asks, its sources, and what checks it."""

import ast
from pathlib import Path

import pytest

from assistant.audit.registry import checks
from assistant.audit.rule import RULES
from catalog.errors import BadInput

CHECKS = RULES.parent / "checks"


def test_every_rule_is_checked_somewhere() -> None:
    for check in checks():
        assert check.record or check.page or check.styles, check.rule.id


def test_every_check_is_named_by_a_rule() -> None:
    named = {
        name
        for check in checks()
        for name in (check.rule.check, check.rule.check_page, check.rule.check_styles)
    }
    for path in sorted(CHECKS.glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and ast.unparse(node.returns or node) in (
                "Iterator[Seen]",
                "list[Seen]",
            ):
                private = node.name.startswith("_")
                assert private or f"{path.stem}.{node.name}" in named, f"{path.stem}.{node.name}"


RULE = """
- id: NEW-01
  {extra}
  severity: {{eu: major}}
  source: nowhere
  tag: M
  grade: D
  checked_on: 2026-11-23
  asks: {{zh: 问, en: asks}}
  fails: {{zh: 不, en: fails}}
  review: {{zh: 查, en: review}}
  not_proved: {{zh: 无, en: nothing}}
"""


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        ("check: labels.no_such_function", "no_such_function"),
        ("check: os.system", "os.system"),
        ("check: labels", "labels"),
        ("silences: [OLD-01]", "OLD-01"),
        ("colour: red", "colour"),
    ],
)
def test_a_rule_that_names_what_is_not_there_is_told_by_field(
    tmp_path: Path, extra: str, problem: str
) -> None:
    (tmp_path / "1.yaml").write_text(RULE.format(extra=extra), "utf-8")
    with pytest.raises(BadInput, match=problem):
        checks(tmp_path)


def test_a_rule_is_added_in_one_place(tmp_path: Path) -> None:
    (tmp_path / "1.yaml").write_text(RULE.format(extra="check: labels.has_label"), "utf-8")
    (check,) = checks(tmp_path)
    assert check.rule.id == "NEW-01" and check.record and not check.page
