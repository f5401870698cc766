"""A page as its reader meets it: units, questions, labels, and what each label stands for.

Nothing here reads data attributes or class names of any renderer, ours included; class names are
only compared with those of siblings, to see what repeats.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.audit.html.dom import HEADINGS, Link, PageLabel, Read, Run, read
from assistant.audit.html.questions import PRESSED, Question, questions
from assistant.audit.html.rows import INLINE, Rows
from assistant.audit.html.zones import Standing, standing

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PRICE = re.compile(
    r"(?:[¥￥$€£]|US\$|CNY|USD|EUR|GBP)\s?\d|\d\s?(?:元|€|EUR|Euro|zł|円|원)(?!\w)|\d元"
)


@dataclass(frozen=True)
class Unit:
    """One link with what stands around it: run numbers `start` to `end`.

    `own` are the labels inside it or beside it, `zone` the label of what contains it.
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

    @cached_property
    def seen_label(self) -> PageLabel | None:
        """The label a reader sees: the best of its own, else its zone's."""
        plain = [own for own in self.own if own.form == "text" and not own.hidden]
        if plain:
            return plain[0]
        if self.zone is not None and not self.zone.hidden:
            return self.zone
        return self.own[0] if self.own else self.zone


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
    def root(self) -> HtmlElement:
        """The document's outermost element."""
        return self.read.root

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
    def rows(self) -> Rows:
        """The element that each link's item stands in."""
        return Rows([link for link in self.read.links if not link.furniture], self.read)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that can be pressed, each with its label."""
        return questions(self.read)

    @cached_property
    def standing(self) -> Standing:
        """What each label stands for."""
        used = {id(q.label) for q in self.questions if q.label is not None}
        labels = [each for each in self.read.labels if id(each) not in used]
        return standing(self.read, self.rows, labels)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """One unit for each place a link leads to, except in navigation and page footers."""
        return tuple(self._unit(card, link) for card, link in self.rows.cards)

    @cached_property
    def _pressables(self) -> tuple[tuple[int, ...], tuple[tuple[int, int, str], ...]]:
        """Where each control starts, and its start, end and words, in order."""
        found = []
        for element, (start, end) in self.read.spans.items():
            if element.tag in PRESSED:
                shown = [run.text for run in self.read.runs[start:end] if run.hidden != "hidden"]
                named = [element.get(name) or "" for name in ("aria-label", "title", "value")]
                found.append((start, end, " ".join((*shown, *named))))
        found.sort(key=lambda each: each[:2])
        return tuple(start for start, _, _ in found), tuple(found)

    def pressable(self, within: HtmlElement | None = None) -> str:
        """What the controls in an element say (the whole page for None), folded ones too."""
        first, last = self.read.spans[within] if within is not None else (0, len(self.read.runs))
        starts, every = self._pressables
        said = []
        for start, end, words in every[bisect_left(starts, first) :]:
            if start > last:
                break
            if end <= last:
                said.append(words)
        return "\n".join(said)

    def _unit(self, card: HtmlElement, link: Link) -> Unit:
        start, end = self.read.spans[card]
        own = self.standing.own.get((card, link.href), ())
        if card is link.element or card.tag in INLINE:
            start = min([start, *(label.at for label in own)])
        zone, zone_element = self.standing.zone(card)
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


def _heading(element: HtmlElement) -> bool:
    return element.tag in HEADINGS or any(a.tag in HEADINGS for a in element.iterancestors())
