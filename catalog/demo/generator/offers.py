"""Offers: who sells a product at what price, with a history, promotions, shipping and ratings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from catalog.demo.generator.products import PROVENANCE, Ware
from catalog.demo.generator.sellers import flagship
from catalog.demo.generator.specification import Shop
from catalog.money import Money
from catalog.offer import Offer, Rating, Stock
from catalog.price import ItemDiscount, NForM, PriceObservation, Promotion, ThresholdCoupon
from catalog.seller import SellerKind

NOW = datetime(2026, 11, 20, tzinfo=UTC)
CHANCES: dict[SellerKind, float] = {
    "official": 0.84,
    "authorised": 0.42,
    "self_operated": 0.62,
    "third_party": 0.62,
    "unknown": 0.09,
}
"""How likely a product is to be sold by a shop of each kind."""
SALE_DAYS = {"CNY": datetime(2026, 11, 11, tzinfo=UTC), "USD": datetime(2026, 10, 13, tzinfo=UTC)}
ABROAD = {"GBP": Decimal("0.79"), "EUR": Decimal("0.93")}
"""How a price in dollars is set in Britain and Europe; a shop's habit, not an exchange rate."""
FROM_ABROAD = 0.15
"""How likely a shop abroad is even considered."""
COUPONS = {
    "CNY": ((99, 10), (199, 30), (300, 50), (500, 60), (1000, 120), (2000, 200)),
    "USD": ((25, 5), (50, 10), (100, 15), (200, 30), (400, 50)),
}
FREIGHT = {"CNY": ("0", "0", "6", "10", "12"), "USD": ("0", "0", "4.99", "5.99", "7.95")}


def offers_of(ware: Ware, shops: Sequence[Shop], seed: int) -> tuple[Offer, ...]:
    """The offers of one product, at least one."""
    random = Random(f"{seed} {ware.product.id} offers")
    chosen = list(_sellers(ware, shops, random)) or [flagship(ware)]
    return tuple(
        _offer(ware, shop, f"{ware.product.id}-{'abcdefghij'[at]}", random)
        for at, shop in enumerate(chosen)
    )


def _sellers(ware: Ware, shops: Sequence[Shop], random: Random) -> Iterator[Shop]:
    if random.random() < CHANCES["official"]:
        yield flagship(ware)
    near = [
        s
        for s in shops
        if s.language == ware.language
        and s.kind != "official"
        and (not s.sells or ware.product.category in s.sells)
        and (not s.currency or random.random() < FROM_ABROAD)
    ]
    for kind in ("authorised", "self_operated", "third_party", "unknown"):
        pool = [s for s in near if s.kind == kind]
        most = 2 if kind in ("third_party", "self_operated") else 1
        for shop in random.sample(pool, min(most, len(pool))):
            if random.random() < CHANCES[kind]:
                yield shop


def _offer(ware: Ware, shop: Shop, id: str, random: Random) -> Offer:
    currency = shop.currency or ware.currency
    sale = charm(_asked(ware, shop, random) * ABROAD.get(currency, Decimal(1)), currency)
    seen = NOW - _age(random)
    source = shop.platform or shop.name
    listed = charm(sale * Decimal(str(round(random.uniform(1.12, 1.5), 2))), currency)
    fake = random.random() < 0.22
    prices = [_seen(sale, currency, "sale", seen, source)]
    if fake or random.random() < 0.5:
        prices.insert(0, _seen(listed, currency, "list", seen, source))
    prices += _special(sale, shop, currency, seen, source, random)
    history: tuple[PriceObservation, ...] = ()
    if random.random() < 0.62:
        history = tuple(_history(sale, None if fake else listed, currency, source, random))
    return Offer(
        id=id,
        product_id=ware.product.id,
        seller_id=shop.id,
        prices=tuple(prices),
        history=history,
        promotions=tuple(_promotions(sale, currency, random)),
        shipping=_shipping(currency, random),
        stock=_stock(random),
        url=f"https://{shop.host}/item/{ware.product.id}",
        hops=_hops(shop, random),
        rating=_rating(ware, shop, random),
        checkout=shop.relation == "owned" or (bool(shop.platform) and random.random() < 0.3),
        provenance=PROVENANCE,
    )


def _asked(ware: Ware, shop: Shop, random: Random) -> Decimal:
    """What this shop asks: third parties go lower or much higher, an unknown one oddly low."""
    low, high = 0.97, 1.04
    match shop.kind:
        case "third_party":
            low, high = (0.8, 0.95) if random.random() < 0.6 else (1.12, 1.7)
        case "self_operated":
            low, high = 0.92, 1.0
        case "unknown":
            low, high = 0.55, 0.8
    return ware.price * Decimal(str(round(random.uniform(low, high), 3)))


def charm(amount: Decimal, currency: str) -> Decimal:
    """The nearest amount that shops like to ask: 59.9, 129, 1,299; 24.99, 129.99, 499."""
    if currency == "CNY":
        if amount < 100:
            return Decimal(round(amount / 5) * 5) - Decimal("0.1") if amount > 7 else Decimal("6.9")
        step = 10 if amount < 1000 else 50
        return Decimal(round(amount / step) * step - 1)
    if amount < 150:
        return Decimal(max(4, round(amount))) - Decimal("0.01")
    return Decimal(round(amount / 10) * 10) - Decimal("0.01")


def _age(random: Random) -> timedelta:
    stale = random.random() < 0.05
    return (
        timedelta(days=random.randint(60, 200)) if stale else timedelta(hours=random.randint(1, 90))
    )


def _seen(
    amount: Decimal,
    currency: str,
    kind: str,
    when: datetime,
    source: str,
    conditions: str = "",
    transacted: bool | None = None,
) -> PriceObservation:
    return PriceObservation.model_validate(
        {
            "money": Money(amount=amount, currency=currency),
            "kind": kind,
            "observed_at": when,
            "source": source,
            "conditions": conditions,
            "transacted": transacted,
        }
    )


def _special(
    sale: Decimal, shop: Shop, currency: str, seen: datetime, source: str, random: Random
) -> Iterator[PriceObservation]:
    """Member prices of platforms, and platform subsidies in China."""
    chinese = currency == "CNY"
    if shop.kind == "self_operated" and random.random() < 0.4:
        told = f"{source}会员" if chinese else f"{source} members"
        yield _seen(charm(sale * Decimal("0.94"), currency), currency, "member", seen, source, told)
    subsidised = chinese and shop.platform and shop.kind != "third_party" and sale > 200
    if subsidised and random.random() < 0.15:
        less = charm(sale * Decimal("0.9"), currency)
        yield _seen(less, currency, "subsidy", seen, source, "平台补贴，每人限购一件")


def _history(
    sale: Decimal, listed: Decimal | None, currency: str, source: str, random: Random
) -> Iterator[PriceObservation]:
    """Sixty days of prices; a list price that was ever asked shows up among them."""
    special = SALE_DAYS.get(currency, SALE_DAYS["USD"])
    for days in sorted(random.sample(range(6, 61), random.randint(3, 6)), reverse=True):
        when = NOW - timedelta(days=days, hours=random.randint(0, 20))
        factor = random.choice(("1", "1", "1.04", "1.08", "0.97"))
        amount = charm(sale * Decimal(factor), currency)
        if listed is not None and random.random() < 0.3:
            amount = listed
        if abs(when - special) < timedelta(days=3):
            amount = charm(sale * Decimal("0.88"), currency)
        yield _seen(amount, currency, "sale", when, source, transacted=random.choice((True, None)))


def _promotions(sale: Decimal, currency: str, random: Random) -> Iterator[Promotion]:
    starts, ends = _dates(random)
    chance = random.random()
    if chance < 0.2:
        tiers = COUPONS.get(currency, ())
        near = [t for t in tiers if Decimal("0.4") * sale <= t[0] <= sale * 3]
        if near:
            threshold, off = random.choice(near)
            yield ThresholdCoupon(
                threshold=Money.of(threshold, currency),
                off=Money.of(off, currency),
                repeats=random.random() < 0.2,
                starts=starts,
                ends=ends,
            )
    elif chance < 0.28:
        percent = Decimal(random.choice(("5", "8", "10", "12")))
        yield ItemDiscount(percent=percent, starts=starts, ends=ends)
    elif chance < 0.32 and sale > 60:
        less = Money.of(random.choice((5, 10, 15)), currency)
        yield ItemDiscount(off=less, starts=starts, ends=ends)
    elif chance < 0.4 and sale < (150 if currency == "CNY" else 25):
        take = random.choice((2, 3, 3))
        yield NForM(take=take, pay=max(1, take - 1), starts=starts, ends=ends)


def _dates(random: Random) -> tuple[datetime, datetime]:
    """Most run through the reference date, some ended before it."""
    if random.random() < 0.18:
        starts = datetime(2026, 10, random.randint(1, 20), tzinfo=UTC)
        return starts, starts + timedelta(days=random.randint(5, 14))
    return datetime(2026, 11, random.randint(1, 15), tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)


def _shipping(currency: str, random: Random) -> Money | None:
    if currency not in FREIGHT or random.random() < 0.4:
        return None
    return Money.of(random.choice(FREIGHT[currency]), currency)


def _stock(random: Random) -> Stock:
    chance = random.random()
    if chance < 0.82:
        return "in_stock"
    return "out_of_stock" if chance < 0.88 else "limited" if chance < 0.96 else "unknown"


def _hops(shop: Shop, random: Random) -> tuple[str, ...]:
    if shop.kind in ("third_party", "unknown") and random.random() < 0.35:
        return ("go.dealhop.example", "t.linkpass.example")[: random.randint(1, 2)]
    return ()


def _rating(ware: Ware, shop: Shop, random: Random) -> Rating | None:
    """Stars follow quality; a few shops pay for theirs."""
    if random.random() < 0.1:
        return None
    paid = shop.kind in ("third_party", "unknown") and random.random() < 0.15
    stars = 4.9 if paid else 2.3 + 2.65 * ware.quality + random.uniform(-0.12, 0.12)
    chinese = ware.language == "zh"
    checks = (
        ("仅已购用户可评", "不核实购买") if chinese else ("verified buyers only", "not verified")
    )
    return Rating(
        value=Decimal(str(round(min(5.0, stars), 1))),
        count=int(10 ** random.uniform(1.2, 4.3 if chinese else 3.8)),
        source=shop.platform or shop.name,
        verification=checks[shop.kind == "unknown" or not shop.platform],
        incentivised=True if paid else random.choice((False, False, None)),
    )
