"""What requests to a chat model have used: tokens, and what they cost."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from catalog.money import Money
from catalog.record import Record

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from assistant.llm.client import ChatConfig

MILLION = 1_000_000


class Usage(Record):
    """Tokens in and out of a chat model; a kept reply counts as what it once used."""

    tokens_in: int = 0
    tokens_out: int = 0

    @classmethod
    def of(cls, message: BaseMessage) -> Usage:
        """What one message, or one chunk of it, says that it used."""
        said = getattr(message, "usage_metadata", None) or {}
        return cls(tokens_in=said.get("input_tokens", 0), tokens_out=said.get("output_tokens", 0))

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
        )

    def cost(self, terms: ChatConfig) -> Money | None:
        """Its cost at the configured prices, None where there are none."""
        spent: Decimal = terms.price_in * self.tokens_in + terms.price_out * self.tokens_out
        return Money(amount=spent / MILLION, currency=terms.currency) if spent else None
