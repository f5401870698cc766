"""That an amount is not converted: no exchange rate is on record."""

from __future__ import annotations

from assistant.facts.inquiry import Inquiry
from assistant.schema.statement import Statement, statement


def currency(inquiry: Inquiry) -> tuple[Statement, ...]:
    """That no rate is on record, and in which currency the prices here are."""
    return (statement("facts.currency_unconverted"),)
