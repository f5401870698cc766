"""Build the index of a catalog of nearly equal products again and again; none may be refused.

    python -m benchmarks.index_builds [--builds 100] [--products 560]

The catalog is one shop's rings, whose titles differ by two or three words. Embedding is done once.
`answers` counts the different answers that all the builds gave to the same questions: 1 is right.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from catalog.errors import IndexUnavailable
from catalog.product import Product
from catalog.store import Catalog
from catalog.writer import CatalogWriter
from retrieval.embedding.models import Embedding, embedding
from retrieval.index.build import open_index
from retrieval.ranking import Ranker
from retrieval.request import Request

NOW = datetime(2026, 11, 1, tzinfo=UTC)
STONES = ("garnet", "onyx", "opal", "topaz", "jade", "amber", "pearl", "ruby", "quartz", "agate")
STYLES = ("four claw", "slim band", "twisted", "stacking", "open", "wide", "halo", "signet")
FINISHES = ("", "matt", "polished", "hammered", "brushed", "oxidised", "antique")


def rings(count: int, seed: int = 1) -> list[Product]:
    """Products of one brand and one kind, ids in order."""
    chance = random.Random(seed)
    titles = [f"{stone} {style} {finish} silver ring" for stone in STONES for style in STYLES
              for finish in FINISHES]  # fmt: skip
    chance.shuffle(titles)
    return [
        Product(
            id=f"r{n:04d}",
            title=" ".join(titles[n % len(titles)].upper().split()),
            brand="Silverlane",
            category="rings",
        )
        for n in range(count)
    ]


QUESTIONS = ("a twisted opal ring", "matt ruby halo", "银戒指 翡翠", "something for a signet")


def outcome(catalog: Catalog, model: Embedding, folder: Path) -> tuple[str, str]:
    """How one build ends (with a store, comparing everything, or refused), and what it answers."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        index = open_index(catalog, model, folder)
    except IndexUnavailable:
        return "refused", ""
    ranker = Ranker(catalog, index, model)
    asked = [ranker.rank(Request(text=text, k=50), NOW).model_dump_json() for text in QUESTIONS]
    end = "served by Chroma" if index.store is not None else "every vector compared"
    return end, "\n".join(asked)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build one index again and again.")
    parser.add_argument("--builds", type=int, default=100)
    parser.add_argument("--products", type=int, default=560)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        with CatalogWriter(Path(name) / "rings") as writer:
            writer.put(rings(chosen.products))
        catalog = Catalog.open(Path(name) / "rings")
        model = embedding()
        built = [outcome(catalog, model, Path(name) / "index") for _ in range(chosen.builds)]
    ends, answers = Counter(end for end, _ in built), {asked for _, asked in built if asked}
    told = {"builds": chosen.builds, "products": chosen.products, "refused": 0, **ends}
    print(json.dumps({**told, "answers": len(answers)}, indent=1))


if __name__ == "__main__":
    main()
