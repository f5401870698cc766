"""What products cost by the measure: per 100 ml, per 100 g, per litre."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.facts.inquiry import Considered, Inquiry
from assistant.facts.leading import Figure, leading
from assistant.schema.statement import Statement, statement
from catalog.money import Money
from catalog.vocabulary import AttributeTerm

_MEASURES: tuple[tuple[str, str, int], ...] = (
    (r"\bml\b|millilit|毫升", "ml", 100),
    (r"\bg\b|grams?\b|克|ounce|\boz\b", "g", 100),
    (r"\blit(?:re|er)|升|\bl\b", "L", 1),
)
"""Words for a measure, the unit, and how many of it a price is given for."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def unit_price(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The product that costs least by the measure asked; nothing where none states its size."""
    text = inquiry.need.text.lower()
    for words, unit, times in _MEASURES:
        if not re.search(words, text):
            continue
        for term in inquiry.catalog.vocabulary.attributes:
            figures = _figures(inquiry, term, times) if term.unit == unit else []
            if figures:
                return leading(inquiry, figures, least=True, by="unit_price")
    return ()


def _figures(inquiry: Inquiry, term: AttributeTerm, times: int) -> list[Figure]:
    """The price of so many units of each product that states its size, in the shopper's currency.

    What a thing weighs is no pack size: only what is sold by the measure counts.
    """
    found = []
    for asked in inquiry.products:
        price = _price(asked, inquiry.need.currency)
        size = next(iter(asked.product.values(term.id)), "")
        if price is None or not _NUMBER.fullmatch(size) or not Decimal(size):
            continue
        amount = (price.amount * times / Decimal(size)).quantize(Decimal("0.01"))
        money = Money(amount=amount, currency=price.currency)
        text = statement("facts.per_unit", money=money, times=times, unit=term.unit)
        found.append(Figure(asked, amount, text))
    return found


def _price(asked: Considered, currency: str) -> Money | None:
    price = asked.price()
    return price if price is not None and price.currency == currency else None
