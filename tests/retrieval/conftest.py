"""A small bilingual shop, written once, and a ranker over it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from catalog.about import About
from catalog.money import Money
from catalog.offer import Offer, Rating
from catalog.price import ItemDiscount, PriceObservation
from catalog.product import Attribute, Product
from catalog.seller import Seller
from catalog.store import Catalog
from catalog.vocabulary import AttributeTerm, CategoryTerm, Term, Vocabulary
from catalog.writer import CatalogWriter
from retrieval.ranking import Ranker

SEEN = datetime(2026, 11, 1, tzinfo=UTC)
VOCABULARY = Vocabulary(
    categories=(
        CategoryTerm(id="earbuds", zh="无线耳机", en="wireless earbuds", aliases=("耳塞",)),
        CategoryTerm(id="kettle", zh="电水壶", en="electric kettle"),
        CategoryTerm(id="sunscreen", zh="防晒霜", en="sunscreen"),
    ),
    attributes=(
        AttributeTerm(
            id="noise_cancelling",
            zh="降噪",
            en="noise cancelling",
            values=(Term(id="yes", zh="支持", en="yes"), Term(id="no", zh="不支持", en="no")),
        ),
        AttributeTerm(id="color", zh="颜色", en="color"),
    ),
)


def product(id: str, title: str, category: str, brand: str, **attributes: str) -> Product:
    facts = tuple(Attribute(name=name, value=value) for name, value in attributes.items())
    return Product(id=id, title=title, category=category, brand=brand, attributes=facts)


def offer(id: str, amount: str | None, currency: str = "USD", **more: object) -> Offer:
    seen = (
        PriceObservation(
            money=Money.of(amount or "0", currency), kind="list", observed_at=SEEN, source="shop"
        ),
    )
    fields = {
        "id": id,
        "product_id": id.split("/")[0],
        "seller_id": "market",
        "prices": seen if amount else (),
        "stock": "in_stock",
    }
    return Offer.model_validate(fields | more)


PRODUCTS = (
    product("e1", "Aria Bud 3 wireless earbuds", "earbuds", "Aria", noise_cancelling="yes"),
    product("e2", "Aria Bud Lite wireless earbuds", "earbuds", "Aria", noise_cancelling="no"),
    product("e3", "Sonny QX-1000M5 earbuds in white", "earbuds", "Sonny", color="white"),
    product("e4", "云雀 降噪无线耳机 Pro", "earbuds", "云雀", noise_cancelling="yes"),
    product("e5", "Reverb over-ear headphones", "earbuds", "Reverb"),
    product("k1", "Brook gooseneck electric kettle 1 l", "kettle", "Brook", color="black"),
    product("k2", "Brook steel electric kettle 1.7 l", "kettle", "Brook", color="steel"),
    product("k3", "山泉 恒温电水壶 1.5升", "kettle", "山泉"),
    product("s1", "Mild sunscreen SPF 50 for sensitive skin", "sunscreen", "Mild"),
    product("s2", "清透防晒霜 SPF50+ 敏感肌可用", "sunscreen", "清透"),
)
HALF_OFF = ItemDiscount.model_validate(
    {"percent": "50", "starts": "2026-11-20T00:00:00Z", "ends": "2026-11-30T00:00:00Z"}
)
OFFERS = (
    offer("e1/a", "99"),
    offer("e1/b", "95", seller_id="flagship"),
    offer("e1/c", "95"),
    offer("e2/a", "49.90", rating=Rating(value=Decimal("4.8"), count=10)),
    offer("e3/a", "120", promotions=(HALF_OFF,)),
    offer("e4/a", "399", "CNY", seller_id="flagship"),
    offer("k1/a", "60", rating=Rating(value=Decimal("4.1"), count=10)),
    offer("k2/a", "35", stock="out_of_stock"),
    offer("k3/a", "199", "CNY"),
    offer("s1/a", "18"),
    offer("s2/a", None),
)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder = tmp_path_factory.mktemp("shop")
    with CatalogWriter(folder) as writer:
        writer.describe(About(name="shop"), VOCABULARY)
        writer.put((Seller(id="market", name="Market", kind="third_party"),))
        writer.put((Seller(id="flagship", name="Flagship", kind="official"),))
        writer.put(PRODUCTS)
        writer.put(OFFERS)
    return Catalog.open(folder)


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


@pytest.fixture(scope="session")
def ranker(shop: Catalog, index_folder: Path) -> Ranker:
    return Ranker.open(shop, folder=index_folder)
