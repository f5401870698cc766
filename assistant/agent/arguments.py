"""What the research tools take; a model that sends anything else is told what was wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from assistant.understanding.llm_parser import ModelWant
from assistant.understanding.shopping_list import MOST
from catalog.money import Currency
from catalog.record import Record

FactTopic = Literal[
    "stock",
    "delivery",
    "price_history",
    "offers",
    "seller",
    "promotion",
    "reviews_for",
    "reviews_against",
    "attribute",
    "compatibility",
    "how_to_buy",
    "picture",
    "returns",
    "warranty",
    "payment",
]
SIDE_BY_SIDE = 4
Words = Annotated[str, Field(max_length=120)]
Id = Annotated[str, Field(min_length=1, max_length=200)]


class Lenient(Record):
    """Arguments of which null means what is left out, as many models write it."""

    @model_validator(mode="before")
    @classmethod
    def _null_is_left_out(cls, sent: object) -> object:
        return {k: v for k, v in sent.items() if v is not None} if isinstance(sent, dict) else sent


class FindArguments(ModelWant, Lenient):
    """Of `find`: the thing wanted."""


class FactsArguments(Lenient):
    """Of `facts`: which products, and what of them."""

    products: Annotated[tuple[Id, ...], Field(min_length=1, max_length=SIDE_BY_SIDE)]
    topic: FactTopic
    about: Words = ""


class CompareArguments(Lenient):
    """Of `compare`: which products, and what decides."""

    products: Annotated[tuple[Id, ...], Field(min_length=2, max_length=SIDE_BY_SIDE)]
    about: Words = ""


class Thing(Lenient):
    """One thing of a basket, in words to search with."""

    words: Annotated[str, Field(min_length=1, max_length=120)]
    quantity: int = Field(default=1, ge=1, le=99)


class BasketArguments(Lenient):
    """Of `basket`: the things, and what binds them together."""

    things: Annotated[tuple[Thing, ...], Field(min_length=1, max_length=MOST)]
    budget: Decimal | None = Field(default=None, gt=0, le=10**9)
    currency: Currency | None = None
    one_shop: bool = False


class ShelfArguments(Lenient):
    """Of `shelf`: a category's id, or nothing for all that is carried."""

    category: Annotated[str, Field(max_length=80)] = ""
