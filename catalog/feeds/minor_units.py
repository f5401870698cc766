"""Amounts that a feed counts in minor units (cents, fen), brought to major units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from catalog.feeds.records import Json, Number, said
from catalog.money import MINOR_DIGITS

COLUMN = re.compile(
    r"((?:list_|sale_|member_|compare_at_)?price)_?(?:amount_)?(?:in_)?"
    r"(?:cents?|pence|fen|minor(?:_units?)?)"
)
"""Plain names of columns that hold minor units: price_cents, sale_price_in_cents, price_minor."""
COUNTED = (
    *("centAmount", "cent_amount", "cents", "amount_cents", "amountCents", "amount_in_cents"),
    *("amountInCents", "unit_amount", "amount_minor", "amountMinor", "minor_units", "minorUnits"),
)
"""What money objects of commerce systems call an amount in minor units."""
PLAIN = ("amount", "value", "price", "sale_price", "raw")
SCALE = ("fractionDigits", "fraction_digits", "exponent", "scale", "currency_minor_unit")
"""How many of the digits of a whole amount are decimals."""
CODES = ("currency", "currency_code", "currencyCode", "priceCurrency", "currencyIsoCode")
WHOLE = re.compile(r"\d{1,15}")


def in_major_units(text: str, currency: str) -> str:
    """A whole number of minor units in major ones: "1999" and USD are "19.99".

    What is no whole number stays as it is. Sources of the digits: ISO 4217.
    """
    return _scaled(text, MINOR_DIGITS.get(currency.strip().upper(), 2))


def _scaled(text: str, digits: int) -> str:
    return Number(Decimal(text).scaleb(-digits)) if WHOLE.fullmatch(text) else text


def money_of(value: Mapping[str, Json]) -> tuple[str, str]:
    """The amount of a JSON money object in major units, and its currency; "" for what it lacks.

    An amount is in minor units where its name says so, where the object bears a divisor, or where
    it says how many digits are decimals (commercetools, Etsy, Dinero.js, Stripe, the storefront of
    WooCommerce); else it is as it stands.
    """
    code = next((text for name in CODES if (text := said(value.get(name)))), "")
    scale = next((text for name in SCALE if (text := said(value.get(name)))), "")
    digits = int(scale) if scale.isdecimal() and int(scale) <= 6 else None
    counted = next((text for name in COUNTED if (text := said(value.get(name)))), "")
    if counted:
        return (in_major_units(counted, code) if digits is None else _scaled(counted, digits)), code
    text = next((text for name in PLAIN if (text := said(value.get(name)))), "")
    divisor = said(value.get("divisor"))
    if WHOLE.fullmatch(text) and divisor in ("1", "10", "100", "1000", "10000"):
        return _scaled(text, len(divisor) - 1), code
    return (text if digits is None else _scaled(text, digits)), code
