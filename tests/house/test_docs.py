"""The documents are true: their files are there, their commands parse, their examples run."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from assistant.cli.main import main

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
STEP = re.compile(r"^\d+\. `([\w/.]+)`, `([\w.]+)`", re.MULTILINE)
OURS = re.compile(r"`((?:catalog|retrieval|assistant|ui|tests|docs|benchmarks|examples)/[\w/.-]*)`")


def test_one_question_is_read_in_at_most_ten_files_that_hold_what_they_are_said_to() -> None:
    steps = STEP.findall((ROOT / "docs" / "one-question.md").read_text("utf-8"))
    assert 5 <= len(steps) <= 10
    for path, name in steps:
        body = ast.parse((ROOT / path).read_text("utf-8")).body
        for part in name.split("."):
            found = [
                node
                for node in body
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == part
            ]
            assert found, f"{path} has no {name}"
            body = found[0].body


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_files_that_a_document_names_are_there(document: Path) -> None:
    text = document.read_text("utf-8")
    missing = [path for path in OURS.findall(text) if not (ROOT / path).exists()]
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        if not (document.parent / target).exists():
            missing.append(target)
    assert missing == []


def commands(text: str) -> list[list[str]]:
    """The plainshelf commands of a document's blocks, as words; those with "…" are left out."""
    joined = re.sub(r"\\\n\s*", " ", text)
    lines = re.findall(r"^(?: {4})?(?:\$ )?(?:[A-Z_]+=\S+ )*plainshelf (.+)$", joined, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines if not set("…[|") & set(line)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_commands_of_a_document_parse(document: Path) -> None:
    for words in commands(document.read_text("utf-8")):
        words = [word for word in words if word not in (">", "answer.json")]
        command: click.Command = main
        while isinstance(command, click.Group):
            name = words.pop(0)
            assert name in command.commands, f"{document.name}: plainshelf … {name}"
            command = command.commands[name]
        options = {option for p in command.params for option in (*p.opts, *p.secondary_opts)}
        given = {word.partition("=")[0] for word in words if re.match(r"-{1,2}[a-z]", word)}
        assert given <= options | {"--help"}, f"{document.name}: plainshelf {command.name}"


def test_the_documents_show_commands() -> None:
    assert sum(len(commands(path.read_text("utf-8"))) for path in DOCUMENTS) >= 5


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_runs(example: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(example)], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(Path.home())},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    # One that needs a model says in its only line how to name it; tests/examples runs it with one.
    asks = done.stdout.startswith("Set PLAINSHELF_MODEL ")
    assert len(done.stdout.splitlines()) > 3 or asks


CITED = re.compile(r"(?:docs/)?((?:market|economics|disclosure-rules)\.md)")


def test_the_documents_that_sources_cite_are_there() -> None:
    places = [
        path
        for room in ("catalog", "retrieval", "assistant", "ui")
        for suffix in ("*.py", "*.yaml")
        for path in (ROOT / room).rglob(suffix)
    ]
    texts = {path: path.read_text("utf-8") for path in places}
    cited = {name for text in texts.values() for name in CITED.findall(text)}
    assert cited and all((ROOT / "docs" / name).is_file() for name in cited)
    assert not [path for path, text in texts.items() if "shared/docs" in text]


def test_an_extra_that_another_names_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    for name, requirements in extras.items():
        for inner in re.findall(r"plainshelf\[([\w,-]+)\]", " ".join(requirements)):
            assert set(inner.split(",")) <= extras.keys(), name


def test_the_citation_names_the_version_that_is_built() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'version = "{citation["version"]}"' in project
    assert f"## {citation['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
