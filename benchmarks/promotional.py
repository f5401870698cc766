"""Recall and false-positive rate of the promotional classifier on a labelled JSONL.

    python -m benchmarks.promotional tests/catalog/data/promotional_held_apart.jsonl [--wrong]
    python -m benchmarks.promotional tests/catalog/data/promotional_dev.jsonl --train WEIGHTS.json

`--train` fits the weights of the rules on the texts given (logistic regression; the rules about
style are shrunk less than the lists of phrases, which are easily learnt by heart) and prints the
same figures cross-validated in five folds.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from catalog.promotional import Rule, found, judge, rules

PENALTY, PENALTY_OF_PHRASES = 1.0, 5.0
FOLDS = 5


def fit(table: np.ndarray, labels: np.ndarray, penalties: list[float]) -> np.ndarray:
    """Constant and weights by Newton's method."""
    design = np.column_stack([np.ones(len(table)), table])
    ridge = np.diag([0.0, *penalties])
    beta = np.zeros(design.shape[1])
    for _ in range(80):
        chance = 1 / (1 + np.exp(-design @ beta))
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        beta -= np.linalg.solve(curve, design.T @ (chance - labels) + ridge @ beta)
    return beta


def train(rows: list[dict], known: tuple[Rule, ...], out: Path) -> list[bool]:
    """Write the weights fitted on all rows; the verdicts come from five folds."""
    hits = [found(row["text"], row["language"]) for row in rows]
    table = np.array([[hit[rule][0] if rule in hit else 0.0 for rule in known] for hit in hits])
    labels = np.array([row["promotional"] for row in rows], float)
    penalties = [PENALTY if rule.per_length else PENALTY_OF_PHRASES for rule in known]
    fold = np.random.default_rng(0).permutation(len(rows)) % FOLDS
    verdicts = np.zeros(len(rows), bool)
    for held in range(FOLDS):
        beta = fit(table[fold != held], labels[fold != held], penalties)
        verdicts[fold == held] = beta[0] + table[fold == held] @ beta[1:] >= 0
    beta = fit(table, labels, penalties)
    named = ["start", *(rule.id for rule in known)]
    weights = {name: round(float(weight), 2) for name, weight in zip(named, beta, strict=True)}
    out.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    return verdicts.tolist()


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("labelled", type=Path)
    ask.add_argument("--wrong", action="store_true", help="also print what was judged wrongly")
    ask.add_argument("--train", type=Path, help="fit the weights and write them here")
    asked = ask.parse_args()
    rows = [json.loads(line) for line in asked.labelled.open(encoding="utf-8")]
    if asked.train:
        verdicts = train(rows, rules(), asked.train)
    else:
        verdicts = [judge(row["text"], row["language"]).is_promotional for row in rows]
    report = {}
    for part in ("zh", "en", "all"):
        chosen = [
            (row["promotional"], verdict)
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
            if row["promotional"] != verdict:
                why = judge(row["text"], row["language"]).reasons
                print(row["id"], row["text"], *why, sep="\n   ")


if __name__ == "__main__":
    main()
