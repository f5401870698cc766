"""The Answer: everything a shopper is shown and everything an audit needs to judge it.

The field names are the data contract of the disclosure rules (shared/docs/disclosure-rules.md
§5), so that `plainshelf audit` reads our answers and descriptions of other assistants alike.
"""

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from assistant.need import Need
from catalog.bilingual import Bilingual
from catalog.money import Money
from catalog.price import PriceLine
from catalog.record import Moment, Record
from catalog.seller import Relation, SellerKind

Jurisdiction = Literal["cn", "us", "eu", "uk"]
CompensationType = Literal["none", "flat", "cpc", "cps", "bid", "in_kind", "ownership"]
BlockKind = Literal["organic", "sponsored", "mixed", "notice", "footer"]


class Label(Record):
    """Words that say that money moved, and where they stand."""

    text: str = Field(min_length=1)
    lang: str
    role: Literal["ad", "affiliate", "ai", "own"]
    scope: Literal["item", "zone"] = "item"
    position: Literal["before", "after", "hover", "footer"] = "before"
    same_unit: bool = True
    visible_initially: bool = True


class Compensation(Record):
    """Who pays the operator for an item, how, and whether that moves its place."""

    type: CompensationType = "none"
    varies_by_seller: bool = False
    payer: str = ""
    on_behalf_of: str = ""
    affects_rank: bool = False


class Terms(Record):
    """What the payer owes, and for which event; `amount` per event, or `rate` of the order."""

    event: Literal["impression", "click", "order"]
    amount: Money | None = None
    rate: Decimal | None = None


TargetedBy = Literal["question", "category", "language", "price", "seller", "conversation"]


class Target(Record):
    """One kind of information that chose a paid item, always of this conversation.

    `value` is what it was: the category asked for, the price range.
    """

    by: TargetedBy
    value: Bilingual | None = None


class DisclosureRecord(Record):
    """What code knows of the money behind one item; `shown` is what the policy lets be seen.

    `why` says in a sentence how the item was chosen, `arithmetic` how its price came about,
    `targeting` what was known of the shopper when it was (empty: not recorded). `premium` is its
    price minus that of the best organic pick. `slot` is True for bought space.
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
    None where that ranking leaves it out. `redirects` are the hosts before `final_url`.
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
    text: str = ""
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
        """Whether money put it where it is: bought space, or a place that payment changed."""
        return self.comp.affects_rank or (self.disclosure is not None and self.disclosure.slot)


class Block(Record):
    """A group of items under one heading; `label` is a zone label for all of them."""

    id: str
    kind: BlockKind
    order: int
    position: Literal["main", "above", "below", "beside"] = "main"
    heading: str = ""
    label: Label | None = None
    placements: tuple[Placement, ...] = ()
    text: str = ""

    @model_validator(mode="after")
    def _organic_is_organic(self) -> Self:
        moved = [p.id for p in self.placements if p.moved]
        if self.kind == "organic" and moved:
            raise ValueError(f"organic block {self.id} holds items that money moved: {moved}")
        return self


class Part(Record):
    """One stretch of the answer's text, citing what it speaks of.

    A sponsored part names its placement or carries its own disclosure record, and its label
    stands before its words wherever the text goes. `table` holds the rows of a comparison, the
    first naming the products in the order of `product_ids`.
    """

    kind: Literal["organic", "sponsored"] = "organic"
    role: Literal["lead", "pick", "compare", "caveat", "question", "notice", "sentence"] = "lead"
    text: str
    product_ids: tuple[str, ...] = ()
    evidence_ids: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    placement_id: str = ""
    disclosure: DisclosureRecord | None = None
    label: Label | None = None

    @model_validator(mode="after")
    def _paid_means_disclosed(self) -> Self:
        if self.kind == "sponsored" and self.disclosure is None:
            raise ValueError("a sponsored part of the text has no disclosure record")
        return self


class ProseSpan(Record):
    """Where in the answer's text a placement is spoken of (offsets in characters)."""

    start: int
    end: int
    placement_id: str | None = None


class FollowUp(Record):
    """A question offered as the next one; a paid one carries its disclosure record."""

    text: str
    paid: bool = False
    label: Label | None = None
    disclosure: DisclosureRecord | None = None
    product_id: str = ""

    @model_validator(mode="after")
    def _paid_means_disclosed(self) -> Self:
        if self.paid and self.disclosure is None:
            raise ValueError("a paid follow-up question has no disclosure record")
        return self


class AILabel(Record):
    """The words that say that a machine wrote this (GB 45438-2025; AI Act 50)."""

    text: str
    form: Literal["text", "corner", "ui"] = "text"
    position: Literal["start", "middle", "end", "persistent"] = "start"


class RankingInfo(Record):
    """How the list came about, in words a shopper reads: parameters with weights, effect of pay."""

    params: tuple[str, ...] = ()
    payment_effect: str = ""
    url: str = ""
    sorts: tuple[str, ...] = ()


class Pool(Record):
    """Where the candidates came from, and whether the operator's own interest narrowed them."""

    sources: tuple[str, ...] = ()
    owner_related: bool = False
    exclusive: bool = False


class Controls(Record):
    """What the shopper can do from where the answer stands; nothing is claimed that is not there.

    `personalisation_off` has nothing to switch where no profile is used.
    """

    personalisation_off: bool = True
    hide_ads: bool = True
    why_ad: bool = True
    report: bool = False


class Composition(Record):
    """Who wrote the words (offline composer or chat model), at what cost, with what repairs."""

    composer: str = "offline"
    notice: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Money | None = None
    dropped: int = 0


class Answer(Record):
    """One answer under one policy.

    `organic` is the organic list that was shown or would have been, best first, for any policy;
    `organic_only` says that the shopper switched paid items off; `text` is what the parts read
    as, labels included. `profile_used` says whether anything known of the person, beyond this
    conversation, had a part in it.
    """

    id: str
    created_at: Moment
    locale: str
    jurisdictions: tuple[Jurisdiction, ...]
    policy: str
    disclosure_policy: str
    ai_generated: bool = True
    mode: Literal["text", "voice"] = "text"
    ai_labels: tuple[AILabel, ...] = ()
    need: Need
    organic: tuple[str, ...] = ()
    organic_only: bool = False
    text: str = ""
    parts: tuple[Part, ...] = ()
    prose_spans: tuple[ProseSpan, ...] = ()
    blocks: tuple[Block, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    ranking_info: RankingInfo = RankingInfo()
    pool: Pool = Pool()
    controls: Controls = Controls()
    profile_used: bool = False
    claims_by_operator: tuple[str, ...] = ()
    composition: Composition = Composition()

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Every item shown, in reading order."""
        return tuple(p for block in self.blocks for p in block.placements)
