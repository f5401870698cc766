"""Work on a real Dask cluster on loopback, of which a worker is killed in the middle."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.study.workers import done_by
from catalog.errors import BadInput
from tests.assistant.study.slow_work import slowly

ITEMS = tuple(range(12))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler's address and its two workers."""
    noted = tmp_path / "scheduler.json"
    run = [sys.executable, "-m", "dask"]
    env = os.environ | {"PYTHONPATH": str(Path.cwd()), "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "1h"}
    scheduler = subprocess.Popen(
        [*run, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
         "--scheduler-file", str(noted)],
        env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    workers = [
        subprocess.Popen(
            [*run, "worker", "--scheduler-file", str(noted), "--host", "127.0.0.1",
             "--no-nanny", "--nthreads", "1", "--no-dashboard",
             "--local-directory", str(tmp_path / f"worker-{n}")],
            env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for n in range(2)
    ]  # fmt: skip
    try:
        from distributed import Client

        while not noted.is_file():
            assert scheduler.poll() is None
            time.sleep(0.05)
        with Client(scheduler_file=str(noted), timeout="60s", set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
            address = client.scheduler.address
        yield address.removeprefix("tcp://"), workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_worker_that_is_killed_changes_nothing(
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
) -> None:
    address, workers = cluster
    here = list(done_by("processes", 1, slowly, (3,), ITEMS))
    there = done_by(f"dask://{address}", 1, slowly, (3,), ITEMS)
    told = [next(there)]
    workers[0].kill()
    told += there
    assert told == here


def test_a_scheduler_that_is_not_one_is_named() -> None:
    with pytest.raises(BadInput, match="no such one"):
        list(done_by("cluster", 1, slowly, (3,), ITEMS))
