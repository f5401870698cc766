"""What a shopper asks for, as a record."""

from typing import Literal

from catalog.i18n import Spoken
from catalog.record import Record
from retrieval.request import Constraints, Request, Sort

Act = Literal[
    "find",
    "tell",
    "compare",
    "superlative",
    "total",
    "money",
    "service",
    "settings",
    "social",
    "decline",
]
"""What a turn does; only `find` makes a new list, and only there is anything sold."""
Topic = Literal[
    "",
    "stock",
    "delivery",
    "price_history",
    "offers",
    "seller",
    "promotion",
    "reviews_for",
    "reviews_against",
    "attribute",
    "compatibility",
    "how_to_buy",
    "picture",
    "shelf",
    "asked",
    "accessory",
    "currency",
    "pieces",
    "basket",
    "voucher",
    "earn",
    "is_ad",
    "bias",
    "owner",
    "why_rank",
    "returns",
    "warranty",
    "payment",
    "order_status",
    "human",
    "health",
    "minors",
    "harm",
    "medicine",
    "off_topic",
]
"""What a turn is about, within its act."""
TOPICS: dict[Act, tuple[Topic, ...]] = {
    "tell": (
        "stock",
        "delivery",
        "price_history",
        "offers",
        "seller",
        "promotion",
        "reviews_for",
        "reviews_against",
        "attribute",
        "compatibility",
        "how_to_buy",
        "picture",
        "shelf",
        "asked",
        "accessory",
        "currency",
    ),
    "total": ("pieces", "basket", "voucher"),
    "money": ("earn", "is_ad", "bias", "owner", "why_rank"),
    "service": ("returns", "warranty", "payment", "order_status", "human"),
    "decline": ("health", "minors", "harm", "medicine", "off_topic"),
}
"""The topics of the acts that have any."""


Social = Literal[
    "",
    "greeting",
    "how_are_you",
    "thanks",
    "farewell",
    "acknowledgement",
    "apology",
    "praise",
    "help",
    "identity",
    "opinion",
    "insult",
    "complaint",
    "cancel",
    "anew",
]
"""Which civility a social turn is; "" for one without a name."""


class Wish(Record):
    """An attribute that the shopper would like; `importance` in (0, 1]."""

    name: str
    value: str
    importance: float = 1.0


class Setting(Record):
    """A change of settings asked for in the chat."""

    name: Literal["organic_only", "locale", "jurisdiction"]
    value: str


class Need(Record):
    """A question understood, with what earlier turns still ask for.

    `act` and `topic` say what the turn asks for, `social` which civility it is. `text` is the
    question as asked; `query` the words to search with, without the conditions. `category` is a
    category id or "". `focus` are the products it refers to ("the second one"), in the order named;
    () with another act than find means all that is shown; `missed` says that they point at a place
    where nothing is, `sponsored_meant` at what was paid for ("the sponsored one"), which is looked
    up below the cut. `subject` is the category that an act other than find speaks of,
    `subject_words` the words for it, whatever the conversation is looking for. `ask` is the
    attribute worth asking about before or after answering, "" if none. `restricted` names why no
    sale is offered (medical, tobacco, age, adult, weapons, drugs, self_harm, or what the vocabulary
    says of its category). `unlisted` are conditions that the catalog has no attribute for: ids of
    unlisted.yaml, or a figure with its unit; `phrases` the shopper's words by condition id
    (schema/understood.py) in this turn. `changed` lists the fields that this turn set or dropped,
    for the shopper to see.
    """

    text: str
    language: Spoken
    act: Act = "find"
    topic: Topic = ""
    social: Social = ""
    query: str = ""
    category: str = ""
    constraints: Constraints = Constraints()
    wishes: tuple[Wish, ...] = ()
    for_whom: str = ""
    occasion: str = ""
    quantity: int = 1
    sort: Sort = "relevance"
    focus: tuple[str, ...] = ()
    missed: bool = False
    sponsored_meant: bool = False
    subject: str = ""
    subject_words: str = ""
    ask: str = ""
    restricted: str = ""
    from_child: bool = False
    unlisted: tuple[str, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()
    settings: tuple[Setting, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def currency(self) -> str:
        """What the shopper pays in: the currency named, else the one of their language."""
        bound = self.constraints.price_max or self.constraints.price_min
        return bound.currency if bound else {"zh": "CNY", "en": "USD"}[self.language]

    @property
    def asks_for_something(self) -> bool:
        """Whether the conversation is looking for anything yet."""
        return bool(self.query or self.category or self.constraints != Constraints())

    def request(self, k: int, narrowing: tuple[tuple[str, tuple[str, ...]], ...] = ()) -> Request:
        """The request to the catalog that this need makes, its wishes `narrowing` the list too."""
        any_of = (*self.constraints.any_of, *narrowing)
        return Request(
            text=self.query,
            constraints=self.constraints.model_copy(update={"any_of": any_of}),
            wishes=tuple((w.name, w.value) for w in self.wishes),
            sort=self.sort,
            currency=self.currency,
            k=k,
        )


class Exchange(Record):
    """One earlier turn: what was understood, and the products shown, in the order shown.

    `organic` is the organic list of that turn: what "cheaper" and "others" start from, so that no
    list that money moved ever reaches a later ranking. `asked` is the attribute that the assistant
    asked about in its answer, "" if none.
    """

    need: Need
    shown: tuple[str, ...] = ()
    organic: tuple[str, ...] = ()
    asked: str = ""


History = tuple[Exchange, ...]
