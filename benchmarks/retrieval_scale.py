"""How fast the ranking is at a given number of products, and what memory serving takes."""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections.abc import Sequence
from dataclasses import replace
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
from retrieval.embedding.models import LocalEmbeddings
from retrieval.fusion import POOL
from retrieval.index.bm25 import Lexical
from retrieval.index.build import CHROMA_MOST
from retrieval.index.ivf import Clusters
from retrieval.index.parts import load_index, make_index, save_index
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

    def passages(self, texts: Sequence[str]) -> Floats:
        """The vector of a real title, by the number at a text's end, with noise."""
        random_ = np.random.default_rng(len(texts[0]) + len(texts))
        rows = np.array([int(t.rsplit("#", 1)[1].split(".")[0]) % len(self.seeds) for t in texts])
        noise = random_.normal(size=(len(texts), self.seeds.shape[1])).astype(np.float32)
        vectors = self.seeds[rows] + noise * 0.02
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def titles(data: Path) -> list[str]:
    lines = [
        *(data / "ca_prod/products.jsonl").open(),
        *(data / "walmart_amazon/offers.jsonl").open(),
    ]
    return [json.loads(line)["title"] for line in lines]


def questions(data: Path) -> list[str]:
    lines = (data / "ca_prod/queries_dev.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["query"] for line in lines]


def scaled(data: Path, size: int) -> tuple[Catalog, Spread]:
    """A catalog of `size` products made of shuffled real titles, each with one offer."""
    base = titles(data)
    model = Spread(vectors_of(base, LocalEmbeddings()))
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


def tiled(data: Path, size: int) -> Ranker:
    """A ranker over copies of the real offers' index, for sizes that take hours to import.

    Postings and vectors repeat with new rows; vectors get noise and prices are drawn anew.
    """
    catalog, model = scaled(data, len(titles(data)))
    base = make_index(catalog, model)
    times = size // base.columns.size
    chance = np.random.default_rng(size)
    folder = cache_folder() / "scaled" / f"tiled-{times}"
    if not (folder / "clusters").is_dir():
        columns = base.columns
        copies = replace(
            columns,
            product_ids=np.array([f"p{n:07d}" for n in range(times * columns.size)]),
            offer_ids=np.array([f"o{n:07d}" for n in range(times * columns.size)]),
            first=np.arange(times * columns.size + 1),
            product=np.arange(times * columns.size),
            low=(price := chance.integers(1_0000, 500_0000, times * columns.size)),
            high=price,
            **{
                name: np.tile(getattr(columns, name), times)
                for name in (
                    *("brand", "category", "rating", "chinese"),
                    *("fixed", "currency", "kind", "stock"),
                )
            },
        )
        vectors = np.tile(base.vectors, (times, 1))
        for at in range(0, len(vectors), 50_000):
            some = vectors[at : at + 50_000]
            some += 0.02 * chance.standard_normal(some.shape, np.float32)
            some /= np.linalg.norm(some, axis=1, keepdims=True)
        fields = {name: _copied(getattr(base, name), times) for name in ("name", "facts", "told")}
        folder.mkdir(parents=True, exist_ok=True)
        save_index(replace(base, columns=copies, vectors=vectors, **fields), folder)
        Clusters.build(vectors).save(folder / "clusters")
    index = load_index(folder, lambda known: Clusters.load(folder / "clusters"))
    return Ranker(catalog, index, model)


def _copied(field: Lexical, times: int) -> Lexical:
    """The postings of a text index over `times` copies of its documents."""
    rows, worth, start = [], [], [0]
    steps = (np.arange(times) * field.documents)[:, None]
    for term in range(len(field.vocabulary)):
        span = slice(field.start[term], field.start[term + 1])
        rows.append((field.rows[span][None, :] + steps).ravel().astype(np.int32))
        worth.append(np.tile(field.worth[span], times))
        start.append(start[-1] + len(rows[-1]))
    return replace(
        field,
        rows=np.concatenate(rows) if rows else field.rows,
        worth=np.concatenate(worth) if worth else field.worth,
        start=np.array(start),
        documents=times * field.documents,
    )


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
    for _ in range(rounds):
        starts = [time.perf_counter()]
        for text in texts:
            ranker.embedding.queries([text])
            starts.append(time.perf_counter())
        encode.append(float(np.median(np.diff(starts))))
        vectors = ranker.embedding.queries(texts)
        everything = np.ones(ranker.index.columns.size, np.bool_)
        starts = [time.perf_counter()]
        for vector in vectors:
            if isinstance(ranker.index.store, Clusters):
                ranker.index.store.nearest(vector, POOL, everything)
            else:
                nearest(ranker.index.store, vector, NEAR)
            starts.append(time.perf_counter())
        store.append(float(np.median(np.diff(starts))))
    return {"encode_ms": round(1000 * min(encode), 2), "store_ms": round(1000 * min(store), 2)}


def measure(data: Path, size: int, rounds: int = 25) -> dict[str, object]:
    start = time.perf_counter()
    ranker = tiled(data, size) if size > CHROMA_MOST else Ranker.open(*scaled(data, size))
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
    everything = np.ones(index.columns.size, np.bool_)
    for vector in ranker.embedding.queries(list(texts)[:20]):
        exact = np.argpartition(-(index.vectors @ vector), k)[:k]
        if isinstance(index.store, Clusters):
            found = index.store.nearest(vector, POOL, everything)
        else:
            found = np.searchsorted(index.columns.product_ids, nearest(index.store, vector, POOL))
        shares.append(len(set(exact.tolist()) & set(found.tolist())) / k)
    return round(float(np.mean(shares)), 4)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--products", type=int, default=43_000)
    chosen = parser.parse_args()
    print(json.dumps(measure(chosen.data, chosen.products), indent=1))
