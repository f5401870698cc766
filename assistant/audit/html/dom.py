"""A page as its reader meets it: visible text in order, links, labels, and what hides them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit

from assistant.audit.label_words import label_like

if TYPE_CHECKING:
    from lxml.html import HtmlElement

UNSEEN_TAGS = frozenset({"script", "style", "template", "noscript", "head", "svg"})
CARDS = frozenset({"article", "li", "tr"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0",
    re.I,
)
HIDDEN_CLASS = re.compile(
    r"\.([\w-]+)\s*\{[^{}]*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I
)
CSS_CONTENT = re.compile(
    r"\.([\w-]+)::?(?:before|after)\s*\{[^{}]*content\s*:\s*[\"']([^\"']+)[\"']"
)
LEADING = re.compile(r"^\s*(?:[【\[(（]([^】\])）]{1,70})[】\])）]|([^\s:：·|]{1,16})\s*[:：|])")
TRAILING = re.compile(r"[【\[(（]([^】\])）]{1,70})[】\])）]\s*$")
REDIRECT = re.compile(r"^/(?:go|r|out|click|redirect|jump)\b", re.I)
LINE_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.I)
STRUCK = frozenset({"del", "s", "strike"})
FURNITURE = frozenset({"nav", "footer", "header"})
STATEFUL = STRUCK | FURNITURE
CLOSING = "】])）"
Hidden = Literal["", "hidden", "details"]
State = tuple[Hidden, bool, bool, bool]
"""What an element inherits: hidden, hidden from screen readers, struck, page furniture."""


class Run(NamedTuple):
    """One run of text: its words, its element, and what keeps it from being seen or heard."""

    text: str
    element: HtmlElement
    hidden: Hidden
    aria_hidden: bool
    struck: bool


class PageLabel(NamedTuple):
    """Words meant as an ad label; `form` says whether they are text, a tooltip or CSS content."""

    text: str
    at: int
    element: HtmlElement
    form: Literal["text", "title", "css"]
    hidden: Hidden
    aria_hidden: bool


class Link(NamedTuple):
    """A link that leads away; `at` is the run it starts before, `end` the one it ends before."""

    href: str
    rel: frozenset[str]
    new_window: bool
    at: int
    end: int
    element: HtmlElement
    furniture: bool


@dataclass(frozen=True)
class Read:
    """A document read once, in order; spans are run numbers, from and up to."""

    lang: str
    runs: tuple[Run, ...]
    links: tuple[Link, ...]
    labels: tuple[PageLabel, ...]
    spans: dict[HtmlElement, tuple[int, int]]


class _Reader:
    """The walk over a document; what each open element inherits, whether it folds, its start."""

    def __init__(self, root: HtmlElement) -> None:
        css = " ".join("".join(style.itertext()) for style in root.iter("style"))
        self.hidden_classes = frozenset(HIDDEN_CLASS.findall(css))
        self.css_content = dict(CSS_CONTENT.findall(css))
        self.own_host = _own_host(root)
        self.runs: list[Run] = []
        self.links: list[Link] = []
        self.labels: list[PageLabel] = []
        self.spans: dict[HtmlElement, tuple[int, int]] = {}
        self.open: list[tuple[State, bool, int]] = [(("", False, False, False), False, 0)]

    def enter(self, element: HtmlElement) -> None:
        """The element's own text and attributes."""
        tag, attributes = element.tag, dict(element.items())
        state, folding, _ = self.open[-1]
        folded = folding and tag != "summary"
        if attributes or folded or tag in STATEFUL:
            state = self._changed(state, tag, attributes, folded)
        start = len(self.runs)
        self.open.append((state, tag == "details" and "open" not in attributes, start))
        self.spans[element] = (start, -1)
        if attributes:
            self._unwritten(element, attributes, state)
        if text := element.text:
            self.text(text, element)

    def _changed(
        self, state: State, tag: str, attributes: Mapping[str, str], folded: bool
    ) -> State:
        hidden, aria, struck, furniture = state
        style, classes = attributes.get("style"), attributes.get("class")
        if (
            "hidden" in attributes
            or (style and HIDING.search(style))
            or (self.hidden_classes and not self.hidden_classes.isdisjoint((classes or "").split()))
        ):
            hidden = "hidden"
        elif folded and not hidden:
            hidden = "details"
        struck = struck or tag in STRUCK or bool(style and LINE_THROUGH.search(style))
        aria = aria or attributes.get("aria-hidden") == "true"
        return (hidden, aria, struck, furniture or tag in FURNITURE)

    def _unwritten(self, element: HtmlElement, attributes: Mapping[str, str], state: State) -> None:
        """Labels that are no text: tooltips, names for screen readers, and CSS content."""
        for name in ("title", "aria-label"):
            if (value := attributes.get(name)) and label_like(value):
                self._label(value, element, "title", state)
        for name in attributes.get("class", "").split() if self.css_content else ():
            if label_like(self.css_content.get(name, "")):
                self._label(self.css_content[name], element, "css", state)

    def leave(self, element: HtmlElement) -> None:
        """Where it ends, and the link that it is."""
        state, _, start = self.open.pop()
        self.spans[element] = (start, len(self.runs))
        if element.tag == "a" and (href := (element.get("href") or "").strip()):
            rel = frozenset((element.get("rel") or "").lower().split())
            if self._leads_away(href, rel):
                blank = element.get("target") == "_blank"
                self.links.append(Link(href, rel, blank, start, len(self.runs), element, state[3]))

    def text(self, text: str, element: HtmlElement) -> None:
        """One run, and the label that it is or begins with."""
        shown = " ".join(text.split())
        if not shown:
            return
        state = self.open[-1][0]
        if words := _label_in(shown):
            self._label(words, element, "text", state)
        self.runs.append(Run(shown, element, state[0], state[1], state[2]))

    def _label(
        self, text: str, element: HtmlElement, form: Literal["text", "title", "css"], state: State
    ) -> None:
        self.labels.append(PageLabel(text, len(self.runs), element, form, state[0], state[1]))

    def _leads_away(self, href: str, rel: frozenset[str]) -> bool:
        if rel & {"sponsored", "nofollow"} or REDIRECT.match(href):
            return True
        try:
            split = urlsplit(href)
        except ValueError:
            return False
        away = split.scheme in ("http", "https") or (not split.scheme and href.startswith("//"))
        return away and bool(split.netloc) and split.netloc != self.own_host


def _label_in(shown: str) -> str:
    """The label that a run of text is, begins with, or ends in; "" for none."""
    if label_like(shown):
        return shown
    if len(shown) < 3:
        return ""
    leading = LEADING.match(shown)
    if leading and label_like(words := leading.group(1) or leading.group(2)):
        return words
    trailing = TRAILING.search(shown) if shown[-1] in CLOSING else None
    return trailing.group(1) if trailing and label_like(trailing.group(1)) else ""


def read(html: str) -> Read | None:
    """A document, its visible order, links and labels; None where there is nothing to read."""
    from lxml import etree
    from lxml import html as lx

    parser = lx.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        clean = html.replace("\x00", "").encode("utf-8", "replace")
        root = lx.document_fromstring(clean, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    reader = _Reader(root)
    walk = etree.iterwalk(root, events=("start", "end"))
    skipping = None
    for event, element in walk:
        if event == "start":
            if element.tag in UNSEEN_TAGS:
                skipping = element
                walk.skip_subtree()
            else:
                reader.enter(element)
            continue
        if element is skipping:
            skipping = None
        else:
            reader.leave(element)
        # What follows an element belongs to its parent.
        if tail := element.tail:
            around = element.getparent()
            if around is not None:
                reader.text(tail, around)
    return Read(
        lang=(root.get("lang") or "").strip(),
        runs=tuple(reader.runs),
        links=tuple(sorted(reader.links, key=lambda link: link.at)),
        labels=tuple(reader.labels),
        spans=reader.spans,
    )


def _own_host(root: HtmlElement) -> str:
    for link in root.iter("link", "base"):
        if link.tag == "base" or link.get("rel") == "canonical":
            try:
                return urlsplit(link.get("href") or "").netloc
            except ValueError:
                return ""
    return ""
