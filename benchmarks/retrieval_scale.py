"""How fast the ranking is at a given number of products, and what memory serving takes."""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from catalog.money import Money
from catalog.offer import Offer
from catalog.paths import cache_folder
from catalog.price import PriceObservation
from catalog.product import Product
from catalog.seller import Seller
from catalog.store import Catalog
from catalog.writer import CatalogWriter
from retrieval.embedding.cache import vectors_of
from retrieval.embedding.e5_onnx import Floats
from retrieval.embedding.local import LocalEmbeddings
from retrieval.embedding.models import Embedding
from retrieval.fusion import POOL
from retrieval.index.stores import nearest
from retrieval.ranking import Ranker
from retrieval.relevance import NEAR
from retrieval.request import Constraints, Request

SEEN = datetime(2026, 11, 1, tzinfo=UTC)


class Spread(LocalEmbeddings):
    """Questions embedded for real; of products, real vectors with noise, so that a million are
    had without two hours of embedding.
    """

    def __init__(self, seeds: Floats) -> None:
        super().__init__()
        self.identity += "/spread"
        self.seeds = seeds

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vector of a real title, by the number at a text's end, with noise."""
        random_ = np.random.default_rng(len(texts[0]) + len(texts))
        rows = np.array([int(t.rsplit("#", 1)[1].split(".")[0]) % len(self.seeds) for t in texts])
        noise = random_.normal(size=(len(texts), self.seeds.shape[1])).astype(np.float32)
        vectors = self.seeds[rows] + noise * 0.02
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit.tolist()  # type: ignore[no-any-return]


def titles(data: Path) -> list[str]:
    lines = [
        *(data / "ca_prod/products.jsonl").open(),
        *(data / "walmart_amazon/offers.jsonl").open(),
    ]
    return [json.loads(line)["title"] for line in lines]


def questions(data: Path) -> list[str]:
    lines = (data / "ca_prod/queries_dev.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["query"] for line in lines]


def scaled(data: Path, size: int) -> tuple[Catalog, Embedding]:
    """A catalog of `size` products made of shuffled real titles, each with one offer."""
    base = titles(data)
    model = Embedding.of(Spread(vectors_of(base, Embedding.of(LocalEmbeddings()))))
    folder = cache_folder() / "scaled" / str(size)
    if not (folder / "catalog.sqlite").is_file():
        chance = random.Random(size)
        with CatalogWriter(folder) as writer:
            writer.put([Seller(id="s", name="s")])
            for n in range(size):
                words = base[n % len(base)].split()
                if n >= len(base):
                    chance.shuffle(words)
                id = f"p{n:07d}"
                price = PriceObservation(
                    money=Money.from_minor(chance.randint(100, 50000), "USD"),
                    kind="list",
                    observed_at=SEEN,
                    source="shop",
                )
                title = f"{' '.join(words)} #{n}"
                writer.put([Product(id=id, title=title, category=f"c{n % 40}")])
                writer.put([Offer(id=f"o{n}", product_id=id, seller_id="s", prices=(price,))])
    return Catalog.open(folder), model


def resident() -> float:
    """What this process holds in memory now, mapped files included, in megabytes."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS"):
            return round(int(line.split()[1]) / 1024, 1)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(ranker: Ranker, texts: Sequence[str], rounds: int, **more: object) -> dict[str, float]:
    """Milliseconds from text to ranked list, k = 10.

    p50 and p95 over the texts are those of the best round, which says what the code takes, and
    usual_p50 and usual_p95 are medians over `rounds`, which says what a shared machine makes of it.
    """
    constraints = Constraints.model_validate(more)
    passes = []
    for _ in range(rounds):
        seconds = []
        for text in texts:
            start = time.perf_counter()
            ranker.rank(Request(text=text, constraints=constraints), SEEN)
            seconds.append(1000 * (time.perf_counter() - start))
        passes.append((float(np.median(seconds)), float(np.percentile(seconds, 95))))
    names = ("p50_ms", "p95_ms", "usual_p50_ms", "usual_p95_ms")
    figures = (*min(passes), *np.median(passes, axis=0))
    return {name: round(float(ms), 2) for name, ms in zip(names, figures, strict=True)}


def parts(ranker: Ranker, texts: Sequence[str], rounds: int) -> dict[str, float]:
    """Median milliseconds of a question's two dearest steps, the best of `rounds`."""
    encode, store = [], []
    port = ranker.index.store
    assert port is not None
    for _ in range(rounds):
        starts = [time.perf_counter()]
        for text in texts:
            ranker.embedding.queries([text])
            starts.append(time.perf_counter())
        encode.append(float(np.median(np.diff(starts))))
        vectors = ranker.embedding.queries(texts)
        starts = [time.perf_counter()]
        for vector in vectors:
            nearest(port, vector, NEAR)
            starts.append(time.perf_counter())
        store.append(float(np.median(np.diff(starts))))
    return {"encode_ms": round(1000 * min(encode), 2), "store_ms": round(1000 * min(store), 2)}


def measure(data: Path, size: int, rounds: int = 25) -> dict[str, object]:
    start = time.perf_counter()
    ranker = Ranker.open(*scaled(data, size))
    texts = questions(data)
    result: dict[str, object] = {
        "products": ranker.index.columns.size,
        "open_s": round(time.perf_counter() - start, 1),
        "store": type(ranker.index.store).__name__,
    }
    timed(ranker, texts[:10], 1)
    result["any"] = timed(ranker, texts, rounds)
    result["under 60 USD"] = timed(ranker, texts, rounds, price_max=Money.of("60", "USD"))
    result["one category of 40"] = timed(ranker, texts, rounds, categories=("c7",))
    result["of any"] = parts(ranker, texts, rounds)
    result["resident_mb"] = resident()
    return {**result, "recall of the exact 50": recall(ranker, texts)}


def recall(ranker: Ranker, texts: Sequence[str], k: int = 50) -> float:
    """The share of the exact k nearest among the POOL that the store brings in."""
    index, shares = ranker.index, []
    assert index.vectors is not None and index.store is not None
    for vector in ranker.embedding.queries(list(texts)[:20]):
        exact = np.argpartition(-(index.vectors @ vector), k)[:k]
        found = np.searchsorted(index.columns.product_ids, nearest(index.store, vector, POOL))
        shares.append(len(set(exact.tolist()) & set(found.tolist())) / k)
    return round(float(np.mean(shares)), 4)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--products", type=int, default=43_000)
    chosen = parser.parse_args()
    print(json.dumps(measure(chosen.data, chosen.products), indent=1))
