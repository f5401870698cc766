"""A disclosure policy: where labels stand and how much they say, whatever the mechanism."""

from typing import Literal

from pydantic import Field

from assistant.schema.answer import Jurisdiction
from catalog.i18n import Bilingual
from catalog.record import Record

Shown = Literal["none", "footer", "hover", "inline", "zone", "full"]


class Layout(Record):
    """Where labels stand.

    `item_label` is where each paid item's own label stands, "none" for no label of its own.
    `zone` heads bought items with one label for their block. `separate` keeps bought items out
    of the main list. `position` is where bought items stand beside (or in) the main list.
    `payer`, `why` and `rank_if_unpaid` say whether those are told at the item; `controls` whether
    hide and report are offered; `ranking` whether the effect of payment on the list is told.
    """

    item_label: Literal["none", "inline", "hover", "footer"] = "none"
    zone: bool = False
    separate: bool = True
    position: Literal["above", "below", "beside"] = "below"
    payer: bool = False
    why: bool = False
    rank_if_unpaid: bool = False
    controls: bool = False
    ranking: bool = True

    @property
    def shown(self) -> Shown:
        """How much of a payment's record this layout lets be seen."""
        if self.item_label == "inline":
            return "full" if self.payer and self.why else "inline"
        if self.zone:
            return "zone"
        return self.item_label


class DisclosureStyle(Layout):
    """One disclosure policy, as its YAML file says it.

    `by_jurisdiction` replaces the whole layout where one of those laws applies. `version` counts
    its contents up; `date` is that of what `source` names, or of when it was read.
    """

    id: str
    version: int = Field(default=1, ge=1)
    title: Bilingual
    summary: Bilingual
    source: str = ""
    date: str = ""
    by_jurisdiction: dict[Jurisdiction, Layout] = Field(default_factory=dict)

    def layout(self, jurisdictions: tuple[Jurisdiction, ...]) -> Layout:
        """The layout for the first of these jurisdictions that has one of its own, else this."""
        return next(
            (self.by_jurisdiction[j] for j in jurisdictions if j in self.by_jurisdiction), self
        )
