"""Trains the head that tells which way a sentence of a review leans, and scores it.

    python -m benchmarks.polarity [--write]

The labelled sentences are the ones that the demo's reviews are written from (praise and faults,
catalog/demo/generator/data); each category's are judged by a head trained on the other
categories'. `--write` trains on all of them and writes assistant/facts/polarity.json. scikit-learn
is a development dependency; the shipped head is read with the standard library.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

import yaml

from assistant.facts.polarity import OUT, lean, leaning, ngrams

DATA = Path(__file__).parents[1] / "catalog/demo/generator/data"
LINE = re.compile(r"\s*([+-])\s.*?\|\s(.*)")
CHOICE = re.compile(r"\[([^\]]*)\]")
Row = tuple[str, int, str]
"""A sentence, 1 for praise and 0 for a fault, and the category it was written for."""


def alternatives(text: str) -> list[str]:
    """Every sentence that a template with [choices|of words] makes."""
    match = CHOICE.search(text)
    if match is None:
        return [text]
    head, tail = text[: match.start()], text[match.end() :]
    return [s for option in match[1].split("|") for s in alternatives(head + option + tail)]


def labelled() -> list[Row]:
    """All labelled sentences."""
    rows: list[Row] = []
    for path in sorted((DATA / "categories").glob("*.yaml")):
        says = yaml.safe_load(path.read_text("utf-8")).get("says") or {}
        for text in says.values():
            for line in text.splitlines():
                if match := LINE.match(line):
                    rows += [(s, int(match[1] == "+"), path.stem) for s in alternatives(match[2])]
    return rows


def trained(rows: list[Row]) -> dict[str, float]:
    """The weight of each n-gram, "" for the bias; above 0 for praise."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = DictVectorizer()
    features = vectors.fit_transform([_features(text) for text, _, _ in rows])
    model = LogisticRegression(C=3.0, max_iter=2000, class_weight="balanced")
    model.fit(features, [label for _, label, _ in rows])
    weights = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    kept = {name: round(float(weight), 3) for name, weight in weights if abs(weight) >= 0.12}
    return {"": round(float(model.intercept_[0]), 3), **kept}


def _features(text: str) -> dict[str, float]:
    grams = ngrams(text)
    return {gram: 1.0 / max(1, len(grams)) ** 0.5 for gram in grams}


def scored(rows: list[Row]) -> Counter[tuple[str, str, str]]:
    """How each category's sentences are judged by a head that has not seen the category."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for held in sorted({category for _, _, category in rows}):
        weights = trained([row for row in rows if row[2] != held])
        for text, label, category in rows:
            if category == held:
                truth = "for" if label else "against"
                counts["words", truth, lean(text)] += 1
                counts["head", truth, leaning(text, weights)] += 1
    return counts


def main() -> None:
    """Prints the table; with --write writes the weights."""
    given = argparse.ArgumentParser()
    given.add_argument("--write", action="store_true")
    rows = labelled()
    for (who, truth, judged), n in sorted(scored(rows).items()):
        print(f"{who:6} {truth:8} judged {judged:8} {n}")
    if given.parse_args().write:
        OUT.write_text(
            json.dumps(trained(rows), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            + "\n"
        )


if __name__ == "__main__":
    main()
