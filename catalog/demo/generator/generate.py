"""Writes the demo catalog's files beside this one: `python -m catalog.demo.generator.generate`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import yaml
from pydantic import JsonValue

from catalog.demo.generator.campaigns import campaigns
from catalog.demo.generator.evidence import evidence
from catalog.demo.generator.offers import offers_of
from catalog.demo.generator.products import wares
from catalog.demo.generator.sellers import every_shop, seller
from catalog.demo.generator.specification import Source, read_source
from catalog.offer import Offer
from catalog.record import Record
from catalog.store import DEMO
from catalog.vocabulary import Term, Vocabulary

SEED = 20261120


def demo_files(source: Source, seed: int = SEED) -> dict[str, str]:
    """Every generated file of the demo by name: the same text for the same inputs and seed."""
    made = list(wares(source, seed))
    shops = every_shop(source, made)
    selling: dict[str, Sequence[Offer]] = {w.product.id: offers_of(w, shops, seed) for w in made}
    offers = [offer for each in selling.values() for offer in each]
    used = {offer.seller_id for offer in offers}
    by_id = {shop.id: shop for shop in shops}
    return {
        "vocabulary.yaml": _vocabulary(source),
        "products.jsonl": _lines(w.product for w in made),
        "offers.jsonl": _lines(offers),
        "sellers.jsonl": _lines(seller(shop) for shop in shops if shop.id in used),
        "evidence.jsonl": _lines(evidence(source, made, seed)),
        "campaigns.jsonl": _lines(campaigns(source, made, selling, by_id, seed)),
    }


def _lines(records: Iterable[Record]) -> str:
    return "".join(
        json.dumps(_compact(record), ensure_ascii=False, separators=(",", ":")) + "\n"
        for record in records
    )


def _compact(record: Record) -> Mapping[str, JsonValue]:
    """The record without its defaults, except what tells its promotions apart."""
    row: dict[str, JsonValue] = record.model_dump(mode="json", exclude_defaults=True)
    if isinstance(record, Offer) and record.promotions:
        row["promotions"] = [
            p.model_dump(mode="json", exclude_none=True) for p in record.promotions
        ]
    return row


def _vocabulary(source: Source) -> str:
    """The words of all categories, those that several share first, as YAML."""
    words = Vocabulary(
        categories=(*(w.category for w in source.categories), *source.shared.categories),
        attributes=(
            *source.shared.attributes,
            *(term for w in source.categories for term in w.attributes),
        ),
    )
    told = {
        "categories": [_term(c) for c in words.categories],
        "attributes": [_term(a) for a in words.attributes],
    }
    head = "# Written by catalog.demo.generator.generate from source/; edit there.\n"
    return head + yaml.safe_dump(
        told, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None
    )


def _term(term: Term) -> dict[str, JsonValue]:
    return term.model_dump(mode="json", exclude_defaults=True)


def main() -> None:
    """Write the files."""
    write(DEMO, demo_files(read_source()))


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Put each file's text into the folder, with line feeds on every system."""
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
