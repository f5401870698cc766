"""What each label of a page stands for: its card, the next one, or a zone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.audit.html.rows import INLINE, Rows
from assistant.audit.label_words import speaks_of_several

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from assistant.audit.html.dom import Link, PageLabel, Read

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TITLES = HEADINGS | {"legend", "caption", "header", "dt", "hr"}
BLOCKS = frozenset({"p", "div", "section", "aside", "ul", "ol", "li", "table", "td", "fieldset"})
ZONES = frozenset({"section", "aside", "div", "ul", "ol", "table", "fieldset"})
SEPARATORS = (";", "；", ",", "，", "、", ".", "。")
"""How the words behind a label begin where it closes what stands before it."""
Place = tuple["HtmlElement", str]
"""A card and where its link leads: one unit."""


@dataclass
class Standing:
    """The labels of each unit, the zones by their element, and the zones among siblings."""

    own: dict[Place, tuple[PageLabel, ...]] = field(default_factory=dict)
    zones: dict[HtmlElement, PageLabel] = field(default_factory=dict)
    flat: dict[HtmlElement, tuple[PageLabel, HtmlElement]] = field(default_factory=dict)

    def zone(self, card: HtmlElement) -> tuple[PageLabel | None, HtmlElement | None]:
        """The label of the nearest zone around a card, with the zone's element."""
        for around in (card, *card.iterancestors()):
            if around in self.flat:
                return self.flat[around]
            if around in self.zones and around is not card:
                return self.zones[around], around
        return None, None


def standing(read: Read, rows: Rows, labels: list[PageLabel]) -> Standing:
    """What each of the labels stands for; in navigation and footers none does."""
    found: Standing = Standing()
    own: dict[Place, list[PageLabel]] = defaultdict(list)
    for label in labels:
        if label.furniture in ("nav", "footer"):
            continue
        for place in _own(read, rows, label) or _beyond(read, rows, label, found):
            own[place].append(label)
    found.own = {place: tuple(each) for place, each in own.items()}
    return found


def _own(read: Read, rows: Rows, label: PageLabel) -> list[Place]:
    """The units of the card that a label stands in."""
    for around in (label.element, *label.element.iterancestors()):
        if around in rows.links_of:
            return [(around, link.href) for link in rows.links_of[around]]
        if label.form == "tag" and around.tag in ("article", "main", "body"):
            return _in_span(rows, read.spans[around])
    return []


def _beyond(read: Read, rows: Rows, label: PageLabel, found: Standing) -> list[Place]:
    """The one unit beside a label in running text or among blocks; else its zone is noted."""
    if label.form == "tag":
        return []
    block = next(
        (a for a in (label.element, *label.element.iterancestors()) if a.tag in BLOCKS | HEADINGS),
        None,
    )
    if block is not None and (inline := _inline(read, rows, label, block)):
        return inline
    if label.form != "text" or label.hidden:
        return _next_to(read, rows, label)
    if _zone(read, rows, label, found):
        return []
    return _next_to(read, rows, label)


def _inline(read: Read, rows: Rows, label: PageLabel, block: HtmlElement) -> list[Place]:
    """The inline link just after a label in its paragraph, or before a label that trails it."""
    start, end = read.spans[block]
    here = [(c, link) for c, link in _between(rows, start, end) if c.tag in INLINE]
    if not here:
        return []
    after = next(((c, link) for c, link in here if link.at >= label.at), None)
    before = next(((c, link) for c, link in reversed(here) if link.end <= label.at), None)
    words = read.runs[label.at].text if label.at < len(read.runs) else ""
    behind = read.runs[label.at + 1].text if label.at + 1 < len(read.runs) else ""
    ends = words.startswith(("(", "（", "*")) or behind.startswith(SEPARATORS) or after is None
    trails = before is not None and ends
    chosen = before if trails else after or before
    return [(chosen[0], chosen[1].href)] if chosen else []


def _zone(read: Read, rows: Rows, label: PageLabel, found: Standing) -> bool:
    """Notes what a heading label stands for: the container that it begins, or what follows."""
    several = speaks_of_several(label.text)
    for around in (label.element, *label.element.iterancestors()):
        if around in rows.links_of or around.tag in ("body", "main"):
            break
        start, end = read.spans[around]
        top = _first_from(rows, start, end)
        if around.tag in ZONES and top is not None:
            if label.at > top or not _heads(read, label, top):
                break
            flat = _follows(read, rows, around, label)
            if flat is None:
                found.zones.setdefault(around, label)
                return True
            break
    head = _block_of(rows, label.element)
    if head is None or not (several or head.tag in TITLES or head.get("role") == "heading"):
        return False
    return _spread(read, rows, label, head, found)


def _follows(read: Read, rows: Rows, around: HtmlElement, label: PageLabel) -> HtmlElement | None:
    """The child of a container that holds the label where other words stand before it, or where a
    heading after it ends its zone; None where the label heads the whole container.
    """
    child = label.element
    while child is not around and child.getparent() is not None and child.getparent() is not around:
        child = child.getparent()
    if child is around:
        return None
    start, _ = read.spans[around]
    ahead = any(not run.hidden for run in read.runs[start : read.spans.get(child, (start, 0))[0]])
    return child if ahead or _ends(rows, read, child) else None


def _ends(rows: Rows, read: Read, child: HtmlElement) -> bool:
    """Whether a heading stands among the siblings behind, with items on both sides of it."""
    reached = False
    for other in child.itersiblings():
        if reached and (other.tag in TITLES or _is_heading(other)):
            return True
        span = read.spans.get(other)
        reached = reached or (span is not None and _first_from(rows, *span) is not None)
    return False


def _spread(read: Read, rows: Rows, label: PageLabel, head: HtmlElement, found: Standing) -> bool:
    """Everything behind a heading label up to the next heading is its zone."""
    parent, reached = head.getparent(), False
    for other in head.itersiblings():
        if (other.tag in TITLES or _is_heading(other)) and (
            reached or _level(other) <= _level(head)
        ):
            break
        span = read.spans.get(other)
        if span is not None and _first_from(rows, *span) is not None and parent is not None:
            found.flat.setdefault(other, (label, parent))
            reached = True
    return reached


def _level(element: HtmlElement) -> int:
    """The level of a heading, 9 for what is none."""
    inner = next((e for e in element.iter() if e.tag in HEADINGS), None)
    return int(str(inner.tag)[1]) if inner is not None else 9


def _is_heading(box: HtmlElement) -> bool:
    """Whether a box holds nothing but a heading."""
    inner = [each for each in box if isinstance(each.tag, str)]
    return len(inner) == 1 and (inner[0].tag in HEADINGS) and not (box.text or "").strip()


def _next_to(read: Read, rows: Rows, label: PageLabel) -> list[Place]:
    """The unit of the block after a label between blocks; behind the last one, of that before."""
    head = _block_of(rows, label.element)
    if head is None or not _heads(read, label, len(read.runs) + 1):
        return []
    for sibling in (head.getnext(), head.getprevious()):
        while sibling is not None and not isinstance(sibling.tag, str):
            sibling = sibling.getnext()
        if sibling is not None and sibling in read.spans:
            places = _in_span(rows, read.spans[sibling])
            if len({card for card, _ in places}) == 1:
                return places
            if places:
                return []
    return []


def _block_of(rows: Rows, element: HtmlElement) -> HtmlElement | None:
    """The highest element around a label that holds no link's item."""
    head = None
    for around in (element, *element.iterancestors()):
        if around in rows.targets or around.tag in ("body", "main", "html"):
            break
        head = around
    return head


def _heads(read: Read, label: PageLabel, top: int) -> bool:
    """Whether a label stands as a heading does, not in the first words of a paragraph."""
    for around in (label.element, *label.element.iterancestors()):
        if around.tag in HEADINGS:
            return True
        if around.tag in BLOCKS:
            start, end = read.spans[around]
            words = " ".join(run.text for run in read.runs[start : min(end, start + 40)])
            return end > top or len(words) <= len(label.text) + 2
    return True


def _first_from(rows: Rows, start: int, end: int) -> int | None:
    at = bisect_left(rows.starts, start)
    return (
        rows.starts[at] if at < len(rows.starts) and rows.starts[at] < max(end, start + 1) else None
    )


def _between(rows: Rows, start: int, end: int) -> list[tuple[HtmlElement, Link]]:
    return rows.ordered[
        bisect_left(rows.starts, start) : bisect_right(rows.starts, max(start, end - 1))
    ]


def _in_span(rows: Rows, span: tuple[int, int]) -> list[Place]:
    return [(card, link.href) for card, link in _between(rows, *span)]
