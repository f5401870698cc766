"""The rules of the house that a linter or a fresh interpreter can check."""

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("catalog", "retrieval", "assistant", "ui")
HEAVY = ("gradio", "chromadb", "langchain_openai", "openai", "onnxruntime", "pandas", "extruct")


def test_imports_run_one_way_and_money_stays_out_of_ranking() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_the_linter_would_see_a_ranking_that_reads_campaigns(tmp_path: Path) -> None:
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text('"""A room."""\n', "utf-8")
    (tmp_path / "catalog" / "campaign.py").write_text("X = 1\n", "utf-8")
    (tmp_path / "retrieval" / "ranking.py").write_text("from catalog.campaign import X\n", "utf-8")
    config = "[tool.importlinter]\nroot_packages = ['catalog', 'retrieval', 'assistant', 'ui']\n"
    config += "[[tool.importlinter.contracts]]\nname = 'cut'\ntype = 'forbidden'\n"
    config += "source_modules = ['retrieval']\nforbidden_modules = ['catalog.campaign']\n"
    (tmp_path / "pyproject.toml").write_text(config, "utf-8")
    linter = str(Path(sys.executable).parent / "lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert "retrieval.ranking -> catalog.campaign" in done.stdout


@pytest.mark.parametrize("room", ROOMS)
def test_an_init_holds_a_docstring_only(room: str) -> None:
    inits = sorted((ROOT / room).glob("**/__init__.py"))
    assert inits
    for path in inits:
        body = ast.parse(path.read_text("utf-8")).body
        assert len(body) == 1 and isinstance(body[0], ast.Expr), path


def test_the_command_line_starts_without_heavy_packages() -> None:
    code = f"import sys, assistant.cli.main; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


PIN = re.compile(
    r"[a-z0-9._-]+(\[[a-z,]+\])?==[A-Za-z0-9.+!_-]+( ; [^/]+?)?"
    r"( \\\n    --hash=sha256:[0-9a-f]{64})+\n"
)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_hold_pins_with_hashes_and_no_host(lock: str) -> None:
    assert PIN.sub("", (ROOT / lock).read_text("utf-8")) == ""


def imports_of(root: Path, rooms: tuple[str, ...] = ROOMS) -> dict[str, set[str]]:
    """Module → the modules of these rooms that it imports anywhere, functions' bodies included."""
    paths = {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
        for room in rooms
        for path in sorted((root / room).rglob("*.py"))
    }
    graph: dict[str, set[str]] = {}
    for module, path in paths.items():
        imported: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                imported |= (inner & paths.keys()) or {node.module}
        graph[module] = imported & paths.keys()
    return graph


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of one circle of imports; empty where there is none."""
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_import_runs_back_up_and_none_goes_in_a_circle() -> None:
    graph = imports_of(ROOT)
    assert len(graph) > 200
    order = list(reversed(ROOMS))
    upward = [
        f"{module} -> {imported}"
        for module, imports in graph.items()
        for imported in imports
        if order.index(imported.partition(".")[0]) < order.index(module.partition(".")[0])
    ]
    assert upward == []
    assert circle(graph) == []


def test_a_circle_is_found_also_where_an_import_stands_in_a_function(tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    (room / "a.py").write_text("from room.b import B\n", "utf-8")
    (room / "b.py").write_text("from room import c\n", "utf-8")
    (room / "c.py").write_text("def f():\n    from room.a import A\n    return A\n", "utf-8")
    assert set(circle(imports_of(tmp_path, ("room",)))) == {"room.a", "room.b", "room.c"}
