"""Precision, recall and F1 of the offer join, cross-validated; `--train` writes its weights.

    python -m benchmarks.join OFFERS.jsonl SAME.jsonl [--map MAP.yaml] [--train WEIGHTS.json]

A pair counts where two offers of different shops are of one product. Five folds by the first
shop's offer id: what is scored was not trained on. The model is a logistic regression, fitted by
Newton's method with an L2 penalty.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import numpy as np

from catalog.feeds.jsonl import read
from catalog.feeds.listing import listing_of
from catalog.feeds.mapping import read_map
from catalog.feeds.row import Feed, Row
from catalog.importing.linkage import Pair, coded, grow, likely
from catalog.importing.similarity import features, traits
from catalog.importing.staging import Stage

FOLDS = 5
PENALTY = 1.0
Places = dict[str, int]


def stage_offers(path: Path, columns: dict[str, str], stage: Stage) -> Places:
    """Every offer of the file in the stage, with its place by id."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    places = {}
    for row in read(Feed(path, columns)):
        if isinstance(row, Row):
            listing = listing_of(row, "shop", now)
            stage.put(listing, 0, scoped=False)
            places[listing.offer_id] = stage.number(listing.offer_id) or 0
    return places


def fit(table: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and constant of the logistic regression on the features as they are."""
    mean, spread = table.mean(0), table.std(0) + 1e-9
    design = np.column_stack([np.ones(len(table)), (table - mean) / spread])
    ridge = PENALTY * np.eye(design.shape[1])
    ridge[0, 0] = 0
    beta = np.zeros(design.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-design @ beta))
        slope = design.T @ (chance - labels) + ridge @ beta
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        step = np.linalg.solve(curve, slope)
        beta -= step
        if np.abs(step).max() < 1e-7:
            break
    weights = beta[1:] / spread
    return weights, float(beta[0] - weights @ mean)


def quality(groups: list[list[int]], shop: dict[int, str], gold: set[tuple[int, int]]) -> dict:
    """Precision, recall and F1 of the pairs across shops."""
    found = {(a, b) for g in groups for a, b in combinations(sorted(g), 2) if shop[a] != shop[b]}
    right = len(found & gold)
    precision, recall = right / max(1, len(found)), right / len(gold)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    values = {"precision": precision, "recall": recall, "f1": f1}
    return {"pairs": len(found)} | {name: round(value, 4) for name, value in values.items()}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("offers", type=Path)
    ask.add_argument("same", type=Path)
    ask.add_argument("--map", type=Path)
    ask.add_argument("--train", type=Path)
    ask.add_argument("--threshold", type=float, default=0.5)
    asked = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder, Stage(Path(folder) / "stage.tmp") as stage:
        places = stage_offers(asked.offers, read_map(asked.map) if asked.map else {}, stage)
        rows = [tuple(json.loads(line).values()) for line in asked.same.open(encoding="utf-8")]
        gold = {tuple(sorted((places[a], places[b]))) for a, b in rows}
        started = time.perf_counter()
        near = sorted({(a.n, b.n) for a, b in likely(stage, 6)})
        found = [
            features(traits(stage.entry(a)), traits(stage.entry(b)), stage.rarity) for a, b in near
        ]
        took = time.perf_counter() - started
        names = list(found[0])
        table = np.array([[row[name] for name in names] for row in found])
        labels = np.array([pair in gold for pair in near], float)
        fold = np.array([hashlib.sha256(str(a).encode()).digest()[0] % FOLDS for a, _ in near])
        chance = np.zeros(len(near))
        for held in range(FOLDS):
            weights, constant = fit(table[fold != held], labels[fold != held])
            chance[fold == held] = 1 / (1 + np.exp(-(table[fold == held] @ weights + constant)))
        shop = {n: stage.entry(n).seller for n in places.values()}
        sure = list(coded(stage))
        report = {
            "offers": len(places),
            "pairs_compared": len(near),
            "recall_of_comparing": round(len(gold & set(near)) / len(gold), 4),
            "compare_seconds": round(took, 2),
            "codes_alone": quality(grow(sure, stage.entry), shop, gold),
        }
        for threshold in sorted({0.3, 0.4, 0.5, 0.6, 0.7, asked.threshold}):
            alike = [
                Pair(float(p), a, b)
                for p, (a, b) in zip(chance, near, strict=True)
                if p >= threshold
            ]
            report[f"cross_validated_at_{threshold}"] = quality(
                grow(sure + alike, stage.entry), shop, gold
            )
        if asked.train:
            weights, constant = fit(table, labels)
            kept = {"": round(constant, 4)}
            kept |= {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}
            written = {"threshold": asked.threshold, "weights": kept}
            asked.train.write_text(
                json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8"
            )
    json.dump(report, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
