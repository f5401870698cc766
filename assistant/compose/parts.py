"""The parts that any composer returns, offline or model, before code checks and labels them."""

from typing import Literal

from catalog.record import Record

SpokenRole = Literal["lead", "pick", "compare", "caveat", "question"]


class Spoken(Record):
    """One stretch of text and what it speaks of; whether it is paid is not for it to say."""

    role: SpokenRole = "lead"
    text: str
    product_ids: tuple[str, ...] = ()
    evidence_ids: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
