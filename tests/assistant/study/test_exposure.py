"""Lists and exposures, whose loss and inequality are known."""

import numpy as np
import pytest

from assistant.study.exposure import gini, kendall_tau, ndcg_loss, rbo
from assistant.study.inference import spread


def test_the_organic_list_loses_nothing_and_strangers_lose_all() -> None:
    assert ndcg_loss([1, 2, 3, 4]) == 0
    assert ndcg_loss([0, 0, 0, 0]) == 1
    assert 0 < ndcg_loss([2, 1, 3, 4]) < ndcg_loss([4, 3, 2, 1]) < 1
    assert ndcg_loss([]) == 0


def test_the_gini_coefficient_is_the_textbooks() -> None:
    assert gini(np.array([[1.0, 1, 1, 1]]))[0] == pytest.approx(0)
    assert gini(np.array([[0.0, 0, 0, 1]]))[0] == pytest.approx(0.75)
    assert gini(np.array([[1.0, 2, 3, 4]]))[0] == pytest.approx(0.25)
    assert gini(np.zeros((1, 3)))[0] == 0


def test_the_interval_of_a_gini_holds_its_figure_and_one_conversation_has_none() -> None:
    shares = np.random.default_rng(3).random((20, 4))
    told = spread(shares, gini)
    assert told.low is not None and told.high is not None
    assert told.low <= told.value <= told.high
    assert spread(shares[:1], gini).low is None


def test_the_organic_order_agrees_with_itself_and_its_reverse_with_nothing() -> None:
    assert kendall_tau([1, 2, 3, 4]) == rbo([1, 2, 3, 4]) == 1
    assert kendall_tau([4, 3, 2, 1]) == -1
    assert kendall_tau([2, 1, 3, 4]) == pytest.approx(4 / 6)
    assert kendall_tau([0, 5]) == kendall_tau([]) == rbo([]) == 1
    assert rbo([9, 8, 7]) == 0
    # Agreement of 0, 1 and 1 at the depths 1, 2 and 3.
    assert rbo([2, 1, 3]) == pytest.approx((0.9 + 0.81) / (1 + 0.9 + 0.81))
