"""What people wrote for the demo catalog: words, profiles, phrases, brands and shops in source/."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import Field

from catalog.record import Record
from catalog.seller import Relation, SellerKind
from catalog.vocabulary import AttributeTerm, CategoryTerm

SOURCE = Path(__file__).parent / "data"
Spoken = Literal["zh", "en"]
LANGUAGES: tuple[Spoken, ...] = ("zh", "en")
Fact = str | int | float
T = TypeVar("T", bound=Record)


class Profile(Record):
    """Facts that go together, a usual price in CNY and USD, and two titles in each language.

    A list among the facts is a choice. `focus` marks what sponsors compete for.
    """

    facts: dict[str, Fact | tuple[Fact, ...]]
    price: tuple[Decimal, Decimal]
    zh: str
    en: str
    focus: bool = False

    def titles(self, language: Spoken) -> list[str]:
        """The titles in a language, which are written with " / " between them."""
        return (self.zh if language == "zh" else self.en).split(" / ")


class Bank(Record):
    """Lines of text in both languages, written as `catalog.demo.generator.templates` says."""

    zh: str = ""
    en: str = ""

    def lines(self, language: Spoken) -> tuple[str, ...]:
        """The lines in a language, blank ones passed over."""
        text = self.zh if language == "zh" else self.en
        return tuple(line.strip() for line in text.splitlines() if line.strip())


class Models(Record):
    """How models are named in each language: "{n}" is a number, one pattern chosen per product."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def patterns(self, language: Spoken) -> tuple[str, ...]:
        """The patterns in a language; none where products have no model name."""
        return self.zh if language == "zh" else self.en


class Written(Record):
    """One category as it was written, in `source/categories/ID.yaml`.

    `brands` names a group of brands; `tells` are sentences for descriptions, `says` for what
    people write, `ads` creatives as "headline | text".
    """

    category: CategoryTerm
    attributes: tuple[AttributeTerm, ...] = ()
    brands: str
    models: Models = Models()
    profiles: tuple[Profile, ...]
    tells: Bank
    says: Bank
    ads: Bank


class Shop(Record):
    """A shop that is nobody's flagship: where it sells and what it tends to charge."""

    id: str
    name: str
    kind: SellerKind
    language: Spoken
    platform: str = ""
    host: str
    is_trader: bool | None = True
    relation: Relation = "none"
    sells: tuple[str, ...] = ()
    currency: str = ""


class Market(Record):
    """Brands by group and language ("name: slug"), shops, and agencies that pay for others."""

    brands: dict[str, dict[Spoken, dict[str, str]]]
    shops: tuple[Shop, ...]
    agencies: dict[Spoken, tuple[str, ...]]


class Stunt(Record):
    """A creative that tries something; it is given to the first campaign of its category."""

    category: str
    language: Spoken
    headline: str
    text: str = ""


class Shared(Record):
    """Words that several categories use, and words that name what is never sold here."""

    attributes: tuple[AttributeTerm, ...]
    categories: tuple[CategoryTerm, ...]
    says: Bank
    stunts: tuple[Stunt, ...] = ()


class Source(Record):
    """Everything in source/."""

    shared: Shared
    market: Market
    categories: tuple[Written, ...] = Field(min_length=1)


def read_source(folder: Path = SOURCE) -> Source:
    """The hand-written inputs; categories in the order of their file names."""
    return Source(
        shared=_read(folder / "shared.yaml", Shared),
        market=_read(folder / "market.yaml", Market),
        categories=tuple(
            _read(path, Written) for path in sorted((folder / "categories").glob("*.yaml"))
        ),
    )


def _read(path: Path, kind: type[T]) -> T:
    return kind.model_validate(yaml.safe_load(path.read_text("utf-8")))
