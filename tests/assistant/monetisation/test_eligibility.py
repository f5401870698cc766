"""Who may compete for an answer, and who may not."""

from datetime import timedelta

import pytest

from assistant.monetisation.eligibility import eligible
from assistant.schema.need import Need
from catalog.campaign import Campaign, Targeting
from catalog.money import Money
from catalog.store import Catalog
from retrieval.request import Constraints
from tests.support.kettles import NEED, NOW, RANKED, START, campaign, cny

DEAR = Targeting(price_min=cny("200"))
PHONES = Targeting(categories=("phone",))
ENGLISH = Targeting(languages=("en",))
DOLLARS = Targeting(price_max=Money.of(500, "USD"))


def competing(shelf: Catalog, *campaigns: Campaign, need: Need = NEED, **spent: Money) -> list[str]:
    return [c.id for c in eligible(campaigns, need, shelf, RANKED, NOW, spent)]


def test_a_running_campaign_for_a_ranked_product_competes(shelf: Catalog) -> None:
    assert competing(shelf, campaign(4), campaign(5)) == ["c4", "c5"]


@pytest.mark.parametrize(
    "changes",
    [
        {"starts": NOW + timedelta(hours=1)},
        {"ends": NOW, "starts": START},
        {"offer_id": "f5"},
        {"product_id": "p99", "offer_id": "f99"},
        {"targeting": DEAR},
        {"targeting": PHONES},
        {"targeting": ENGLISH},
        {"targeting": DOLLARS},
        {"bid": Money.of("0.20", "USD")},
        {"budget": Money.of("10", "USD"), "bid": Money.of("0.20", "USD")},
        {"budget": cny("0.50")},
    ],
)
def test_who_stays_out(shelf: Catalog, changes: dict[str, object]) -> None:
    assert competing(shelf, campaign(4, **changes)) == []


def test_an_offer_out_of_stock_or_a_product_not_ranked_stays_out(shelf: Catalog) -> None:
    assert competing(shelf, campaign(8)) == []


def test_targeting_is_met_by_the_question(shelf: Catalog) -> None:
    fitting = Targeting(
        categories=("kettle",), languages=("zh",), price_min=cny("100"), price_max=cny("150")
    )
    assert competing(shelf, campaign(4, targeting=fitting)) == ["c4"]


def test_a_spent_budget_ends_a_campaign(shelf: Catalog) -> None:
    assert competing(shelf, campaign(4), c4=cny("99.00")) == ["c4"]
    assert competing(shelf, campaign(4), c4=cny("99.01")) == []
    assert competing(shelf, campaign(4), c4=Money.of("1", "USD")) == []


def test_an_offer_outside_the_shoppers_limits_cannot_be_pushed(shelf: Catalog) -> None:
    cheap = NEED.model_copy(update={"constraints": Constraints(price_max=cny("140"))})
    official = NEED.model_copy(update={"constraints": Constraints(seller_kinds=("official",))})
    assert competing(shelf, campaign(4), campaign(5), need=cheap) == ["c4"]
    assert competing(shelf, campaign(4), campaign(5), need=official) == ["c4"]


def test_nothing_is_sold_beside_a_restricted_need(shelf: Catalog) -> None:
    restricted = NEED.model_copy(update={"restricted": "medical"})
    assert competing(shelf, campaign(4), need=restricted) == []


def test_the_person_is_never_looked_at(shelf: Catalog) -> None:
    told = NEED.model_copy(update={"for_whom": "my diabetic mother", "occasion": "funeral"})
    assert competing(shelf, campaign(4), need=told) == competing(shelf, campaign(4))
