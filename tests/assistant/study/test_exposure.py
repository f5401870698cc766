"""Lists and exposures, whose loss and inequality are known."""

import numpy as np
import pytest

from assistant.study.exposure import gini, ndcg_loss
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
