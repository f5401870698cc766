"""A small shelf with money around it: eight kettles and five who pay."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from assistant.monetisation.eligibility import eligible
from assistant.monetisation.mechanisms.base import Opportunity
from assistant.schema.answer import Answer, Block
from assistant.schema.from_catalog import unpaid
from assistant.schema.need import Need
from assistant.schema.outcome import Outcome
from catalog.campaign import Campaign
from catalog.evidence import Evidence
from catalog.money import Money
from catalog.offer import Offer
from catalog.price import PriceObservation
from catalog.product import Product
from catalog.seller import Seller
from catalog.store import Catalog
from catalog.writer import CatalogWriter
from retrieval.request import RankedProduct

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
START, END = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


BRANDS = ("", "Aqua", "Boil", "Cha")


def campaign(n: int, bid: str | Money = "1.00", **changes: object) -> Campaign:
    fields: dict[str, object] = {
        "id": f"c{n}",
        "payer": f"卖家{n}",
        "on_behalf_of": f"卖家{n}",
        "product_id": f"p{n}",
        "offer_id": f"f{n}",
        "bid": Money.of(bid, "CNY") if isinstance(bid, str) else bid,
        "budget": Money.of("100", "CNY"),
        "starts": START,
        "ends": END,
    }
    return Campaign.model_validate(fields | changes)


def kettles(folder: Path) -> Catalog:
    kinds = ("official", "third_party", "self_operated", "authorised")
    with CatalogWriter(folder) as writer:
        for n in range(1, 9):
            price = PriceObservation(
                money=Money.of(100 + 10 * n, "CNY"), kind="sale", observed_at=NOW, source="shop"
            )
            seller = Seller.model_validate(
                {
                    "id": f"s{n}",
                    "name": f"卖家{n}",
                    "kind": kinds[n % 4],
                    "relation": "owned" if n % 3 == 0 else "none",
                    "platform": "Mall" if n % 3 == 0 else "",
                    "url": f"https://s{n}.example/",
                }
            )
            writer.put(
                [
                    seller,
                    Product(
                        id=f"p{n}", title=f"Kettle {n}", category="kettle", brand=BRANDS[n % 4]
                    ),
                ]
            )
            stock = "out_of_stock" if n == 8 else "in_stock"
            writer.put(
                [
                    Offer(
                        id=f"f{n}",
                        product_id=f"p{n}",
                        seller_id=f"s{n}",
                        prices=(price,),
                        stock=stock,
                        url=f"https://s{n}.example/kettle-{n}",
                        checkout=n % 2 == 0,
                    )
                ]
            )
        writer.put(_rivals())
        writer.put(_notes())
    return Catalog.open(folder)


def _rivals() -> list[Seller | Offer]:
    """A third-party seller who has the first two kettles at the same price, with checkout."""
    seller = Seller(id="s9", name="杂货铺", kind="third_party", url="https://s9.example/")
    price = {"kind": "sale", "observed_at": NOW, "source": "shop"}
    offers = [
        Offer(
            id=f"f{n}b",
            product_id=f"p{n}",
            seller_id="s9",
            prices=(PriceObservation.model_validate(price | {"money": cny(str(100 + 10 * n))}),),
            stock="in_stock",
            url=f"https://s9.example/kettle?n={n}&x=1",
            checkout=True,
        )
        for n in (1, 2)
    ]
    return [seller, *offers]


def _notes() -> list[Evidence]:
    made = ((4, "zh", "用了一个月，烧水很快。"), (5, "zh", "颜值高。"), (6, "en", "Lovely."))
    return [
        Evidence.model_validate(
            {"id": f"e{n}", "product_id": f"p{n}", "source_kind": "paid_creator",
             "text": text, "language": language, "author": "@kettles"}
        )
        for n, language, text in made
    ]  # fmt: skip


SCORES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.2)
RANKED = tuple(
    RankedProduct(product_id=f"p{n}", offer_id=f"f{n}", rank=n, score=score)
    for n, score in enumerate(SCORES, start=1)
)
NEED = Need(text="热水壶", language="zh", category="kettle")


def opportunity(
    catalog: Catalog, *campaigns: Campaign, need: Need = NEED, seed: str = "0"
) -> Opportunity:
    """Three picks out of seven kettles, and the campaigns that may compete."""
    picks = tuple(
        unpaid(
            catalog,
            r.product_id,
            r.offer_id,
            rank=r.rank,
            rank_if_unpaid=r.rank,
            now=NOW,
            id=f"o{r.rank}",
        )
        for r in RANKED[:3]
    )
    return Opportunity(
        need=need,
        ranked=RANKED,
        picks=picks,
        campaigns=eligible(campaigns, need, catalog, RANKED, NOW, {}),
        catalog=catalog,
        now=NOW,
        seed=seed,
    )


def cny(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="CNY")


def answer(outcome: Outcome, id: str = "a1", policy: str = "slots") -> Answer:
    """The outcome as an answer shows it: the list, and below it what was bought."""
    blocks = [Block(id="main", kind="mixed", order=0, placements=outcome.listed)]
    if outcome.sponsored:
        bought = outcome.sponsored
        blocks.append(
            Block(id="ads", kind="sponsored", order=1, position="below", placements=bought)
        )
    return Answer(
        id=id,
        created_at=NOW,
        locale="zh-CN",
        jurisdictions=("cn",),
        policy=policy,
        disclosure_policy="full",
        need=NEED,
        parts=outcome.parts,
        blocks=tuple(blocks),
        follow_ups=outcome.follow_ups,
    )
