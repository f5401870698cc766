"""What a price history proves: the reference price that each law lets one strike through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol, Self

from catalog.i18n import Bilingual
from catalog.money import Money
from catalog.price import PriceObservation
from catalog.price_paid import holds
from catalog.record import Record

Basis = Literal["lowest_30_days", "lowest_transacted_7_days", "former_price", "unknown"]
LAWS = ("cn", "us", "eu", "uk")
OPEN = frozenset({"list", "sale", "subsidy"})
"""Kinds of price that anybody can have; a member's price is no former price of everybody's."""
SUBSTANTIAL = timedelta(days=28)
RECENT = timedelta(days=90)
"""16 CFR 233.1 asks for a "reasonably substantial", "recent" period and gives no figures: 28 days
within the 90 before the reduction are this house's."""
HALF_CENT = Decimal("0.005")
"""Amounts closer than this are the same price, rounded otherwise."""


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


class Sighting(NamedTuple):
    """An earlier price as it was seen; `transacted` None where nobody knows whether it sold."""

    at: datetime
    amount: Decimal
    transacted: bool | None


@dataclass(frozen=True)
class EarliestReading:
    """The sightings before a reduction that began as early as it can have: once last seen.

    `before` are the sightings oldest first, without the run at the price now; `shown_at` is when
    the price now was seen, None where that is not known.
    """

    before: tuple[Sighting, ...]
    shown_at: datetime | None

    @classmethod
    def of(
        cls, sightings: Iterable[Sighting], now: Decimal | None, shown_at: datetime | None
    ) -> Self:
        """The reading of sightings in any order, for what now costs `now`."""
        before = sorted(sightings, key=lambda sighting: sighting.at)
        shown_at = shown_at or (before[-1].at if before else None)
        while before and before[-1].amount == now:
            before.pop()
        return cls(tuple(before), shown_at)

    def lawful(self, law: str, reference: Decimal | None) -> Decimal | None:
        """The highest amount that a law lets one strike; None where that is not known.

        Args:
            law: "cn", "us", "eu" or "uk".
            reference: the amount struck, which US and UK law ask to have been offered.
        """
        if law == "eu":
            return self._lowest(timedelta(days=30))
        if law == "cn":
            return self._lowest(timedelta(days=7), transacted=True)
        return reference if reference is not None and self.offered(reference) else None

    def offered(self, amount: Decimal) -> bool | None:
        """Whether it was openly asked for a substantial recent time; None where nothing is known.

        16 CFR 233.1; between two sightings at that price or above it is taken to have held.
        """
        if self.shown_at is None:
            return None
        recent = [sighting for sighting in self.before if sighting.at >= self.shown_at - RECENT]
        if not recent:
            return None
        high = [sighting.at for sighting in recent if sighting.amount >= amount - HALF_CENT]
        return bool(high) and (max(high) - min(high) >= SUBSTANTIAL or len(high) == len(recent))

    def _lowest(self, window: timedelta, *, transacted: bool = False) -> Decimal | None:
        if not self.before or self.shown_at is None:
            return None
        begins = min(self.before[-1].at, self.shown_at) - window
        return min(
            (
                sighting.amount
                for sighting in self.before
                if sighting.at >= begins and (sighting.transacted is True or not transacted)
            ),
            default=None,
        )


def proved_reference(
    offer: Seen, law: str, now: datetime, shown: Money, shown_at: datetime | None
) -> Reference:
    """What may be struck through beside `shown` under a law, whenever the reduction began.

    Prices are seen at points in time, so when a reduction began is not known to the day.
    `reference_price` dates it as late as it can have been, `EarliestReading` as early; only a
    price above `shown` that is lawful on both readings is proved, and that no other law here
    forbids, since an answer is copied and shared across borders.
    """
    latest = reference_price(offer, law, now)
    money = latest.money
    if money is None or money.currency != shown.currency or money <= shown:
        return latest.model_copy(update={"money": None})
    sightings = (
        Sighting(seen.observed_at, seen.money.amount, seen.transacted)
        for seen in offer.history
        if seen.money.currency == shown.currency
    )
    earliest = EarliestReading.of(sightings, shown.amount, shown_at)
    bounds = [earliest.lawful(each, money.amount) for each in LAWS]
    if any(bound is None or money.amount > bound for bound in bounds):
        return _none(
            "按较早的降价时间算，法律未必允许划这个价。",
            "If the reduction began earlier, the law may not let this price be struck.",
        )
    return latest
