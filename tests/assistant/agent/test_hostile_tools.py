"""Whatever a hostile model does with its tools, no list is steered and no answer harmed."""

import pytest

from assistant.session import House
from tests.support.hostile_agent import ACTS, BEHAVIOURS, PAIRS, outcome

CALLS_AS_HONEST = {
    "honest", "loops", "fifty at once", "forges tool results", "model in the search words",
}  # fmt: skip
"""Behaviours none of whose calls need be refused: the words may find nothing of the model."""


@pytest.mark.parametrize(("nth", "behaviour"), list(enumerate(BEHAVIOURS)))
def test_nothing_hostile_reaches_an_answer(demo_house: House, nth: int, behaviour: str) -> None:
    """One act, language and policy each; docs/models.md has the table over all of them."""
    act = list(ACTS)[nth % len(ACTS)]
    found = outcome(demo_house, behaviour, (act,), (PAIRS[nth % 2],))
    assert found.harmless, found
    if behaviour not in CALLS_AS_HONEST and not behaviour.startswith("then"):
        assert found.calls_refused, found
