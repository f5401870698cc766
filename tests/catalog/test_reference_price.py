"""A struck-through price needs a history that proves it; a rate needs a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from catalog.errors import CurrencyMismatch
from catalog.money import Money
from catalog.offer import Offer
from catalog.price import PriceObservation
from catalog.reference_price import Rate, Rates, Reference, age_of, reference_price

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def seen(
    days_ago: float, amount: str, *, paid: bool | None = None, kind: str = "sale"
) -> PriceObservation:
    return PriceObservation.model_validate(
        {
            "money": Money.of(amount, "EUR"),
            "kind": kind,
            "observed_at": NOW - timedelta(days=days_ago),
            "source": "shop",
            "transacted": paid,
        }
    )


def reference(jurisdiction: str, now: PriceObservation, *history: PriceObservation) -> Reference:
    offer = Offer(id="o", product_id="p", seller_id="s", prices=(now,), history=history)
    return reference_price(offer, jurisdiction, NOW)


def euros(amount: str) -> Money:
    return Money.of(amount, "EUR")


def test_the_eu_takes_the_lowest_of_the_thirty_days_before_the_reduction() -> None:
    found = reference("eu", seen(1, "70"), seen(60, "120"), seen(20, "90"), seen(10, "110"))
    assert (found.money, found.basis) == (euros("90"), "lowest_30_days")


def test_a_price_from_before_the_thirty_days_counts_while_it_still_held_in_them() -> None:
    found = reference("eu", seen(1, "70"), seen(100, "80"), seen(10, "110"))
    assert found.money == euros("80")


def test_the_thirty_days_end_where_the_reduction_began_not_today() -> None:
    found = reference("eu", seen(0, "70"), seen(60, "100"), seen(20, "70"))
    assert found.money == euros("100")


def test_a_raise_just_before_the_sale_gains_nothing() -> None:
    found = reference("eu", seen(1, "99"), seen(60, "100"), seen(5, "199"))
    assert found.money == euros("100")
    up = reference("eu", seen(1, "100"), seen(60, "100"), seen(5, "199"))
    assert (up.money, up.basis) == (None, "unknown")


def test_a_short_history_says_how_short() -> None:
    found = reference("eu", seen(1, "70"), seen(13, "90"))
    assert (found.money, found.basis) == (None, "unknown")
    assert "12" in found.reason.zh and "12" in found.reason.en


@pytest.mark.parametrize("jurisdiction", ["eu", "cn", "us", "uk"])
def test_without_history_nothing_is_struck_through(jurisdiction: str) -> None:
    listed = Offer(
        id="o",
        product_id="p",
        seller_id="s",
        prices=(seen(0, "70"), seen(0, "140", kind="list")),
    )
    found = reference_price(listed, jurisdiction, NOW)
    assert (found.money, found.basis) == (None, "unknown")
    assert found.reason.zh and found.reason.en


def test_china_takes_the_lowest_price_paid_in_seven_days() -> None:
    found = reference(
        "cn",
        seen(1, "70"),
        seen(20, "60", paid=True),
        seen(6, "95", paid=True),
        seen(4, "85", paid=False),
        seen(3, "90", paid=True),
    )
    assert (found.money, found.basis) == (euros("90"), "lowest_transacted_7_days")


def test_china_falls_back_on_the_last_price_paid() -> None:
    found = reference("cn", seen(1, "70"), seen(40, "80", paid=True), seen(20, "100", paid=True))
    assert found.money == euros("100")


def test_china_does_not_guess_whether_a_lower_price_was_paid() -> None:
    found = reference("cn", seen(1, "70"), seen(6, "95", paid=True), seen(4, "85"))
    assert (found.money, found.basis) == (None, "unknown")


def test_america_wants_a_former_price_that_was_really_asked() -> None:
    long = reference("us", seen(1, "70"), seen(60, "100"))
    assert (long.money, long.basis) == (euros("100"), "former_price")
    short = reference("us", seen(1, "70"), seen(60, "75"), seen(8, "100"))
    assert short.money == euros("75")
    too_short = reference("us", seen(1, "70"), seen(8, "100"))
    assert too_short.money is None
    long_ago = reference("us", seen(1, "70"), seen(400, "100"), seen(95, "65"))
    assert long_ago.money is None


def test_a_members_price_is_nobody_elses_former_price() -> None:
    found = reference("us", seen(1, "70"), seen(60, "100", kind="member"))
    assert found.money is None


def test_a_price_grows_old() -> None:
    assert age_of(NOW - timedelta(hours=5), NOW).freshness == "fresh"
    three = age_of(NOW - timedelta(days=3), NOW)
    assert (three.freshness, three.text("zh"), three.text("en")) == (
        "ageing",
        "3 天前看到的价格",
        "seen 3 days ago",
    )
    old = age_of(NOW - timedelta(days=9), NOW)
    assert old.freshness == "stale"
    assert "可能已变" in old.text("zh") and "may have changed" in old.text("en")
    assert age_of(NOW + timedelta(hours=2), NOW).hours == 0


def test_currencies_compare_only_at_a_rate_of_the_day() -> None:
    rate = Rate(
        base="USD", quote="CNY", rate=Decimal("7.10"), day=date(2026, 11, 20), source="PBoC"
    )
    rates = Rates(rates=(rate,))
    dollars, yuan = Money.of("10", "USD"), Money.of("72", "CNY")
    assert rates.cheaper(dollars, yuan, NOW)
    assert not rates.cheaper(yuan, dollars, NOW)
    assert rates.convert(yuan, "USD", NOW) == Money.of("10.14", "USD")
    for day in (NOW - timedelta(days=4), NOW + timedelta(days=30)):
        assert rates.convert(dollars, "CNY", day) is None
        with pytest.raises(CurrencyMismatch, match="dated rate"):
            rates.cheaper(dollars, yuan, day)
