"""The catalog on disk: one SQLite file, read lazily."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from catalog.about import About
from catalog.checksum import altered
from catalog.errors import BadInput, NotFound
from catalog.evidence import Evidence
from catalog.offer import Offer
from catalog.product import Product
from catalog.seller import Seller
from catalog.vocabulary import Vocabulary
from catalog.writer import FILE, damaged, gathered

DEMO = Path(__file__).parent / "demo"


class Catalog:
    """A catalog opened for reading: records by id, all of a kind in id order."""

    def __init__(self, path: Path) -> None:
        """Open the SQLite file at `path`; Catalog.open finds it for a folder.

        Raises:
            BadInput: the file is damaged.
        """
        self.path = path
        try:
            if altered(path):
                raise damaged(path)
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            row = self._db.execute("SELECT json, vocabulary, digest FROM about").fetchone()
            about, vocabulary, digest = row or ("", "", "")
            self.about = About.model_validate_json(about)
            self.vocabulary = Vocabulary.model_validate_json(vocabulary)
            self.digest: str = digest
        except (sqlite3.DatabaseError, ValidationError) as error:
            raise damaged(path) from error
        self.product = lru_cache(maxsize=20_000)(self._product)
        self.offers_of = lru_cache(maxsize=20_000)(self._offers_of)
        self.evidence_of = lru_cache(maxsize=20_000)(self._evidence_of)
        self.seller = lru_cache(maxsize=20_000)(self._seller)

    @classmethod
    def open(cls, folder: Path | None = None) -> Catalog:
        """The catalog in a folder; without one, the demo catalog.

        A folder holds `catalog.sqlite` (made by `plainshelf import`) or the JSONL files it is
        made from: products, offers, sellers, evidence, and vocabulary.yaml; the latter are
        gathered once into the user's cache under the hash of their content.

        Raises:
            BadInput: the folder holds neither, or a file in it is wrong or damaged.

        """
        folder = DEMO if folder is None else folder
        if (folder / FILE).is_file():
            return cls(folder / FILE)
        if (folder / "products.jsonl").is_file():
            return cls(gathered(folder))
        raise BadInput(
            str(folder),
            "",
            "no catalog here (neither catalog.sqlite nor products.jsonl)",
            f"Make one with: plainshelf import FEED --catalog {folder}",
        )

    def _one(self, table: str, id: str) -> str:
        row = self._db.execute(f"SELECT json FROM {table} WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise NotFound(f"The catalog {self.path} holds no {table} {id!r}.")
        return str(row[0])

    def _product(self, id: str) -> Product:
        return Product.model_validate_json(self._one("product", id))

    def _seller(self, id: str) -> Seller:
        return Seller.model_validate_json(self._one("seller", id))

    def offer(self, id: str) -> Offer:
        """The offer of that id; NotFound where there is none."""
        return Offer.model_validate_json(self._one("offer", id))

    def _offers_of(self, product_id: str) -> tuple[Offer, ...]:
        rows = self._db.execute(
            "SELECT json FROM offer WHERE product_id = ? ORDER BY id", (product_id,)
        )
        return tuple(Offer.model_validate_json(row[0]) for row in rows)

    def _evidence_of(self, product_id: str) -> tuple[Evidence, ...]:
        rows = self._db.execute(
            "SELECT json FROM evidence WHERE product_id = ? ORDER BY id", (product_id,)
        )
        return tuple(Evidence.model_validate_json(row[0]) for row in rows)

    def offer_of(self, product_id: str, offer_id: str) -> Offer | None:
        """That offer of that product, None where the product has no such offer."""
        return next((o for o in self.offers_of(product_id) if o.id == offer_id), None)

    def products(self) -> Iterator[Product]:
        """Every product in id order."""
        for (text,) in self._db.execute("SELECT json FROM product ORDER BY id"):
            yield Product.model_validate_json(text)

    def page(self, category: str, skip: int, most: int) -> tuple[Product, ...]:
        """At most `most` products of a category ("": of any) after `skip`, in id order."""
        rows = self._db.execute(
            "SELECT json FROM product WHERE ? IN ('', json_extract(json, '$.category'))"
            " ORDER BY id LIMIT ? OFFSET ?",
            (category, most, skip),
        )
        return tuple(Product.model_validate_json(row[0]) for row in rows)

    def category_counts(self) -> dict[str, int]:
        """How many products each category has, the largest first; "" for those that have none."""
        rows = self._db.execute(
            "SELECT coalesce(json_extract(json, '$.category'), '') AS name, count(*) AS n"
            " FROM product GROUP BY name ORDER BY n DESC, name"
        )
        return {name: int(count) for name, count in rows}

    def offers(self) -> Iterator[Offer]:
        """Every offer, grouped by product in product id order."""
        for (text,) in self._db.execute("SELECT json FROM offer ORDER BY product_id, id"):
            yield Offer.model_validate_json(text)

    def sellers(self) -> Iterator[Seller]:
        """Every seller in id order."""
        for (text,) in self._db.execute("SELECT json FROM seller ORDER BY id"):
            yield Seller.model_validate_json(text)

    def evidence(self) -> Iterator[Evidence]:
        """All evidence in product id order."""
        for (text,) in self._db.execute("SELECT json FROM evidence ORDER BY product_id, id"):
            yield Evidence.model_validate_json(text)

    def categories(self) -> tuple[str, ...]:
        """Every category id that a product has, in order."""
        return self._distinct("category")

    def brands(self) -> tuple[str, ...]:
        """Every brand that a product has, in order."""
        return self._distinct("brand")

    def _distinct(self, field: str) -> tuple[str, ...]:
        rows = self._db.execute(f"SELECT DISTINCT json_extract(json, '$.{field}') FROM product")
        return tuple(sorted(row[0] for row in rows if row[0]))

    def titles(self, most: int) -> tuple[tuple[str, str], ...]:
        """(title, brand) of the first `most` products in id order; "" where one has no brand."""
        rows = self._db.execute(
            "SELECT json_extract(json, '$.title'), json_extract(json, '$.brand')"
            " FROM product LIMIT ?",
            (most,),
        )
        return tuple((title, brand or "") for title, brand in rows)

    def attribute_names(self) -> dict[str, frozenset[str]]:
        """The names of the attributes that products of each category have; "" for none."""
        rows = self._db.execute(
            "SELECT DISTINCT json_extract(product.json, '$.category'),"
            " json_extract(a.value, '$.name')"
            " FROM product, json_each(product.json, '$.attributes') AS a"
        )
        names: dict[str, set[str]] = {}
        for category, name in rows:
            names.setdefault(category or "", set()).add(name)
        return {category: frozenset(each) for category, each in names.items()}

    def currencies(self) -> tuple[str, ...]:
        """The currencies that offers are priced in, in order."""
        rows = self._db.execute(
            "SELECT DISTINCT json_extract(json, '$.prices[0].money.currency') FROM offer"
        )
        return tuple(sorted(row[0] for row in rows if row[0]))

    def uncategorised(self) -> bool:
        """Whether some product has no category."""
        row = self._db.execute(
            "SELECT 1 FROM product"
            " WHERE coalesce(json_extract(json, '$.category'), '') = '' LIMIT 1"
        ).fetchone()
        return row is not None

    def count(self, table: str) -> int:
        """How many rows "product", "offer", "seller" or "evidence" has."""
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
