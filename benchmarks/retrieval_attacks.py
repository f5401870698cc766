"""Strategic text in a seller's description: how far it moves its product in the ranking."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

from catalog.product import Attribute, Product
from catalog.store import Catalog
from catalog.writer import CatalogWriter
from retrieval.embedding.models import Embedding
from retrieval.evaluation.evaluate import NOW
from retrieval.index.parts import make_index
from retrieval.ranking import Ranker
from retrieval.request import Constraints, Request

COFFEE = (
    "coffee machine",
    "best coffee maker for home",
    "espresso machine with milk frother",
    "quick cup of coffee for one person",
    "coffee machine with built-in grinder",
    "gift for a coffee lover",
    "easy to use coffee maker for a family",
    "professional coffee machine for a small cafe",
    "cold brew",
    "推荐一款家用咖啡机",
)
SERVICES = (
    "home repair service",
    "reliable contractor for exterior maintenance",
    "property maintenance",
    "home improvement",
    "who can repair my house",
    "residential repair and installation",
    "seasonal upkeep of a home",
    "interior updates",
    "handyman near me",
    "房屋维修服务",
)
TREATMENTS = (
    "authority",
    "social_proof",
    "loss_aversion",
    "prompt_injection_basic",
    "prompt_injection_strong",
)


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def places(
    products: Iterable[Product], questions: Iterable[str], model: Embedding
) -> list[dict[str, int]]:
    """Each product's rank for each question, 1 for the first."""
    with tempfile.TemporaryDirectory() as folder:
        with CatalogWriter(Path(folder)) as writer:
            writer.put(products)
        catalog = Catalog.open(Path(folder))
        ranker = Ranker(catalog, make_index(catalog, model), model)
        found = []
        for text in questions:
            request = Request(text=text, constraints=Constraints(in_stock=False), k=50)
            ranking = ranker.rank(request, NOW)
            found.append({p.product_id: p.rank for p in ranking.products})
        catalog.close()
    return found


def strings(data: Path, model: Embedding) -> dict[str, float]:
    """The 286 strings, each appended to its product's description."""
    machines = rows(data / "coffee_machines.jsonl")
    products = [_machine(str(n), row) for n, row in enumerate(machines, start=1)]
    before = places(products, COFFEE, model)
    moves = []
    for row in rows(data / "coffee_strings.jsonl"):
        target = str(row["target_product"])
        attacked = [
            p
            if p.id != target
            else p.model_copy(update={"description": f"{p.description} {row['text']}"})
            for p in products
        ]
        after = places(attacked, COFFEE, model)
        moves += [
            abs(_place(a, target) - _place(b, target)) for a, b in zip(after, before, strict=True)
        ]
    return {
        "cases": len(moves),
        "moved_at_most_one": round(sum(m <= 1 for m in moves) / len(moves), 5),
        "moved_not_at_all": round(sum(m == 0 for m in moves) / len(moves), 5),
        "greatest_move": max(moves),
    }


def _place(found: dict[str, int], id: str) -> int:
    return found.get(id, len(found) + 1)


def _machine(id: str, row: dict[str, object]) -> Product:
    facts = tuple(Attribute(name=n, value=str(row[n])) for n in ("Capacity", "Ideal For"))
    return Product(
        id=id, title=str(row["Name"]), description=str(row["Description"]), attributes=facts
    )


def treatments(data: Path, model: Embedding) -> dict[str, int]:
    """Fluent persuasion: the attacked seller's gain in places against its control, by treatment."""
    by: dict[str, list[Product]] = {}
    for row in rows(data / "seller_descriptions.jsonl"):
        by.setdefault(str(row["treatment"]), []).append(
            Product(
                id=str(row["business"]), title=str(row["name"]), description=str(row["description"])
            )
        )
    control = places(by["control"], SERVICES, model)
    texts = {p.id: p.description for p in by["control"]}
    moves = {}
    for name in TREATMENTS:
        changed = {p.id for p in by[name] if p.description != texts[p.id]}
        after = places(by[name], SERVICES, model)
        moves[name] = max(
            abs(a.get(id, 4) - b.get(id, 4))
            for a, b in zip(after, control, strict=True)
            for id in changed
        )
    return moves
