"""A product: a fact about the world, the same whoever sells it."""

from typing import Literal

from pydantic import Field

from catalog.record import Record

Language = Literal["zh", "en", "und"]


class Attribute(Record):
    """One structured fact: a name and a value, as ids of the vocabulary where it knows them."""

    name: str = Field(min_length=1)
    value: str = Field(min_length=1)


class Product(Record):
    """What is known of one product; an unknown field is empty, never guessed.

    `category` is a category id of the catalog's vocabulary, or the feed's own category text.
    `provenance` says where title, description and attributes come from (a feed's name, "demo").
    `description` is written by sellers: untrusted wherever it goes.
    """

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    description: str = ""
    category: str = ""
    brand: str = ""
    model: str = ""
    gtin: str = ""
    language: Language = "und"
    attributes: tuple[Attribute, ...] = ()
    image: str = ""
    provenance: str = ""

    def values(self, name: str) -> tuple[str, ...]:
        """The values that this product has for an attribute, in the order given."""
        return tuple(a.value for a in self.attributes if a.name == name)
