"""One sentence from the record, in no language yet: its phrase, what fills it, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from catalog.i18n import Bilingual
from catalog.money import Money
from catalog.price import PriceLine
from catalog.record import Moment, Record


class Term(Record):
    """A word of the catalog that each language has its own name for.

    `id` is a product's id, a category's, an attribute's, or a value of the attribute `of` (a
    "trait" says both: "made for men"); for "phrase" a key of the phrases.
    """

    kind: Literal["product", "category", "attribute", "value", "trait", "phrase"]
    id: str
    of: str = ""


class Series(Record):
    """Several values in a row, joined as the language joins them.

    `last` is what stands before the last: "and", or what a sentence that denies something of all
    of them has there ("neither"); clauses stand side by side.
    """

    items: tuple[Value, ...]
    last: Literal["and", "neither", "clauses"] = "and"


class Arithmetic(Record):
    """The lines of a price, read out one after the other."""

    lines: tuple[PriceLine, ...]


class Quotation(Record):
    """Words of a stranger (untrusted), and the kind of their source ("" for the seller)."""

    text: str
    source: str = ""


class Slot(Record):
    """What fills one {slot} of a phrase."""

    name: str
    value: Value


class Statement(Record):
    """A sentence, or a clause of one: phrases/facts.yaml has its words under `key`.

    `product_ids` and `evidence_ids` are what it speaks of and rests on.
    """

    key: str
    slots: tuple[Slot, ...] = ()
    product_ids: tuple[str, ...] = ()
    evidence_ids: tuple[str, ...] = ()


Value = (
    Money
    | Term
    | Series
    | Arithmetic
    | Quotation
    | Statement
    | Bilingual
    | Moment
    | int
    | Decimal
    | str
)
"""A slot's value; what it reads as is decided with the language."""

for _record in (Series, Slot, Statement):
    _record.model_rebuild()


def statement(
    key: str,
    *,
    about: tuple[str, ...] = (),
    evidence: tuple[str, ...] = (),
    **slots: Value,
) -> Statement:
    """A statement from keyword slots."""
    return filled(key, slots, about=about, evidence=evidence)


def filled(
    key: str,
    slots: Mapping[str, Value],
    *,
    about: tuple[str, ...] = (),
    evidence: tuple[str, ...] = (),
) -> Statement:
    """A statement from a mapping of slots."""
    return Statement(
        key=key,
        slots=tuple(Slot(name=name, value=value) for name, value in slots.items()),
        product_ids=about,
        evidence_ids=evidence,
    )


def series(values: Sequence[Value], last: Literal["and", "neither", "clauses"] = "and") -> Series:
    """Values in a row."""
    return Series(items=tuple(values), last=last)


class Consulted(Record):
    """What was looked up to answer a question about things: the sentences, the first one first.

    `product_ids` are the first of the products looked at; `listed` those shown with the answer,
    each at its offer in `offers`, pairs of a product's id and an offer's.
    Without statements the answer is an overview or a comparison of what is listed.
    """

    statements: tuple[Statement, ...] = ()
    product_ids: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    offers: tuple[tuple[str, str], ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Every product that the statements name."""
        return tuple(dict.fromkeys(id for s in self.statements for id in _named(s)))


def _named(value: Value) -> Iterator[str]:
    match value:
        case Term(kind="product", id=id):
            yield id
        case Series(items=items):
            for item in items:
                yield from _named(item)
        case Statement(slots=slots):
            for slot in slots:
                yield from _named(slot.value)
