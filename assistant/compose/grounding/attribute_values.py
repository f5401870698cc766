"""Values of attributes that a clause gives products, against those that the products have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.compose.facts import Facts
from assistant.compose.grounding.figures import folded
from assistant.compose.items import ItemFacts, Quote

_NOT = re.compile(
    r"(?:\bnot|n[’']t|\bno|\bwithout|\blacks?|\bneither|\bnor|\bnever"
    r"|\bnon)[\s-]+(?:\w+[\s-]+){0,3}$"
    r"|(?:不|没有?|无|非|缺少?)[^,，。和与]{0,4}$"
)
_UNSTATED = re.compile(
    r"doesn[’']t say|does not say|not (?:stated|listed|mentioned|on record|specified|given)|no word"
    r"|unclear|unknown|nobody says|unconfirmed|没[写说标提]|未[写说标提注]|不清楚|没有(?:写明"
    r"|说明|注明)|查不到|没写明"
)
_UNMET = re.compile(
    r"(?:不|没有?)(?:都)?(?:符合|满足|达到)[^,，。]{0,8}$|没有(?:一款)?(?:符合|满足)[^,，。]{0,8}$"
    r"|(?:none|neither|not|n[’']t|no (?:item|product))[^.]{0,24}"
    r"\b(?:meets?|match(?:es)?"
    r"|fits?)\b[^.]{0,16}$"
)
_ASKED = re.compile(
    r"\byou (?:asked|wanted|want|need|said|mentioned|prefer)|\byour\b|\basked for|\blooking for\b"
    r"|\bif you\b|\bfor a\b|\bprefer|你(?:要|想|说|提)|您(?:要|想|说)|需求|想要|如果|要是|的话"
    r"|看重|偏好"
)


@dataclass(frozen=True)
class ValueNames:
    """Every value's name in the answer's language, longest first, with the attributes it is of."""

    named: tuple[tuple[re.Pattern[str], str, frozenset[str]], ...]
    attributes: tuple[str, ...]

    @classmethod
    def of(cls, facts: Facts) -> ValueNames:
        """The names of the values that the items' attributes take."""
        attributes: dict[str, set[str]] = {}
        for values in facts.values:
            for name in values.names:
                attributes.setdefault(folded(name).casefold(), set()).add(values.attribute)
        for item in facts.items:
            for trait in item.traits:
                for name in re.split("[、,] ?", trait.text):
                    if trait.number is None:
                        attributes.setdefault(folded(name).casefold(), set()).add(trait.attribute)
        kept = sorted((n for n in attributes if len(n) > 1), key=lambda n: (-len(n), n))
        own = {folded(t.name).casefold() for i in facts.items for t in i.traits}
        return cls(
            tuple((_whole(name), name, frozenset(attributes[name])) for name in kept),
            tuple(sorted(own, key=lambda n: (-len(n), n))),
        )

    def without_figures(self, text: str) -> str:
        """The text without the names of values that hold a figure ("60% layout")."""
        for pattern, name, _ in self.named:
            if any(c.isdigit() for c in name):
                text = pattern.sub(" ", text)
        return text

    def without_names(self, text: str) -> str:
        """The text without the names of attributes: "best for commuting" claims no best."""
        for name in self.attributes:
            text = text.replace(name, " ")
        return text

    def said(self, text: str) -> Iterator[tuple[int, str, frozenset[str]]]:
        """The values that a text names: where, which, and of which attributes."""
        for pattern, name, attributes in self.named:
            for match in pattern.finditer(text):
                yield match.start(), name, attributes
            text = pattern.sub(lambda m: " " * len(m.group()), text)


def _whole(name: str) -> re.Pattern[str]:
    before = r"(?<![a-z0-9-])" if name[0].isascii() else ""
    after = r"(?![a-z0-9])" if name[-1].isascii() else ""
    return re.compile(before + re.escape(name) + after)


def false_value(
    text: str,
    items: Sequence[ItemFacts],
    own: Sequence[Quote],
    names: ValueNames,
    facts: Facts,
    before: str = "",
) -> str | None:
    """The first value that the products spoken of have not, or are wrongly said not to have.

    Several products at once are believed where one of them has the value. `before` is what the
    sentence says ahead of the text: "none of them meets this: …".
    """
    if not items or _ASKED.search(text):
        return None
    quoted = " ".join(folded(q.text).casefold() for q in own)
    for start, name, attributes in names.said(text):
        standing = {_has(item, name, attributes) for item in items}
        if name in quoted:
            continue
        denied = bool(_NOT.search(text[:start]) or _UNMET.search(f"{before} {text[:start]}"))
        if _UNSTATED.search(text.replace(name, " ")):
            if True in standing:
                return name
            continue
        true = standing <= {False, None} if denied else True in standing
        if not true:
            return name
    return None


def holds_values(text: str, item: ItemFacts, names: ValueNames) -> bool | None:
    """Whether an item has all values that a text names, as the text has it; None for no value."""
    found = [
        (_has(item, name, attributes) is True) != bool(_NOT.search(text[:start]))
        for start, name, attributes in names.said(text)
    ]
    return all(found) if found else None


def _has(item: ItemFacts, name: str, attributes: frozenset[str]) -> bool | None:
    """Whether it has the value; None where nobody says."""
    if _whole(name).search(folded(f"{item.title} {item.name}").casefold()):
        return True
    traits = [t for t in item.traits if t.attribute in attributes]
    if any(name in folded(t.text).casefold() and not _denies(t.text, name) for t in traits):
        return True
    wishes = [w for w in (*item.met, *item.unmet) if w.attribute in attributes]
    if any(w.wanted.casefold() == name for w in item.met) or any(
        w.has.casefold() == name for w in wishes
    ):
        return True
    return False if traits else None


def _denies(text: str, name: str) -> bool:
    at = folded(text).casefold().find(name)
    return at > 0 and bool(_NOT.search(folded(text).casefold()[:at]))
