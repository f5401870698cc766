"""What may be said of one product: figures, traits, wishes met or not, and words to quote."""

from decimal import Decimal

from catalog.evidence import SourceKind
from catalog.i18n import Spoken
from catalog.money import Money
from catalog.offer import Stock
from catalog.product import Language
from catalog.record import Moment, Record
from catalog.seller import SellerKind
from retrieval.request import Sort


class Trait(Record):
    """One attribute of a product: its ids, and name and value in the language of the answer.

    `number` is the value as a number where it is one, `better` which way shoppers prefer it
    ("high", "low" or "").
    """

    attribute: str
    value: str
    name: str
    text: str
    number: Decimal | None = None
    better: str = ""


class WishFact(Record):
    """One thing wished for; `has` is what the product has instead, "" where nobody says.

    `flag` marks a yes-or-no attribute, whose values are phrases of their own ("not waterproof").
    """

    attribute: str
    name: str
    wanted: str
    has: str = ""
    flag: bool = False


class Quote(Record):
    """One statement that may be quoted; `text` is untrusted."""

    id: str
    source_kind: SourceKind
    text: str
    language: Language
    date: Moment | None = None
    rating: Decimal | None = None


class ItemFacts(Record):
    """One product as listed; nothing here says whether anybody paid for its place.

    `name` is what prose calls it, `title` the whole title (both untrusted). `price` is paid for
    one unit, `total` with delivery where that is known, `start` what the arithmetic starts from
    (`start_name`: "List price") and `promotions` what brings it down, `reference` a struck-through
    price that evidence holds; `lines` the arithmetic in words. `age_days` is how old the price is.
    `left_out` of `sources` statements were promotional and are not among the `quotes`.
    """

    product_id: str
    title: str
    name: str
    brand: str = ""
    price: Money | None = None
    price_text: str = ""
    total: Money | None = None
    total_text: str = ""
    start: Money | None = None
    start_text: str = ""
    start_name: str = ""
    promotions: tuple[str, ...] = ()
    reference: Money | None = None
    reference_text: str = ""
    lines: tuple[str, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    shipping_known: bool = False
    age_days: int | None = None
    seller: str = ""
    seller_kind: SellerKind = "unknown"
    platform: str = ""
    stock: Stock = "unknown"
    rating: Decimal | None = None
    rating_count: int | None = None
    rating_source: str = ""
    traits: tuple[Trait, ...] = ()
    met: tuple[WishFact, ...] = ()
    unmet: tuple[WishFact, ...] = ()
    unsaid: tuple[WishFact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    left_out: int = 0
    sources: int = 0

    @property
    def paid(self) -> Money | None:
        """What one costs, delivered where that is known."""
        return self.price if self.total is None else self.total

    @property
    def paid_text(self) -> str:
        """`paid` in words."""
        return self.total_text or self.price_text

    def trait(self, attribute: str) -> Trait | None:
        """Its trait for an attribute, None where nobody says."""
        return next((t for t in self.traits if t.attribute == attribute), None)


class AttributeValues(Record):
    """The names, in the language of the answer, of every value that an attribute may take."""

    attribute: str
    names: tuple[str, ...]


class MissFacts(Record):
    """A near miss: a product left out, the condition that it fails, and its own value there."""

    product_id: str
    title: str
    name: str
    field: str
    has: str = ""
    price: Money | None = None
    price_text: str = ""


class ConditionFact(Record):
    """How the listed products stand to one condition: the names of those in each state.

    `what` is the condition in the language of the answer, `words` the shopper's own.
    """

    id: str
    what: str
    words: str = ""
    met: tuple[str, ...] = ()
    not_met: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()


class Asked(Record):
    """What the shopper asked for, in words of the answer's language.

    `subject` is the category's name or "". `price_text` is the range in words ("" for none),
    `bounds` its figures. `settings` are (name, value) pairs changed in the chat; `about` the
    attributes that a question about one product names, as (id, name).
    """

    question: str
    language: Spoken
    subject: str = ""
    price_text: str = ""
    price_max: Money | None = None
    price_min: Money | None = None
    bounds: tuple[Decimal, ...] = ()
    wishes: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    not_brands: tuple[str, ...] = ()
    seller_kinds: tuple[SellerKind, ...] = ()
    for_whom: str = ""
    occasion: str = ""
    social: str = ""
    topic: str = ""
    restricted: str = ""
    sort: Sort = "relevance"
    settings: tuple[tuple[str, str], ...] = ()
    about: tuple[tuple[str, str], ...] = ()
