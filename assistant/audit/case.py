"""What one audit has to go by: the description, the page, styles, paired runs, and whose law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from assistant.audit.addresses import Recognised, recognised
from assistant.audit.description import Item, Paid, Told
from assistant.audit.html.notices import Notice, notices
from assistant.audit.html.page import PRICE, Page, Unit
from assistant.audit.json_reader import Node
from assistant.audit.label_words import Judgement, judge, laws_for
from assistant.audit.page_phrases import phrase_in
from assistant.audit.rule import Profile
from assistant.schema.answer import Jurisdiction

Sign = Literal["", "record", "label", "rel", "address", "tag"]


class Known(NamedTuple):
    """A unit of the page, the item of the record that it shows, and whether that is paid for.

    `sign` says by what it is known to be paid for, `address` what kind of address its link has.
    """

    id: str
    unit: Unit
    item: Item | None
    paid: Paid
    sign: Sign = ""
    address: Recognised | None = None

    @property
    def commission(self) -> bool:
        """Whether a commission is what is paid: by the record, or by the address of the link."""
        if self.item is not None:
            return self.item.compensation == "cps"
        return self.address is not None and self.address.address.kind == "affiliate"

    @property
    def sells(self) -> bool:
        """Whether one can buy there: a price, words of buying, or the address of a shop."""
        mall = self.address is not None and self.address.address.kind in ("mall", "affiliate")
        return mall or bool(PRICE.search(self.unit.text) or phrase_in(self.unit.text, "buys"))


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

        Without a record, a link is taken as paid for where the page itself says so: by a label, by
        rel=sponsored, by an address that counts money. That no label is there proves nothing.
        """
        return tuple(self._known(unit) for unit in (self.page.units if self.page else ()))

    def _known(self, unit: Unit) -> Known:
        item = self._items.of(unit) if self._items else None
        if item is not None:
            return Known(item.id, unit, item, item.paid, "record")
        address = recognised(unit.link.href)
        known = Known(unit.link.href, unit, None, "unsure", "", address)
        sign: Sign = ""
        if unit.seen_label is not None:
            sign = "tag" if unit.seen_label.form == "tag" else "label"
            sign = sign if sign == "label" or known.sells else ""
        if not sign and "sponsored" in unit.link.rel:
            sign = "rel"
        if not sign and address is not None and address.address.kind in ("affiliate", "ad_click"):
            sign = "address"
        return known._replace(paid="yes" if sign else "unsure", sign=sign)

    @cached_property
    def _items(self) -> _Items | None:
        return _Items(self.told) if self.told is not None else None

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """The sentences of the page that disclose payment for all of it."""
        return notices(self.page) if self.page is not None else ()

    @cached_property
    def says_unpaid(self) -> str:
        """The page's own words that nobody pays for what it recommends; "" for none."""
        return phrase_in(self.page.text, "nobody_pays") if self.page is not None else ""

    def judge(self, text: str, role: str, laws: tuple[Jurisdiction, ...] = ()) -> Judgement:
        """What the laws that apply here, or those given, make of a label's words."""
        declared = self.told.jurisdictions if self.told else ()
        chosen = tuple(law for law in (laws or self.laws) if law in self.laws)
        return judge(text, role, laws_for(chosen, self.locale, declared), self.locale)


class _Items:
    """The items of a record, found by address or by name."""

    def __init__(self, told: Told) -> None:
        self.by_address: dict[str, Item] = {}
        for item in told.items:
            for name in ("url", "final_url"):
                if address := item.node.said(name):
                    self.by_address.setdefault(address, item)
        self.named = sorted((i for i in told.items if i.title), key=lambda i: -len(i.title))

    def of(self, unit: Unit) -> Item | None:
        """The item that a unit shows: by its link, else the longest of the names in it."""
        found = self.by_address.get(unit.link.href)
        return found or next((item for item in self.named if item.title in unit.text), None)
