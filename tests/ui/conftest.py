"""Answers made by hand, for looking at one thing at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from assistant.schema.answer import AILabel, Answer, Block, FollowUp, Part, RankingInfo
from assistant.schema.need import Need
from catalog.evidence import Evidence
from tests.support.sample_items import label, sponsored, unpaid
from ui.render.showing import Sources


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
