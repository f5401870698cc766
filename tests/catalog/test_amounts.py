"""Prices as feeds write them, and codes and links as strangers write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.feeds.amount import Price, Unpriced, amount_of
from catalog.feeds.row import Refused
from catalog.feeds.sanitise import gtin, language_of, link, prose, slug


@pytest.mark.parametrize(
    ("text", "currency", "amount", "code"),
    [
        ("79.99 USD", "", "79.99", "USD"),
        ("USD 79.99", "", "79.99", "USD"),
        ("¥1,299.00", "", "1299.00", "CNY"),
        ("￥１２９", "", "129.00", "CNY"),
        ("129元", "", "129.00", "CNY"),
        ("1.299,00 €", "", "1299.00", "EUR"),
        ("1 299,00 €", "", "1299.00", "EUR"),
        ("1'299.00 CHF", "", "1299.00", "CHF"),
        ("12,5", "EUR", "12.50", "EUR"),
        ("1,299", "USD", "1299.00", "USD"),
        ("19.990000000000002", "USD", "19.99", "USD"),
        ("4.09e2", "USD", "409.00", "USD"),
        ("US$ 12", "", "12.00", "USD"),
        ("$5", "CAD", "5.00", "CAD"),
        ("¥1500", "JPY", "1500", "JPY"),
        ("1500 JPY", "", "1500", "JPY"),
    ],
)
def test_an_amount_is_read(text: str, currency: str, amount: str, code: str) -> None:
    assert amount_of(text, currency, "price") == Price(Decimal(amount), code)


@pytest.mark.parametrize("text", ["", "0", "0.00", "-", "N/A", "free"])
def test_no_price_is_none(text: str) -> None:
    assert isinstance(amount_of(text, "USD", "price"), Unpriced)


@pytest.mark.parametrize(
    "text",
    ["-5", "(5.00)", "$-5", "NaN", "inf", "1e400", "5-9", "=1+1", "99元起", "5 PCS",
     "5 EUR", "1e12", "0.001", "10元/件", "5 USD extra", "1.299", "5/kg", "5 a month"],
)  # fmt: skip
def test_what_is_not_one_good_price_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        amount_of(text, "USD", "price")


@given(st.decimals("0.01", "999999", places=2), st.sampled_from(["USD", "EUR", "CNY", "GBP"]))
def test_every_plain_price_reads_back(value: Decimal, code: str) -> None:
    for text in (str(value), f"{value} {code}", f"{code} {value:,}"):
        assert amount_of(text, code, "price") == Price(value, code)


@given(st.text(max_size=30))
def test_no_text_makes_a_price_below_zero_or_any_other_error(text: str) -> None:
    try:
        found = amount_of(text, "USD", "price")
    except Refused:
        return
    assert isinstance(found, Unpriced) or found.amount > 0


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("4006381333931", True),
        ("04006381333931", True),
        ("73513537", True),
        ("'4006381333931", True),
        ("4006381333932", False),
        ("4.00638E+12", False),
        ("0000000000000", False),
        ("2012345678900", False),
        ("123", False),
    ],
)
def test_a_gtin_has_a_right_check_digit_and_counts_outside_one_shop(text: str, good: bool) -> None:
    assert bool(gtin(text)) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://shop.example/a?b=1#c", True),
        ("http://shop.example:8080/a", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html;base64,x", False),
        ("//shop.example/a", False),
        ("https://bank.example@evil.example/", False),
        ("https://shop.example/\"onload='x'", False),
        ("https://shop.example/a b", False),
        ("https://", False),
    ],
)
def test_only_plain_web_addresses_are_linked(text: str, good: bool) -> None:
    assert bool(link(text)) is good


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>A&nbsp;pot</p><script>x()</script>", "A pot"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<scr<script>ipt>x", "ipt>x"),
        ("&lt;script&gt;x&lt;/script&gt; pot", "pot"),
        ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
        ("<img src=x onerror=alert(1)>pot", "pot"),
        ("\u202egnp.exe\x00 \u200bpot", "gnp.exe pot"),
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
    ],
)
def test_markup_goes_and_words_stay(text: str, words: str) -> None:
    assert prose(text, 100) == words


@given(st.text(max_size=60))
def test_no_script_outlives_cleaning(text: str) -> None:
    assert "<script" not in prose(f"<b>{text}</b><script>{text}</script>", 500).casefold()


def test_language_and_ids() -> None:
    assert [language_of(t) for t in ("保温杯 500ml", "Kettle", "やかん", "123")] == [
        "zh",
        "en",
        "und",
        "und",
    ]
    assert (slug("Ann & Bob's  Shop"), slug("山野 旗舰店"), slug("***")) == (
        "ann-bob-s-shop",
        "山野-旗舰店",
        "unnamed",
    )
