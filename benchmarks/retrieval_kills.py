"""Kill the index's builder at random moments; the next start must serve a complete index.

    python -m benchmarks.retrieval_kills [--kills 50] [--seed 1]

Each round starts a builder in a process of its own on an empty folder and kills it with SIGKILL
after a random time (a builder that was quicker is not counted); nothing unsound may lie in place.
After every tenth kill the next start must build, and what it serves is checked.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from catalog.store import Catalog
from retrieval.embedding.models import embedding
from retrieval.index.build import index_key, sound
from retrieval.index.verify import fault

OPEN = """
import sys
from pathlib import Path
from catalog.store import Catalog
from retrieval.embedding.models import embedding
from retrieval.index.build import open_index
open_index(Catalog.open(Path(sys.argv[1]) if sys.argv[1] else None), embedding(), Path(sys.argv[2]))
"""


def started(catalog: str, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", OPEN, catalog, str(folder)])


def stage(place: Path) -> str:
    """How far the killed builder had come, by what it left."""
    if place.is_dir():
        return "in place"
    left = sorted(p.name for t in place.parent.glob(f".{place.name}-*") for p in t.iterdir())
    for name in ("manifest.json", "chroma", "columns"):
        if name in left:
            return f"after {name}"
    return "before writing"


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill the builder at random moments.")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--catalog", default="")
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    catalog = Catalog.open(Path(chosen.catalog) if chosen.catalog else None)
    key = index_key(catalog, embedding())
    stages: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = folder / key
        whole = least_build(chosen.catalog, folder, place)
        kills = finished = unsound = faults = 0
        while kills < chosen.kills:
            shutil.rmtree(place, ignore_errors=True)  # so that it is built anew
            process = started(chosen.catalog, folder)
            try:
                process.wait(chance.uniform(0.0, 1.0) * whole)
                finished += 1
                continue
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
            kills += 1
            stages[stage(place)] += 1
            if (place / "manifest.json").is_file() and not sound(place):
                unsound += 1
            if kills % 10 == 0 or kills == chosen.kills:
                if started(chosen.catalog, folder).wait() or not sound(place):
                    unsound += 1
                faults += bool(fault(place))
        print(
            json.dumps(
                {
                    "kills": kills,
                    "finished_before_the_kill": finished,
                    "stages": dict(stages),
                    "unsound": unsound,
                    "faults_after_the_next_start": faults,
                    "whole_build_s": round(whole, 1),
                },
                indent=1,
            )
        )


def least_build(catalog: str, folder: Path, place: Path) -> float:
    """Seconds of the quicker of two unharmed builds; the first may still embed."""
    taken = []
    for _ in range(2):
        shutil.rmtree(place, ignore_errors=True)
        start = time.perf_counter()
        if started(catalog, folder).wait():
            raise SystemExit("the builder fails unharmed")
        taken.append(time.perf_counter() - start)
    return min(taken)


if __name__ == "__main__":
    main()
