"""Style sheets of a saved page as far as they can be known without a browser.

Selectors of type, class, id, attribute, position among siblings, child and descendant are matched;
what another selector or a condition (@media, @supports) may hide is told as uncertain. Cascade as
in CSS Cascading 4: importance, then inline, then specificity, then order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement

COMMENT = re.compile(r"/\*.*?\*/", re.S)
SIMPLE = re.compile(
    r"(?P<tag>\*|[a-zA-Z][\w-]*)|\.(?P<cls>[\w-]+)|\#(?P<id>[\w-]+)"
    r"|\[\s*(?P<name>[\w-]+)\s*(?:(?P<op>[~|^$*]?=)\s*[\"']?(?P<value>[^\"'\]]*)[\"']?\s*)?\]"
    r"|:(?P<pseudo>first-child|last-child|first-of-type|root)\b"
)
DECLARATION = re.compile(r"\s*([\w-]+)\s*:\s*([^;]*)")
IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.I)
PSEUDO = re.compile(r"::?(before|after)\s*$")
MOST_RULES = 5000
"""Beyond this a page's style sheets are not read: everything they hide is uncertain."""


class Value(NamedTuple):
    """One declared value; `sure` unless it stands under a condition that only a browser knows."""

    text: str
    sure: bool


class Compound(NamedTuple):
    """One compound selector and how it is tied to the next one on its right."""

    tests: tuple[tuple[str, str, str], ...]
    tie: str


@dataclass(frozen=True)
class Rule:
    """One selector with its declarations; `pseudo` is before, after or ""."""

    compounds: tuple[Compound, ...]
    declared: tuple[tuple[str, str, bool], ...]
    specificity: tuple[int, int, int]
    order: int
    sure: bool
    pseudo: str


class Sheets:
    """The style sheets of one document, asked element by element."""

    def __init__(self, text: str) -> None:
        self.rules: list[Rule] = []
        self.unread = False
        self.by_key: dict[tuple[str, str], list[Rule]] = {}
        for selector, block, sure in _blocks(COMMENT.sub(" ", text)):
            if len(self.rules) >= MOST_RULES:
                self.unread = True
                break
            for one in selector.split(","):
                self._add(one.strip(), block, sure)

    def _add(self, selector: str, block: str, sure: bool) -> None:
        pseudo = PSEUDO.search(selector)
        compounds = _compounds(PSEUDO.sub("", selector) or "*")
        declared = tuple(_declarations(block))
        if compounds is None or not declared:
            return
        tests = [test for compound in compounds for test in compound.tests]
        kinds = [kind for kind, _, _ in tests]
        ids, tags = kinds.count("id"), sum(k == "tag" and v != "*" for k, v, _ in tests)
        classes = len(kinds) - ids - kinds.count("tag")
        at, name = len(self.rules), pseudo.group(1) if pseudo else ""
        rule = Rule(compounds, declared, (ids, classes, tags), at, sure, name)
        self.rules.append(rule)
        self.by_key.setdefault(_key(compounds[-1]), []).append(rule)

    def matching(self, element: HtmlElement, pseudo: str = "") -> Iterator[Rule]:
        """The rules whose selector is that of an element."""
        keys = [("tag", str(element.tag)), ("tag", "*"), ("id", element.get("id") or "")]
        keys += [("cls", name) for name in (element.get("class") or "").split()]
        for key in keys:
            for rule in self.by_key.get(key, ()):
                if rule.pseudo == pseudo and _matches(rule.compounds, element):
                    yield rule

    def declared(self, element: HtmlElement, pseudo: str = "") -> dict[str, Value]:
        """What applies to an element itself, by property; nothing is inherited here."""
        found: dict[str, tuple[tuple[bool, bool, tuple[int, int, int], int], Value]] = {}
        for rule in self.matching(element, pseudo) if self.rules else ():
            for name, text, important in rule.declared:
                weight = (important, False, rule.specificity, rule.order)
                if name not in found or weight >= found[name][0]:
                    found[name] = (weight, Value(text, rule.sure))
        style = "" if pseudo else element.get("style") or ""
        for name, text, important in _declarations(style):
            weight = (important, True, (0, 0, 0), 0)
            if name not in found or weight >= found[name][0]:
                found[name] = (weight, Value(text, True))
        return {name: value for name, (_, value) in found.items()}


def _declarations(block: str) -> Iterator[tuple[str, str, bool]]:
    for name, text in DECLARATION.findall(block):
        value = IMPORTANT.sub("", text).strip().lower()
        if value:
            yield name.lower(), value, value != text.strip().lower()


def _blocks(text: str, sure: bool = True) -> Iterator[tuple[str, str, bool]]:
    """Selector, declarations, and whether no condition stands over them; nested blocks flat."""
    at = 0
    while (opened := text.find("{", at)) >= 0:
        head = text[at:opened].rpartition(";")[2].strip()
        depth, end = 1, opened + 1
        while end < len(text) and depth:
            brace = re.compile(r"[{}]").search(text, end)
            if brace is None:
                end = len(text)
                break
            depth += 1 if brace.group() == "{" else -1
            end = brace.end()
        inner = text[opened + 1 : end - 1 if not depth else end]
        at = end
        if head.startswith("@"):
            yield from _conditional(head.lower(), inner, sure)
        else:
            yield head, inner, sure


def _conditional(head: str, inner: str, sure: bool) -> Iterator[tuple[str, str, bool]]:
    """What an at-rule holds: nothing for print, the same for all and screen, else uncertain."""
    name, _, condition = head.partition(" ")
    condition = condition.strip()
    if name == "@media" and condition in ("print", "speech"):
        return
    if name in ("@media", "@supports", "@layer", "@container", "@scope"):
        plain = name == "@media" and condition in ("", "all", "screen")
        yield from _blocks(inner, sure and plain)


def _compounds(selector: str) -> tuple[Compound, ...] | None:
    """A selector's compounds from left to right; None where there is something unknown in it."""
    found: list[Compound] = []
    spaced = re.sub(r"\s*([>+~])\s*(?![=])", r" \1 ", re.sub(r"\s*([~|^$*]?=)\s*", r"\1", selector))
    tie = " "
    for word in spaced.split():
        if word in (">", "+", "~"):
            tie = word
            continue
        tests, at = [], 0
        while at < len(word):
            match = SIMPLE.match(word, at)
            if match is None:
                return None
            at = match.end()
            tests.append(_test(match))
        found.append(Compound(tuple(tests), tie))
        tie = " "
    return tuple(found) or None


def _test(match: re.Match[str]) -> tuple[str, str, str]:
    for kind in ("tag", "cls", "id", "pseudo"):
        if value := match.group(kind):
            return kind, value.lower() if kind == "tag" else value, ""
    return f"attr{match.group('op') or ''}", match.group("name").lower(), match.group("value") or ""


def _key(last: Compound) -> tuple[str, str]:
    for wanted in ("id", "cls", "tag"):
        for kind, value, _ in last.tests:
            if kind == wanted:
                return kind, value
    return ("tag", "*")


def _matches(compounds: tuple[Compound, ...], element: HtmlElement) -> bool:
    *before, last = compounds
    if not all(_passes(test, element) for test in last.tests):
        return False
    if not before:
        return True
    rest = tuple(before)
    if last.tie == ">":
        parent = element.getparent()
        return parent is not None and _matches(rest, parent)
    if last.tie in "+~":
        previous = element.itersiblings(preceding=True)
        near = (next(previous, None),) if last.tie == "+" else previous
        return any(each is not None and _matches(rest, each) for each in near)
    return any(_matches(rest, around) for around in element.iterancestors())


def _passes(test: tuple[str, str, str], element: HtmlElement) -> bool:
    kind, name, value = test
    if kind == "tag":
        return name in ("*", element.tag)
    if kind == "cls":
        return name in (element.get("class") or "").split()
    if kind == "id":
        return bool(element.get("id") == name)
    if kind == "pseudo":
        return _placed(name, element)
    held = element.get(name)
    if held is None:
        return False
    ways = {
        "attr": True,
        "attr=": held == value,
        "attr~=": value in held.split(),
        "attr|=": held == value or held.startswith(f"{value}-"),
        "attr^=": bool(value) and held.startswith(value),
        "attr$=": bool(value) and held.endswith(value),
        "attr*=": bool(value) and value in held,
    }
    return bool(ways[kind])


def _placed(name: str, element: HtmlElement) -> bool:
    if name == "root":
        return bool(element.getparent() is None)
    tag = element.tag if name == "first-of-type" else None
    others = (
        element.itersiblings(tag, preceding=name != "last-child")
        if tag
        else (element.itersiblings(preceding=name != "last-child"))
    )
    return not any(isinstance(other.tag, str) for other in others)
