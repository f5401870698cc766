"""A disclosure policy: where labels stand and how much they say, whatever the mechanism."""

from typing import Literal

from catalog.bilingual import Bilingual
from catalog.record import Record


class DisclosureStyle(Record):
    """One disclosure policy, as its YAML file says it.

    `item_label` is where each paid item's own label stands, "none" for no label of its own.
    `zone` heads bought items with one label for their block. `separate` keeps bought items out
    of the main list. `position` is where the bought block stands beside the main one. `payer`,
    `why` and `rank_if_unpaid` say whether those are told at the item; `controls` whether hide
    and report are offered.
    """

    id: str
    title: Bilingual
    summary: Bilingual
    source: str = ""
    item_label: Literal["none", "inline", "hover", "footer"] = "none"
    zone: bool = False
    separate: bool = True
    position: Literal["above", "below", "beside"] = "below"
    payer: bool = False
    why: bool = False
    rank_if_unpaid: bool = False
    controls: bool = False
