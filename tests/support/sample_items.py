"""Items made by hand, paid for and not."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from assistant.schema.placement import (
    Compensation,
    DisclosureRecord,
    Label,
    Placement,
    ShownPrice,
    ShownRating,
    ShownSeller,
    Terms,
)
from catalog.i18n import Bilingual
from catalog.money import Money
from catalog.price import ItemDiscount, PriceLine, PriceObservation

HOSTILE = (
    "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{7*7}}${7*7}[x](javascript:alert(3))"
)


def priced(amount: str, currency: str, now: datetime) -> ShownPrice:
    seen = now - timedelta(hours=3)
    paid = Money.of(amount, currency)
    start = Money.of(Decimal(amount) + 10, currency)
    observation = PriceObservation(money=start, kind="list", observed_at=seen, source="demo mall")
    off = ItemDiscount(off=Money.of("10", currency))
    return ShownPrice(
        now=paid.amount,
        currency=currency,
        shown_at=seen,
        source="demo mall",
        fees="shipping_unknown",
        lines=(
            PriceLine(kind="price", money=start, observation=observation),
            PriceLine(kind="item_discount", money=Money.of("-10", currency), promotion=off),
        ),
    )


def unpaid(n: int, now: datetime, *, currency: str = "USD", title: str = "") -> Placement:
    return Placement(
        id=f"o{n}",
        product_id=f"P{n}",
        offer_id=f"F{n}",
        rank=n,
        rank_if_unpaid=n,
        title=title or f"Quiet keyboard {n}",
        url=f"https://shop{n}.example/item/{n}",
        final_url=f"https://shop{n}.example/item/{n}",
        seller=ShownSeller(
            id="s", name="Quill Store", kind="official", is_trader=True, platform="Demo Mall"
        ),
        price=priced(f"{50 + n}.90", currency, now),
        ratings=ShownRating(value=Decimal("4.5"), count=1203, source="Demo Mall"),
    )


def sponsored(n: int, now: datetime, label: Label | None, *, shown: str = "full") -> Placement:
    record = DisclosureRecord.model_validate(
        {
            "mechanism": "slots",
            "campaign_id": "c1",
            "payer": "Loudhouse Media",
            "on_behalf_of": "Loudhouse",
            "why": Bilingual(zh="这是竞价买下的广告位。", en="This space was bought at auction."),
            "arithmetic": (Bilingual(zh="每次点击 $0.80", en="$0.80 per click"),),
            "terms": Terms(event="click", amount=Money.of("0.80", "USD")),
            "slot": True,
            "premium": Money.of("12", "USD"),
            "shown": shown,
        }
    )
    comp = Compensation(type="bid", payer="Loudhouse Media", on_behalf_of="Loudhouse")
    fields = dict(unpaid(n, now)) | {
        "id": f"s{n}",
        "product_id": f"S{n}",
        "title": "Loudhouse Thock 75",
        "rank": 1,
        "rank_if_unpaid": 7,
        "comp": comp,
        "disclosure": record,
        "label": label,
    }
    return Placement.model_validate(fields)


def label(text: str = "Ad", lang: str = "en", **fields: object) -> Label:
    return Label.model_validate({"text": text, "lang": lang, "role": "ad"} | fields)
