"""What is false in the clauses of a sentence: comparisons, counts, values, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from assistant.compose.facts import Facts
from assistant.compose.grounding.attribute_values import ValueNames, false_value, holds_values
from assistant.compose.grounding.claims import absolute, kind_stands, standing
from assistant.compose.grounding.clauses import (
    GROUP,
    MARK,
    MISS,
    Clause,
    Stretch,
    clauses,
    marked,
    stretches,
)
from assistant.compose.grounding.comparison_words import lexicon
from assistant.compose.grounding.comparisons import compared
from assistant.compose.grounding.dimensions import dimensions_of
from assistant.compose.grounding.figure_roles import Ledger, false_figure
from assistant.compose.grounding.figures import folded, without_arithmetic
from assistant.compose.grounding.names import Names
from assistant.compose.grounding.quantified import false_count
from assistant.compose.grounding.scale import Scale, leads
from assistant.compose.grounding.sums import sums_said
from assistant.compose.items import ItemFacts, Quote
from catalog.measures import figures

ClauseFault = Literal["comparison", "count", "attribute", "figure", "superlative", "stock"]
_FACING = re.compile(r"\d\S*(?: \w+)? (?:against|versus|vs\.?|to) |\d[^,]*(?:对|比)\s?[¥$]?\d")
_RESPECTIVELY = re.compile(r"respectively|分别")
_DIFFER = re.compile(r"\bdiffer in\b|差在|区别在|不同在")
_PIECES = re.compile(f"\\b(?:two|three|2|3) of (?:the )?{MARK}|买[两三2-9]")
_LEFT = re.compile(f"{MARK}|[\ue0f0\ue0f1]")


@dataclass(frozen=True)
class Basis:
    """What clauses are judged by, read once for an answer."""

    facts: Facts
    names: Names
    scale: Scale
    values: ValueNames
    missed: tuple[str, ...] = ()

    @classmethod
    def of(cls, facts: Facts, names: Names) -> Basis:
        """The basis that these facts give."""
        scale = Scale(facts.items, dimensions_of(facts.items))
        missed = {folded(n).casefold() for m in facts.misses for n in (m.title, m.name)}
        by_length = tuple(sorted(missed, key=lambda n: (-len(n), n)))
        return cls(facts, names, scale, ValueNames.of(facts), by_length)

    @property
    def ledger(self) -> Ledger:
        """What figures rest on."""
        return Ledger(self.facts, self.scale.dimensions)


def clause_faults(
    sentence: str, cited: Sequence[ItemFacts], own: Sequence[Quote], basis: Basis
) -> Iterator[tuple[ClauseFault, str | None]]:
    """The faults of each clause of a sentence, in order, None for what stands."""
    facts = basis.facts
    known = [i for i in facts.items if folded(i.title).casefold() in sentence.casefold()]
    bare = without_arithmetic(sentence, cited or known or facts.items, facts.asked.price_text)
    text = marked(bare, basis.names, facts.items, basis.missed)
    for clause in clauses(text, cited, facts.items):
        rest, fault = compared(clause, basis.scale, facts.chinese)
        if fault and _subset_stands(clause, basis):
            rest, fault = _without_superlatives(clause.text), None
        utmost = fault and (
            lexicon("en_most").pattern.fullmatch(fault)
            or lexicon("zh_most").pattern.fullmatch(fault)
        )
        yield "superlative" if utmost else "comparison", fault
        left = replace(clause, text=rest)
        yield "superlative", absolute(_LEFT.sub(" ", basis.values.without_names(rest)))
        if _PIECES.search(rest):
            counted, fault = False, None
        else:
            counted, fault = false_count(
                _LEFT.sub(" ", rest),
                clause.about,
                facts.items,
                partial(_holds, own=own, basis=basis),
            )
        yield "count", fault
        if counted:
            continue
        facing = _FACING.search(rest) and len(clause.sentence) == 2 and not clause.named
        if _RESPECTIVELY.search(rest) or facing:
            yield "figure", _in_turn(left, basis)
            continue
        if len(clause.about) == 1:
            yield "stock", standing(_LEFT.sub("", rest), clause.about[0])
        for stretch in stretches(left):
            if len(clause.about) > 1 and len(stretch.about) == 1:
                yield "stock", standing(stretch.text, stretch.about[0])
            yield from _stretch_faults(stretch, left, own, basis)


def _stretch_faults(
    stretch: Stretch, clause: Clause, own: Sequence[Quote], basis: Basis
) -> Iterator[tuple[ClauseFault, str | None]]:
    text = stretch.text
    about = stretch.about
    quotes = [q for q in own if not about or any(q in i.quotes for i in about)]
    bare = basis.values.without_figures(text)
    named = clause.sentence
    yield "figure", false_figure(bare, about, named, quotes, basis.ledger, clause.whole)
    heading = text.strip() in basis.values.attributes or _DIFFER.search(clause.before)
    if MISS in clause.whole or heading:
        return  # what a near miss has instead stands with its name; a heading says nothing
    yield (
        "attribute",
        false_value(text, about or clause.items, quotes, basis.values, basis.facts, clause.before),
    )


def _holds(text: str, item: ItemFacts, *, own: Sequence[Quote], basis: Basis) -> bool | None:
    """Whether an item bears out all that a text says; None where nothing in it is decided."""
    values = holds_values(text, item, basis.values)
    kind = kind_stands(text, item)
    decided = [v for v in (values, kind) if v is not None]
    if next(sums_said(text), None) or next(figures(text), None) or re.search(r"\d\.\d", text):
        decided.append(false_figure(text, [item], (), own, basis.ledger) is None)
    return all(decided) if decided else None


def _in_turn(clause: Clause, basis: Basis) -> str | None:
    """A figure that is not that of the product in the same place: "A and B cost 1 and 2"."""
    said = list(sums_said(clause.text)) or []
    texts = [s.text for s in said] or [clause.text[f.start : f.end] for f in figures(clause.text)]
    texts = texts or re.findall(r"\d[\d,.]*", clause.text)
    lead = GROUP.search(clause.text)
    context = _LEFT.sub(" ", clause.text[lead.end() :] if lead else clause.text)
    for text in texts:
        context = context.replace(text, " ", 1)
    for item, text in zip(clause.named or clause.sentence, texts, strict=False):
        fault = false_figure(f"{context[:12]} {text}", [item], (), (), basis.ledger)
        if fault:
            return fault
    return None


def _subset_stands(clause: Clause, basis: Basis) -> bool:
    """Whether a superlative holds among those that have what the clause limits it to."""
    limited = re.search(
        r"\b(?:with|among|of) (?:the )?(.+)$|(?:带|支持)(.+?)的?(?:里|中|款)", clause.text
    )
    if limited is None:
        return False
    limit = limited[1] or limited[2] or ""
    held = [
        i for i in clause.items if holds_values(limit, i, basis.values) or kind_stands(limit, i)
    ]
    if not held or len(held) == len(clause.items) or not all(i in held for i in clause.about):
        return False
    return _led(clause, held, basis)


def _led(clause: Clause, held: Sequence[ItemFacts], basis: Basis) -> bool:
    words = lexicon("zh_most" if basis.facts.chinese else "en_most")
    match = words.pattern.search(clause.text)
    if match is None or not clause.about:
        return False
    word, before = words.word(match), clause.text[: match.start()]
    dimension = Scale(held, dimensions_of(held)).dimension(word, clause.text, match.start())
    return dimension is not None and leads(clause.about[:1], word, dimension, held, before)


def _without_superlatives(text: str) -> str:
    return lexicon("en_most").pattern.sub(" ", lexicon("zh_most").pattern.sub(" ", text))
