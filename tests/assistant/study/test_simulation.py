"""Shoppers, whose answer is known: the best is bought, no bids no money, the same is the same."""

from decimal import Decimal
from random import Random

import numpy as np
import pytest

from assistant.monetisation.auctions.position import Bidder, sell
from assistant.study.choice_set import Alternative, ChoiceSet, Conversation
from assistant.study.inference import difference, holm, ratio
from assistant.study.panel import panel_of
from assistant.study.parameters import REGIMES, Regime, values_in
from assistant.study.simulation import SUMS, Switch, simulate

AT = {name: n for n, name in enumerate(SUMS)}
CERTAIN = {
    "taste_spread": 0.0, "value_spread": 0.0, "choice_noise": 0.0, "search_cost": 0.0,
    "ready": 1.0, "leaving": 0.0, "value_base": 2.0, "price_worth": 0.0, "order_friction": -50.0,
    "attention_bought": 1.0, "attention_fall": 1.0,
}  # fmt: skip


def item(id: str, place: int, price: str, **changes: object) -> Alternative:
    fields = {
        "product_id": id, "seller": f"shop {id}", "space": "list", "place": place,
        "price": Decimal(price), "cheapest": Decimal(price), "rank": 1,
    }  # fmt: skip
    return Alternative.model_validate(fields | changes)


def conversation(*choices: tuple[Alternative, ...], **whole: object) -> Conversation:
    return Conversation(
        id="c", language="en", currency="USD", reference=Decimal(100),
        choices=tuple(ChoiceSet.model_validate({"alternatives": c, "answers": 1, **whole})
                      for c in choices),
    )  # fmt: skip


LIST = (item("a", 1, "120"), item("b", 2, "100"), item("c", 3, "80"), item("d", 4, "110"))


def sums(*conversations: Conversation, regime: Regime = "search", **changed: float) -> np.ndarray:
    values = values_in(regime, changed)
    return simulate(panel_of(conversations), values, 500, 2, 7, 0)


def test_the_best_is_bought_where_places_cost_nothing_and_nothing_is_an_ad() -> None:
    told = sums(conversation(LIST), **CERTAIN).sum(axis=(0, 1, 2))
    assert told[AT["orders"]] == pytest.approx(1000)
    assert told[AT["paid"]] == pytest.approx(1000 * 80)
    assert told[AT["overpaid"]] == told[AT["sponsored_orders"]] == 0


def test_whoever_bids_nothing_pays_nothing() -> None:
    free = (*LIST, item("e", 1, "70", space="below", sponsored=True, seen="before"))
    told = sums(conversation(LIST, free)).sum(axis=(1, 2))
    money = [AT[n] for n in ("for_showing", "for_clicks", "for_orders", "subscriptions", "tips")]
    assert told[:, money].sum() == 0


def test_a_click_and_an_order_are_charged_as_owed() -> None:
    one = item("a", 1, "100", sponsored=True, seen="before", click=Decimal(2),
               order_rate=Decimal("0.1"), passed_on={"creator": Decimal("0.5")})  # fmt: skip
    told = sums(conversation((one,), showing=Decimal(3)), **CERTAIN).sum(axis=(0, 1, 2))
    shown = {name: told[at] / 1000 for name, at in AT.items()}
    assert shown["for_clicks"] == pytest.approx(2)
    assert shown["for_orders"] == pytest.approx(10)
    assert shown["for_showing"] == pytest.approx(3)
    assert shown["to_creator"] == pytest.approx(6)


@pytest.mark.parametrize("regime", REGIMES)
def test_a_column_that_is_the_same_differs_by_exactly_nothing(regime: str) -> None:
    told = sums(conversation(LIST, LIST), regime=regime)
    assert (told[0] == told[1]).all() and told.any()


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert sums(conversation(LIST)).tobytes() == sums(conversation(LIST)).tobytes()


def test_a_hidden_ad_that_is_found_out_costs_trust_and_a_labelled_one_does_not() -> None:
    def ad(seen: str) -> tuple[Alternative, ...]:
        return (*LIST, item("e", 1, "90", space="above", sponsored=True, seen=seen))

    told = sums(conversation(ad("before"), ad("none")), detection=1.0, attention_bought=1.0)
    labelled, hidden = told.sum(axis=2)[:, 1]
    assert labelled[AT["trust"]] == 500
    assert hidden[AT["trust"]] < 400
    assert hidden[AT["noticed"]] == 0 < labelled[AT["noticed"]]


def test_a_worse_list_never_gains_the_shopper_more() -> None:
    dearer = tuple(a.model_copy(update={"price": a.price + 30}) for a in LIST)
    told = sums(conversation(LIST, dearer)).sum(axis=(1, 2))
    assert told[0, AT["gain"]] > told[1, AT["gain"]]
    assert told[1, AT["overpaid"]] > 0


def test_where_nothing_differs_the_interval_is_nothing_and_p_is_one() -> None:
    above, below = np.array([[1.0, 2, 3], [1, 2, 3]]), np.ones((2, 3))
    same = difference(above, below, 1)
    assert (same.value, same.low, same.high, same.p) == (0, 0, 0, 1)
    assert ratio(above[0], below[0], 1).value == 2
    assert ratio(above[0, :1], below[0, :1], 1).low is None


def test_holms_correction_is_the_published_one() -> None:
    assert holm((0.01, 0.04, 0.03, 0.005)) == pytest.approx((0.03, 0.06, 0.06, 0.02))


def test_vcg_totals_are_those_of_the_closed_form() -> None:
    """Edelman, Ostrovsky and Schwarz 2007: values 10, 4, 2; twice the clicks at the first place."""
    clicks = (Decimal("0.5"), Decimal("0.25"))
    bidders = [Bidder(id=id, bid=Decimal(v)) for id, v in (("a", 10), ("b", 4), ("c", 2))]
    won = sell("vcg", bidders, clicks, reserve=Decimal(0), draw=Random(1))
    ads = tuple(
        item(s.bidder.id, place, price, space="below", sponsored=True, seen="before", click=s.price)
        for place, (s, price) in enumerate(zip(won, ("50", "90"), strict=True), start=1)
    )
    # Half notice each place, and whoever sees both takes the cheaper first: .5 and .25 click.
    told = simulate(
        panel_of([conversation(ads)]),
        values_in("search", CERTAIN | {"attention_bought": 0.5, "ad_dislike": 0.0}),
        10_000, 1, 7, 0,
    ).sum(axis=(0, 1, 2))  # fmt: skip
    # Totals of 600 and 200 at 200 and 100 clicks, here of 400 who come; 4 standard errors.
    closed = (600 + 200) / 400
    assert told[AT["for_clicks"]] / 10_000 == pytest.approx(closed, abs=4 * 1.25 / 100)


def test_where_an_item_stands_does_not_change_what_is_bought_once_clicked() -> None:
    """Ursu 2018: places move clicks, and no purchase after one."""
    first, last = (conversation((item("a", place, "100"),)) for place in (1, 5))
    rates = []
    for shown in (first, last):
        told = sums(shown, taste_spread=0.0).sum(axis=(0, 1, 2))
        rates.append((told[AT["clicks"]], told[AT["orders"]] / told[AT["clicks"]]))
    assert rates[0][0] > rates[1][0]
    assert rates[0][1] == pytest.approx(rates[1][1], rel=0.05)


def test_a_switch_is_the_first_column_until_its_period_and_the_second_from_it_on() -> None:
    ad = (*LIST, item("e", 1, "70", space="below", sponsored=True, seen="before",
                      click=Decimal(1)))  # fmt: skip
    shown = panel_of([conversation(LIST, ad)])
    told = simulate(shown, values_in("chat"), 400, 4, 7, 0, [Switch(before=0, after=1, period=3)])
    owed = told[..., AT["for_clicks"]].sum(axis=-1)
    assert (owed[2, :2] == 0).all() and (owed[2, 2:] > 0).all()
    assert (told[2, :2] == told[0, :2]).all()


def test_what_is_sold_more_than_unpaid_is_steering_and_the_first_column_has_none() -> None:
    ad = (item("d", 1, "110", sponsored=True, seen="none"), *LIST[:3])
    told = sums(conversation(LIST, ad)).sum(axis=(1, 2))
    assert told[0, AT["anyway"]] == 0
    assert told[1, AT["sponsored_orders"]] > told[1, AT["anyway"]] > 0


def test_a_monthly_fee_is_spread_over_the_questions_of_its_kind() -> None:
    sponsor = (*LIST, item("e", 1, "90", space="beside", sponsored=True, seen="before"))
    told = sums(conversation(sponsor, fees=Decimal(600)), leaving=0.0, asked_a_month=20_000.0)
    assert told.sum(axis=(0, 1, 2))[AT["for_months"]] == pytest.approx(1000 * 0.03)


@pytest.mark.parametrize("budget", ["100", "300", "5000"])
def test_a_campaign_is_charged_its_budget_at_most_and_its_ad_is_gone_then(budget: str) -> None:
    ad = item("e", 1, "60", space="below", sponsored=True, seen="before", click=Decimal("0.5"),
              showing=Decimal("0.01"), budget=Decimal(budget))  # fmt: skip
    free = ad.model_copy(update={"budget": Decimal(0)})
    told = sums(conversation((*LIST, ad), (*LIST, free)), **CERTAIN | {"asked_a_month": 1000.0})
    charged = told[..., AT["for_clicks"]] + told[..., AT["for_showing"]]
    # A conversation stands for 1,000 a month, and 500 shoppers come: charges are halved.
    at_most = float(budget) / 2
    spent, unlimited = charged.sum(axis=(1, 2))
    assert spent <= at_most * 1.2
    assert spent == pytest.approx(min(at_most, unlimited), rel=0.2)
    assert (told[0, ..., AT["dry"]].sum() > 0) == (unlimited > at_most)
    assert told[1, ..., AT["dry"]].sum() == 0


def test_an_item_of_the_list_stays_where_its_budget_runs_dry_and_owes_nothing() -> None:
    paid = (item("d", 1, "80", sponsored=True, seen="before", click=Decimal(9),
                 budget=Decimal("0.01")),)  # fmt: skip
    told = sums(conversation(paid), **CERTAIN | {"search_cost": 0.0}).sum(axis=(0, 2))
    assert told[1, AT["orders"]] > 0 == told[1, AT["for_clicks"]]
    assert told[1, AT["sponsored_orders"]] == 0
