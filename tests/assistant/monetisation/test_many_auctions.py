"""The batch of auctions says what the single auction says."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.monetisation.auctions.position import Bidder, PositionRule, sell
from benchmarks.many_auctions import sell_many

rules: st.SearchStrategy[PositionRule] = st.sampled_from(("gsp", "vcg", "first_price"))


@given(
    rules, st.integers(1, 7), st.integers(1, 5), st.integers(0, 10**6), st.sampled_from((0, 0.4))
)
@settings(max_examples=80, deadline=None)
def test_a_batch_is_many_single_auctions(
    rule: PositionRule, bidders: int, slots: int, seed: int, reserve: float
) -> None:
    random = np.random.default_rng(seed)
    bids, quality = random.random((4, bidders)), random.uniform(0.1, 1, (4, bidders))
    clicks = np.sort(random.uniform(0.1, 1, slots))[::-1]
    sales = sell_many(rule, bids, quality, clicks, reserve)
    assert sales.winner.shape == sales.price.shape == (4, slots)
    for row in range(4):
        made = [
            Bidder(id=str(n), bid=Decimal(bids[row, n]), quality=Decimal(quality[row, n]))
            for n in range(bidders)
        ]
        exact = [Decimal(x) for x in clicks]
        sold = sell(rule, made, exact, Decimal(reserve))
        won = [int(s.bidder.id) for s in sold]
        assert sales.winner[row].tolist() == won + [-1] * (slots - len(won))
        prices = [float(s.price) for s in sold] + [0.0] * (slots - len(sold))
        np.testing.assert_allclose(sales.price[row], prices, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("bidders", [2, 3, 6, 40])
def test_ties_go_to_the_lower_column(bidders: int) -> None:
    bids = np.ones((3, bidders))
    sales = sell_many("gsp", bids, np.ones_like(bids), np.array([1.0, 0.5]))
    assert sales.winner.tolist() == [[0, 1]] * 3
    assert sales.price.tolist() == [[1.0, 1.0 if bidders > 2 else 0.0]] * 3


def test_two_uniform_bidders_bring_the_revenue_of_the_textbook() -> None:
    values = np.random.default_rng(2).random((400_000, 2))
    for reserve, revenue in ((0.0, 1 / 3), (0.5, 5 / 12)):
        price = sell_many("vcg", values, np.ones_like(values), np.ones(1), reserve).price
        assert abs(price.mean() - revenue) < 4 * price.std() / 400_000**0.5


@pytest.mark.benchmark(group="auctions")
@pytest.mark.parametrize("rule", ["gsp", "vcg", "first_price"])
def test_speed(rule: PositionRule, benchmark) -> None:  # type: ignore[no-untyped-def]
    random = np.random.default_rng(1)
    bids, quality = random.random((2000, 50)), random.uniform(0.1, 1, (2000, 50))
    sales = benchmark(sell_many, rule, bids, quality, 0.8 ** np.arange(8), 0.05)
    assert (sales.winner >= 0).all()
