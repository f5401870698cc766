"""Campaigns: what sellers pay. Retrieval may not import this module (import-linter checks it)."""

from decimal import Decimal
from pathlib import Path

from pydantic import Field

from catalog.files import read_records
from catalog.money import Currency, Money
from catalog.product import Language
from catalog.record import Moment, Record
from catalog.store import DEMO


class Targeting(Record):
    """Which needs a campaign wants to meet: by the question asked, never by who asks.

    Empty means any. `attributes` are (name, value) pairs of which the question asks for at least
    one. `price_min` and `price_max` bound the offer's price.
    """

    categories: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    price_min: Money | None = None
    price_max: Money | None = None


class Creative(Record):
    """Words that the advertiser wrote; untrusted wherever they go."""

    language: Language
    headline: str = Field(min_length=1, max_length=40)
    text: str = Field(default="", max_length=150)


class LiveSale(Record):
    """A host's sale while a stream runs: the price that a shopper can really get, and the words.

    The seller pays `commission` of an order; the host gets `host_share` of that.
    """

    host: str = Field(min_length=1)
    price: Money
    starts: Moment
    ends: Moment
    words: tuple[Creative, ...] = ()
    commission: Decimal = Field(gt=0, le=1)
    host_share: Decimal = Field(ge=0, le=1)


class Campaign(Record):
    """Money that one payer offers for one product's exposure.

    `bid` is the most it pays per click; what it pays at most for a showing follows from it and the
    place's expected clicks, unless `sentence_bid` says it for a sentence or a question.
    `commission` is a share of the order value in [0, 1]; `margin` the share of the price that the
    seller keeps before advertising, from which its value of an order follows; `discount` what it
    takes off for a shopper at the moment of buying; `monthly_fee` a flat price for being included.
    `live` is a sale in a live stream. `budget` caps everything it is charged.
    `payer` pays; `on_behalf_of` is who benefits, often the same. `offer_id` is the offer a click
    leads to.
    """

    id: str = Field(min_length=1)
    payer: str = Field(min_length=1)
    on_behalf_of: str = Field(min_length=1)
    product_id: str = Field(min_length=1)
    offer_id: str = Field(min_length=1)
    bid: Money | None = None
    commission: Decimal | None = Field(default=None, ge=0, le=1)
    margin: Decimal | None = Field(default=None, ge=0, le=1)
    discount: Decimal | None = Field(default=None, gt=0, lt=1)
    monthly_fee: Money | None = None
    live: LiveSale | None = None
    budget: Money
    starts: Moment
    ends: Moment
    targeting: Targeting = Targeting()
    creatives: tuple[Creative, ...] = ()
    sentence_bid: Money | None = None
    provenance: str = ""

    @property
    def currency(self) -> Currency:
        """The currency of its budget, in which everything it is charged is counted."""
        return self.budget.currency


def read_campaigns(folder: Path | None = None) -> tuple[Campaign, ...]:
    """The campaigns in a catalog folder's campaigns.jsonl, by id; none where it has no such file.

    Raises:
        BadInput: a line is not a campaign.

    """
    path = (DEMO if folder is None else folder) / "campaigns.jsonl"
    if not path.is_file():
        return ()
    return tuple(sorted(read_records(path, Campaign), key=lambda campaign: campaign.id))
