"""A page as its reader meets it: visible text in order, links, labels, and what hides them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit

from assistant.audit.html.css import Sheets, Value
from assistant.audit.html.style import Concealed, Looks, concealed, covers_page, lies_over
from assistant.audit.label_forms import tags_in
from assistant.audit.label_words import label_like

if TYPE_CHECKING:
    from lxml.html import HtmlElement

UNSEEN_TAGS = frozenset({"script", "style", "template", "noscript", "head", "svg"})
CARDS = frozenset({"article", "li", "tr"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CSS_CONTENT = re.compile(
    r"\.([\w-]+)::?(?:before|after)\s*\{[^{}]*content\s*:\s*[\"']([^\"']+)[\"']"
)
TRAILING_WORD = re.compile(r"^\S*\w\.\w{2,}\S*\s*[·|—–-]?\s*(\S{2,14})$")
"""A host with a label behind it, as result pages have it: "shop.example 广告"."""
LEADING = re.compile(r"^\s*(?:[【\[(（]([^】\])）]{1,70})[】\])）]|([^\s:：·|]{1,16})\s*[:：|])")
TRAILING = re.compile(r"[【\[(（]([^】\])）]{1,70})[】\])）]\s*$")
REDIRECT = re.compile(r"^/(?:go|r|out|click|redirect|jump)\b", re.I)
STRUCK = frozenset({"del", "s", "strike"})
FURNITURE = frozenset({"nav", "footer", "header"})
STATEFUL = STRUCK | FURNITURE
CHANGING = frozenset({"style", "hidden", "aria-hidden"})
"""Attributes by which an element is seen or heard otherwise than what it stands in."""
CLOSING = "】])）"
Hidden = Literal["", "hidden", "details"]
Form = Literal["text", "title", "css", "tag"]


class State(NamedTuple):
    """What an element inherits; `why` says what hides it, `doubt` what may."""

    hidden: Hidden = ""
    aria: bool = False
    struck: bool = False
    furniture: str = ""
    why: str = ""
    doubt: str = ""


class Run(NamedTuple):
    """One run of text: its words, its element, and what keeps it from being seen or heard."""

    text: str
    element: HtmlElement
    hidden: Hidden
    aria_hidden: bool
    struck: bool


class PageLabel(NamedTuple):
    """Words meant as an ad label; `form` says whether they are text, a tooltip or CSS content.

    A "tag" is one of several hash tags. `why` says what hides it, `doubt` what may hide it that
    only a browser can tell; `moved` that styles may paint it elsewhere than the document has it.
    """

    text: str
    at: int
    element: HtmlElement
    form: Form
    hidden: Hidden
    aria_hidden: bool
    furniture: str = ""
    why: str = ""
    doubt: str = ""
    moved: bool = False


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
    own_host: str
    looks: Looks
    root: HtmlElement


class _Reader:
    """The walk over a document; what each open element inherits, whether it folds, its start."""

    def __init__(self, root: HtmlElement) -> None:
        css = " ".join("".join(style.itertext()) for style in root.iter("style"))
        self.looks = Looks(Sheets(css))
        self.styled = bool(self.looks.sheets.rules)
        self.css_content = dict(CSS_CONTENT.findall(css))
        self.unread = _unread_sheets(root) or (
            "more style rules than are read" if self.looks.sheets.unread else ""
        )
        self.overlay = ""
        self.laid: dict[HtmlElement, str] = {}
        self.own_host = _own_host(root)
        self.runs: list[Run] = []
        self.links: list[Link] = []
        self.labels: list[PageLabel] = []
        self.spans: dict[HtmlElement, tuple[int, int]] = {}
        self.open: list[tuple[State, bool, int]] = [(State(), False, 0)]

    def enter(self, element: HtmlElement) -> None:
        """The element's own text and attributes."""
        tag, attributes = element.tag, dict(element.items())
        state, folding, _ = self.open[-1]
        folded = folding and tag != "summary"
        if folded or self.styled or tag in STATEFUL or not CHANGING.isdisjoint(attributes):
            state = self._changed(state, element, folded)
        start = len(self.runs)
        self.open.append((state, tag == "details" and "open" not in attributes, start))
        self.spans[element] = (start, -1)
        if attributes:
            self._unwritten(element, attributes, state)
        if text := element.text:
            self.text(text, element)

    def _changed(self, state: State, element: HtmlElement, folded: bool) -> State:
        """What the element adds to what it inherits."""
        tag = str(element.tag)
        styled = self.styled or element.get("style") is not None
        declared = self.looks.declared(element) if styled else {}
        hidden, why, doubt = state.hidden, state.why, state.doubt
        seen = concealed(declared) if declared else Concealed()
        if element.get("hidden") is not None and not hidden:
            hidden, why = "hidden", "the attribute hidden"
        elif seen.hidden and not hidden:
            hidden, why = "hidden", seen.hidden
        elif folded and not hidden:
            hidden, why = "details", "a closed <details>"
        through = declared.get("text-decoration") or declared.get("text-decoration-line")
        struck = tag in STRUCK or (through is not None and "line-through" in through.text)
        if declared and not hidden and lies_over(declared, element):
            self._laid_over(declared, element)
        return State(
            hidden=hidden,
            aria=state.aria or element.get("aria-hidden") == "true",
            struck=state.struck or struck,
            furniture=state.furniture or (tag if tag in FURNITURE else ""),
            why=why,
            doubt=doubt or seen.doubt,
        )

    def _laid_over(self, declared: dict[str, Value], element: HtmlElement) -> None:
        """An empty box with a ground of its own: over the page, or over what is beside it."""
        parent = element.getparent()
        if covers_page(declared):
            self.overlay = self.overlay or f"<{element.tag}> over the whole page"
        elif parent is not None:
            self.laid[parent] = f"an empty <{element.tag}> with a ground of its own lies beside it"

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
                away = bool(state.furniture)
                self.links.append(Link(href, rel, blank, start, len(self.runs), element, away))

    def text(self, text: str, element: HtmlElement) -> None:
        """One run, and the label that it is or begins with."""
        shown = " ".join(text.split())
        if not shown:
            return
        state = self.open[-1][0]
        if words := _label_in(shown):
            self._label(words, element, "text", state)
        elif (tags := tags_in(shown)) is not None:
            self._label(tags.paid, element, "tag" if tags.of > 1 else "text", state)
        self.runs.append(Run(shown, element, state.hidden, state.aria, state.struck))

    def _label(self, text: str, element: HtmlElement, form: Form, state: State) -> None:
        hidden, why, doubt, moved = state.hidden, state.why, state.doubt, False
        if self.styled or any(a.get("style") for a in (element, *element.iterancestors())):
            same = "" if hidden else self.looks.same_colour(element)
            hidden, why = ("hidden", same) if same else (hidden, why)
            doubt = doubt or self.looks.covered(element)
            moved = self.looks.moved(element)
        if form == "css":
            hidden, why = state.hidden, state.why
        where = state.furniture
        self.labels.append(
            PageLabel(
                text,
                len(self.runs),
                element,
                form,
                hidden,
                state.aria,
                where,
                why,
                doubt or self.unread,
                moved,
            )
        )

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
    trailing = TRAILING.search(shown) if shown[-1] in CLOSING else TRAILING_WORD.match(shown)
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
        labels=tuple(_under(each, reader) for each in reader.labels),
        spans=reader.spans,
        own_host=reader.own_host,
        looks=reader.looks,
        root=root,
    )


def _under(label: PageLabel, reader: _Reader) -> PageLabel:
    """A label with what lies over it."""
    if reader.overlay and not label.hidden:
        return label._replace(hidden="hidden", why=reader.overlay)
    if not reader.laid or label.doubt:
        return label
    around = (label.element, *label.element.iterancestors())
    return label._replace(doubt=next((reader.laid[a] for a in around if a in reader.laid), ""))


def _unread_sheets(root: HtmlElement) -> str:
    """The first style sheet that the page links and does not hold; "" for none."""
    for link in root.iter("link"):
        kinds = (link.get("rel") or "").lower().split()
        if "stylesheet" in kinds and link.get("media") not in ("print", "speech"):
            return f"the style sheet {link.get('href') or ''} was not given"
    return ""


def _own_host(root: HtmlElement) -> str:
    for link in root.iter("link", "base"):
        if link.tag == "base" or link.get("rel") == "canonical":
            try:
                return urlsplit(link.get("href") or "").netloc
            except ValueError:
                return ""
    return ""
