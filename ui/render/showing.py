"""An answer as it is shown: what stands behind its products, and where its links lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from assistant.monetisation.ledger.entries import LedgerEntry
from assistant.monetisation.ledger.impressions import paid_for, sentence_ids
from assistant.schema.answer import Answer, Part
from assistant.schema.placement import Placement
from catalog.evidence import Evidence
from catalog.record import Record
from ui.render.html import NOTHING, web
from ui.render.paying import NOTHING_TAKEN, Takes
from ui.render.report_form import control
from ui.words import Words, tongue_of


class Sources(Record):
    """What stands behind one product: quotable evidence, and how much promotion was left out.

    `name` is what the product is called for short, "" where its title is not cut; `traits` are
    what sets it apart by the catalog's facts, in words; `colour` is that of its drawing, "" where
    none is on record.
    """

    quotable: tuple[Evidence, ...] = ()
    left_out: int = 0
    total: int = 0
    name: str = ""
    traits: tuple[str, ...] = ()
    colour: str = ""


def straight(placement: Placement) -> str:
    """The link of an item without a ledger in between: its own address, if that is a web page."""
    return web(placement.url)


@dataclass(frozen=True)
class Showing:
    """An answer with the evidence behind its products, and where its links lead.

    `link` gives the address that a click on an item opens, "" for none, `counted` the one that
    notes such a click where it opens the shop itself; `report` the one that
    takes a report of a paid thing by its id in the ledger, `reports` those made already; `mark`
    what a comparison notes at an item; `takes` is what may be ordered or paid at it.
    """

    answer: Answer
    sources: Mapping[str, Sources] = field(default_factory=dict)
    link: Callable[[Placement], str] = straight
    counted: Callable[[Placement], str] = lambda placement: ""
    report: Callable[[str], str] = lambda id: ""
    reports: Mapping[str, LedgerEntry] = field(default_factory=dict)
    mark: Callable[[Placement], Markup] = lambda placement: NOTHING
    takes: Takes = NOTHING_TAKEN

    @property
    def words(self) -> Words:
        """The page's phrases in the answer's language."""
        return Words(tongue_of(self.answer.locale))

    @cached_property
    def bought(self) -> frozenset[str]:
        """The ids under which the ledger knows what is paid for in the answer."""
        return frozenset(id for id, _, _ in paid_for(self.answer))

    @cached_property
    def sentences(self) -> dict[int, str]:
        """The ids of bought sentences, by their place among the answer's parts."""
        return sentence_ids(self.answer.parts, self.answer.placements)

    def reporting(self, id: str) -> Markup | None:
        """The way to report one paid thing, where the answer offers it."""
        if not self.answer.controls.report:
            return None
        return control(self.report(id), self.reports.get(id), self.words)

    def said(self, placement: Placement) -> tuple[Part, ...]:
        """The stretches of text that are about this item alone."""
        picks = (p for p in self.answer.parts if p.role == "pick")
        return tuple(p for p in picks if p.product_ids == (placement.product_id,))
