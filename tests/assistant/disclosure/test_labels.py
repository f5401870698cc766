"""Labels are put by code: what each style shows of one outcome, and what survives export."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.comparison import UnpaidList
from assistant.disclosure.ad_answers import tell
from assistant.disclosure.export import (
    markdown,
    plain_text,
    share_text,
    speech_text,
    text_and_spans,
)
from assistant.disclosure.labels import Disclosed, disclose
from assistant.disclosure.layout import DisclosureStyle
from assistant.policy import disclosures
from assistant.schema.answer import Answer, FollowUp, Jurisdiction, Part, Pool
from assistant.schema.need import Need
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, DisclosureRecord, Placement, ShownPrice, Terms
from catalog.i18n import Bilingual
from catalog.money import Money

NOW = datetime(2026, 11, 23, tzinfo=UTC)
STYLES = disclosures()


def record(payer: str = "Acme", slot: bool = True) -> DisclosureRecord:
    return DisclosureRecord(
        mechanism="slots",
        payer=payer,
        on_behalf_of=payer,
        why=Bilingual(zh="因竞价入选", en="It won the auction"),
        terms=Terms(event="click", amount=Money.of("1", "CNY")),
        slot=slot,
        premium=Money.of("20", "CNY"),
    )


def item(n: int, kind: str = "none", affects_rank: bool = False, title: str = "") -> Placement:
    paid = kind != "none"
    return Placement.model_validate(
        {
            "id": f"p{n}",
            "product_id": f"x{n}",
            "rank": n,
            "rank_if_unpaid": n,
            "title": title or f"Lamp {n}",
            "url": f"https://shop.example/{n}",
            "comp": Compensation.model_validate(
                {
                    "type": kind,
                    "payer": "Acme" if paid else "",
                    "on_behalf_of": "Acme" if paid else "",
                    "affects_rank": affects_rank,
                }
            ),
            "disclosure": record(slot=kind == "bid" and not affects_rank) if paid else None,
            "price": ShownPrice(now=Money.of(str(10 * n), "CNY").amount, currency="CNY"),
        }
    )


def shown(
    outcome: Outcome,
    style: DisclosureStyle,
    parts: tuple[Part, ...] = (),
    locale: str = "zh-CN",
    law: Jurisdiction = "cn",
) -> Disclosed:
    unpaid = UnpaidList(listed=outcome.listed)
    return disclose(
        outcome,
        parts,
        style,
        locale=locale,
        jurisdictions=(law,),
        mechanism="slots",
        unpaid=unpaid,
    )


def answer(outcome: Outcome, style: DisclosureStyle, parts: tuple[Part, ...] = ()) -> Answer:
    made = shown(outcome, style, parts)
    text, spans = text_and_spans(made.parts)
    fields = {name: getattr(made, name) for name in Disclosed.model_fields}
    return Answer(
        id="a",
        created_at=NOW,
        locale="zh-CN",
        jurisdictions=("cn",),
        policy="slots",
        disclosure_policy=style.id,
        need=Need(text="台灯", language="zh"),
        text=text,
        prose_spans=spans,
        **fields,
    )


SOLD = Outcome(
    listed=(item(1), item(2)),
    sponsored=(item(3, "bid"),),
    follow_ups=(FollowUp(text="想看Acme吗", paid=True, disclosure=record()),),
    parts=(Part(kind="sponsored", role="sentence", text="Acme台灯好评不断", disclosure=record()),),
)
WORDS = (Part(text="先看这两款。", product_ids=("x1", "x2")), Part(text="要多亮的？"))


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_every_style_keeps_the_same_records(style: DisclosureStyle) -> None:
    made = shown(SOLD, style, WORDS)
    records = {p.product_id: p.disclosure for b in made.blocks for p in b.placements}
    assert set(records) == {"x1", "x2", "x3"}
    kept = records["x3"]
    assert kept is not None and kept.payer == "Acme" and kept.premium == Money.of("20", "CNY")
    assert [p.text for p in made.parts] == ["先看这两款。", "Acme台灯好评不断", "要多亮的？"]
    assert made.claims_by_operator == ()


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_a_visible_label_stands_before_its_item_in_every_form(style: DisclosureStyle) -> None:
    for law in ("cn", "us", "eu", "uk"):
        if style.layout((law,)).shown in ("none", "footer", "hover"):
            continue
        told = answer(SOLD, style, WORDS)
        for form in (plain_text, markdown, share_text, speech_text):
            text = form(told).replace("\\", "")
            label, named = text.find("广告"), text.find("Lamp 3")
            assert -1 < label < named
            assert -1 < text.find("广告", text.find("先看")) < text.find("Acme台灯好评不断")
            assert "内容由AI生成" in text


def test_no_prefix_of_a_streamed_text_shows_a_bought_item_before_its_label() -> None:
    for id in ("inline", "zone", "block", "full", "full-above", "auto"):
        text = plain_text(answer(SOLD, STYLES[id], WORDS))
        for end in range(len(text)):
            prefix = text[:end]
            if "Lamp 3" in prefix:
                assert "广告" in prefix


def test_none_shows_nothing_and_says_no_lie() -> None:
    told = answer(SOLD, STYLES["none"], WORDS)
    assert "广告" not in plain_text(told)
    assert [b.kind for b in told.blocks] == ["mixed"]
    assert all(p.disclosure is None or p.disclosure.shown == "none" for p in told.placements)
    assert told.ranking_info.payment_effect == ""


def test_full_separates_names_the_payer_and_offers_controls() -> None:
    told = answer(SOLD, STYLES["full"], WORDS)
    assert [(b.kind, b.position) for b in told.blocks] == [
        ("organic", "main"),
        ("sponsored", "below"),
    ]
    bought = told.placements[-1]
    assert bought.label is not None and bought.label.text == "广告·由Acme付费"
    assert bought.disclosure is not None and bought.disclosure.shown == "full"
    assert told.controls.hide_ads and told.controls.why_ad
    assert "【广告·由Acme付费】Acme台灯好评不断" in told.text


def test_words_about_a_moved_item_are_sponsored_and_about_a_commission_are_marked_once() -> None:
    outcome = Outcome(listed=(item(1, "bid", affects_rank=True), item(2, "cps"), item(3)))
    parts = tuple(Part(text=f"t{n}", product_ids=(f"x{n}",)) for n in (1, 2, 3, 2, 1))
    made = shown(outcome, STYLES["inline"], parts, locale="en-US", law="us")
    assert [p.kind for p in made.parts] == [
        "sponsored",
        "organic",
        "organic",
        "organic",
        "sponsored",
    ]
    assert [p.label.text if p.label else "" for p in made.parts] == [
        "Ad",
        "Ad – we earn a commission if you buy",
        "",
        "",
        "Ad",
    ]
    assert [b.kind for b in made.blocks] == ["mixed"]


def test_uniform_commission_stays_organic_with_its_own_label_and_one_zone_label_will_do() -> None:
    outcome = Outcome(listed=(item(1, "cps"), item(2, "cps")))
    inline = shown(outcome, STYLES["inline"]).blocks[0]
    assert inline.kind == "organic"
    assert [p.label.text for p in inline.placements if p.label] == ["广告·购买后本平台获佣金"] * 2
    zone = shown(outcome, STYLES["zone"]).blocks[0]
    assert zone.label is not None and zone.label.role == "affiliate"
    partly = shown(Outcome(listed=(item(1, "cps"), item(2))), STYLES["zone"]).blocks[0]
    assert partly.label is None and partly.placements[0].label is not None


@pytest.mark.parametrize(
    ("locale", "law", "words"),
    [
        ("zh-CN", "cn", "广告"),
        ("zh-CN", "us", "广告"),
        ("en-US", "us", "Ad"),
        ("en-GB", "uk", "Ad"),
        ("en-EU", "eu", "Ad"),
        ("en-US", "cn", "广告 Ad"),
        ("de", "eu", "Anzeige"),
    ],
)
def test_the_wording_follows_language_and_law(locale: str, law: Jurisdiction, words: str) -> None:
    made = shown(SOLD, STYLES["inline"], locale=locale, law=law)
    (bought,) = (p for b in made.blocks for p in b.placements if p.sponsored)
    assert bought.label is not None and bought.label.text == words


def test_a_pool_of_the_operators_own_is_said_by_the_list() -> None:
    outcome = Outcome(
        listed=(item(1, "ownership"),),
        pool=Pool(sources=("Plainmall",), owner_related=True, exclusive=True),
    )
    made = shown(outcome, STYLES["full"])
    assert made.blocks[0].kind == "notice" and "Plainmall" in made.blocks[0].text
    assert made.claims_by_operator == ()
    assert shown(Outcome(listed=(item(1),)), STYLES["full"]).claims_by_operator != ()


def test_hostile_names_cannot_forge_markup_links_or_labels() -> None:
    bad = item(1, "bid", title="[x](javascript:a) <script>\u202e**Ad**")
    bad = bad.model_copy(update={"url": "javascript:alert(1)"})
    record_ = record("Acme】【无广告\nfree")
    bad = bad.model_copy(update={"disclosure": record_})
    told = answer(Outcome(listed=(), sponsored=(bad,)), STYLES["full"])
    text = markdown(told)
    assert "javascript:alert" not in text and "\u202e" not in text
    assert "](javascript" not in text and "<script" not in text.replace("\\<", "")
    label = told.placements[0].label
    assert label is not None and label.text.count("】") == 0 and "\n" not in label.text


def test_asked_whether_it_is_an_ad_code_answers_truly_even_without_labels() -> None:
    told = answer(SOLD, STYLES["none"], WORDS)
    (said,) = tell(told, ("x3",), "zh-CN", "is_ad")
    assert said.kind == "sponsored"
    for words in ("是广告", "Acme", "买来的", "第3位", "贵¥20", "因竞价入选"):
        assert words in said.text
    (unpaid,) = tell(told, ("x1",), "en-US", "is_ad")
    assert "not an ad" in unpaid.text and unpaid.kind == "organic"
    everything = " ".join(p.text for p in tell(told, (), "zh-CN", "is_ad"))
    assert "付费的句子" in everything and "追问" in everything
    assert "广告可言" in tell(None, (), "zh-CN", "why")[0].text
    clean = answer(Outcome(listed=(item(1),)), STYLES["full"])
    assert "都不是广告" in tell(clean, (), "zh-CN", "is_ad")[0].text
