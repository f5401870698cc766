"""How often what is shown is clicked and what is clicked is ordered: one scale for all mechanisms.

A seller's value of an order is its margin on the price; of a click, that times the chance of an
order; of a showing, that times the place's chance of a click. So a bid per click and a bid per
showing are the same offer, and the revenue of two policies can be compared.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from catalog.campaign import Campaign
from catalog.files import read_yaml
from catalog.money import Money
from catalog.record import Record

RATES = Path(__file__).with_suffix(".yaml")
Place = Literal["list", "slot", "sentence", "question", "order"]
_Clicks = Annotated[
    tuple[Annotated[Decimal, Field(ge=0, le=1)], ...],
    BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else (v,)),
]


class Rate(Record):
    """Chances per showing (for "order": per click), best place first, and where they come from."""

    clicks: _Clicks
    source: str = Field(min_length=1)

    def at(self, place: int) -> Decimal:
        """The chance at a place from 1 on; beyond the last one given, that of the last."""
        return self.clicks[min(place, len(self.clicks)) - 1]


@cache
def rates(path: Path = RATES) -> dict[Place, Rate]:
    """The expected rates by kind of place.

    Raises:
        BadInput: the file is not such a table.
    """
    return read_yaml(path, dict[Place, Rate], "Write chances and a source")


def order_value(campaign: Campaign, price: Money) -> Money | None:
    """What an order at this price is worth to the seller before advertising; None if not known."""
    return None if campaign.margin is None else price * campaign.margin


def click_value(campaign: Campaign, price: Money) -> Money | None:
    """What a click is worth to the seller: margin · price · chance of an order after it."""
    value = order_value(campaign, price)
    return None if value is None else value * rates()["order"].at(1)


def showing_bid(
    campaign: Campaign, kind: Literal["slot", "sentence", "question"], place: int = 1
) -> Decimal:
    """The most a campaign pays for one showing: its click bid times the place's chance of a click.

    What the campaign itself says of a sentence (`sentence_bid`) holds for sentences and questions.
    """
    if kind != "slot" and campaign.sentence_bid is not None:
        return campaign.sentence_bid.amount
    return (campaign.bid.amount if campaign.bid else Decimal(0)) * rates()[kind].at(place)
