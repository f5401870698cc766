"""What a mechanism makes of one answer, and what it makes payers owe."""

from __future__ import annotations

from typing import Literal

from assistant.schema.answer import FollowUp, Part, Pool
from assistant.schema.difference import Unsold
from assistant.schema.placement import Placement
from catalog.i18n import Bilingual
from catalog.money import Money
from catalog.record import Record


class Charge(Record):
    """Money that is owed whatever the shopper does next (an impression, a subscription, a tip)."""

    kind: Literal["impression", "subscription", "tip"]
    payer: str
    campaign_id: str = ""
    money: Money


class Outcome(Record):
    """What a mechanism makes of an opportunity.

    `listed` is the main list in the order presented; where nothing moves it, it is the picks.
    `sponsored` was bought apart from the list; where it stands is for the disclosure to say.
    `parts` are sentences bought inside the answer, `unsold` what was for sale and nobody took.
    `parameter` says what money weighs in the order of the list, where it weighs anything;
    `profile_used` whether what is remembered of the shopper decided who could buy.
    """

    listed: tuple[Placement, ...]
    sponsored: tuple[Placement, ...] = ()
    parts: tuple[Part, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    pool: Pool = Pool()
    charges: tuple[Charge, ...] = ()
    unsold: tuple[Unsold, ...] = ()
    parameter: Bilingual | None = None
    profile_used: bool = False

    @property
    def moved(self) -> bool:
        """Whether money chose or ordered anything in the main list."""
        return any(p.moved for p in self.listed)
