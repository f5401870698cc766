"""A table of price texts in over twenty currencies, and what a whole column says of its marks."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.feeds.amount import Price, Unclear, Unpriced, amount_of
from catalog.feeds.number_text import Marks, decimal_mark, marks_of, value_of
from catalog.feeds.row import Refused
from tests.support.feeds_by_hand import prices, shelf, take

LINES = (Path(__file__).parent / "price_texts.txt").read_text("utf-8").splitlines()
TABLE = [tuple(map(str.strip, line.split("|"))) for line in LINES if line and line[0] != "#"]


def test_the_table_is_large_and_of_many_currencies() -> None:
    assert len(TABLE) >= 155
    assert len({told.split()[1] for *_, told in TABLE if " " in told}) >= 20


@pytest.mark.parametrize(("text", "currency", "told"), TABLE, ids=[f"{t} {c}" for t, c, _ in TABLE])
def test_a_price_text(text: str, currency: str, told: str) -> None:
    try:
        found = amount_of(text, currency, "price")
    except Refused:
        assert told == "refused"
        return
    if isinstance(found, Unpriced):
        assert told == "none"
    else:
        assert f"{found.amount} {found.currency}" == told


COLUMNS = [
    (["1.299", "12.50"], "EUR", ["1.30", "12.50"]),
    (["1.299", "12,50"], "EUR", ["1299.00", "12.50"]),
    (["1.299", "899"], "EUR", ["1299.00", "899.00"]),
    (["1.299", "2.150.000"], "EUR", ["1299.00", "2150000.00"]),
    (["1.299", "1.299,00", "12.50"], "EUR", ["refused", "1299.00", "12.50"]),
    (["1.299", "2.499", "4.5"], "EUR", ["1.30", "2.50", "4.50"]),
    (["1.299", "1500"], "EUR", ["refused", "1500.00"]),
    (["1,299", "12,50"], "USD", ["1.30", "12.50"]),
    (["1,299", "12.50"], "USD", ["1299.00", "12.50"]),
    (["1,299"], "USD", ["1299.00"]),
    (["12.990", "990"], "CLP", ["12990", "990"]),
]


@pytest.mark.parametrize(("texts", "currency", "told"), COLUMNS)
def test_a_column_says_which_mark_is_the_decimal_one(
    tmp_path: Path, texts: list[str], currency: str, told: list[str]
) -> None:
    rows = "".join(f'{n},Thing {n},"{text}",{currency}\n' for n, text in enumerate(texts))
    take(tmp_path, "feed.csv", "id,title,price,currency\n" + rows)
    _, offers, _ = shelf(tmp_path)
    for n, amount in enumerate(told):
        listed = prices(offers[str(n)])["list"] if str(n) in offers else "refused"
        assert listed == (amount if amount == "refused" else f"{amount} {currency}")


def test_a_column_of_nothing_but_doubtful_prices_is_refused(tmp_path: Path) -> None:
    table = "id,title,price,currency\n1,Pot,1.299,EUR\n2,Pan,2.499,EUR\n"
    report = take(tmp_path, "feed.csv", table)
    assert (report.offers, report.rejected_count) == (0, 2)
    assert "decimal_mark" in report.rejected[0].reason


def test_a_map_settles_the_mark(tmp_path: Path) -> None:
    table = "id,title,price\n1,Pot,1.299\n2,Pan,2.499\n"
    take(tmp_path, "f.csv", table, mapping='currency: "=EUR"\ndecimal_mark: "=,"\n')
    _, offers, _ = shelf(tmp_path)
    assert prices(offers["1"]) == {"list": "1299.00 EUR"}


def test_prices_in_one_currency_say_nothing_of_another(tmp_path: Path) -> None:
    table = 'id,title,price,currency\n1,Pot,"1.299",EUR\n2,Pan,"12.50",USD\n'
    report = take(tmp_path, "f.csv", table)
    assert [r.row for r in report.rejected] == [2]


amounts = st.decimals("0.01", "999999", places=2)
STYLES = {".": ("{:,.2f}", ".", ","), ",": ("{:,.2f}", ",", ".")}


@given(amounts, st.sampled_from([".", ","]), st.sampled_from(["EUR", "USD", "SEK", "BRL"]))
def test_two_decimals_read_back_in_every_style(value: Decimal, mark: str, code: str) -> None:
    swapped = f"{value:,.2f}".translate(str.maketrans(".,", f"{mark}{'.' if mark == ',' else ','}"))
    spaced = f"{value:,.2f}".replace(",", " ").replace(".", mark)
    for text in (swapped, spaced, f"{swapped} {code}"):
        assert amount_of(text, code, "price") == Price(value, code)


@given(st.lists(amounts, min_size=1, max_size=8), st.sampled_from([".", ","]))
def test_no_column_is_read_a_thousand_times_wrong(values: list[Decimal], mark: str) -> None:
    """Written whole or with the column's mark, each price is its own or refused, never another."""
    other = "." if mark == "," else ","
    texts = [f"{v:,.2f}".translate(str.maketrans(".,", mark + other)) for v in values]
    whole = [f"{int(v) + 1:,}".replace(",", other) for v in values]
    marks = marks_of([*texts, *whole])
    for text, value in zip(whole, values, strict=True):
        try:
            found = amount_of(text, "EUR", "price", marks)
        except Unclear:
            continue
        assert found == Price(Decimal(int(value) + 1).quantize(Decimal("0.01")), "EUR")


@given(st.from_regex(r"[0-9]{1,3}[.,][0-9]{3}", fullmatch=True))
def test_what_can_be_read_both_ways_says_so(text: str) -> None:
    shown = decimal_mark(text)
    assert shown == ("?" if text[0] != "0" else text.strip("0123456789"))
    assert value_of(text, "." if "." in text else ",") < 1000 or shown != "?"
    assert marks_of([text]) == Marks(frozenset({shown} - {"?"}))
