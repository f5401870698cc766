from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from catalog.errors import BadInput
from retrieval.evaluation.evaluate import evaluate_files, measures
from retrieval.evaluation.judged import Judged, JudgedSet, read_wands

PRODUCTS: list[dict[str, object]] = [
    {"id": "1", "title": "Red electric kettle", "description": "boils water"},
    {"id": "2", "title": "Wireless earbuds", "brand": "Aria"},
    {"id": "3", "title": "Blue desk lamp", "category": None},
]
QUERIES: list[dict[str, object]] = [
    {"query": "kettle", "labels": {"1": 1, "2": 0}},
    {"query": "earbuds", "relevant": ["2"]},
    {"query": "nothing relevant", "labels": {"3": 0}},
]


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_judged_set_is_measured(tmp_path: Path) -> None:
    products = write(tmp_path / "p.jsonl", PRODUCTS)
    report = evaluate_files(products, write(tmp_path / "q.jsonl", QUERIES))
    values = report.model_dump(by_alias=True)
    assert values["ndcg@10"] == values["judged_ndcg@10"] == values["recall@100"] == 1.0
    assert (report.products, report.queries) == (3, 2)
    assert 0 < report.p50_ms <= report.p95_ms


def test_unjudged_products_count_as_irrelevant_except_among_the_judged() -> None:
    judged = JudgedSet(name="x", products=(), queries=(Judged(query="q", labels={"a": 1, "b": 0}),))
    found = measures(judged, {"0": {"u": 3.0, "a": 2.0, "b": 1.0}})
    assert found == {"ndcg@10": 0.6309, "judged_ndcg@10": 1.0, "recall@100": 1.0}


def test_a_wrong_line_names_file_line_and_field(tmp_path: Path) -> None:
    products = write(tmp_path / "p.jsonl", [*PRODUCTS, {"id": "4"}])
    with pytest.raises(BadInput, match=r"p\.jsonl:4, field 'title'"):
        evaluate_files(products, write(tmp_path / "q.jsonl", QUERIES))
    with pytest.raises(BadInput, match="name one judged set"):
        evaluate_files(products)


def test_a_wands_folder_is_read(tmp_path: Path) -> None:
    head = "product_id\tproduct_name\tproduct_class\tproduct_description\tproduct_features\n"
    (tmp_path / "product.csv").write_text(head + "7\toak bed\tBeds\tsolid\tcolor:oak|size : king\n")
    (tmp_path / "query.csv").write_text("query_id\tquery\tquery_class\n0\tking bed\tBeds\n")
    (tmp_path / "label.csv").write_text("id\tquery_id\tproduct_id\tlabel\n0\t0\t7\tExact\n")
    found = read_wands(tmp_path)
    assert found.queries == (Judged(query="king bed", labels={"7": 2}),)
    assert [(a.name, a.value) for a in found.products[0].attributes] == [
        ("color", "oak"),
        ("size", "king"),
    ]
