"""How fast and how steadily a study answers: .venv/bin/python -m benchmarks.study_scale [PASSES].

Answers a second of processor time over eight policies, resident memory after each pass over the
same conversations, and shoppers a second in the simulation.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from assistant.columns import read_columns
from assistant.session import open_house
from assistant.study.answering import answered
from assistant.study.needs import generated
from assistant.study.panel import panel_of
from assistant.study.parameters import values_in
from assistant.study.simulation import simulate

POLICIES = "none,slots,sentences,paid-ranking,affiliate,follow-ups,retail-media,tips"
CONVERSATIONS, SHOPPERS, PERIODS = 6, 5000, 1


def main(passes: int) -> None:
    """Print a line a pass, then one of the simulation."""
    house = open_house()
    columns = read_columns(POLICIES, house)
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    scripts = generated(house.shelf.catalog, CONVERSATIONS, "0", now)
    answers = sum(len(s.turns) for s in scripts) * len(columns)
    conversations = []
    for number in range(1, passes + 1):
        began = time.process_time()
        conversations = [c for s in scripts if (c := answered(house, columns, s))]
        spent = time.process_time() - began
        print(f"pass {number}: {answers} answers, {answers / spent:.0f} a second, {resident()} MB")
    panel = panel_of(conversations)
    began = time.process_time()
    simulate(panel, values_in("chat"), SHOPPERS, PERIODS, 1, 0)
    spent = time.process_time() - began
    acts = SHOPPERS * PERIODS * len(columns)
    print(f"simulation: {acts / spent:.0f} shoppers a second and policy, {resident()} MB")


def resident() -> int:
    """Megabytes of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 // 2**20


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
