"""How well and how fast the ranking answers judged queries."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from pydantic import Field

from catalog.checksum import whole
from catalog.errors import BadInput
from catalog.paths import cache_folder
from catalog.record import Record
from catalog.store import Catalog
from catalog.writer import CatalogWriter
from retrieval.embedding.cache import vectors_of
from retrieval.evaluation.judged import JudgedSet, read_esci, read_jsonl, read_wands
from retrieval.index.document import document
from retrieval.ranking import Ranker
from retrieval.request import Constraints, Request

DEPTH = 100
NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""Judged sets have no prices, so the moment decides nothing."""


class Evaluation(Record):
    """Measures of one run, as mean over queries that have a product of positive gain.

    Products not judged count as irrelevant, except in `judged_ndcg`, which ranks the judged ones
    alone. `p50_ms` and `p95_ms` are of one query, from text to ranked list, one at a time.
    `encode_s` is what embedding took now (kept vectors cost nothing), `index_s` the rest.
    """

    name: str
    products: int
    queries: int
    ndcg: float = Field(alias="ndcg@10")
    judged_ndcg: float = Field(alias="judged_ndcg@10")
    recall: float = Field(alias="recall@100")
    p50_ms: float
    p95_ms: float
    encode_s: float
    index_s: float
    embedding: str


def evaluate_files(
    products: Path | None = None,
    queries: Path | None = None,
    *,
    wands: Path | None = None,
    esci: Path | None = None,
) -> Evaluation:
    """Measure on one judged set: two JSONL files, or a cloned WANDS or ESCI folder.

    Raises:
        BadInput: not exactly one set is named, or a file of it is wrong.

    """
    if wands and not (products or queries or esci):
        return evaluate(read_wands(wands))
    if esci and not (products or queries or wands):
        return evaluate(read_esci(esci))
    if products and queries and not (wands or esci):
        return evaluate(read_jsonl(products, queries))
    raise BadInput(
        "plainshelf evaluate",
        "",
        "name one judged set",
        "Give --products and --queries, or --wands FOLDER, or --esci FOLDER",
    )


def evaluate(judged: JudgedSet) -> Evaluation:
    """Rank every query of a judged set and measure."""
    catalog = catalog_of(judged)
    from retrieval.embedding.models import embedding

    model = embedding()
    start = time.perf_counter()
    vectors_of([document(p, catalog.vocabulary).meaning for p in judged.products], model)
    encoded = time.perf_counter()
    ranker = Ranker.open(catalog, model)
    indexed = time.perf_counter()
    run, seconds = run_of(ranker, judged)
    return Evaluation.model_validate(
        {
            "name": judged.name,
            "products": len(judged.products),
            "queries": len(run),
            **measures(judged, run),
            "p50_ms": round(1000 * float(np.median(seconds)), 2),
            "p95_ms": round(1000 * float(np.percentile(seconds, 95)), 2),
            "encode_s": round(encoded - start, 2),
            "index_s": round(indexed - encoded, 2),
            "embedding": model.identity,
        }
    )


def catalog_of(judged: JudgedSet) -> Catalog:
    """A judged set's products as a catalog, written once into the user's cache."""
    digest = hashlib.sha256()
    for product in judged.products:
        digest.update(product.model_dump_json(exclude_defaults=True).encode())
    folder = cache_folder() / "judged" / digest.hexdigest()[:24]
    if not whole(folder / "catalog.sqlite"):
        with CatalogWriter(folder, anew=True) as writer:
            writer.put(judged.products)
    return Catalog.open(folder)


Run = dict[str, dict[str, float]]


def run_of(ranker: Ranker, judged: JudgedSet) -> tuple[Run, list[float]]:
    """The ranking of each judgeable query, by its number, and the seconds that each took."""
    asked = [(n, q) for n, q in enumerate(judged.queries) if any(q.labels.values())]
    everything = Constraints(in_stock=False)
    for _, query in asked[:5]:  # the first questions load the model
        ranker.rank(Request(text=query.query, constraints=everything, k=DEPTH), NOW)
    run: Run = {}
    seconds = []
    for number, query in asked:
        request = Request(text=query.query, constraints=everything, k=DEPTH)
        start = time.perf_counter()
        ranking = ranker.rank(request, NOW)
        seconds.append(time.perf_counter() - start)
        run[str(number)] = {p.product_id: float(DEPTH - p.rank) for p in ranking.products}
    return run, seconds


def measures(judged: JudgedSet, run: Run) -> dict[str, float]:
    """nDCG@10, the same over judged products alone, and recall@100, means over queries."""
    import ir_measures
    from ir_measures import R, nDCG

    labels = {number: judged.queries[int(number)].labels for number in run}
    wanted = {
        "ndcg@10": nDCG @ 10,
        "judged_ndcg@10": nDCG(judged_only=True) @ 10,
        "recall@100": R @ 100,
    }
    found = ir_measures.calc_aggregate(list(wanted.values()), labels, run)
    return {name: round(float(found[measure]), 4) for name, measure in wanted.items()}
