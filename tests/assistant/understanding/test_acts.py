"""Acts read from whole sentences: what asks for nothing to buy lists and sells nothing."""

from datetime import datetime

import pytest

from assistant.session import House, Settings

ASIDE = (
    ("which company built you and who runs it", "money"),
    ("what do the shops pay you for", "money"),
    ("good night then", "social"),
    ("could an infant swallow this syrup every day", "decline"),
    ("晚安啦", "social"),
    ("怀着孕能敷这个面膜吗", "decline"),
)


@pytest.mark.parametrize(("question", "act"), ASIDE)
def test_what_asks_for_nothing_to_buy_lists_and_sells_nothing(
    demo_house: House, now: datetime, question: str, act: str
) -> None:
    answer = demo_house.ask(question, (), Settings(policy="slots"), now).answer
    assert answer.need.act == act
    assert answer.placements == ()
    assert answer.text


@pytest.mark.parametrize("policy", ["none", "slots", "affiliate", "paid-ranking"])
def test_how_money_is_made_is_answered_from_the_policy(
    demo_house: House, now: datetime, policy: str
) -> None:
    answer = demo_house.ask("how do you make a living", (), Settings(policy=policy), now).answer
    assert demo_house.policies[policy].money_may.text("en") in answer.text
    assert answer.placements == ()
