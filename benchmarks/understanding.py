"""How well questions are understood, per field, on the two sets of utterances: JSON to stdout.

python -m benchmarks.understanding [--misses]
"""

import json
import sys
import time
from functools import partial
from pathlib import Path

from assistant.understanding.lexicon_builder import build_lexicon
from assistant.understanding.understand import understand
from benchmarks.understanding_score import Score, read_talks, score
from catalog.store import Catalog

SCRIPTS = Path(__file__).parents[1] / "tests" / "assistant" / "understanding"


def main() -> None:
    lexicon = build_lexicon(Catalog.open(SCRIPTS / "shelf"))
    understander = partial(understand, lexicon=lexicon)
    report: dict[str, object] = {}
    for name in ("development", "heldout"):
        talks = read_talks(SCRIPTS / f"{name}.yaml")
        score(talks, understander)  # tables and regular expressions are compiled once
        times = []

        def timed(question, history, times=times):
            start = time.perf_counter()
            need = understander(question, history)
            times.append(time.perf_counter() - start)
            return need

        report[name] = told(score(talks, timed)) | milliseconds(times)
        if "--misses" in sys.argv:
            for miss in score(talks, understander).misses:
                told_as = f"{miss.expected!r} != {miss.got!r}"
                print(f"{miss.say!r}: {miss.field} {told_as}", file=sys.stderr)
    print(json.dumps(report, ensure_ascii=False, indent=2))


def told(found: Score) -> dict[str, object]:
    return {
        "utterances": found.utterances,
        "chinese": found.chinese,
        "exact": round(found.exact / found.utterances, 3),
        "fields": {
            name: {"right": right, "of": of, "accuracy": round(right / of, 3)}
            for name, (right, of) in found.fields.items()
        },
    }


def milliseconds(times: list[float]) -> dict[str, object]:
    ordered = sorted(times)
    return {
        "p50_ms": round(1000 * ordered[len(ordered) // 2], 2),
        "p95_ms": round(1000 * ordered[len(ordered) * 95 // 100], 2),
    }


if __name__ == "__main__":
    main()
