"""A struck-through price needs a history that proves it; a rate needs a date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from catalog.money import Money
from catalog.offer import Offer
from catalog.price import PriceObservation
from catalog.reference_price import (
    EarliestReading,
    Reference,
    Sighting,
    proved_reference,
    reference_price,
)

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


def earliest(now: str, *history: tuple[float, str, bool | None]) -> EarliestReading:
    sightings = (Sighting(NOW - timedelta(days=d), Decimal(a), paid) for d, a, paid in history)
    return EarliestReading.of(sightings, Decimal(now), NOW)


def test_the_earliest_reading_starts_the_window_where_the_old_price_was_last_seen() -> None:
    # Seen at 60 forty days ago, at 90 thirty-five days ago, at 70 today: had the price fallen the
    # day after it was last seen at 90, the thirty days before would hold the 60.
    reading = earliest("70", (40, "60", None), (35, "90", None))
    assert reading.lawful("eu", None) == Decimal(60)
    assert earliest("70", (36, "90", None), (35, "90", None)).lawful("eu", None) == Decimal(90)


def test_the_run_at_todays_price_is_no_former_price() -> None:
    assert earliest("70", (3, "70", None), (1, "70", None)).lawful("eu", None) is None


def test_only_prices_paid_count_in_china_on_the_earliest_reading() -> None:
    assert earliest("70", (2, "90", False), (1, "95", True)).lawful("cn", None) == Decimal(95)
    assert earliest("70", (1, "95", None)).lawful("cn", None) is None


def test_an_offered_price_was_asked_for_four_weeks_or_all_that_is_known() -> None:
    assert earliest("70", (60, "100", None), (20, "100", None)).offered(Decimal(100)) is True
    assert earliest("70", (60, "80", None), (20, "100", None)).offered(Decimal(100)) is False
    assert earliest("70").offered(Decimal(100)) is None


def proved(law: str, now: PriceObservation, *history: PriceObservation) -> Reference:
    offer = Offer(id="o", product_id="p", seller_id="s", prices=(now,), history=history)
    return proved_reference(offer, law, NOW, now.money, now.observed_at)


def test_a_price_is_proved_where_every_law_lets_it_be_struck_on_both_readings() -> None:
    paid = (seen(60, "100", paid=True), seen(20, "100", paid=True), seen(2, "100", paid=True))
    for law in ("cn", "us", "eu", "uk"):
        assert proved(law, seen(0, "70"), *paid).money == euros("100")
    unpaid = (seen(60, "100"), seen(20, "100"), seen(2, "100"))
    assert reference("eu", seen(0, "70"), *unpaid).money == euros("100")
    assert proved("eu", seen(0, "70"), *unpaid).money is None


def test_another_markets_price_proves_nothing() -> None:
    dollars = seen(2, "100", paid=True).model_copy(update={"money": Money.of("100", "USD")})
    assert proved("eu", seen(0, "70"), dollars).money is None
