"""One item as it is shown, and what code knows of the money behind it.

Field names are those of the answer's data contract (assistant/schema/answer.py).
"""

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from catalog.i18n import Bilingual
from catalog.money import Money
from catalog.price import PriceLine
from catalog.record import Moment, Record
from catalog.seller import Relation, SellerKind

CompensationType = Literal["none", "flat", "cpc", "cps", "bid", "in_kind", "ownership"]


class Label(Record):
    """Words that say that money moved, and where they stand."""

    text: str = Field(min_length=1)
    lang: str
    role: Literal["ad", "affiliate", "ai", "own"]
    scope: Literal["item", "zone"] = "item"
    position: Literal["before", "after", "hover", "footer"] = "before"
    same_unit: bool = True
    visible_initially: bool = True


Affected = Literal["place", "offer", "link"]
"""What of an item money chose: where it stands, which offer is shown, where its link leads."""


class Compensation(Record):
    """Who pays the operator for an item, how, and whether that moves it.

    `affects_rank` says that money chose anything of it, `affected` what.
    """

    type: CompensationType = "none"
    varies_by_seller: bool = False
    payer: str = ""
    on_behalf_of: str = ""
    affects_rank: bool = False
    affected: tuple[Affected, ...] = ()


class Share(Record):
    """The part of a payment that goes on to somebody else; `share` of it, in (0, 1]."""

    role: Literal["creator", "host", "network", "shopper"]
    name: str
    share: Decimal = Field(gt=0, le=1)


class Terms(Record):
    """What the payer owes, and for which event; `amount` per event, or `rate` of the order.

    `shares` say who gets a part of it; the rest stays with the platform.
    """

    event: Literal["impression", "click", "order", "month"]
    amount: Money | None = None
    rate: Decimal | None = None
    shares: tuple[Share, ...] = ()


TargetedBy = Literal[
    "question", "category", "attribute", "language", "price", "seller", "conversation", "interest"
]


class Target(Record):
    """One kind of information that chose a paid item, of this conversation but for "interest".

    `value` is what it was: the category asked for, the price range, the category remembered.
    """

    by: TargetedBy
    value: Bilingual | None = None


class DisclosureRecord(Record):
    """What code knows of the money behind one item; `shown` is what the policy lets be seen.

    `why` says in a sentence how the item was chosen, `arithmetic` how its price came about,
    `targeting` what was known of the shopper when it was (empty: not recorded). `premium` is its
    price minus that of the best organic pick. `slot` is True for bought space, `question` where
    what was paid for is a question that the shopper opened and not the item itself.
    """

    mechanism: str
    campaign_id: str = ""
    payer: str
    on_behalf_of: str
    why: Bilingual
    arithmetic: tuple[Bilingual, ...] = ()
    targeting: tuple[Target, ...] = ()
    terms: Terms
    slot: bool = False
    question: bool = False
    premium: Money | None = None
    shown: Literal["none", "footer", "hover", "inline", "zone", "full"] = "none"


class ShownSeller(Record):
    """The seller as shown beside an item."""

    id: str
    name: str
    kind: SellerKind = "unknown"
    is_trader: bool | None = None
    relation_to_operator: Relation = "unknown"
    platform: str = ""


class PastPrice(Record):
    """One earlier price of the same offer."""

    t: Moment
    price: Money
    transacted: bool | None = None


class ShownPrice(Record):
    """The price as shown: what is paid now, where and when it was seen, what it is compared to.

    `now` is None where no price is known. `ref` is a struck-through price, None unless `basis`
    says what evidence holds it. `lines` is the arithmetic of what one unit costs.
    """

    now: Decimal | None = None
    currency: str = ""
    shown_at: Moment | None = None
    source: str = ""
    ref: Decimal | None = None
    ref_kind: Literal["prior", "msrp", "competitor", "unspecified"] | None = None
    basis: str = ""
    history: tuple[PastPrice, ...] = ()
    fees: str = ""
    conditions: str = ""
    lines: tuple[PriceLine, ...] = ()

    @property
    def money(self) -> Money | None:
        """`now` with its currency."""
        return None if self.now is None else Money(amount=self.now, currency=self.currency)

    @property
    def delivered(self) -> bool:
        """Whether delivery is in `total`; it is not where nobody stated what it costs."""
        return self.now is not None and self.fees != "shipping_unknown"

    @property
    def total(self) -> Money | None:
        """What one unit costs: the sum of the lines, delivery among them where it is known."""
        if self.money is None or not self.lines:
            return self.money
        first, *rest = (line.money for line in self.lines)
        return sum(rest, first)


class ShownRating(Record):
    """Stars with their source, never without."""

    value: Decimal
    count: int | None = None
    source: str = ""
    verification: str = ""
    incentivised: bool | None = None


class Placement(Record):
    """One item shown in an answer; paid for, it cannot be made without its disclosure record.

    `rank` is its place in its block, from 1; `rank_if_unpaid` its place in the organic ranking,
    None where that ranking leaves it out. `redirects` are the hosts before `final_url`; `link_at`
    says where the link stands. `text` are words that somebody else wrote, `text_by` who.
    """

    id: str
    product_id: str
    offer_id: str = ""
    rank: int = Field(ge=1)
    rank_if_unpaid: int | None = None
    title: str
    brand: str = ""
    category: str = ""
    url: str = ""
    redirects: tuple[str, ...] = ()
    final_url: str = ""
    comp: Compensation = Compensation()
    disclosure: DisclosureRecord | None = None
    label: Label | None = None
    seller: ShownSeller | None = None
    price: ShownPrice = ShownPrice()
    ratings: ShownRating | None = None
    link_at: Literal["title", "picture"] = "title"
    text: str = ""
    text_by: Literal["", "advertiser", "creator", "host"] = ""
    evidence_ids: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _paid_means_disclosed(self) -> Self:
        if self.sponsored and self.disclosure is None:
            raise ValueError(f"placement {self.id} is paid for and has no disclosure record")
        if not self.sponsored and (self.disclosure or self.label):
            raise ValueError(f"placement {self.id} is not paid for and carries a label")
        return self

    @property
    def sponsored(self) -> bool:
        """Whether anybody pays the operator for it."""
        return self.comp.type != "none"

    @property
    def moved(self) -> bool:
        """Whether money chose it: bought space, a place, offer or link, or a paid question's."""
        record = self.disclosure
        return self.comp.affects_rank or (record is not None and (record.slot or record.question))


def visible(label: Label) -> bool:
    """Whether it is seen before the item, without pointing at anything."""
    return label.position == "before" and label.visible_initially


def dearer(price: ShownPrice, other: ShownPrice) -> Money | None:
    """How much more one price is than another, like with like; None where they do not compare.

    Delivery counts only where both state it.
    """
    both = price.delivered and other.delivered
    own = price.total if both else price.money
    before = other.total if both else other.money
    if own is None or before is None or own.currency != before.currency:
        return None
    return own - before
