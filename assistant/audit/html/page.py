"""The units of a page: for each link that leads away, its card, its label and its zone's label.

Nothing here reads data attributes or class names of any renderer, ours included.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.audit.html.dom import CARDS, HEADINGS, Link, PageLabel, Read, Run, read

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BOUNDARIES = frozenset({"body", "main", "html", "section", "ul", "ol", "table", "tbody", "p"})
BLOCKS = frozenset({"p", "div", "section", "aside", "ul", "ol", "li", "table", "td", "fieldset"})
ZONES = frozenset({"section", "aside", "div", "ul", "ol", "table", "fieldset"})
PRESSED = frozenset({"a", "button", "summary", "input", "option"})
PRICE = re.compile(r"(?:[¥$€£]|US\$|CNY|USD|EUR|GBP)\s?\d|\d\s?(?:元|€|EUR|Euro)\b|\d元")


@dataclass(frozen=True)
class Unit:
    """One link with what stands around it: run numbers `start` to `end`.

    `own` are the labels inside it, `zone` the label at the top of what contains it, `late` those
    below it in what contains it.
    """

    link: Link
    element: HtmlElement
    start: int
    end: int
    own: tuple[PageLabel, ...]
    zone: PageLabel | None
    zone_element: HtmlElement | None
    text: str
    first_content: int
    content_element: HtmlElement

    @property
    def seen_label(self) -> PageLabel | None:
        """The label a reader sees: the best of its own, else its zone's."""
        plain = [own for own in self.own if own.form == "text" and not own.hidden]
        return plain[0] if plain else self.zone or (self.own[0] if self.own else None)


class Page:
    """A document with its units, found once."""

    def __init__(self, found: Read) -> None:
        self.read = found

    @classmethod
    def of(cls, html: str) -> Page | None:
        """The page of an HTML text; None where it holds no document."""
        found = read(html)
        return cls(found) if found is not None else None

    @property
    def lang(self) -> str:
        """The document's language, "" where it says none."""
        return self.read.lang

    @cached_property
    def visible(self) -> tuple[Run, ...]:
        """Every run that is seen at once."""
        return tuple(run for run in self.read.runs if not run.hidden)

    @cached_property
    def text(self) -> str:
        """All visible text in reading order."""
        return "\n".join(run.text for run in self.visible)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """One unit for each place a link leads to, except in navigation and page footers."""
        links = [link for _, link in self._cards]
        return tuple(self._unit(card, link, links) for card, link in self._cards)

    @cached_property
    def _pressables(self) -> tuple[tuple[int, int, str], ...]:
        """Where each control starts and ends, and what it says."""
        found = []
        for element, (start, end) in self.read.spans.items():
            if element.tag in PRESSED:
                shown = [run.text for run in self.read.runs[start:end] if run.hidden != "hidden"]
                named = [element.get(name) or "" for name in ("aria-label", "title", "value")]
                found.append((start, end, " ".join((*shown, *named))))
        return tuple(found)

    def pressable(self, within: HtmlElement | None = None) -> str:
        """What the controls in an element say (the whole page for None), folded ones too."""
        first, last = self.read.spans[within] if within is not None else (0, len(self.read.runs))
        return "\n".join(
            words for start, end, words in self._pressables if first <= start and end <= last
        )

    @cached_property
    def _cards(self) -> tuple[tuple[HtmlElement, Link], ...]:
        targets: dict[HtmlElement, set[str]] = {}
        links = [link for link in self.read.links if not link.furniture]
        for link in links:
            for around in (link.element, *link.element.iterancestors()):
                targets.setdefault(around, set()).add(link.href)
        cards: dict[tuple[HtmlElement, str], tuple[HtmlElement, Link]] = {}
        for link in links:
            card = _card(link.element, targets)
            cards.setdefault((card, link.href), (card, link))
        return tuple(cards.values())

    @cached_property
    def _zones(self) -> dict[HtmlElement, PageLabel]:
        """What each heading label stands for: the nearest container around it that has cards."""
        taken = {card for card, _ in self._cards}
        starts = sorted({self.read.spans[card][0] for card in taken})
        found: dict[HtmlElement, PageLabel] = {}
        for label in self.read.labels:
            if label.form != "text" or label.hidden:
                continue
            for around in (label.element, *label.element.iterancestors()):
                if around in taken or around.tag in ("body", "main"):
                    break
                start, end = self.read.spans[around]
                top = starts[at] if (at := bisect_left(starts, start)) < len(starts) else end
                if around.tag in ZONES and top < end:
                    if label.at <= top and self._heads(label, top):
                        found.setdefault(around, label)
                    break
        return found

    def _unit(self, card: HtmlElement, link: Link, links: list[Link]) -> Unit:
        start, end = self.read.spans[card]
        if card is link.element or (
            card.getparent() is not None and card.tag in ("span", "b", "em")
        ):
            start = self._after_previous(link, card, links)
        own = tuple(
            label
            for label in self.read.labels
            if start <= label.at < max(end, start + 1) and self._inside(label, card, start)
        )
        zone, zone_element = self._zone(card)
        words = " ".join(run.text for run in self.read.runs[start:end] if not run.hidden)
        content = self._first_content(start, end, link, own)
        return Unit(
            link=link,
            element=card,
            start=start,
            end=end,
            own=own,
            zone=zone,
            zone_element=zone_element,
            text=words,
            first_content=content,
            content_element=self._element_at(content, link),
        )

    def _inside(self, label: PageLabel, card: HtmlElement, start: int) -> bool:
        """Whether a label is the card's own, or stands in the words just before an inline link."""
        around = (label.element, *label.element.iterancestors())
        return card in around or start < self.read.spans[card][0]

    def _after_previous(self, link: Link, card: HtmlElement, links: list[Link]) -> int:
        parent = card.getparent()
        start = self.read.spans[parent][0] if parent is not None else 0
        before = [other.end for other in links if other.end <= link.at and other is not link]
        return max([start, *before])

    def _zone(self, card: HtmlElement) -> tuple[PageLabel | None, HtmlElement | None]:
        around = next((a for a in card.iterancestors() if a in self._zones), None)
        return (None, None) if around is None else (self._zones[around], around)

    def _heads(self, label: PageLabel, top: int) -> bool:
        """Whether a label stands as a heading does, not in the first words of a paragraph."""
        for around in (label.element, *label.element.iterancestors()):
            if around.tag in HEADINGS:
                return True
            if around.tag in BLOCKS:
                start, end = self.read.spans[around]
                words = " ".join(run.text for run in self.read.runs[start:end])
                return end > top or len(words) <= len(label.text) + 2
        return True

    def _element_at(self, at: int, link: Link) -> HtmlElement:
        """What holds the run of that number; the link where it has no words."""
        return self.read.runs[at].element if at < len(self.read.runs) else link.element

    def _first_content(self, start: int, end: int, link: Link, own: tuple[PageLabel, ...]) -> int:
        marks = {label.at for label in own}
        for at in range(start, end):
            run = self.read.runs[at]
            if at in marks or run.hidden:
                continue
            if at >= link.at or PRICE.search(run.text) or _heading(run.element):
                return at
        return link.at


def _card(link: HtmlElement, targets: dict[HtmlElement, set[str]]) -> HtmlElement:
    for around in link.iterancestors():
        if around.tag in CARDS or around.get("role") in ("article", "listitem"):
            return around
        if around.tag in ("body", "main", "section"):
            break
    card = link
    for around in link.iterancestors():
        if around.tag in BOUNDARIES or len(targets[around]) > 1:
            break
        card = around
    return card


def _heading(element: HtmlElement) -> bool:
    return element.tag in HEADINGS or any(a.tag in HEADINGS for a in element.iterancestors())
