"""Promotions as feeds write them ("满300减50", "10% off", "buy 2 get 1 free"), read exactly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from pydantic import ValidationError

from catalog.feeds.amount import Price, amount_of
from catalog.feeds.row import Refused
from catalog.money import MINOR_DIGITS, Money
from catalog.price import ItemDiscount, NForM, Promotion, ThresholdCoupon

AMOUNT = (
    r"((?:[$€£¥₩₹]|[a-z]{2,3}\$?)?\s*\d+(?:[.,]\d+)*"
    r"\s*(?:元|块|円|[€£]|(?!off|and|get)[a-z]{3}\b)?)"
)
COUNT = r"(\d{1,2}|[一二两三四五六七八九十])"
COUNTS = {numeral: n for n, numeral in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
APART = re.compile(r"[;；|\n，、]|,(?!\d| (?:get|save|pay|and) )", re.IGNORECASE)
EDGE = re.compile(
    r"^(?:店铺|商品|平台)?(?:优惠券|券)?[:\s]*|[\s.!。]*(?:优惠券|券|coupon|voucher)?[\s.!。]*$"
)
THRESHOLDS = re.compile(rf"(每)?满\s*{AMOUNT}\s*(?:立减|减|优惠|省)\s*{AMOUNT}")
NO_THRESHOLD = re.compile(
    rf"{AMOUNT}(?:无门槛|无条件)|(?:无门槛|无条件)(?:优惠)?券?\s*(?:立?减)?{AMOUNT}"
    rf"|(?:立减|直降|减)\s*{AMOUNT}|(?:save |get |take )?{AMOUNT} off(?: your order)?|save {AMOUNT}"
)
SPENT = re.compile(
    rf"(?:save |get )?{AMOUNT} off (?:(?:on |for )?(?:all |any |your )?(?:orders?|purchases?) )?"
    rf"(?P<how>over|above|of|from|when you spend|if you spend)\s*{AMOUNT}(?: or more| and up|\+)?"
)
SPEND = re.compile(rf"spend {AMOUNT}(?: or more)?,? (?:and )?(?:get|save) {AMOUNT}(?: off)?")
PERCENT = re.compile(r"(?:save |get |take )?-?\s*(\d{1,2}(?:\.\d{1,2})?)\s*%(?: off| discount)?")
TENTHS = re.compile(r"(?:打|享)?\s*(\d(?:\.\d)?|\d\d)\s*折")
PAID = re.compile(
    rf"买\s*{COUNT}\s*件?\s*付\s*{COUNT}\s*件?|{COUNT} for {COUNT}|take {COUNT},? pay {COUNT}"
)
FREE = re.compile(rf"买\s*{COUNT}\s*件?\s*[送赠]\s*{COUNT}\s*件?|buy {COUNT},? get {COUNT} free")


class Moments(NamedTuple):
    """When a promotion begins and ends, None where that is not said."""

    starts: datetime | None
    ends: datetime | None


def promotions_of(
    said: Mapping[str, str], currency: str, seen_at: datetime, repairs: list[tuple[str, str]]
) -> tuple[str, ...]:
    """The promotions of a row in `promotion`, each as its record's JSON.

    `promotion_threshold` is what a bare amount off asks to be spent, `promotion_starts` and
    `promotion_ends` (a day counts to its end) are when it holds. What is not understood, is over,
    or has no readable dates is left out and told in `repairs`: no price is lowered by a guess.
    """
    text = said.get("promotion", "").strip()
    if not text or text.casefold() in {"-", "0", "none", "null", "无", "n/a"}:
        return ()
    found = list[str]()
    try:
        moments = _moments(said)
        if moments.ends and moments.ends <= seen_at:
            over = moments.ends.date()
            raise Refused("promotion", f"{text[:40]!r} was over on {over}; left out")
        for piece in filter(None, map(str.strip, APART.split(text))):
            one = _promotion(piece, said.get("promotion_threshold", "").strip(), currency, moments)
            found.append(one.model_dump_json())
    except Refused as refusal:
        repairs.append(("promotion", refusal.reason))
        return ()
    return tuple(found)


def _promotion(piece: str, threshold: str, currency: str, moments: Moments) -> Promotion:
    plain = EDGE.sub("", " ".join(unicodedata.normalize("NFKC", piece).casefold().split()))
    try:
        for read in (_coupon, _discount, _several):
            if found := read(plain, currency, moments):
                return found
        if threshold and re.fullmatch(AMOUNT, plain):
            return _threshold(threshold, plain, currency, moments)
    except (Refused, ValidationError, ValueError):
        pass  # told below like any other that is not understood
    raise Refused("promotion", f"{piece[:40]!r} is no promotion that is read here; left out")


def _coupon(plain: str, currency: str, moments: Moments) -> Promotion | None:
    """An amount off, once a sum is spent; one without a sum counts once for an order."""
    if match := THRESHOLDS.fullmatch(plain):
        return _threshold(match[2], match[3], currency, moments, repeats=bool(match[1]))
    if match := SPEND.fullmatch(plain):
        return _threshold(match[1], match[2], currency, moments)
    if match := SPENT.fullmatch(plain):
        more = match["how"] in ("over", "above") and not plain.endswith(("or more", "and up", "+"))
        return _threshold(match[3], match[1], currency, moments, more=more)
    if match := NO_THRESHOLD.fullmatch(plain):
        return _threshold("", next(filter(None, match.groups())), currency, moments)
    return None


def _discount(plain: str, currency: str, moments: Moments) -> Promotion | None:
    if match := PERCENT.fullmatch(plain):
        return ItemDiscount(percent=Decimal(match[1]), starts=moments.starts, ends=moments.ends)
    if match := TENTHS.fullmatch(plain):
        left = Decimal(match[1])
        return ItemDiscount(
            percent=100 - (left if left > 10 else left * 10),
            starts=moments.starts,
            ends=moments.ends,
        )
    return None


def _several(plain: str, currency: str, moments: Moments) -> Promotion | None:
    if match := PAID.fullmatch(plain):
        take, pay = (_count(part) for part in match.groups() if part)
        return NForM(take=take, pay=pay, starts=moments.starts, ends=moments.ends)
    if match := FREE.fullmatch(plain):
        bought, free = (_count(part) for part in match.groups() if part)
        return NForM(take=bought + free, pay=bought, starts=moments.starts, ends=moments.ends)
    return None


def _threshold(
    threshold: str,
    off: str,
    currency: str,
    moments: Moments,
    *,
    repeats: bool = False,
    more: bool = False,
) -> ThresholdCoupon:
    """`more` says that exactly the threshold is not enough."""
    least = _money(threshold, currency) if threshold else Money.of(0, currency)
    if more:
        coin = Decimal(1).scaleb(-MINOR_DIGITS.get(currency, 2))
        least = Money(amount=least.amount + coin, currency=currency)
    return ThresholdCoupon(
        threshold=least,
        off=_money(off, currency),
        repeats=repeats,
        starts=moments.starts,
        ends=moments.ends,
    )


def _money(text: str, currency: str) -> Money:
    price = amount_of(text.strip().upper(), currency, "promotion")
    if isinstance(price, Price):
        return Money(amount=price.amount, currency=price.currency)
    return Money.of(0, currency)


def _count(text: str) -> int:
    return COUNTS.get(text) or int(text)


def _moments(said: Mapping[str, str]) -> Moments:
    starts, ends = (said.get(f"promotion_{name}", "").strip() for name in ("starts", "ends"))
    return Moments(
        _moment(starts, last=False) if starts else None, _moment(ends, last=True) if ends else None
    )


def _moment(text: str, *, last: bool) -> datetime:
    plain = text.replace("/", "-").replace("年", "-").replace("月", "-").replace("日", "")
    with suppress(ValueError):
        at = datetime.fromisoformat(plain)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return at.replace(hour=23, minute=59, second=59) if last and len(plain) <= 10 else at
    raise Refused("promotion", f"{text[:40]!r} is not a date; its promotion was left out")
