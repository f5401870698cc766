"""The words of a catalog: its categories and attributes, named in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from catalog.files import read_yaml
from catalog.record import Record


class Term(Record):
    """One thing and its names; `aliases` are other words that shoppers use for it.

    `includes` are ids of values that an attribute's value stands for as well: what is for
    everyone is for men.
    """

    id: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()

    def name(self, locale: str) -> str:
        """Its name in "zh…" or any other locale (English)."""
        return self.zh if locale.startswith("zh") else self.en

    def words(self) -> tuple[str, ...]:
        """Every word that means it, in lower case, without repeats."""
        return tuple(dict.fromkeys(w.lower() for w in (self.zh, self.en, *self.aliases) if w))


class CategoryTerm(Term):
    """A category; `restricted` says that no sale may be pushed in it (medicine, tobacco)."""

    restricted: str = ""


class AttributeTerm(Term):
    """An attribute and the values it takes; `values` is empty where values are free text.

    `unit` is a measure ("g", "dB"); `better` says which way an unasked shopper would prefer.
    `ask_zh` and `ask_en` are the questions that find out what the shopper wants of it.
    """

    values: tuple[Term, ...] = ()
    unit: str = ""
    better: str = ""
    ask_zh: str = ""
    ask_en: str = ""

    def answering(self, id: str) -> tuple[str, ...]:
        """The value ids that meet a wish for one: itself, and those that include it."""
        return (id, *(v.id for v in self.values if id in v.includes))

    def value(self, id: str) -> Term:
        """The term of one value; a value the vocabulary does not list is its own name."""
        return next((v for v in self.values if v.id == id), Term(id=id, zh=id, en=id))


class Vocabulary(Record):
    """All terms of one catalog; empty for a catalog that brings none."""

    categories: tuple[CategoryTerm, ...] = ()
    attributes: tuple[AttributeTerm, ...] = ()

    def category(self, id: str) -> CategoryTerm:
        """The term of a category; an unlisted one is its own name."""
        return next((c for c in self.categories if c.id == id), CategoryTerm(id=id, zh=id, en=id))

    def attribute(self, id: str) -> AttributeTerm:
        """The term of an attribute; an unlisted one is its own name."""
        return next((a for a in self.attributes if a.id == id), AttributeTerm(id=id, zh=id, en=id))

    def with_categories(self, ids: Iterable[str]) -> Vocabulary:
        """This vocabulary plus plain terms for category ids it does not list."""
        known = {c.id for c in self.categories}
        new = tuple(CategoryTerm(id=i, zh=i, en=i) for i in sorted(set(ids) - known) if i)
        return self.model_copy(update={"categories": self.categories + new})


def read_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary in a YAML file.

    Raises:
        BadInput: the file is not YAML, or a field of it is wrong.

    """
    return read_yaml(path, Vocabulary)
