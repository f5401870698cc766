"""Prices in both languages, as bounds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.normalise import fold, lowered
from assistant.understanding.numbers import number, whole
from assistant.understanding.prices import read_prices

BOUNDS = [
    ("100-200块", "100 CNY", "200 CNY"),
    ("under eighty bucks", None, "80 USD"),
    ("between $40 and $60", "40 USD", "60 USD"),
    ("from 50 to 80 dollars", "50 USD", "80 USD"),
    ("不超过3000", None, "3000 XXX"),
    ("两百出头", "200 XXX", "300 XXX"),
    ("一百多块", "100 CNY", "200 CNY"),
    ("百来块", "80 CNY", "120 CNY"),
    ("三到五百", "300 XXX", "500 XXX"),
    ("1.5k max", None, "1500 XXX"),
    ("a grand or less", None, "1000 XXX"),
    ("$50ish", "40 USD", "60 USD"),
    ("$100+", "100 USD", None),
    ("€1,299.00以下", None, "1299 EUR"),
    ("over $50 but under $100", "50 USD", "100 USD"),
    ("五百块钱封顶", None, "500 CNY"),
    ("不低于800元", "800 CNY", None),
    ("no more than twelve hundred dollars", None, "1200 USD"),
    ("HK$500以內", None, "500 HKD"),
    ("四五百就够了", "400 XXX", "500 XXX"),
    ("十几块的", "11 CNY", "19 CNY"),
    ("预算两三千", "2000 XXX", "3000 XXX"),
    ("两三千以内", None, "3000 XXX"),
    ("不想超过600", None, "600 XXX"),
    ("nothing above $90", None, "90 USD"),
    ("I don't want to spend more than $60", None, "60 USD"),
    ("up to about $70", None, "70 USD"),
    ("a few hundred dollars", "200 USD", "999 USD"),
]


@pytest.mark.parametrize(("text", "low", "high"), BOUNDS)
def test_a_price_is_read_with_its_currency(text: str, low: str | None, high: str | None) -> None:
    bounds, rest = read_prices(lowered(fold(text)), "XXX")
    assert (bounds.low and str(bounds.low), bounds.high and str(bounds.high)) == (low, high)
    assert not any(c.isdigit() for c in rest)


@pytest.mark.parametrize(
    "text",
    ["75% keyboard", "at least 2 pockets", "25L背包", "iphone 15 case", "两块香皂", "第2个",
     "rated over 4.5", "20 hours battery", "24 inch", "32gb"],
)  # fmt: skip
def test_other_numbers_are_no_prices(text: str) -> None:
    bounds, rest = read_prices(lowered(fold(text)), "XXX")
    assert not bounds
    assert rest == lowered(fold(text))


def test_a_number_alone_is_a_price_only_as_a_reply() -> None:
    assert not read_prices("200", "CNY")[0]
    assert read_prices("200", "CNY", alone=True)[0].high is not None


@given(st.integers(min_value=1, max_value=9999))
def test_digits_are_read_as_they_stand(value: int) -> None:
    assert whole(str(value)) == value
    bounds, _ = read_prices(f"under ${value}", "CNY")
    assert bounds.high is not None
    assert bounds.high.amount == value


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("一千五", 1500, 1500), ("三五百", 300, 500), ("一万二", 12000, 12000),
     ("两千零五十", 2050, 2050), ("5百", 500, 500),
     ("一百零五", 105, 105), ("十五", 15, 15), ("千", 1000, 1000),
     ("two thousand five hundred", 2500, 2500), ("a hundred and fifty", 150, 150)],
)  # fmt: skip
def test_number_words(text: str, low: int, high: int) -> None:
    assert number(text) == (Decimal(low), Decimal(high))


def test_what_is_no_number_is_none() -> None:
    assert number("百千") is None
    assert whole("1.5k") == 1500
    assert whole("三五百") is None
