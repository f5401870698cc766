"""Label wordings: whole words, never negated, per language and law."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.audit.label_words import judge, label_like
from assistant.audit.phrases import (
    FIRST_HAND,
    SAYS_FREE,
    URGENT,
    Phrase,
    without_quotes,
)
from assistant.disclosure.wording import packs
from assistant.schema.answer import Jurisdiction


@pytest.mark.parametrize(
    ("text", "law", "locale", "judged"),
    [
        ("广告", "cn", "zh-CN", "allow"),
        ("【广告】", "cn", "zh-CN", "allow"),
        ("广告·由X付费", "cn", "zh-CN", "allow"),
        ("以下为广告", "cn", "zh-CN", "allow"),
        ("无广告", "cn", "zh-CN", "reject"),
        ("非广告", "cn", "zh-CN", "reject"),
        ("推广", "cn", "zh-CN", "reject"),
        ("AD", "cn", "zh-CN", "reject"),
        ("Sponsored", "cn", "en-US", "reject"),
        ("Ad", "cn", "en-US", "reject"),
        ("广告 Ad", "cn", "en-US", "allow"),
        ("Ad", "us", "en-US", "allow"),
        ("Ad · paid for by X", "us", "en-US", "allow"),
        ("ＡＤ", "us", "en-US", "allow"),
        ("Sponsored", "us", "en-US", "caution"),
        ("Promoted", "us", "en-US", "reject"),
        ("Presented by Acme", "us", "en-US", "reject"),
        ("Ad-free", "us", "en-US", "reject"),
        ("Not an ad", "us", "en-US", "reject"),
        ("Adidas", "us", "en-US", "unknown"),
        ("Advert", "uk", "en-GB", "allow"),
        ("Gifted", "uk", "en-GB", "reject"),
        ("PR", "uk", "en-GB", "reject"),
        ("PR", "eu", "ja", "allow"),
        ("Anzeige", "eu", "de", "allow"),
        ("Gesponsert", "eu", "de", "caution"),
        ("Werbefrei", "eu", "de", "reject"),
        ("Publicité", "eu", "fr", "allow"),
        ("Advertentie", "eu", "nl", "allow"),
        ("Reklama", "eu", "pl", "allow"),
        ("Annons", "eu", "sv", "unknown"),
    ],
)
def test_words_are_judged_whole_and_in_their_language(
    text: str, law: Jurisdiction, locale: str, judged: str
) -> None:
    assert judge(text, "ad", (law,), locale) == judged


def test_a_commission_must_say_that_we_are_paid() -> None:
    assert judge("Affiliate", "affiliate", ("us",), "en-US") == "reject"
    assert judge("Ad · affiliate", "affiliate", ("uk",), "en-GB") == "allow"
    assert judge("(paid link)", "affiliate", ("us",), "en-US") == "allow"
    assert judge("(paid link)", "affiliate", ("uk",), "en-GB") == "caution"


@pytest.mark.parametrize(
    "text", ["广告", "推广", "Ad", "Sponsored", "Anzeige", "Sponsored by Acme"]
)
def test_a_page_label_is_recognised_good_or_bad(text: str) -> None:
    assert label_like(text)


@pytest.mark.parametrize(
    "text", ["", "Adidas", "无广告", "ad-free", "Featured", "精选", "Buy now", "A"]
)
def test_everyday_words_are_no_labels(text: str) -> None:
    assert not label_like(text)


def test_every_wording_has_a_source_and_a_date() -> None:
    assert set(packs()) == set(
        ["zh-CN", "en-US", "en-GB", "en-EU", "de", "fr", "es", "it", "nl", "pl", "ja", "ko"]
    )
    for pack in packs().values():
        for role in (pack.ad, pack.affiliate, pack.own, pack.ai):
            assert role.allow
            for word in (*role.allow, *role.caution, *role.reject):
                assert word.source and word.checked_on.year >= 2026


@pytest.mark.parametrize("phrase", [SAYS_FREE, FIRST_HAND, URGENT], ids=["free", "use", "urgent"])
@given(data=st.data())
def test_no_phrase_is_ruled_out_that_its_pattern_finds(phrase: Phrase, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(phrase.pattern, alphabet=st.characters(codec="utf-8")))
    found = phrase.pattern.search(without_quotes(text))
    assert phrase.said(text) == (found.group() if found else "")
