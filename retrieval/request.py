"""What ranking is asked and what it answers."""

from decimal import Decimal
from typing import Literal

from catalog.money import Money
from catalog.record import Record
from catalog.seller import SellerKind

Sort = Literal["relevance", "price_asc", "price_desc", "rating"]


class NumberBound(Record):
    """Bounds of a numeric attribute, in the vocabulary's unit for it; one side may be open.

    A bound belongs to the range unless `low_open` or `high_open` says that it does not.
    """

    name: str
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies within."""
        low, high = self.low, self.high
        above = low is None or (value > low if self.low_open else value >= low)
        return above and (high is None or (value < high if self.high_open else value <= high))


class Constraints(Record):
    """Conditions an offer must meet; an empty field asks nothing.

    Price bounds are inclusive and on the price paid for one unit; an offer in another currency
    than the bound's never meets it. `categories` are category ids. `without` are words that a
    product's title, brand and attributes must not contain; `fits` are the names of something that
    it is to go with, of which they must contain one. `attributes` are (name, value) pairs that a
    product must have, `not_attributes` those that it must not; `any_of` an attribute and the
    values of which it must have one. `numbers` bind numeric attributes: a product that states
    another figure is out; one that states none is in only where nothing of the categories asked
    for meets the bounds. `rating` bounds the stars shown beside an offer, of five; where nobody
    rated it, it is out.
    """

    price_min: Money | None = None
    price_max: Money | None = None
    brands: tuple[str, ...] = ()
    not_brands: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    seller_kinds: tuple[SellerKind, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    any_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    not_attributes: tuple[tuple[str, str], ...] = ()
    numbers: tuple[NumberBound, ...] = ()
    rating: NumberBound | None = None
    fits: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    in_stock: bool = True
    exclude_products: tuple[str, ...] = ()
    only_products: tuple[str, ...] = ()

    def loosened(self, field: str) -> "Constraints":
        """These constraints without the condition of one field."""
        return self.model_copy(update={field: type(self).model_fields[field].get_default()})


class Request(Record):
    """A question to the catalog: words to match, wished-for attributes, conditions to meet.

    `wishes` are (name, value) attribute pairs that raise a product's rank but do not bind.
    `currency` is the one that the shopper pays in; products sold in it come before equally
    relevant ones that are not.
    """

    text: str
    constraints: Constraints = Constraints()
    wishes: tuple[tuple[str, str], ...] = ()
    sort: Sort = "relevance"
    currency: str = ""
    k: int = 10


class RankedProduct(Record):
    """One product of the organic ranking, its best offer, and the parts of its score.

    `rank` starts at 1; `score` falls with rank under sort "relevance". `offer_id` is the offer
    that meets the constraints at the lowest price paid ("" where the catalog has no offer).
    """

    product_id: str
    offer_id: str
    rank: int
    score: float
    parts: tuple[tuple[str, float], ...] = ()


class Miss(Record):
    """A relevant product left out, and the constraint field that it fails."""

    product_id: str
    offer_id: str
    field: str


class Ranking(Record):
    """The organic answer to a request.

    `misses` are the most relevant products that fail exactly one constraint, filled only where
    `products` is short of three. `known_terms` is the share of the request's words that the
    catalog's text knows, in [0, 1]; `relevance` is the best product's cosine with the request;
    `covered` the greatest share of the words, by rarity, that one product matches (a little above
    1 where sellers' descriptions match too). All are 1 for a request without words. `words_alone`
    says that meaning was not searched, for the index is still being made.
    """

    products: tuple[RankedProduct, ...]
    misses: tuple[Miss, ...] = ()
    known_terms: float = 1.0
    relevance: float = 1.0
    covered: float = 1.0
    words_alone: bool = False
