"""Products and judged queries to measure on: our JSONL, or a cloned WANDS or ESCI folder."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field, ValidationError

from catalog.errors import BadInput
from catalog.product import Attribute, Product
from catalog.record import Record

WANDS_GAINS = {"Exact": 2, "Partial": 1, "Irrelevant": 0}
ESCI_GAINS = {"E": 3, "S": 2, "C": 1, "I": 0}


class Judged(Record):
    """One query and the gain of each judged product; a product not judged is absent."""

    query: str = Field(min_length=1)
    labels: dict[str, int]


class JudgedSet(Record):
    """A catalog's products and the queries judged on it."""

    name: str
    products: tuple[Product, ...]
    queries: tuple[Judged, ...]


def read_jsonl(products: Path, queries: Path) -> JudgedSet:
    """Products {"id", "title", "description"?, "brand"?, "model"?, "category"?} and their queries.

    A query has "query" and either "labels" (product id to gain) or "relevant" (a list of ids).

    Raises:
        BadInput: a line is not JSON, or a field is missing or wrong.

    """
    items = tuple(_product(products, n, row) for n, row in _rows(products))
    judged = tuple(_query(queries, n, row) for n, row in _rows(queries))
    return JudgedSet(name=products.stem, products=items, queries=judged)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    if not path.is_file():
        raise BadInput(str(path), "", "there is no such file", "Name a JSONL file")
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadInput(f"{path}:{number}", "", "not JSON", "Write one object a line") from error
        if not isinstance(row, dict):
            raise BadInput(f"{path}:{number}", "", "not an object", "Write one object a line")
        yield number, row


def _product(path: Path, number: int, row: dict[str, object]) -> Product:
    names = ("title", "description", "brand", "model", "category")
    texts = {name: _text(row.get(name)) for name in names}
    try:
        return Product.model_validate({"id": _text(row.get("id", row.get("offer_id"))), **texts})
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise BadInput(f"{path}:{number}", field, "missing or empty", "Give it a text") from error


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _query(path: Path, number: int, row: dict[str, object]) -> Judged:
    labels = row.get("labels")
    relevant = row.get("relevant")
    if isinstance(relevant, list):
        labels = {str(id): 1 for id in relevant}
    try:
        return Judged.model_validate({"query": row.get("query"), "labels": labels})
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise BadInput(
            f"{path}:{number}", field, "missing or wrong", "Give query, and labels or relevant"
        ) from error


def read_wands(folder: Path) -> JudgedSet:
    """The Wayfair dataset: product.csv, query.csv and label.csv, tab-separated.

    Gains: Exact 2, Partial 1, Irrelevant 0.
    """
    data = folder / "dataset" if (folder / "dataset").is_dir() else folder
    products = tuple(
        Product(
            id=row["product_id"],
            title=row["product_name"] or row["product_id"],
            description=row["product_description"] or "",
            category=row["product_class"] or "",
            attributes=_wands_attributes(row["product_features"] or ""),
        )
        for row in _table(data / "product.csv")
    )
    labels: dict[str, dict[str, int]] = {}
    for row in _table(data / "label.csv"):
        gain = WANDS_GAINS.get(row["label"])
        if gain is None:
            known = ", ".join(WANDS_GAINS)
            raise BadInput(str(data / "label.csv"), "label", repr(row["label"]), f"Use {known}")
        labels.setdefault(row["query_id"], {})[row["product_id"]] = gain
    queries = tuple(
        Judged(query=row["query"], labels=labels.get(row["query_id"], {}))
        for row in _table(data / "query.csv")
    )
    return JudgedSet(name="WANDS", products=products, queries=queries)


def _wands_attributes(text: str) -> tuple[Attribute, ...]:
    pairs = (part.split(":", 1) for part in text.split("|") if ":" in part)
    stripped = ((name.strip(), value.strip()) for name, value in pairs)
    return tuple(Attribute(name=name, value=value) for name, value in stripped if name and value)


def _table(path: Path) -> Iterator[dict[str, str]]:
    if not path.is_file():
        raise BadInput(str(path), "", "there is no such file", "Clone the dataset whole")
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_MINIMAL)


def read_esci(folder: Path, locale: str = "us") -> JudgedSet:
    """Amazon's Shopping Queries dataset: its two parquet files, small version, test split.

    Gains: Exact 3, Substitute 2, Complement 1, Irrelevant 0. Only judged products are read.
    """
    import pandas  # type: ignore[import-untyped]

    root = folder / "shopping_queries_dataset"
    data = root if root.is_dir() else folder
    names = ("shopping_queries_dataset_examples", "shopping_queries_dataset_products")
    paths = [data / f"{name}.parquet" for name in names]
    for path in paths:
        if not path.is_file() or path.open("rb").read(4) != b"PAR1":
            raise BadInput(str(path), "", "no parquet file", "Clone the dataset with git-lfs")
    here = [("product_locale", "==", locale)]
    chosen = [*here, ("small_version", "==", 1), ("split", "==", "test")]
    examples = pandas.read_parquet(paths[0], filters=chosen)
    items = pandas.read_parquet(paths[1], filters=here).fillna("")
    items = items[items["product_id"].isin(set(examples["product_id"]))]
    queries: dict[str, dict[str, int]] = {}
    for query, product_id, label in zip(
        examples["query"], examples["product_id"], examples["esci_label"], strict=True
    ):
        queries.setdefault(str(query), {})[str(product_id)] = ESCI_GAINS[str(label)[:1]]
    columns = ("product_id", "product_title", "product_description", "product_brand")
    products = tuple(
        Product(id=str(id), title=str(title) or str(id), description=str(told), brand=str(brand))
        for id, title, told, brand in zip(*(items[name] for name in columns), strict=True)
    )
    judged = tuple(Judged(query=query, labels=labels) for query, labels in queries.items())
    return JudgedSet(name=f"ESCI {locale}", products=products, queries=judged)
