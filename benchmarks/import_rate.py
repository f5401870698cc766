"""Rows per second and peak memory of an import of generated rows, as JSON.

    python -m benchmarks.import_rate 100000 1000000 [--shops 1] [--format jsonl|csv]

Each size runs in a process of its own, so that the peak is its own. Every tenth row has a twin in
the next shop where there are several; one row in a thousand is bad on purpose.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

KINDS = (
    "kettle lamp grinder blender speaker keyboard backpack monitor router drill 保温杯 台灯 耳机"
)
MAKERS = [
    f"{a}{b}" for a in ("Nor", "Kel", "Vas", "Tri", "Omi") for b in ("da", "lux", "ron", "mi")
]
COLUMNS = "id title description category brand model price currency url seller"


def rows(count: int, shops: int, seed: int) -> Iterator[dict[str, str]]:
    """Generated offers, the same for a seed."""
    chance = random.Random(seed)
    for at in range(count):
        kind, maker = chance.choice(KINDS.split()), chance.choice(MAKERS)
        model = f"{maker[:2].upper()}-{at // 10 if shops > 1 and at % 10 < 2 else at}"
        yield {
            "id": f"{at:08}",
            "title": f"{maker} {model} {kind} {chance.randint(1, 9)}00 W",
            "description": f"<p>A {kind} by {maker}.</p>" + " Made for every day." * 4,
            "category": kind,
            "brand": maker,
            "model": model,
            "price": "-1" if at % 1000 == 999 else f"{chance.randint(500, 50_000) / 100:.2f}",
            "currency": "CNY" if kind > "z" else "USD",
            "url": f"https://shop{at % shops}.example/{at}",
            "seller": f"Shop {at % shops}",
        }


def write(path: Path, count: int, shops: int, seed: int) -> None:
    """The generated feed, as CSV or JSONL by its name."""
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            table = csv.DictWriter(file, COLUMNS.split())
            table.writeheader()
            table.writerows(rows(count, shops, seed))
        else:
            for row in rows(count, shops, seed):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def measure(feed: Path, folder: Path) -> dict[str, float | int | str]:
    """Import one feed in this process."""
    from catalog.importing.run import import_feeds

    started = time.perf_counter()
    report = import_feeds([feed], folder, seen_at=datetime(2026, 11, 1, tzinfo=UTC))
    seconds, busy = time.perf_counter() - started, time.process_time()
    count = report.offers + report.rejected_count
    return {
        "rows": count,
        "rows_per_second": round(count / seconds),
        "rows_per_cpu_second": round(count / busy),
        "seconds": round(seconds, 1),
        "cpu_seconds": round(busy, 1),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "feed_mb": round(feed.stat().st_size / 1e6),
        "catalog_mb": round((folder / "catalog.sqlite").stat().st_size / 1e6),
        "products": report.products,
        "offers": report.offers,
        "rejected": report.rejected_count,
    }


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("sizes", type=int, nargs="*", default=[100_000])
    ask.add_argument("--shops", type=int, default=1)
    ask.add_argument("--format", choices=["jsonl", "csv"], default="jsonl")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--feed", type=Path, help=argparse.SUPPRESS)
    asked = ask.parse_args()
    if asked.feed:
        print(json.dumps(measure(asked.feed, asked.feed.parent / "shelf")))
        return
    results = []
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            feed = Path(folder) / f"feed.{asked.format}"
            write(feed, size, asked.shops, asked.seed)
            own = [sys.executable, "-m", "benchmarks.import_rate", "--feed", str(feed)]
            done = subprocess.run(own, capture_output=True, text=True, check=True)
            results.append(
                {"shops": asked.shops, "format": asked.format, **json.loads(done.stdout)}
            )
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
