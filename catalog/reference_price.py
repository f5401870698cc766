"""What a price history proves: a reference price per jurisdiction, the age of a price, rates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, Protocol

from pydantic import Field

from catalog.errors import CurrencyMismatch
from catalog.i18n import Bilingual
from catalog.money import Currency, Money
from catalog.price import PriceObservation, holds
from catalog.record import Record

Basis = Literal["lowest_30_days", "lowest_transacted_7_days", "former_price", "unknown"]
Freshness = Literal["fresh", "ageing", "stale"]
OPEN = frozenset({"list", "sale", "subsidy"})
"""Kinds of price that anybody can have; a member's price is no former price of everybody's."""
SUBSTANTIAL = timedelta(days=28)
RECENT = timedelta(days=90)
"""16 CFR 233.1 asks for a "reasonably substantial", "recent" period and gives no figures: 28 days
within the 90 before the reduction are this house's."""


class Reference(Record):
    """A price that may be struck through beside the price now, or why there is none."""

    money: Money | None
    basis: Basis
    reason: Bilingual


class Seen(Protocol):
    """What reference_price reads of an offer."""

    @property
    def prices(self) -> tuple[PriceObservation, ...]:
        """The prices that hold now."""

    @property
    def history(self) -> tuple[PriceObservation, ...]:
        """The earlier ones."""


class _Stretch(Record):
    """A time through which one price was seen to hold, up to the next change."""

    money: Money
    start: datetime
    end: datetime


def reference_price(offer: Seen, jurisdiction: str, now: datetime) -> Reference:
    """What may be struck through for this offer at `now` in "cn", "us", "eu" or "uk".

    EU: the lowest price in the 30 days before the reduction (Directive 98/6/EC, article 6a).
    China: the lowest price somebody paid in the 7 days before it, else the last price paid before
    (明码标价和禁止价格欺诈规定, article 16). US and UK: a genuine former price, openly asked for a
    substantial recent period (16 CFR 233.1). Where the history does not prove it, there is none.
    """
    stretches = _stretches(offer, now)
    if not stretches:
        return _none("没有已知价格。", "No price is known.")
    current = stretches[-1]
    if jurisdiction == "eu":
        found = _lowest_in_30_days(stretches)
    elif jurisdiction == "cn":
        found = _lowest_paid_in_7_days(offer, current)
    else:
        found = _former(stretches)
    if found.money is not None and not found.money > current.money:
        return _none(
            "参考价并不高于现价，不能划线。", "The reference price is not above the price now."
        )
    return found


def _none(zh: str, en: str) -> Reference:
    return Reference(money=None, basis="unknown", reason=Bilingual(zh=zh, en=en))


def _stretches(offer: Seen, now: datetime) -> list[_Stretch]:
    """The lowest open price over time; a price holds until another is seen. Oldest first.

    Only the currency asked now counts: other currencies are another market's history.
    """
    asked = [price for price in offer.prices if price.kind in OPEN]
    if not asked:
        return []
    currency = asked[0].money.currency
    lowest: dict[datetime, Money] = {}
    for seen in (*offer.history, *asked):
        if seen.kind in OPEN and seen.money.currency == currency and seen.observed_at <= now:
            at = seen.observed_at
            lowest[at] = min(seen.money, lowest.get(at, seen.money))
    here = [price for price in asked if price.money.currency == currency]
    left = [price.money for price in here if holds(price, now)]
    ended = [price.ends for price in here if price.ends and price.ends <= now]
    if ended and left:
        lowest[max(ended)] = min(left)
    found: list[_Stretch] = []
    for at, money in sorted(lowest.items()):
        if found:
            found[-1] = found[-1].model_copy(update={"end": at})
        if not found or found[-1].money != money:
            found.append(_Stretch(money=money, start=at, end=now))
        else:
            found[-1] = found[-1].model_copy(update={"end": now})
    return found


def _lowest_in_30_days(stretches: list[_Stretch]) -> Reference:
    reduced = stretches[-1].start
    begins = reduced - timedelta(days=30)
    before = stretches[:-1]
    if not before:
        return _none("没有看到降价。", "No reduction was seen.")
    if before[0].start > begins:
        days = (reduced - before[0].start).days
        return _none(
            f"降价前的价格记录只有 {days} 天，不足 30 天。",
            f"The price history before the reduction covers {days} days, not 30.",
        )
    money = min(stretch.money for stretch in before if stretch.end > begins)
    reason = Bilingual(
        zh="降价前 30 天内的最低价。", en="The lowest price in the 30 days before the reduction."
    )
    return Reference(money=money, basis="lowest_30_days", reason=reason)


def _lowest_paid_in_7_days(offer: Seen, current: _Stretch) -> Reference:
    began, currency = current.start, current.money.currency
    before = [
        seen
        for seen in offer.history
        if seen.observed_at < began and seen.kind in OPEN and seen.money.currency == currency
    ]
    paid = [seen for seen in before if seen.transacted]
    if not paid:
        return _none("没有已知的成交价。", "No price that somebody paid is known.")
    week = began - timedelta(days=7)
    recent = [seen for seen in paid if seen.observed_at >= week]
    if recent:
        money = min(seen.money for seen in recent)
        why = Bilingual(
            zh="本次降价前七日内的最低成交价。",
            en="The lowest price paid in the seven days before the reduction.",
        )
    else:
        money = max(paid, key=lambda seen: seen.observed_at).money
        why = Bilingual(
            zh="前七日内没有成交，取此前最后一次成交价。",
            en="Nobody bought in the seven days before; the last price paid before them.",
        )
    unclear = [s for s in before if s.transacted is None and s.observed_at >= week]
    if any(seen.money < money for seen in unclear):
        return _none(
            "七日内有更低的标价，是否成交不明。",
            "A lower price was asked in those seven days; whether anybody paid it is not known.",
        )
    return Reference(money=money, basis="lowest_transacted_7_days", reason=why)


def _former(stretches: list[_Stretch]) -> Reference:
    current, before = stretches[-1], stretches[:-1]
    since = current.start - RECENT
    held: dict[Money, timedelta] = {}
    for stretch in before:
        length = stretch.end - max(stretch.start, since)
        if length > timedelta(0) and stretch.money > current.money:
            held[stretch.money] = held.get(stretch.money, timedelta(0)) + length
    genuine = [money for money, length in held.items() if length >= SUBSTANTIAL]
    if not genuine:
        return _none(
            "没有证据表明此前以更高的价格实际售卖过足够长的时间。",
            "Nothing proves that a higher price was asked for a substantial recent period.",
        )
    reason = Bilingual(
        zh="降价前 90 天内实际标示至少 28 天的原价。",
        en="A former price, asked for at least 28 of the 90 days before the reduction.",
    )
    return Reference(money=min(genuine), basis="former_price", reason=reason)


class Age(Record):
    """How long ago a price was seen, in whole hours, and how far it is to be trusted."""

    hours: int
    freshness: Freshness

    def text(self, locale: str) -> str:
        """「3 天前的价格」 or "seen 3 days ago"."""
        days = self.hours // 24
        if locale.startswith("zh"):
            ago = f"{days} 天前" if days else f"{self.hours} 小时前" if self.hours else "刚刚"
            return f"{ago}看到的价格" + ("，可能已变" if self.freshness == "stale" else "")
        ago = f"{days} day{'s' * (days != 1)} ago" if days else f"{self.hours} h ago"
        ago = ago if self.hours else "just now"
        return f"seen {ago}" + (", may have changed" if self.freshness == "stale" else "")


def age_of(observed_at: datetime, now: datetime) -> Age:
    """Fresh within a day, ageing within a week, then stale; a time to come counts as now."""
    hours = max(0, int((now - observed_at).total_seconds() // 3600))
    freshness: Freshness = "fresh" if hours <= 24 else "ageing" if hours <= 7 * 24 else "stale"
    return Age(hours=hours, freshness=freshness)


class Rate(Record):
    """One unit of `base` was worth `rate` units of `quote` on `day`, says `source`."""

    base: Currency
    quote: Currency
    rate: Decimal = Field(gt=0, allow_inf_nan=False)
    day: date
    source: str = Field(min_length=1)


class Rates(Record):
    """Dated exchange rates; a rate holds from its day for `holds_days`, and never before."""

    rates: tuple[Rate, ...] = ()
    holds_days: int = Field(default=7, ge=0)

    def rate(self, base: str, quote: str, on: datetime) -> Rate | None:
        """The latest rate that holds on that day, itself or the other way round; else None."""
        day = on.date()
        known = [
            rate
            for rate in self.rates
            if {rate.base, rate.quote} == {base, quote}
            and rate.day <= day <= rate.day + timedelta(days=self.holds_days)
        ]
        best = max(known, key=lambda rate: rate.day, default=None)
        if best is None or best.base == base:
            return best
        return best.model_copy(update={"base": base, "quote": quote, "rate": 1 / best.rate})

    def convert(self, money: Money, currency: str, on: datetime) -> Money | None:
        """The amount in another currency, rounded to its minor unit; None without a rate."""
        if money.currency == currency:
            return money
        rate = self.rate(money.currency, currency, on)
        return Money(amount=money.amount * rate.rate, currency=currency).rounded() if rate else None

    def cheaper(self, a: Money, b: Money, on: datetime) -> bool:
        """Whether `a` is less than `b` at the rate of the day.

        Raises:
            CurrencyMismatch: their currencies differ and no rate holds on that day.

        """
        converted = self.convert(a, b.currency, on)
        if converted is None:
            raise CurrencyMismatch(
                f"{a} and {b} cannot be compared: no rate of {a.currency} to {b.currency} holds on "
                f"{on.date()}. Give a dated rate."
            )
        return converted < b
