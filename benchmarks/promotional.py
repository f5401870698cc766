"""Recall and false-positive rate of the promotional classifier on a labelled JSONL.

python -m benchmarks.promotional tests/catalog/data/promotional_held_apart.jsonl [--wrong]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from catalog.promotional import judge


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("labelled", type=Path)
    ask.add_argument("--wrong", action="store_true", help="also print what was judged wrongly")
    asked = ask.parse_args()
    rows = [json.loads(line) for line in asked.labelled.open(encoding="utf-8")]
    verdicts = [judge(row["text"], row["language"]) for row in rows]
    report = {}
    for part in ("zh", "en", "all"):
        chosen = [
            (row["promotional"], verdict.is_promotional)
            for row, verdict in zip(rows, verdicts, strict=True)
            if part in (row["language"], "all")
        ]
        yes = [said for truth, said in chosen if truth]
        no = [said for truth, said in chosen if not truth]
        report[part] = {
            "texts": len(chosen),
            "recall": round(sum(yes) / len(yes), 3),
            "false_positive_rate": round(sum(no) / len(no), 3),
            "precision": round(sum(yes) / max(1, sum(yes) + sum(no)), 3),
        }
    print(json.dumps(report, indent=1))
    if asked.wrong:
        for row, verdict in zip(rows, verdicts, strict=True):
            if row["promotional"] != verdict.is_promotional:
                why = [(reason.rule, reason.weight, reason.matched) for reason in verdict.reasons]
                print(row["id"], verdict.score, row["text"], why, sep="\n   ")


if __name__ == "__main__":
    main()
