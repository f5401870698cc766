"""What money changed in one answer, against the same research with no money."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from assistant.schema.placement import Share
from assistant.schema.roles import Role
from catalog.money import Money
from catalog.record import Record

MoveKind = Literal["same", "up", "down", "new"]
Space = Literal["list", "bought"]
Seen = Literal["before", "after", "hover", "footer", "zone", "none"]
"""How a label is seen: at its item, on pointing there, at the foot, once for its block, or not."""
ChargedEvent = Literal["impression", "click", "order", "month", "subscription", "tip"]


class ItemDifference(Record):
    """One item as it is shown, against the same product in the yardstick's list.

    `space` says whether it stands in the main list or in space bought apart from it, `place` where
    there, from 1; where bought space is put is layout and moves nothing. `move` compares the
    place with that under the yardstick, `moved_by` counts places (0 for "same" and "new").
    `rank_unpaid` is the product's place in the organic ranking, None where that leaves it out.
    `hops` are the hosts that a click passes before the shop.

    `price` is what one pays, with delivery if `delivered`; `price_unpaid` the same of the offer
    that the product has with no money, and `dearer_by` the former minus the latter, both before
    delivery where one of them does not state it, None where they do not compare. `over_best` is its
    price minus that of the best organic pick, None for what does not answer the question.
    `link_sold` says that an order, a click or the shop behind the link pays. `label` is the text
    that is seen, None for none; `changed` whether anything of all this is otherwise than under the
    yardstick.
    """

    placement_id: str
    product_id: str
    title: str
    space: Space
    place: int
    move: MoveKind
    moved_by: int = 0
    rank_unpaid: int | None = None
    offer_id: str = ""
    offer_unpaid: str = ""
    seller: str = ""
    seller_kind: str = ""
    seller_unpaid: str = ""
    seller_changed: bool = False
    url: str = ""
    hops: tuple[str, ...] = ()
    link_changed: bool = False
    link_sold: bool = False
    price: Money | None = None
    delivered: bool = False
    price_unpaid: Money | None = None
    delivered_unpaid: bool = False
    dearer_by: Money | None = None
    over_best: Money | None = None
    payer: str = ""
    label: str | None = None
    seen: Seen = "none"
    changed: bool = False


class ListedProduct(Record):
    """A product of the yardstick's list: its place, offer and price there."""

    product_id: str
    title: str
    place: int
    offer_id: str = ""
    seller: str = ""
    url: str = ""
    hops: tuple[str, ...] = ()
    price: Money | None = None
    delivered: bool = False


class PaidWords(Record):
    """Words that money stands behind: a sentence or question bought, or a mention of a paid item.

    `product_ids` are the products that they bring up.
    """

    text: str
    payer: str
    on_behalf_of: str = ""
    product_ids: tuple[str, ...] = ()
    label: str | None = None
    seen: Seen = "none"


class Owed(Record):
    """What one thing shown makes somebody owe: for which event, who in which role, how much.

    `money` is for one such event, None where no amount is known: for an order that of one unit,
    `rate` of its price where it is a share. `shares` go on to others, the rest to the platform.
    `at_once` says that it is owed for having been shown, whatever the shopper does next.
    `campaign_id` is that of the campaign that pays, `product_id` the product's that it is for.
    """

    event: ChargedEvent
    role: Role
    payer: str
    money: Money | None = None
    rate: Decimal | None = None
    shares: tuple[Share, ...] = ()
    at_once: bool = False
    campaign_id: str = ""
    product_id: str = ""


UnsoldReason = Literal[
    "no_bidder",
    "no_payer",
    "too_few",
    "irrelevant",
    "listed",
    "held_back",
    "sorted",
    "not_for_sale",
]
"""Why space went unsold: nobody bids for it, no shop that pays sells these products, fewer bid than
there are places, what they sell is not relevant enough, the list shows it anyway, the others do not
meet the terms of sale (a reserve, a budget, a cap, a note to show), the shopper asked for an order
that cannot be sold, or nothing may be advertised with such a question."""
UnsoldSpace = Literal["slot", "row", "sentence", "question", "place", "link"]


class Unsold(Record):
    """Space that was for sale and went unsold, how much of it, and why."""

    space: UnsoldSpace
    count: int
    reason: UnsoldReason = "no_bidder"


class Difference(Record):
    """Everything in one answer that would be otherwise with no money.

    `listed` is the yardstick's list, `items` every item shown, `gone` the products of the
    yardstick's list that are not shown in this one. `mentions` are words of the answer about what
    is paid for, themselves not bought. `same` says that nothing at all differs.
    """

    listed: tuple[ListedProduct, ...] = ()
    items: tuple[ItemDifference, ...] = ()
    gone: tuple[ListedProduct, ...] = ()
    sentences: tuple[PaidWords, ...] = ()
    questions: tuple[PaidWords, ...] = ()
    mentions: tuple[PaidWords, ...] = ()
    charges: tuple[Owed, ...] = ()
    unsold: tuple[Unsold, ...] = ()
    same: bool = True

    @property
    def paid(self) -> int:
        """How many things in the answer somebody pays for."""
        return sum(1 for i in self.items if i.payer) + len(self.sentences) + len(self.questions)

    @property
    def swapped(self) -> tuple[ItemDifference, ...]:
        """The items, in the list or beside it, of which another offer is shown than unpaid."""
        return tuple(i for i in self.items if i.offer_unpaid and i.offer_id != i.offer_unpaid)
