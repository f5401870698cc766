"""An amount of money: a Decimal with its currency, never a float."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import total_ordering
from typing import Annotated

from pydantic import BeforeValidator, Field

from catalog.errors import CurrencyMismatch
from catalog.i18n import Bilingual
from catalog.record import Record

WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
MINOR_DIGITS = dict.fromkeys(WHOLE.split(), 0) | dict.fromkeys(THOUSANDTHS.split(), 3)
"""ISO 4217 currencies whose minor unit is not a hundredth."""
MILL_DIGITS = 3
"""Digits below the minor unit: what is billed per thousand showings costs fractions of a cent."""


def _no_float(value: object) -> object:
    if isinstance(value, float):
        raise ValueError("a float cannot hold money exactly; write the amount as a string")
    return value


Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Amount = Annotated[Decimal, BeforeValidator(_no_float), Field(allow_inf_nan=False)]


@total_ordering
class Money(Record):
    """An exact amount in one ISO 4217 currency.

    Adding, subtracting or comparing two currencies raises CurrencyMismatch.
    """

    amount: Amount
    currency: Currency

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> Money:
        """Money from an exact amount in major units: `Money.of("79.90", "CNY")`."""
        return cls(amount=Decimal(amount), currency=currency)

    @classmethod
    def from_minor(cls, units: int, currency: str) -> Money:
        """Money from minor units (cents, fen): `Money.from_minor(1999, "USD")` is 19.99 USD."""
        return cls(amount=Decimal(units).scaleb(-MINOR_DIGITS.get(currency, 2)), currency=currency)

    @property
    def minor(self) -> int:
        """The amount in minor units, rounded half away from zero."""
        return int(self.rounded().amount.scaleb(MINOR_DIGITS.get(self.currency, 2)))

    @classmethod
    def from_mills(cls, mills: int, currency: str) -> Money:
        """Money from thousandths of a minor unit, with no more digits than it needs."""
        places = MINOR_DIGITS.get(currency, 2)
        amount = Decimal(mills).scaleb(-places - MILL_DIGITS)
        step = Decimal(1).scaleb(-places)
        whole = amount.quantize(step) == amount
        return cls(amount=amount.quantize(step) if whole else amount, currency=currency)

    @property
    def mills(self) -> int:
        """The amount in thousandths of a minor unit, rounded half away from zero."""
        places = MINOR_DIGITS.get(self.currency, 2) + MILL_DIGITS
        return int(self.amount.scaleb(places).quantize(Decimal(1), ROUND_HALF_UP))

    def rounded(self) -> Money:
        """To the currency's minor unit, halves away from zero."""
        step = Decimal(1).scaleb(-MINOR_DIGITS.get(self.currency, 2))
        return Money(amount=self.amount.quantize(step, ROUND_HALF_UP), currency=self.currency)

    def _same(self, other: Money) -> Decimal:
        if self.currency != other.currency:
            raise CurrencyMismatch(
                f"{self} and {other} differ in currency; give a dated rate to compare them."
            )
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(amount=self.amount + self._same(other), currency=self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(amount=self.amount - self._same(other), currency=self.currency)

    def __mul__(self, factor: int | Decimal) -> Money:
        return Money(amount=self.amount * factor, currency=self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and (self.amount, self.currency) == (
            other.amount,
            other.currency,
        )

    def __hash__(self) -> int:
        return hash((self.amount, self.currency))

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"


SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


def shown(money: Money) -> Bilingual:
    """The amount as a shopper reads it, in both languages."""
    return Bilingual(zh=show(money, "zh"), en=show(money, "en"))


def show_per_thousand(money: Money, locale: str) -> str:
    """What a thousand of these amounts come to, as a shopper of that locale reads it."""
    return show(money * 1000, locale)


def show(money: Money, locale: str) -> str:
    """The amount as a shopper of that locale ("zh" or "en") reads it.

    ¥ is written only where it can mean one thing: CNY in Chinese; elsewhere yuan read "CNY 79.90".
    """
    value = money.rounded().amount
    digits = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,f}"
    chinese = locale.startswith("zh")
    if money.currency == "CNY":
        return f"¥{digits}" if chinese else f"CNY {digits}"
    if money.currency == "USD" and chinese:
        return f"US${digits}"
    if money.currency == "JPY":
        return f"{digits}日元" if chinese else f"JPY {digits}"
    symbol = SYMBOLS.get(money.currency)
    return f"{symbol}{digits}" if symbol else f"{money.currency} {digits}"
