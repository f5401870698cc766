"""A small shelf of three lamps, with histories, promotions, delivery and reviews."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from catalog.about import About
from catalog.evidence import Evidence
from catalog.money import Money
from catalog.offer import Offer, Rating
from catalog.price import PriceObservation, ThresholdCoupon
from catalog.product import Attribute, Product
from catalog.seller import Seller
from catalog.store import Catalog
from catalog.vocabulary import AttributeTerm, CategoryTerm, Term, Vocabulary
from catalog.writer import CatalogWriter

NOW = datetime(2026, 11, 20, tzinfo=UTC)
VOCABULARY = Vocabulary(
    categories=(CategoryTerm(id="lamp", zh="台灯", en="desk lamp"),),
    attributes=(
        AttributeTerm(id="weight", zh="重量", en="weight", unit="g", better="lower"),
        AttributeTerm(
            id="supply", zh="供电", en="power source",
            values=(Term(id="plug", zh="插电", en="plug-in"),),
        ),
    ),
)  # fmt: skip


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def seen(amount: str, month: int = 11, day: int = 18) -> PriceObservation:
    at = datetime(2026, month, day, tzinfo=UTC)
    return PriceObservation(money=usd(amount), kind="sale", observed_at=at, source="shop")


def lamps(folder: Path) -> Catalog:
    """One (two shops, cheaper before), Two (a coupon, dearer before), Three (nothing known)."""
    with CatalogWriter(folder) as writer:
        writer.describe(About(name="lamps"), VOCABULARY)
        writer.put(_products())
        writer.put(_offers())
        writer.put(_reviews())
    return Catalog.open(folder)


def _products() -> list[Product | Seller]:
    weights = {"one": "400", "two": "650"}
    products: list[Product | Seller] = [
        Product(
            id=id,
            title=f"Corvin {id.title()} Lamp",
            brand="Corvin",
            model=id.title(),
            category="lamp",
            language="en",
            description="Comes with a spare bulb. Folds flat." if id == "one" else "",
            attributes=(
                *((Attribute(name="weight", value=weights[id]),) if id in weights else ()),
                *((Attribute(name="supply", value="plug"),) if id == "one" else ()),
            ),
        )
        for id in ("one", "two", "three")
    ]
    return [
        *products,
        Seller(id="a", name="Alder Shop", kind="official"),
        Seller(id="b", name="Birch Shop", kind="third_party"),
    ]


def _offers() -> list[Offer]:
    return [
        Offer(
            id="one-a", product_id="one", seller_id="a", prices=(seen("40"),), stock="limited",
            history=(seen("35", 10, 1), seen("45", 10, 20)), shipping=usd("5"),
            rating=Rating(value=Decimal("4.5"), count=20, source="Mall"),
        ),
        Offer(
            id="one-b", product_id="one", seller_id="b", prices=(seen("44"),), stock="in_stock",
            shipping=usd("0"),
        ),
        Offer(
            id="two-a", product_id="two", seller_id="a", prices=(seen("60"),), stock="in_stock",
            history=(seen("70", 10, 1),), shipping=usd("0"),
            promotions=(ThresholdCoupon(threshold=usd("50"), off=usd("10")),),
            rating=Rating(value=Decimal("4.1"), count=300, source="Mall"),
        ),
        Offer(id="three-b", product_id="three", seller_id="b", prices=(seen("30"),)),
    ]  # fmt: skip


def _reviews() -> list[Evidence]:
    texts = (
        ("one", "verified_purchase", "The hinge broke after a month.", "2"),
        ("one", "user_note", "Love the warm glow, easy on the eyes.", "5"),
        ("one", "seller_copy", "The greatest lamp that was ever made.", "5"),
        ("two", "verified_purchase", "Great light, sturdy base.", "5"),
    )
    return [
        Evidence.model_validate(
            {"id": f"e{n}", "product_id": id, "source_kind": kind, "text": text, "rating": rating,
             "language": "en", "compensation": "none"}
        )
        for n, (id, kind, text, rating) in enumerate(texts)
    ]  # fmt: skip
