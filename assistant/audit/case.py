"""What one audit has to go by: the description, the page, styles, paired runs, and whose law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from assistant.audit.description import Item, Paid, Told
from assistant.audit.html.page import Page, Unit
from assistant.audit.json_reader import Node
from assistant.audit.label_words import Judgement, judge, laws_for
from assistant.audit.rule import Profile
from assistant.schema.answer import Jurisdiction


class Known(NamedTuple):
    """A unit of the page, the item of the record that it shows, and whether that is paid for."""

    id: str
    unit: Unit
    item: Item | None
    paid: Paid


@dataclass(frozen=True)
class Case:
    """The sources of one audit; any of them may be missing.

    `exports` are the answer's texts as they leave the page, by form. `styles` and
    `counterfactual` are described in docs/disclosure.md.
    """

    profile: Profile
    laws: tuple[Jurisdiction, ...]
    told: Told | None = None
    page: Page | None = None
    styles: Node | None = None
    counterfactual: Node | None = None
    exports: Mapping[str, str] = field(default_factory=dict)

    @property
    def locale(self) -> str:
        """The answer's language."""
        if self.told is not None and self.told.node.has("locale"):
            return self.told.locale
        return (self.page.lang if self.page else "") or "en"

    @cached_property
    def units(self) -> tuple[Known, ...]:
        """Every unit of the page with what is known of it.

        Without a record, a link is taken as paid for where the page itself says so: by a label or
        by rel=sponsored. That no label is there proves nothing.
        """
        found = []
        for unit in self.page.units if self.page else ():
            item = _item_of(unit, self.told) if self.told else None
            if item is not None:
                found.append(Known(item.id, unit, item, item.paid))
            else:
                says = "sponsored" in unit.link.rel or unit.seen_label is not None
                found.append(Known(unit.link.href, unit, None, "yes" if says else "unsure"))
        return tuple(found)

    def judge(self, text: str, role: str, laws: tuple[Jurisdiction, ...] = ()) -> Judgement:
        """What the laws that apply here, or those given, make of a label's words."""
        declared = self.told.jurisdictions if self.told else ()
        chosen = tuple(law for law in (laws or self.laws) if law in self.laws)
        return judge(text, role, laws_for(chosen, self.locale, declared), self.locale)


def _item_of(unit: Unit, told: Told) -> Item | None:
    for item in told.items:
        addresses = {item.node.said("url"), item.node.said("final_url")} - {""}
        if unit.link.href in addresses:
            return item
    named = [i for i in told.items if i.title and i.title in unit.text]
    return max(named, key=lambda i: len(i.title), default=None)
