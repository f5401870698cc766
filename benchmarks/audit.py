"""Processor time of one audit, all rules, JSON and HTML: `python -m benchmarks.audit`."""

import json
import statistics
import time
from pathlib import Path

from assistant.disclosure.audit.files import audit_described

CORPUS = Path(__file__).parents[1] / "assistant" / "disclosure" / "audit" / "corpus"
RUNS = 300


def main() -> None:
    for path in sorted(CORPUS.glob("clean-*.json")):
        described = json.loads(path.read_text("utf-8"))
        audit_described(described, "strict")
        took = []
        for _ in range(RUNS):
            start = time.process_time()
            audit_described(described, "strict")
            took.append((time.process_time() - start) * 1000)
        took.sort()
        p95 = took[int(len(took) * 0.95)]
        print(
            f"{path.stem}: median {statistics.median(took):.2f} ms, p95 {p95:.2f} ms, {RUNS} runs"
        )


if __name__ == "__main__":
    main()
