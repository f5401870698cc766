"""The public tasks product, shop and voucher over a folder of ShoppingBench rows, on the dev half.

    python -m benchmarks.shoppingbench FOLDER [--half dev] [--task shop …] [--each]

FOLDER holds corpus.jsonl, {half}_{task}.jsonl, bounds_{half}.jsonl, acp.py and grade.py.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.session import House

TASKS = ("product", "shop", "voucher")
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def main() -> None:
    """Import, ask, grade, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", default="dev")
    parser.add_argument("--task", nargs="+", choices=TASKS, default=TASKS)
    parser.add_argument("--shelf", type=Path, help="an imported catalog to use again")
    parser.add_argument("--each", action="store_true", help="every verdict as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        house = _house(options.folder, options.shelf or work / "shelf", work)
        answers = work / "answers.jsonl"
        with answers.open("w", encoding="utf-8") as file:
            for task in options.task:
                for row in _rows(options.folder / f"{options.half}_{task}.jsonl"):
                    file.write(json.dumps(_answer(house, row)) + "\n")
        files = [options.folder / f"{options.half}_{task}.jsonl" for task in options.task]
        grade = [sys.executable, str(options.folder / "grade.py"), str(answers), "--tasks"]
        subprocess.run(
            [*grade, *map(str, files), *(["--each"] if options.each else [])], check=True
        )
        _bounds(house, options.folder / f"bounds_{options.half}.jsonl")


def _house(folder: Path, shelf: Path, work: Path) -> House:
    from assistant.session import open_house

    if not (shelf / "catalog.sqlite").is_file():
        feed = work / "corpus.acp.jsonl"
        convert = [sys.executable, str(folder / "acp.py"), str(folder / "corpus.jsonl"), str(feed)]
        subprocess.run(convert, check=True)
        command = ["plainshelf", "import", str(feed), "--format", "acp", "--catalog", str(shelf)]
        binary = Path(sys.executable).with_name("plainshelf")
        subprocess.run([str(binary), *command[1:]], check=True, capture_output=True)
    return open_house(shelf)


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _answer(house: House, row: dict[str, object]) -> dict[str, object]:
    research = house.research(str(row["query"]), (), NOW)
    basket = research.basket
    if basket is None:
        return {"id": row["id"], "chosen": list(research.organic)}
    told: dict[str, object] = {"id": row["id"], "chosen": [i.product_id for i in basket.items]}
    return told | ({"total": float(basket.total.amount)} if basket.total else {})


def _bounds(house: House, path: Path) -> None:
    count: Counter[str] = Counter()
    for row in _rows(path):
        asked = house.research(str(row["query"]), (), NOW).need.constraints
        low, high = asked.price_min, asked.price_max
        named = {m.currency for m in (low, high) if m}
        told = tuple(float(m.amount) if m else None for m in (low, high))
        right = told == (row["min"], row["max"]) and named == {row["currency"]} - {None}
        count[f"{row['from']}s"] += 1
        count[f"{row['from']}s right"] += right
    print("price bounds", dict(sorted(count.items())))


if __name__ == "__main__":
    main()
