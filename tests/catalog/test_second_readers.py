"""Nothing is taken silently wrong that another reader of the same file would not take."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.feeds_by_hand import shelf, take
from tests.support.second_readers import CURRENCY, FORMATS, Format, Plain, numbers_in_parquet

PLAIN = re.compile(r"\d{1,9}(\.\d{1,6})?")
DOUBTFUL = ["", "0", "-4", "abc", "5-9", "1.299", "12,50", "1,299", "1,299.00", "1.299,00", ".75",
            "12.995", "0.5", "1e3", "NaN", "Infinity", "=1+1", "１２.50", "1 299.00", "12.5.1",
            "99999999999", "0.001", "7.00 EUR", "7 USD", "€9"]  # fmt: skip
UNDERSTOOD = {
    "12,50": "12.50", "1,299": "1299.00", "1,299.00": "1299.00", "1.299,00": "1299.00",
    ".75": "0.75", "1e3": "1000.00", "１２.50": "12.50", "1 299.00": "1299.00",
    "7.00 EUR": "7.00", "€9": "9.00",
}  # fmt: skip
"""What a text that is no plain number may be taken as; any other may not be taken at all."""
titles = st.text(st.sampled_from("abcéß水ж -&<'\"/;,"), min_size=0, max_size=8).map("Cup {}".format)
plain_prices = st.decimals("0.01", "999999", places=2).map(str)
rows = st.lists(
    st.tuples(titles, plain_prices | st.sampled_from(DOUBTFUL)), min_size=1, max_size=5
).map(lambda found: [Plain(str(n), *row) for n, row in enumerate(found, start=1)])


def told_by_another(price: str) -> str:
    """The price that a reader of plain numbers takes, "" for none."""
    if not PLAIN.fullmatch(price):
        return UNDERSTOOD.get(price, "")
    value = Decimal(price).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return str(value) if value > 0 else ""


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
@settings(max_examples=25, deadline=None)
@given(rows)
def test_a_price_that_is_taken_is_the_one_another_reader_reads(
    tmp_path_factory: pytest.TempPathFactory, format: Format, rows: list[Plain]
) -> None:
    written = format.write(rows)
    others = {row.id: row for row in format.read(written)}
    folder = tmp_path_factory.mktemp("second")
    report = take(folder, format.name, written, mapping=f"currency: ={CURRENCY}\n")
    products, offers, _ = shelf(folder) if report.offers else ({}, {}, "")
    told = {r.row for r in (*report.rejected, *report.repairs)}
    assert set(offers) <= set(others)
    for id, offer in offers.items():
        assert products[offer.product_id].title.split() == others[id].title.split()
        for price in offer.prices:
            assert str(price.money.amount) == told_by_another(others[id].price)
            assert price.money.currency == CURRENCY
    silent = [
        row.price
        for row in rows
        if told_by_another(row.price) and not (row.id in offers and offers[row.id].prices)
    ]
    assert len(silent) <= len(told)


@pytest.mark.parametrize(
    "kind", [pyarrow.float64(), pyarrow.float32(), pyarrow.decimal128(12, 2), pyarrow.string()]
)
@settings(max_examples=15, deadline=None)
@given(st.lists(st.decimals("0.01", "9999.99", places=2), min_size=1, max_size=6))
def test_numbers_of_any_type_in_parquet_are_the_prices_they_are(
    tmp_path_factory: pytest.TempPathFactory, kind: pyarrow.DataType, prices: list[Decimal]
) -> None:
    folder = tmp_path_factory.mktemp("numbers")
    told = [str(p) for p in prices] if kind == pyarrow.string() else prices
    take(folder, "goods.parquet", numbers_in_parquet(told, kind))  # type: ignore[arg-type]
    _, offers, _ = shelf(folder)
    assert [offers[str(n)].prices[0].money.amount for n in range(len(prices))] == prices
