"""A full disk or a place that cannot be written costs a command one sentence, no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as on a full disk, the write fails
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
from assistant.cli.main import main
main()
"""
RUN = "from assistant.cli.main import main; main()"
ROWS = "".join(f"{n},Kettle number {n} of a long row,9.90,EUR\n" for n in range(1500))


def told(program: str, folder: Path, *arguments: str) -> str:
    """What a command that fails says, in one line."""
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=folder, capture_output=True, text=True
    )
    assert ran.returncode == 2, ran.stderr[-500:]
    lines = [line for line in ran.stderr.splitlines() if line.startswith("plainshelf: ")]
    assert len(lines) == 1 and "Traceback" not in ran.stderr
    return lines[0]


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    (tmp_path / "goods.csv").write_text(f"id,title,price,currency\n{ROWS}", "utf-8")
    return tmp_path


def test_an_import_onto_a_full_disk_is_told_and_leaves_nothing(feed: Path) -> None:
    assert "Free the disk" in told(LIMITED, feed, "import", "goods.csv", "--catalog", "shelf")
    assert not (feed / "shelf").exists()


def test_an_import_that_fails_leaves_the_old_catalog_as_it_was(feed: Path) -> None:
    (feed / "small.csv").write_text("id,title,price,currency\na,Cup,1.50,EUR\n", "utf-8")
    importing = [sys.executable, "-c", RUN, "import", "small.csv", "--catalog", "shelf"]
    subprocess.run(importing, cwd=feed, check=True, capture_output=True)
    before = (feed / "shelf" / "catalog.sqlite").read_bytes()
    told(LIMITED, feed, "import", "goods.csv", "--catalog", "shelf")
    assert (feed / "shelf" / "catalog.sqlite").read_bytes() == before
    assert not list((feed / "shelf").glob("*.tmp"))


@pytest.mark.parametrize(
    "arguments",
    [("import", "goods.csv", "--catalog", "/sys/shelf"), ("ledger", "verify", "--ledger", "/sys")],
    ids=["import", "ledger"],
)
def test_a_place_that_cannot_be_written_is_named(feed: Path, arguments: tuple[str, ...]) -> None:
    assert "/sys" in told(RUN, feed, *arguments)
