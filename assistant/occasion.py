"""What an answer depends on below the cut, besides research and policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assistant.compose.compose import Composer
from assistant.schema.answer import Answer, FollowUp, Jurisdiction
from assistant.schema.provenance import Provenance
from catalog.campaign import Campaign
from catalog.money import Money
from catalog.store import Catalog


@dataclass(frozen=True)
class Occasion:
    """Everything below the cut that an answer depends on besides research and policy.

    `previous` is the last answer that showed products, None at the start. `spent` is what each
    campaign has been charged so far, `seen` how many answers of this conversation showed it,
    `opened` the paid follow-up questions asked in it. `takes_reports` says whether what shows the
    answer records reports of ads. `unrecorded` is why nothing that is shown can be recorded, ""
    where it can or nothing is; then nothing is sold. `subscribed` says that the shopper pays by the
    month; `interests` are the categories remembered of them, () unless they chose that. `turn`
    counts the earlier turns, `provenance` names what is answered from. `seed` and `now` are all the
    chance and time there is.
    """

    catalog: Catalog
    campaigns: tuple[Campaign, ...]
    composer: Composer
    locale: str
    jurisdictions: tuple[Jurisdiction, ...]
    now: datetime
    seed: str
    spent: Mapping[str, Money]
    previous: Answer | None = None
    organic_only: bool = False
    subscribed: bool = False
    interests: tuple[str, ...] = ()
    seen: Mapping[str, int] = field(default_factory=dict)
    opened: tuple[FollowUp, ...] = ()
    takes_reports: bool = False
    unrecorded: str = ""
    turn: int = 0
    provenance: Provenance = field(default_factory=Provenance)


def jurisdiction_of(chosen: Jurisdiction | Literal["auto"], language: str) -> Jurisdiction:
    """Whose wording applies: the one chosen, else China for Chinese and the US for English."""
    if chosen != "auto":
        return chosen
    return "cn" if language == "zh" else "us"


def locale_of(language: str, jurisdiction: Jurisdiction) -> str:
    """The locale to write in: "zh-CN", "en-US", "en-GB" or "en-EU"."""
    if language == "zh":
        return "zh-CN"
    return {"us": "en-US", "uk": "en-GB", "eu": "en-EU", "cn": "en-US"}[jurisdiction]
