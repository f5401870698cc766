"""A page as its reader meets it: visible text in order, links, labels, and what hides them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from assistant.disclosure.audit.words import label_like

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
Hidden = Literal["", "hidden", "details"]


@dataclass(frozen=True)
class Run:
    """One run of text: its words, its element, and what keeps it from being seen or heard."""

    text: str
    element: HtmlElement
    hidden: Hidden
    aria_hidden: bool
    struck: bool


@dataclass(frozen=True)
class PageLabel:
    """Words meant as an ad label; `form` says whether they are text, a tooltip or CSS content."""

    text: str
    at: int
    element: HtmlElement
    form: Literal["text", "title", "css"]
    hidden: Hidden
    aria_hidden: bool


@dataclass(frozen=True)
class Link:
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
    """The walk over a document; a state for each open element."""

    def __init__(self, root: HtmlElement) -> None:
        css = " ".join(style.text_content() for style in root.iter("style"))
        self.hidden_classes = frozenset(HIDDEN_CLASS.findall(css))
        self.css_content = dict(CSS_CONTENT.findall(css))
        self.own_host = _own_host(root)
        self.runs: list[Run] = []
        self.links: list[Link] = []
        self.labels: list[PageLabel] = []
        self.spans: dict[HtmlElement, tuple[int, int]] = {}
        self.state: list[tuple[Hidden, bool, bool, bool]] = [("", False, False, False)]

    def enter(self, element: HtmlElement) -> None:
        """The element's own text and attributes."""
        hidden, aria, struck, furniture = self.state[-1]
        get, tag = element.get, element.tag
        style, classes = get("style") or "", (get("class") or "").split()
        if (
            get("hidden") is not None
            or HIDING.search(style)
            or (self.hidden_classes and not self.hidden_classes.isdisjoint(classes))
        ):
            hidden = "hidden"
        parent = element.getparent()
        if parent is not None and parent.tag == "details" and tag != "summary" and not hidden:
            hidden = "details" if parent.get("open") is None else hidden
        aria = aria or get("aria-hidden") == "true"
        struck = struck or tag in ("del", "s", "strike") or bool(LINE_THROUGH.search(style))
        furniture = furniture or tag in ("nav", "footer", "header")
        self.state.append((hidden, aria, struck, furniture))
        self.spans[element] = (len(self.runs), -1)
        for name in ("title", "aria-label"):
            if (value := get(name)) and label_like(value):
                self._label(value, element, "title", hidden, aria)
        for name in classes:
            if label_like(self.css_content.get(name, "")):
                self._label(self.css_content[name], element, "css", hidden, aria)
        self.text(element.text, element)

    def leave(self, element: HtmlElement) -> None:
        """What follows it belongs to its parent."""
        furniture = self.state.pop()[3]
        start = self.spans[element][0]
        self.spans[element] = (start, len(self.runs))
        href = element.get("href") if element.tag == "a" else None
        rel = frozenset((element.get("rel") or "").lower().split())
        if href and self._leads_away(href.strip(), rel):
            blank = element.get("target") == "_blank"
            at = (start, len(self.runs))
            self.links.append(Link(href.strip(), rel, blank, *at, element, furniture))

    def text(self, text: str | None, element: HtmlElement) -> None:
        """One run, and the label that it is or begins with."""
        if not text or not text.strip():
            return
        hidden, aria, struck, _ = self.state[-1]
        shown = " ".join(text.split())
        leading = LEADING.match(shown) if len(shown) > 2 else None
        trailing = TRAILING.search(shown)
        if label_like(shown):
            self._label(shown, element, "text", hidden, aria)
        elif leading and label_like(words := leading.group(1) or leading.group(2)):
            self._label(words, element, "text", hidden, aria)
        elif trailing and label_like(trailing.group(1)):
            self._label(trailing.group(1), element, "text", hidden, aria)
        self.runs.append(Run(shown, element, hidden, aria, struck))

    def _label(
        self,
        text: str,
        element: HtmlElement,
        form: Literal["text", "title", "css"],
        hidden: Hidden,
        aria: bool,
    ) -> None:
        self.labels.append(PageLabel(text, len(self.runs), element, form, hidden, aria))

    def _leads_away(self, href: str, rel: frozenset[str]) -> bool:
        if rel & {"sponsored", "nofollow"} or REDIRECT.match(href):
            return True
        try:
            split = urlsplit(href)
        except ValueError:
            return False
        away = split.scheme in ("http", "https") or (not split.scheme and href.startswith("//"))
        return away and bool(split.netloc) and split.netloc != self.own_host


def read(html: str) -> Read | None:
    """A document, its visible order, links and labels; None where there is nothing to read."""
    from lxml import etree
    from lxml import html as lx

    parser = lx.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        clean = html.replace("\x00", "").encode("utf-8", "replace")
        root = lx.document_fromstring(clean, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    reader = _Reader(root)
    skipping = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipping is not None:
            if event == "end" and element is skipping:
                skipping = None
                if element.getparent() is not None:
                    reader.text(element.tail, element.getparent())
        elif event == "start":
            if element.tag in UNSEEN_TAGS:
                skipping = element
            else:
                reader.enter(element)
        else:
            reader.leave(element)
            if element.getparent() is not None:
                reader.text(element.tail, element.getparent())
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
