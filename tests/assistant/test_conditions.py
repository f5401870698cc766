"""What a shopper asks binds, ends in a state for each product, and can be taken away again."""

from datetime import datetime
from decimal import Decimal

import pytest

from assistant.condition_removal import without
from assistant.conditions import conditions_of
from assistant.research import Research
from assistant.session import House, Settings
from assistant.understanding.ratings import read_rating


def researched(house: House, question: str, now: datetime) -> Research:
    return house.research(question, (), now)


@pytest.mark.parametrize(
    ("question", "name", "least", "most"),
    [
        ("a backpack of no less than 40 litres", "capacity", 40, None),
        ("不低于40升的双肩包", "capacity", 40, None),
        ("keyboard quieter than 40 dB", "noise_level", None, 40),
        ("40分贝以下的机械键盘", "noise_level", None, 40),
        ("backpack that weighs at most 2 pounds", "weight", None, Decimal("907.2")),
        ("desk lamp with 600 to 1000 lumens", "brightness", 600, 1000),
        ("an air purifier for a room of 300 square feet", "room_size", Decimal("27.87"), None),
        ("能用三个月的电动牙刷", "days", 90, None),
        ("功率1千瓦以上的咖啡机", "power", 1000, None),
    ],
)
def test_a_figure_with_its_unit_binds(
    demo_house: House,
    now: datetime,
    question: str,
    name: str,
    least: Decimal | None,
    most: Decimal | None,
) -> None:
    found = researched(demo_house, question, now)
    assert found.picks
    for pick in found.picks:
        (value,) = demo_house.shelf.catalog.product(pick.product_id).values(name)
        assert least is None or Decimal(value) >= least
        assert most is None or Decimal(value) <= most
        states = found.understood.product(pick.product_id)
        assert states is not None and states.of(f"number:{name}") == "met"


def test_a_figure_with_a_unit_is_no_money(demo_house: House, now: datetime) -> None:
    asked = researched(demo_house, "running shoes lighter than 10 ounces", now).need.constraints
    assert asked.price_max is None and asked.price_min is None


def test_what_no_listing_states_is_said_first(demo_house: House, now: datetime) -> None:
    turn = demo_house.ask("is there a coffee maker that runs on 120 volts?", (), Settings(), now)
    assert turn.answer.text.startswith("None of these listings states this: the voltage.")
    assert " fit" not in turn.answer.text.split("\n", 1)[0]


def test_fitting_is_said_only_where_all_of_it_is_met(demo_house: House, now: datetime) -> None:
    for question in ("a keyboard for lefties", "左撇子能用的台灯", "a vegan sunscreen under $30"):
        answer = demo_house.ask(question, (), Settings(policy="none"), now).answer
        lead = answer.text.split("\n", 1)[0]
        if not all(states.fits for states in answer.understood.products):
            assert " fit" not in lead and "对得上" not in lead and "合适" not in lead


def test_the_states_are_the_same_under_every_policy(demo_house: House, now: datetime) -> None:
    found = researched(demo_house, "quiet air purifier under $200", now)
    for policy in demo_house.policies:
        *_, turn = demo_house.answer(found, (), Settings(policy=policy), now, "0")
        for states in turn.answer.understood.products:
            assert states == found.understood.product(states.product_id)


def test_a_condition_taken_away_is_gone(demo_house: House, now: datetime) -> None:
    vocabulary = demo_house.shelf.catalog.vocabulary
    need = researched(
        demo_house, "wireless quiet keyboard under $90 by official stores, no rgb", now
    ).need
    for condition in conditions_of(need, vocabulary):
        left = conditions_of(without(need, (condition.id,), demo_house.shelf.lexicon), vocabulary)
        assert condition.id not in {c.id for c in left}
        assert len(left) == len(conditions_of(need, vocabulary)) - 1
    assert without(need, ("no such",), demo_house.shelf.lexicon) == need


@pytest.mark.parametrize(
    ("question", "least", "open"),
    [
        ("a robot vacuum rated 4.5 or higher", "4.5", False),
        ("an air purifier with at least 4 stars", "4", False),
        ("headphones with a rating above 4.6", "4.6", True),
        ("评分4.5以上的双肩包", "4.5", False),
        ("四星以上的电饭煲", "4", False),
    ],
)
def test_stars_asked_for_bind_what_is_listed_and_what_is_sold(
    demo_house: House, now: datetime, question: str, least: str, open: bool
) -> None:
    turn = demo_house.ask(question, (), Settings(policy="slots"), now)
    bound = turn.answer.need.constraints.rating
    assert bound is not None and (bound.low, bound.low_open) == (Decimal(least), open)
    assert turn.answer.placements
    for item in turn.answer.placements:
        assert item.ratings is not None and bound.holds(item.ratings.value)


def test_a_closed_chip_takes_the_stars_away(demo_house: House, now: datetime) -> None:
    need = researched(demo_house, "a desk lamp rated 4.5 or higher", now).need
    assert without(need, ["rating"], demo_house.shelf.lexicon).constraints.rating is None


@pytest.mark.parametrize("words", ["a 5 star hotel towel", "at least 4 cups", "五星好评的双肩包"])
def test_no_bound_is_read_into_other_figures(words: str) -> None:
    assert read_rating(words) == (None, words)
