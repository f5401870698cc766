"""Recall and false-positive rate of the promotional classifier on a labelled JSONL.

    python -m benchmarks.promotional tests/catalog/data/promotional_held_apart.jsonl [--wrong]
    python -m benchmarks.promotional tests/catalog/data/promotional_dev.jsonl --train WEIGHTS.json

`--train` fits the weights of the rules on the texts given (logistic regression; the rules about
style are shrunk less than the lists of phrases, which are easily learnt by heart) and prints the
same figures with each batch of texts judged by weights fitted on the other batches.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from catalog.promotional import Rule, Weights, found, judge, rules, words_of

PENALTY_OF_STYLE, PENALTY_OF_PHRASES, PENALTY_OF_WORDS = 2.0, 20.0, 0.01
SEEN = 3
BATCHES = 3


def fit(table: np.ndarray, labels: np.ndarray, penalties: np.ndarray) -> np.ndarray:
    """Constant and weights by Newton's method in the space of the texts, which are the fewer."""
    design = np.column_stack([np.ones(len(table)), table])
    ridge = np.concatenate([[1e-6], penalties])
    beta = np.zeros(design.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-design @ beta))
        slope = design.T @ (labels - chance) - ridge * beta
        inner = (design / ridge) @ design.T + np.diag(1 / (chance * (1 - chance) + 1e-6))
        step = (slope - design.T @ np.linalg.solve(inner, design @ (slope / ridge))) / ridge
        beta += step
        if np.abs(step).max() < 1e-6:
            break
    return beta


def learn(rows: list[dict], known: tuple[Rule, ...], to: list[dict]) -> tuple[Weights, list[bool]]:
    """Weights fitted on `rows`, and what they say of the texts `to` be judged."""
    words = [words_of(row["text"], row["language"]) for row in rows]
    often = Counter(word for text in words for word in text)
    listed = sorted(word for word, count in often.items() if count >= SEEN)
    table, labels = features(rows, known, listed), np.array([r["promotional"] for r in rows], float)
    penalties = [PENALTY_OF_STYLE if rule.per_length else PENALTY_OF_PHRASES for rule in known]
    beta = fit(table, labels, np.array(penalties + [PENALTY_OF_WORDS] * len(listed)))
    rounded = [round(float(weight), 2) for weight in beta]
    ids = [rule.id for rule in known]
    weights = Weights(
        start=rounded[0],
        rules=dict(zip(ids, rounded[1:], strict=False)),
        words={w: v for w, v in zip(listed, rounded[1 + len(ids) :], strict=True) if v},
    )
    return weights, (beta[0] + features(to, known, listed) @ beta[1:] >= 0).tolist()


def features(rows: list[dict], known: tuple[Rule, ...], listed: list[str]) -> np.ndarray:
    """One line per text: how far each rule counts, then each listed word over √(words)."""
    place = {word: at + len(known) for at, word in enumerate(listed)}
    table = np.zeros((len(rows), len(known) + len(listed)))
    for line, row in zip(table, rows, strict=True):
        hits, words = found(row["text"], row["language"]), words_of(row["text"], row["language"])
        line[: len(known)] = [hits[rule][0] if rule in hits else 0.0 for rule in known]
        for word in words & place.keys():
            line[place[word]] = 1 / np.sqrt(len(words))
    return table


def train(rows: list[dict], known: tuple[Rule, ...], out: Path) -> list[bool]:
    """Write the weights fitted on all rows; each batch is judged by weights fitted on the others.

    The texts were written in three batches, about different goods: the hardest split there is.
    """
    batch = np.array([min((int(row["id"][-3:]) - 1) // 60, BATCHES - 1) for row in rows])
    verdicts = np.zeros(len(rows), bool)
    for held in range(BATCHES):
        others = [row for row, at in zip(rows, batch, strict=True) if at != held]
        mine = [row for row, at in zip(rows, batch, strict=True) if at == held]
        verdicts[batch == held] = learn(others, known, mine)[1]
    weights, _ = learn(rows, known, [])
    out.write_text(json.dumps(weights.model_dump(), ensure_ascii=False, indent=0) + "\n", "utf-8")
    return verdicts.tolist()


def at_one_percent(rows: list[dict], scores: list[float]) -> dict[str, float]:
    """Recall at the strictest threshold that wrongs at most one in a hundred of the others.

    Of fewer than a hundred others that is none of them.
    """
    others = sorted((s for row, s in zip(rows, scores, strict=True) if not row["promotional"]))
    most = others[-1 - len(others) // 100]
    yes = [score > most for row, score in zip(rows, scores, strict=True) if row["promotional"]]
    return {"threshold": round(most, 4), "recall": round(sum(yes) / len(yes), 3)}


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
        judged = [judge(row["text"], row["language"]) for row in rows]
        verdicts = [each.is_promotional for each in judged]
    report: dict[str, dict[str, float | dict[str, float]]] = {}
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
    if not asked.train:
        for part in ("zh", "en", "all"):
            own = [at for at, row in enumerate(rows) if part in (row["language"], "all")]
            mine, scores = [rows[at] for at in own], [judged[at].score for at in own]
            report[part]["at_1_percent"] = at_one_percent(mine, scores)
    print(json.dumps(report, indent=1))
    if asked.wrong:
        for row, verdict in zip(rows, verdicts, strict=True):
            if row["promotional"] != verdict:
                why = judge(row["text"], row["language"]).reasons
                print(row["id"], row["text"], *why, sep="\n   ")


if __name__ == "__main__":
    main()
