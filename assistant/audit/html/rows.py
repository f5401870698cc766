"""Which element holds the item that a link belongs to: a card, a row of a list, or the link."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from assistant.audit.html.dom import Link, Read

CARDS = frozenset({"article", "li", "tr"})
CARD_ROLES = frozenset({"article", "listitem", "row"})
BOUNDARIES = frozenset({"body", "main", "html", "section", "ul", "ol", "table", "tbody", "p"})
INLINE = frozenset({"a", "span", "b", "em", "i", "strong", "sup", "small", "cite", "u", "mark"})
MOST_IN_CARD = 12
"""Links to different places in one repeated box beyond which it is a list and no card."""


class Rows:
    """For each link the element that is its item's, and the links of each such element."""

    def __init__(self, links: list[Link], read: Read) -> None:
        self.read = read
        self.targets: dict[HtmlElement, set[str]] = defaultdict(set)
        for link in links:
            for around in (link.element, *link.element.iterancestors()):
                self.targets[around].add(link.href)
        self.split: dict[HtmlElement, bool] = {}
        self.inside: dict[HtmlElement, list[HtmlElement]] = defaultdict(list)
        for link in links:
            card = _card_tag(link.element)
            if card is not None:
                self.inside[card].append(self._row(link.element, card))
        found: dict[tuple[HtmlElement, str], tuple[HtmlElement, Link]] = {}
        for link in links:
            card = self._card(link.element)
            found.setdefault((card, link.href), (card, link))
        self.cards = tuple(found.values())
        self.links_of: dict[HtmlElement, list[Link]] = defaultdict(list)
        for card, link in self.cards:
            self.links_of[card].append(link)
        starts = sorted((read.spans[card][0], n) for n, (card, _) in enumerate(self.cards))
        self.starts = [at for at, _ in starts]
        self.ordered = [self.cards[n] for _, n in starts]

    def _card(self, link: HtmlElement) -> HtmlElement:
        card = _card_tag(link)
        if card is not None and not self._is_list(card):
            return card
        row = self._row(link, card)
        return (self._repeated(row, card) if card is None else None) or row

    def _row(self, link: HtmlElement, card: HtmlElement | None) -> HtmlElement:
        """The highest element below the card that leads to no other place."""
        row = link
        for around in link.iterancestors():
            if around is card or around.tag in BOUNDARIES - {"p"} or len(self.targets[around]) > 1:
                break
            if around.tag == "p" and card is None:
                break
            row = around
        return row

    def _is_list(self, card: HtmlElement) -> bool:
        """Whether a card is really several: rows of the same kind side by side in it."""
        if card not in self.split:
            rows = {id(row): row for row in self.inside[card]}.values()
            kinds = Counter((id(row.getparent()), row.tag, row.get("class")) for row in rows)
            self.split[card] = len(self.targets[card]) > 1 and max(kinds.values(), default=0) > 1
        return self.split[card]

    def _repeated(self, row: HtmlElement, card: HtmlElement | None) -> HtmlElement | None:
        """A box around the row that repeats among its siblings, as cards without a tag do."""
        for around in row.iterancestors():
            if around is card or around.tag in BOUNDARIES:
                return None
            places = len(self.targets[around])
            if places > MOST_IN_CARD:
                return None
            if around.get("class") and self._repeats(around):
                return around
        return None

    def _repeats(self, box: HtmlElement) -> bool:
        near = (box.getnext(), box.getprevious())
        return any(
            other is not None
            and other.tag == box.tag
            and other.get("class") == box.get("class")
            and other in self.targets
            for other in near
        )


def _card_tag(link: HtmlElement) -> HtmlElement | None:
    for around in link.iterancestors():
        if around.tag in CARDS or around.get("role") in CARD_ROLES:
            return around
        if around.tag in ("body", "main", "section"):
            break
    return None
