"""Nothing leaves the machine: what the program and all native code in it call is watched.

Hooks in Python see nothing of native code, so the kernel's calls are traced (strace).
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from catalog.telemetry import REFUSALS, refuse_telemetry

ROOT = Path(__file__).parents[2]
WATCH = ("-f", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-e", "signal=none")
LOOPBACK = re.compile(r'inet_addr\("127\.|inet_pton\(AF_INET6, "(::1|::ffff:127\.)')
RESOLVER = re.compile(r"sin6?_port=htons\((53|853|5353)\)|nscd/socket|io\.systemd\.Resolve")
REMOTE = re.compile(r"sa_family=AF_INET6?\b")
TELLING = ("onnxruntime", "chromadb", "gradio", "langchain_openai")
"""Packages that read when they are imported whether they may send anything."""
RUN_MAIN = "from assistant.cli.main import main; main()"


def outward(trace: str) -> list[str]:
    """The traced calls that ask a resolver or name an address off loopback."""
    calls = [line for line in trace.splitlines() if "sa_family" in line or "sun_path" in line]
    return [
        line
        for line in calls
        if RESOLVER.search(line) or (REMOTE.search(line) and not LOOPBACK.search(line))
    ]


def test_calls_that_leave_are_told_from_calls_that_stay() -> None:
    leaving = (
        'connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("20.42.6.8")}, 16)',
        'connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16)',
        'sendto(3, "", 0, 0, {sa_family=AF_INET6, inet_pton(AF_INET6, "2606:4700::1", &a)}, 28)',
        'connect(3, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42)',
    )
    staying = (
        'connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16)',
        'connect(3, {sa_family=AF_INET6, inet_pton(AF_INET6, "::1", &sin6_addr)}, 28)',
        'connect(3, {sa_family=AF_UNIX, sun_path="/run/user/bus"}, 42)',
        'sendto(3, "GET / HTTP/1.1", 14, 0, NULL, 0)',
    )
    assert outward("\n".join((*leaving, *staying))) == list(leaving)


@pytest.fixture(scope="module")
def strace() -> str:
    path = shutil.which("strace")
    if path is not None:
        tried = subprocess.run([path, *WATCH, "-o", os.devnull, "true"], capture_output=True)
        if tried.returncode == 0:
            return path
    why = "no strace that may trace here; install it to see what leaves (sh .ci/packages)"
    return pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(why)


def environment(home: Path) -> dict[str, str]:
    """As a visitor's own: a fresh home, none of the refusals that the tests set themselves."""
    kept = {name: value for name, value in os.environ.items() if name not in REFUSALS}
    cache = os.environ.get("PLAINSHELF_CACHE") or str(
        Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "plainshelf"
    )
    # Telemetry that switches itself off under CI would not be seen.
    for name in ("CI", "GITHUB_ACTIONS", "TF_BUILD", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        kept.pop(name, None)
    return kept | {"HOME": str(home), "PLAINSHELF_CACHE": cache, "PYTHONPATH": str(ROOT)}


def traced(strace: str, home: Path, command: list[str]) -> list[str]:
    """What leaves while a command runs to its end."""
    log = home / "trace"
    ran = subprocess.run(
        [strace, *WATCH, "-o", str(log), *command],
        env=environment(home), cwd=home, capture_output=True, text=True, timeout=280,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    return outward(log.read_text("utf-8", "replace"))


def plainshelf(*arguments: str) -> list[str]:
    return [sys.executable, "-c", RUN_MAIN, *arguments]


FEED = (
    "id,title,brand,price,currency,seller,url\nk1,Blue kettle,Cha,20,USD,Shop,https://a.example\n"
)
SCRIPT = """\
id: lamps
locale: en
now: 2026-11-23T04:00:00Z
turns:
  - say: a desk lamp under $60
  - say: show me others
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "a desk lamp under $60", "--policy", "slots"),
        ("import", "feed.csv", "--catalog", "shelf"),
        ("replay", "lamps.yaml", "--out", "out", "--policy", "slots", "--policy", "none"),
        ("study", "lamps.yaml", "--policies", "none,slots", "--shoppers", "2", "--out", "out"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_no_command_calls_out(strace: str, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "feed.csv").write_text(FEED, "utf-8")
    (tmp_path / "lamps.yaml").write_text(SCRIPT, "utf-8")
    assert traced(strace, tmp_path, plainshelf(*arguments)) == []
    assert not (tmp_path / ".cache" / "Microsoft").exists()


def test_the_rooms_as_a_library_call_nobody(strace: str, tmp_path: Path) -> None:
    code = (
        "from retrieval.ranking import Ranker; from catalog.store import Catalog\n"
        "from retrieval.embedding.local import LocalEmbeddings\n"
        "LocalEmbeddings().embed_query('a lamp')\n"
        "import ui.app, assistant.comparison, assistant.audit.engine\n"
    )
    assert traced(strace, tmp_path, [sys.executable, "-c", code]) == []
    assert not (tmp_path / ".cache" / "Microsoft").exists()


def test_the_page_and_a_question_call_nobody(strace: str, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log, home = tmp_path / "trace", f"http://127.0.0.1:{port}"
    command = [strace, *WATCH, "-o", str(log)]
    with subprocess.Popen(
        [*command, *plainshelf("chat", "--port", str(port))],
        env=environment(tmp_path), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    ) as page:  # fmt: skip
        try:
            assert page.stdout is not None
            said = iter(page.stdout.readline, "")
            assert any(line.startswith("Plainshelf: http") for line in said)
            asked = json.dumps(
                {"model": "slots", "messages": [{"role": "user", "content": "a desk lamp"}]}
            )
            headers = {"Content-Type": "application/json"}
            ask = urllib.request.Request(
                f"{home}/v1/chat/completions", asked.encode(), headers=headers
            )
            for _ in range(60):
                try:
                    with urllib.request.urlopen(f"{home}/", timeout=30) as first:
                        assert b"Plainshelf" in first.read()
                    break
                except urllib.error.URLError:
                    time.sleep(0.25)
            with urllib.request.urlopen(ask, timeout=60) as answer:
                assert json.load(answer)["plainshelf"]["answer"]["blocks"]
        finally:
            # A tracer that writes to a file leaves the signal to what it traces.
            os.killpg(page.pid, signal.SIGINT)
            page.wait(30)
    assert outward(log.read_text("utf-8", "replace")) == []
    assert not (tmp_path / ".cache" / "Microsoft").exists()


def test_refusals_stand_whatever_the_environment_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in REFUSALS:
        monkeypatch.setenv(name, "surely")
    refuse_telemetry()
    assert {name: os.environ[name] for name in REFUSALS} == REFUSALS


def test_packages_that_would_tell_are_told_before_they_are_imported() -> None:
    """Every function that imports one of them refuses first; the page does in `application`."""
    late: list[str] = []
    for room in ("catalog", "retrieval", "assistant"):
        for path in (ROOT / room).rglob("*.py"):
            functions = ast.walk(ast.parse(path.read_text("utf-8")))
            late += [
                f"{path}:{f.name}"
                for f in functions
                if isinstance(f, ast.FunctionDef) and told_late(f)
            ]
    assert late == []


def told_late(function: ast.FunctionDef) -> bool:
    """Whether the function imports such a package before it refuses."""
    found = [n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom | ast.Call)]
    for node in sorted(found, key=lambda n: (n.lineno, n.col_offset)):
        if isinstance(node, ast.Call):
            if ast.unparse(node.func) == "refuse_telemetry":
                return False
            continue
        names = (
            [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
        if any(name.split(".")[0] in TELLING for name in names):
            return True
    return False
