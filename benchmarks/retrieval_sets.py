"""The judged sets that retrieval is measured on, read from a folder of public data."""

from __future__ import annotations

import json
from pathlib import Path

from catalog.product import Product
from retrieval.evaluation.judged import Judged, JudgedSet, read_jsonl

TRANSLATED = Path(__file__).parent / "data" / "ca_prod_zh.jsonl"


def rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def ca_prod(data: Path) -> JudgedSet:
    folder = data / "ca_prod"
    found = read_jsonl(folder / "products.jsonl", folder / "queries_dev.jsonl")
    return found.model_copy(update={"name": "CA-Prod en"})


def ca_prod_in_chinese(data: Path) -> JudgedSet:
    """The English catalog and labels, the questions in our Chinese."""
    english = ca_prod(data)
    chinese = {row["query_id"]: row["query"] for row in rows(TRANSLATED)}
    ids = [row["query_id"] for row in rows(data / "ca_prod/queries_dev.jsonl")]
    queries = tuple(
        query.model_copy(update={"query": chinese[id]})
        for id, query in zip(ids, english.queries, strict=True)
        if id in chinese
    )
    return english.model_copy(update={"name": "CA-Prod, asked in Chinese", "queries": queries})


def multi_cpr(data: Path) -> JudgedSet:
    folder = data / "multicpr_mini"
    found = read_jsonl(folder / "products.jsonl", folder / "queries_dev.jsonl")
    return found.model_copy(update={"name": "Multi-CPR-mini zh"})


def walmart_amazon(data: Path) -> JudgedSet:
    """Walmart titles as queries, the same products among Amazon's offers as answers."""
    offers = rows(data / "walmart_amazon/offers.jsonl")
    titles = {row["offer_id"]: row["title"] for row in offers}
    labels: dict[str, dict[str, int]] = {}
    for pair in rows(data / "walmart_amazon/same_product.jsonl"):
        labels.setdefault(pair["walmart"], {})[pair["amazon"]] = 1
    products = tuple(
        Product.model_validate(
            {"id": row["offer_id"], "title": row["title"]}
            | {name: row[name] or "" for name in ("category", "brand", "model")}
        )
        for row in offers
        if row["offer_id"].startswith("a")
    )
    queries = tuple(Judged(query=titles[id], labels=wanted) for id, wanted in labels.items())
    return JudgedSet(name="Walmart title to Amazon item", products=products, queries=queries)


def judged_sets(data: Path) -> tuple[JudgedSet, ...]:
    return ca_prod(data), multi_cpr(data), walmart_amazon(data), ca_prod_in_chinese(data)
