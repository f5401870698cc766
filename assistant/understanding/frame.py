"""What one question says by itself, before the earlier turns are added to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.schema.need import Act, Need, Setting, Social, Topic, Wish
from assistant.understanding.prices import Bounds
from catalog.i18n import Spoken
from catalog.seller import SellerKind
from retrieval.request import NumberBound, Sort

PriceStep = Literal["", "too_dear", "cheaper", "dearer"]
"""A price wish relative to what was shown; "" where there is none."""


@dataclass(frozen=True)
class Said:
    """One question read on its own; both the rules and a chat model yield this.

    `act` is "" where nothing but shopping was said. `sellers` None means not mentioned, ()
    that any will do. `step` is a price wish relative to what was shown. `drop` names what no
    longer matters ("price", "brands", or an attribute's name); `also` says that brands and
    wishes add to the earlier ones. `others` asks for products not yet shown. `change` is a
    change of mind, `anew` a fresh start; `new_thing` says that the words name another thing to
    buy. `back` is the need of an earlier turn that is gone back to.
    `missed`, `sponsored_meant`, `subject`, `subject_words` and `from_child` are the Need's.
    """

    text: str
    language: Spoken
    act: Act | Literal[""] = ""
    topic: Topic = ""
    social: Social = ""
    query: str = ""
    categories: tuple[str, ...] = ()
    bound: bool = True
    price: Bounds = field(default_factory=Bounds)
    step: PriceStep = ""
    budget: bool = False
    brands: tuple[str, ...] = ()
    not_brands: tuple[str, ...] = ()
    fits: tuple[str, ...] = ()
    sellers: tuple[SellerKind, ...] | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    wishes: tuple[Wish, ...] = ()
    without: tuple[str, ...] = ()
    numbers: tuple[NumberBound, ...] = ()
    rating: NumberBound | None = None
    not_attributes: tuple[tuple[str, str], ...] = ()
    any_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unlisted: tuple[str, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()
    for_whom: str = ""
    occasion: str = ""
    quantity: int | None = None
    sort: Sort | None = None
    focus: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    others: bool = False
    restricted: str = ""
    from_child: bool = False
    settings: tuple[Setting, ...] = ()
    drop: frozenset[str] = frozenset()
    also: bool = False
    change: bool = False
    anew: bool = False
    new_thing: bool = False
    back: Need | None = None
    missed: bool = False
    sponsored_meant: bool = False
    subject: str = ""
    subject_words: str = ""
