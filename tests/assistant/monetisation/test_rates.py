from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.monetisation.rates import click_value, rates, showing_bid
from catalog.campaign import read_campaigns
from catalog.demo.generator.campaigns import ORDER_RATE
from catalog.errors import BadInput
from catalog.store import Catalog
from tests.support.kettles import campaign, cny


def test_a_showing_is_bid_for_as_its_clicks_are() -> None:
    payer = campaign(1, "2.00")
    assert showing_bid(payer, "slot", 1) == 2 * Decimal("0.0075")
    assert showing_bid(payer, "slot", 9) == 2 * Decimal("0.003")
    assert showing_bid(payer, "sentence") == 2 * Decimal("0.01")
    assert showing_bid(campaign(1, "2.00", sentence_bid=cny("3")), "question") == 3
    assert showing_bid(campaign(1, bid=None), "sentence") == 0


def test_a_click_is_worth_its_share_of_an_order() -> None:
    assert click_value(campaign(1, margin="0.3"), cny("100")) == cny("1.2")
    assert click_value(campaign(1), cny("100")) is None


def test_nobody_in_the_demo_bids_more_for_a_click_than_it_is_worth() -> None:
    assert rates()["order"].at(1) == ORDER_RATE
    catalog = Catalog.open()
    for payer in read_campaigns():
        offers = catalog.offers_of(payer.product_id)
        offer = next(o for o in offers if o.id == payer.offer_id)
        worth = click_value(payer, offer.prices[-1].money)
        assert worth is not None
        assert payer.bid is None or payer.bid.amount <= max(worth.amount, Decimal("0.05"))


@pytest.mark.parametrize("text", ['slot: {clicks: "2", source: x}', 'slot: {clicks: "0.1"}', "[]"])
def test_what_is_wrong_with_the_rates_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "rates.yaml").write_text(text, "utf-8")
    with pytest.raises(BadInput, match=r"rates\.yaml"):
        rates(tmp_path / "rates.yaml")
