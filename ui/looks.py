"""How products are set apart on their cards: by facts that few of the others share, and colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.compose.fact_builder import traits_of
from assistant.compose.sanitise import short_name
from catalog.i18n import Spoken
from catalog.product import Product
from catalog.vocabulary import Vocabulary
from ui.words import Words

COLOUR = "color"
UNSAID = frozenset({COLOUR, "volume", "net_weight", "power", "for"})
"""Attributes that hardly ever decide between two things of a kind."""
LONGEST = 40


def reasons(
    products: Sequence[Product], vocabulary: Vocabulary, language: Spoken
) -> dict[str, tuple[str, ...]]:
    """The traits of each product in words, those that fewest of the others share first."""
    words = Words(language)
    told = {
        p.id: [
            t for t in traits_of(p, vocabulary, language) if t.attribute not in UNSAID and t.name
        ]
        for p in products
    }
    shared = Counter((t.attribute, t.value) for traits in told.values() for t in traits)
    lines = {}
    for id, traits in told.items():
        ordered = sorted(traits, key=lambda t: shared[t.attribute, t.value])
        said = (words("trait", name=t.name, value=t.text) for t in ordered)
        lines[id] = tuple(line for line in said if len(line) <= LONGEST)
    return lines


def called(product: Product, language: Spoken) -> str:
    """The short name: brand and model where the title begins with them, else as prose calls it."""
    named = f"{product.brand} {product.model}"
    if product.brand and product.model and product.title.startswith(f"{named} "):
        return named
    return short_name(product.title, language == "zh", product.brand)


def colour(product: Product) -> str:
    """The colour of a product by the vocabulary's id, "" where none is on record."""
    return next(iter(product.values(COLOUR)), "")
