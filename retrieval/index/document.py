"""What retrieval reads of a product: its name, its facts, and what its seller wrote."""

from catalog.product import Product
from catalog.record import Record
from catalog.vocabulary import Vocabulary
from retrieval.text.terms import chinese


class Document(Record):
    """A product's text by who vouches for it.

    `name` is title, brand and model; `facts` are these and its category and attributes in every
    language the vocabulary knows; `told` is the seller's description. `meaning` is embedded.
    """

    name: str
    facts: str
    told: str
    meaning: str


def document(product: Product, vocabulary: Vocabulary) -> Document:
    """A product's text."""
    locale = "zh" if chinese(product.title) else "en"
    category = vocabulary.category(product.category) if product.category else None
    every, own = list(category.words()) if category else [], []
    if category:
        own.append(category.name(locale))
    for attribute in product.attributes:
        term = vocabulary.attribute(attribute.name)
        value = term.value(attribute.value)
        every.extend((*term.words(), *value.words()))
        own.append(f"{term.name(locale)} {value.name(locale)}")
    title = product.title.lower()
    names = [n for n in (product.brand, product.model) if n and n.lower() not in title]
    return Document(
        name=" ".join((product.title, *names)),
        facts=" ".join((product.title, *names, *every)),
        told=product.description,
        meaning=". ".join((product.title, *names, *own)),
    )
