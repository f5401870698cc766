"""The questions of a page that can be pressed, and the label that stands at each."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from assistant.audit.html.dom import PageLabel, Read

PRESSED = frozenset({"a", "button", "summary", "input", "option"})
BOUNDARIES = frozenset({"body", "main", "html", "section", "ul", "ol", "table", "nav", "footer"})
ASKS = re.compile(
    r"[?？]\s*$|^(how|what|which|why|is|are|can|does|do|should|where|when|who|compare|show me"
    r"|wie|was|welche[rs]?|warum|quel(le)?s?|comment|pourquoi|怎么|如何|为什么|哪|有没有|推荐|对比|比较)\b",
    re.I,
)
LEAST, MOST = 6, 200
"""How long a question may be, in characters."""


class Question(NamedTuple):
    """One question that a press asks; `label` is None where none stands at it."""

    text: str
    at: int
    element: HtmlElement
    label: PageLabel | None


def questions(read: Read) -> tuple[Question, ...]:
    """Every question that can be pressed and does not lead to another site."""
    pressed = [element for element in read.spans if _pressable(element)]
    held: dict[HtmlElement, int] = defaultdict(int)
    for element in pressed:
        for around in (element, *element.iterancestors()):
            held[around] += 1
    rows = {_row(element, held): element for element in pressed}
    labels: dict[HtmlElement, PageLabel] = {}
    for label in read.labels:
        for around in (label.element, *label.element.iterancestors()):
            if around in rows:
                labels.setdefault(rows[around], label)
                break
    found = []
    for element in pressed:
        start, end = read.spans[element]
        at_it = labels.get(element)
        own = at_it.text if at_it is not None else ""
        words = " ".join(r.text for r in read.runs[start:end] if not r.hidden and r.text != own)
        if LEAST <= len(words) <= MOST and ASKS.search(words):
            found.append(Question(words, start, element, at_it))
    return tuple(found)


def _pressable(element: HtmlElement) -> bool:
    if element.tag == "button" or element.get("role") in ("button", "option", "menuitem"):
        return True
    href = element.get("href") or ""
    return element.tag == "a" and not href.startswith(("http:", "https:", "//", "mailto:", "/"))


def _row(element: HtmlElement, held: dict[HtmlElement, int]) -> HtmlElement:
    """The highest element around a control that holds no other one."""
    row = element
    for around in element.iterancestors():
        if around.tag in BOUNDARIES or held[around] > 1:
            break
        row = around
    return row
