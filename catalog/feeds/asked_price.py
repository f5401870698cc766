"""What a row asks for its thing: which of its prices is the one to pay, in which currency."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from catalog.feeds.amount import ZERO, Price, Unpriced, amount_of, number_in
from catalog.feeds.currency_words import CONDITIONS, currency_of
from catalog.feeds.number_text import UNKNOWN, Marks, marks_of
from catalog.feeds.records import Number
from catalog.feeds.row import Refused, Row

PRICES = ("price", "list_price", "sale_price", "member_price")
BARE = re.compile(r"[\d.,\s]+")
FREE = re.compile(r"free(?: shipping)?|gratis|kostenlos|gratuit|包邮|免运费|免邮", re.IGNORECASE)
ColumnMarks = Mapping[str, Marks]
"""What a feed's prices in one currency (or under one sign) say of their decimal marks."""
Repairs = list[tuple[str, str]]


class PlainPrice(NamedTuple):
    """One price, plain enough for JSON: `ends` is ISO 8601 or "", `condition` the feed's word."""

    kind: str
    amount: str
    currency: str
    ends: str = ""
    condition: str = ""


def column_marks(rows: Iterable[Row]) -> ColumnMarks:
    """What all prices of a feed together say of their marks, for each currency apart."""
    numbers = defaultdict[str, set[str]](set)
    for row in rows:
        try:
            currency = currency_of(row.values.get("currency", "")) or row.assumed
        except Refused:
            continue
        for field in PRICES:
            text = row.values.get(field, "")
            known = number_in(text, currency) if text else None
            if known:
                numbers[known[1]].add(_shape(known[0]))
    return {key: marks_of(found) for key, found in numbers.items()}


def _shape(number: str) -> str:
    """The number with each digit a 1 and each 0 kept, so that few differ in a long column."""
    return re.sub(r"[1-9]", "1", number)


def prices_of(
    row: Row, seen_at: datetime, marks: ColumnMarks | None, repairs: Repairs
) -> tuple[PlainPrice, ...]:
    """The price asked, and the higher one that the shop sets beside it, if any.

    A sale price that runs is asked, else the price. A list price that is not above it is no sale:
    it is left out and that is said; prices are never swapped. Where a row bears a list price only,
    that is asked.

    Raises:
        Refused: a price cannot be read, or prices are in different currencies.

    """
    read = _Reading(row, marks, repairs)
    runs, until = _sale_runs(row.values, seen_at, repairs)
    asked, sale = read.price("price"), read.price("sale_price") if runs else None
    claimed = read.price("list_price")
    ends = _until(row.values.get("price_ends", ""), seen_at)
    if ends == PAST:
        reason = (
            f"its price held until {row.values['price_ends'][:20]}, which is past; kept without"
        )
        repairs.append(("price", reason))
        return ()
    if sale and asked and sale.amount >= asked.amount:
        if sale.amount > asked.amount:
            reason = f"a sale price of {sale.amount} above the price {asked.amount} was left out"
            repairs.append(("sale_price", reason))
        sale = None
    if sale:
        asked, claimed, ends = sale, claimed or asked, until or ends
    if asked is None and "price" not in row.values:
        asked, claimed = claimed, None
    if asked is None:
        return read.member()
    if claimed and claimed.currency != asked.currency:
        raise Refused("price", "prices of one offer are in different currencies")
    if claimed and claimed.amount <= asked.amount:
        if claimed.amount < asked.amount:
            reason = f"a list price of {claimed.amount} below the price {asked.amount} is no sale"
            repairs.append(("list_price", f"{reason}; left out"))
        claimed = None
    kind = "sale" if claimed or asked.condition else "list"
    condition = asked.condition if asked.condition in CONDITIONS else ""
    prices = [PlainPrice(kind, str(asked.amount), asked.currency, ends, condition)]
    if claimed:
        prices.append(PlainPrice("list", str(claimed.amount), claimed.currency))
    return (*prices, *read.member())


PAST = "past"


def _until(text: str, seen_at: datetime) -> str:
    """A moment as ISO 8601, a day to its end; PAST where it is over, "" where it is none."""
    try:
        at = datetime.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        return ""
    if at is None:
        return ""
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    if len(text.strip()) <= 10:
        at = at.replace(hour=23, minute=59, second=59)
    return PAST if at < seen_at else at.isoformat()


class _Reading:
    """The price cells of one row, read with its currency."""

    def __init__(self, row: Row, marks: ColumnMarks | None, repairs: Repairs) -> None:
        self._row, self._marks, self._repairs = row, marks, repairs
        currency = currency_of(row.values.get("currency", ""))
        self._currency = currency or self._shared() or self._assumed()

    def price(self, field: str) -> Price | None:
        """The price in that field; None where it names none, which is said of the price asked."""
        text = self._row.values.get(field, "")
        if not text:
            return None
        price = _amount(self._row, text, self._currency, field, self._marks)
        if isinstance(price, Price):
            return price
        if price.reason and field in ("price", "sale_price"):
            self._repairs.append((field, price.reason))
        return None

    def member(self) -> tuple[PlainPrice, ...]:
        """The price for members only, if the row bears one."""
        price = self.price("member_price")
        return (PlainPrice("member", str(price.amount), price.currency),) if price else ()

    def _shared(self) -> str:
        """The currency of the row's first price that bears one, where another of them is bare."""
        texts = [t for field in PRICES if (t := self._row.values.get(field, "").strip())]
        bare = [text for text in texts if BARE.fullmatch(text)]
        if not bare or len(bare) == len(texts):
            return ""
        worded = next(text for text in texts if text not in bare)
        known = _amount(self._row, worded, "", "price", self._marks)
        return known.currency if isinstance(known, Price) else ""

    def _assumed(self) -> str:
        """The currency of a format that never names one, where the row's prices are bare."""
        assumed = self._row.assumed
        texts = [self._row.values.get(field, "").strip() for field in PRICES]
        if not assumed or not any(BARE.fullmatch(text) for text in texts):
            return ""
        reason = f"none is given; read as {assumed}, map another as currency: =EUR"
        self._repairs.append(("currency", reason))
        return assumed


def _amount(
    row: Row, text: str, currency: str, field: str, marks: ColumnMarks | None
) -> Price | Unpriced:
    fixed = row.values.get("decimal_mark", "") or row.decimal
    if not fixed and isinstance(text, Number):
        fixed = "."
    if marks is None:
        return amount_of(text, currency, field, None, fixed)
    column = marks.get(currency, UNKNOWN)
    if not currency:
        known = number_in(text, "")
        column = marks.get(known[1], UNKNOWN) if known else UNKNOWN
    return amount_of(text, currency, field, column, fixed)


def _sale_runs(said: Mapping[str, str], seen_at: datetime, repairs: Repairs) -> tuple[bool, str]:
    """Whether the sale price holds when seen, and when it ends (ISO 8601; "" where not said)."""
    ends = ""
    for field in ("sale_starts", "sale_ends"):
        text = said.get(field, "").strip()
        if not text:
            continue
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            repairs.append((field, f"{text[:40]!r} is not a date; the sale price was left out"))
            return False, ""
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        if field == "sale_ends" and len(text) <= 10:
            at = at.replace(hour=23, minute=59, second=59)
        if at > seen_at if field == "sale_starts" else at < seen_at:
            return False, ""
        ends = at.isoformat() if field == "sale_ends" else ends
    return True, ends


def shipping_of(row: Row, marks: ColumnMarks | None) -> tuple[str, str] | None:
    """What sending it costs as (amount, currency), "0" where it is free; None where not known.

    Raises:
        Refused: it is written, but is not one amount.

    """
    text = row.values.get("shipping", "").strip()
    if not text:
        return None
    currency = currency_of(row.values.get("currency", "")) or _currency_of_price(row, marks)
    if FREE.fullmatch(text):
        return ("0", currency) if currency else None
    bare = currency if BARE.fullmatch(text) else currency_of(row.values.get("currency", ""))
    price = _amount(row, text, bare, "shipping", marks)
    if isinstance(price, Price):
        return str(price.amount), price.currency
    code = currency or next((part for part in text.split() if part.isupper()), "")
    return ("0", code) if price is ZERO and code else None


def _currency_of_price(row: Row, marks: ColumnMarks | None) -> str:
    for field in PRICES:
        text = row.values.get(field, "")
        price = _amount(row, text, "", field, marks) if text and not BARE.fullmatch(text) else None
        if isinstance(price, Price):
            return price.currency
    return ""
