"""An answer as somebody describes it: ours, or another assistant's as far as it is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.audit.json_reader import Node

Paid = Literal["yes", "no", "unsure"]
NOTHING = Node({})


@dataclass(frozen=True)
class Mark:
    """A label as described; `zone` says that it heads a block and stands for all its items."""

    node: Node
    zone: bool = False

    @property
    def text(self) -> str:
        """Its words, "" where unknown."""
        return self.node.said("text")

    @property
    def role(self) -> str:
        """What it says: ad, affiliate, own, ai; "ad" where nobody said."""
        return self.node.said("role") or "ad"

    @property
    def position(self) -> str:
        """Where it stands: before, after, hover, footer; "" where unknown."""
        return self.node.said("position")


@dataclass(frozen=True)
class Item:
    """One placement, the block it stands in, and whether that block marks all of it.

    `change` is what the answer's own record of differences says of it, None where it has none.
    """

    id: str
    node: Node
    block: Node
    zone: Mark | None
    own_counts: bool
    change: Node | None = None

    @cached_property
    def comp(self) -> Node | None:
        """Its compensation, None where unknown."""
        return self.node.node("comp")

    @cached_property
    def compensation(self) -> str:
        """Its compensation's type, "" where unknown."""
        return self.comp.said("type") if self.comp else ""

    @cached_property
    def paid(self) -> Paid:
        """Whether somebody pays for it.

        The operator's own goods count where `own_counts` (profile strict), and are for a person to
        judge elsewhere; so is a fee that is the same for every seller and moves nothing. A mall of
        the operator's that hosts other sellers is no exempt shop of its own (SAMR Guide item 8).
        """
        kind = self.compensation
        if kind == "none":
            return "no"
        if not kind:
            return "unsure"
        if kind == "ownership":
            hosts = self.seller_kind in ("third_party", "authorised")
            return "yes" if self.own_counts or hosts or self.affected else "unsure"
        uniform = self.comp is not None and self.comp.flag("varies_by_seller") is False
        if kind == "flat" and uniform and self.affects_rank is False and not self.slot:
            return "unsure"
        return "yes"

    @property
    def affects_rank(self) -> bool | None:
        """Whether payment moves it, by either record of it; None where unknown."""
        told = self.comp.flag("affects_rank") if self.comp else None
        return True if self.otherwise else told

    @property
    def affected(self) -> tuple[str, ...]:
        """What of it money chose: place, offer, link; nothing where unknown."""
        told = (self.comp.texts("affected") or ()) if self.comp else ()
        return (*told, *(what for what in self.otherwise if what not in told))

    @cached_property
    def otherwise(self) -> tuple[str, ...]:
        """What of it is better or otherwise than unpaid, by the answer's record of differences.

        That it stands lower is the work of what stands above it, and bought space is no place of
        the list.
        """
        change = self.change
        if change is None or self.compensation == "none" or change.said("space") != "list":
            return ()
        place = ("place",) if change.said("move") in ("up", "new") else ()
        return (*place, *self._swapped(change))

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The same of an item that nobody pays for: its shop or link is another, and no one why."""
        change = self.change
        return self._swapped(change) if change and self.compensation == "none" else ()

    def _swapped(self, change: Node) -> tuple[str, ...]:
        unpaid = change.said("offer_unpaid")
        offer = bool(unpaid) and change.said("offer_id") != unpaid
        shop = offer or change.flag("seller_changed") is True
        link = change.flag("link_changed") is True
        return (*(("offer",) if shop else ()), *(("link",) if link else ()))

    @property
    def seller_kind(self) -> str:
        """The kind of its seller, "" where unknown."""
        seller = self.node.node("seller")
        return seller.said("kind") if seller else ""

    @property
    def slot(self) -> bool:
        """Whether it stands in bought space, as far as its record says."""
        record = self.node.node("disclosure")
        return bool(record and record.flag("slot"))

    @property
    def kind(self) -> str:
        """The kind of its block."""
        return self.block.said("kind")

    @cached_property
    def own_mark(self) -> Mark | None:
        """Its own label, unless that is only the AI label."""
        label = self.node.node("label")
        mark = Mark(label) if label and (label.said("text") or label.said("position")) else None
        return mark if mark and mark.role != "ai" else None

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Every label that speaks for it."""
        return tuple(mark for mark in (self.own_mark, self.zone) if mark)

    @cached_property
    def title(self) -> str:
        """Its name."""
        return self.node.said("title")

    @cached_property
    def price(self) -> Node:
        """Its price as described."""
        return self.node.node("price") or NOTHING


@dataclass(frozen=True)
class Told:
    """An answer as described, with nothing taken on trust but that the description is honest."""

    node: Node
    own_counts: bool

    @classmethod
    def of(cls, raw: Mapping[str, object], *, own_counts: bool) -> Told:
        """The description in a JSON object of the data contract (docs/disclosure.md)."""
        return cls(Node(raw), own_counts)

    @property
    def locale(self) -> str:
        """Its language, "en" where nobody said."""
        return self.node.said("locale") or "en"

    @property
    def ours(self) -> bool:
        """Whether it is an Answer of this assistant, whose page shows every hop and record."""
        return self.node.has("disclosure_policy")

    @property
    def text(self) -> str:
        """Its running text, "" where there is none."""
        return self.node.text("text") or ""

    @property
    def question(self) -> str:
        """What was asked, "" where unknown."""
        need = self.node.node("need")
        return self.node.said("question") or (need.said("text") if need else "")

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The laws it says it is under."""
        return self.node.texts("jurisdictions") or ()

    @cached_property
    def blocks(self) -> tuple[Node, ...] | None:
        """Its blocks, None where unknown."""
        return self.node.nodes("blocks")

    @cached_property
    def items_unknown(self) -> bool:
        """Whether there may be items that nobody described: no blocks, or one without its list."""
        lists = (b for b in self.blocks or () if b.said("kind") not in ("notice", "footer"))
        return self.blocks is None or any(b.nodes("placements") is None for b in lists)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every placement, in reading order."""
        return tuple(self._items())

    def _items(self) -> Iterator[Item]:
        for at, block in enumerate(self.blocks or ()):
            label = block.node("label")
            zone = Mark(label, zone=True) if label and Mark(label).role != "ai" else None
            for n, placement in enumerate(block.nodes("placements") or ()):
                id = placement.said("id") or f"{block.said('id') or at}.{n + 1}"
                yield Item(id, placement, block, zone, self.own_counts, self._changes.get(id))

    @cached_property
    def difference(self) -> Node | None:
        """Its own record of what money changed, None where it has none."""
        return self.node.node("difference")

    @cached_property
    def _changes(self) -> dict[str, Node]:
        """What that record says of each item, by the item's id."""
        items = (self.difference.nodes("items") if self.difference else None) or ()
        return {item.said("placement_id"): item for item in items if item.said("placement_id")}

    @cached_property
    def paid(self) -> tuple[Item, ...]:
        """The items that somebody pays for."""
        return tuple(item for item in self.items if item.paid == "yes")

    @cached_property
    def follow_ups(self) -> tuple[Node, ...]:
        """The questions it offers."""
        return self.node.nodes("follow_ups") or ()

    @cached_property
    def parts(self) -> tuple[Node, ...]:
        """Its text in parts, as our own answers have it; none for others."""
        return self.node.nodes("parts") or ()

    @cached_property
    def money(self) -> Paid:
        """Whether money stands behind anything in it."""
        if self.paid or any(f.flag("paid") for f in self.follow_ups):
            return "yes"
        if any(self._paid_part(part) for part in self.parts):
            return "yes"
        pool = self.node.node("pool")
        unsure = any(item.paid == "unsure" for item in self.items)
        if self.blocks is None or unsure or (pool and pool.flag("owner_related")):
            return "unsure"
        return "no"

    def _paid_part(self, part: Node) -> bool:
        """Whether a part was bought; a reply about an earlier payment (a notice) was not."""
        if part.said("kind") != "sponsored" or part.said("role") == "notice":
            return False
        item = self.find(part.said("placement_id"))
        return item is None or item.paid == "yes"

    def payments(self) -> Iterator[tuple[str, Node | None]]:
        """Whatever is or may be paid for, with the record of its payment; None where unknown."""
        for item in self.items:
            if item.paid != "no":
                yield item.id, item.node.node("disclosure")
        for n, follow_up in enumerate(self.follow_ups):
            if follow_up.flag("paid"):
                yield f"follow_up.{n + 1}", follow_up.node("disclosure")
        for n, part in enumerate(self.parts):
            if self._paid_part(part):
                yield f"part.{n + 1}", part.node("disclosure")

    def find(self, id: str) -> Item | None:
        """The item of an id."""
        return next((item for item in self.items if item.id == id), None)
