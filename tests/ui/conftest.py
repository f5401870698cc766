"""Answers made by hand, for looking at one thing at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from assistant.answer import (
    AILabel,
    Answer,
    Block,
    Compensation,
    DisclosureRecord,
    FollowUp,
    Label,
    Part,
    Placement,
    RankingInfo,
    ShownPrice,
    ShownRating,
    ShownSeller,
    Terms,
)
from assistant.need import Need
from catalog.bilingual import Bilingual
from catalog.evidence import Evidence
from catalog.money import Money
from catalog.price import ItemDiscount, PriceLine, PriceObservation
from ui.cards import Sources

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


@pytest.fixture
def en_answer(now: datetime) -> Answer:
    """Two organic picks and one ad below them, under full disclosure."""
    picks = (unpaid(1, now), unpaid(2, now))
    ad = sponsored(9, now, label("Ad · paid by Loudhouse Media"))
    said = tuple(
        Part(role="pick", text=f"{p.title} costs least to run.", product_ids=(p.product_id,))
        for p in picks
    )
    return Answer(
        id="a-1",
        created_at=now,
        locale="en-US",
        jurisdictions=("us",),
        policy="slots",
        disclosure_policy="full",
        ai_labels=(AILabel(text="AI-generated"),),
        need=Need(text="a quiet keyboard", language="en"),
        organic=("P1", "P2"),
        parts=(Part(text="Two fit, from $51.90 to $52.90."), *said),
        blocks=(
            Block(id="main", kind="organic", order=1, heading="Picked for you", placements=picks),
            Block(
                id="sponsored",
                kind="sponsored",
                order=2,
                position="below",
                heading="Paid for by sellers",
                label=label(scope="zone"),
                placements=(ad,),
            ),
        ),
        follow_ups=(
            FollowUp(text="Only official stores"),
            FollowUp(
                text="Is the Thock 75 worth it?", paid=True, label=label(), disclosure=ad.disclosure
            ),
        ),
        ranking_info=RankingInfo(
            params=("Match with the need",),
            payment_effect="One place was bought; the main list is as it would be unpaid.",
        ),
    )


@pytest.fixture
def zh_answer(now: datetime) -> Answer:
    """One organic pick in Chinese, nobody paying."""
    pick = unpaid(1, now, currency="CNY", title="青屿 净澈控油洁面乳 男士 120g")
    return Answer(
        id="a-2",
        created_at=now,
        locale="zh-CN",
        jurisdictions=("cn",),
        policy="none",
        disclosure_policy="full",
        ai_labels=(AILabel(text="内容由AI生成"),),
        need=Need(text="男士洗面奶", language="zh"),
        organic=("P1",),
        parts=(Part(text="有一款合适。"),),
        blocks=(
            Block(id="main", kind="organic", order=1, heading="按需求挑选", placements=(pick,)),
        ),
    )


@pytest.fixture
def sources(now: datetime) -> dict[str, Sources]:
    said = Evidence(
        id="e1",
        product_id="P1",
        source_kind="verified_purchase",
        text="Quiet enough for a shared room.",
        author="mo",
        date=now - timedelta(days=30),
        language="en",
    )
    return {"P1": Sources(quotable=(said,), left_out=2, total=7)}
