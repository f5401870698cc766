"""Whether every word stands on the facts: what does not is taken out, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from assistant.compose.facts import Facts, Stated
from assistant.compose.grounding.claims import MONEY_TALK, false_offer, false_seller, false_source
from assistant.compose.grounding.clause_faults import Basis, clause_faults
from assistant.compose.grounding.figures import folded, spelt_out, worded_price
from assistant.compose.grounding.names import (
    Mentions,
    Names,
    mentions,
    names_of,
    stranger,
    told,
    vocabulary,
    without_item_names,
    without_names,
)
from assistant.compose.grounding.unknown_names import unheard_name
from assistant.compose.grounding.unverifiable import unverifiable
from assistant.compose.items import Quote
from assistant.compose.parts import Spoken
from assistant.compose.sanitise import LABEL_WORDS, linked, plain, unlabelled
from catalog.record import Record
from catalog.sentences import sentences

Fault = Literal[
    "product", "evidence", "quote", "figure", "seller", "superlative", "offer", "source",
    "label", "link", "name", "script", "empty", "comparison", "count", "attribute", "stock",
    "unverifiable",
]  # fmt: skip
_QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"|「([^「」]*)」|『([^『』]*)』")
_HELD = "\ue000{}\ue001"
_FOREIGN = re.compile(r"[^\W\d_\x00-\x7f\u00b5\u00c0-\u024f\u03bc\u03a9\u3040-\u30ff\u3400-\u9fff]")
_PRONOUN = re.compile(r"\b(?:it|its|this one)\b|它|这款|该款", re.IGNORECASE)
_NAME = re.compile("\ue003(\\d+)\ue004")
_FALSE = "\ue002"
_BACK = re.compile("\ue000(\\d+)\ue001")
_STATED = re.compile("\n*\ue005(\\d+)\ue006\n*")


class Violation(Record):
    """Something said that the facts do not hold; `what` is the word or figure at fault."""

    fault: Fault
    what: str
    sentence: str = ""


@dataclass(frozen=True)
class Known:
    """What the facts hold, read once for all sentences of an answer."""

    facts: Facts
    words: frozenset[str]
    told: str
    names: Names
    listed: frozenset[str]
    basis: Basis
    texts: str

    @classmethod
    def of(cls, facts: Facts) -> Known:
        """What these facts hold."""
        names = names_of(facts.items)
        texts = "\n".join(
            (
                facts.asked.question,
                *facts.asked.wishes,
                *(t.text for i in facts.items for t in i.traits),
                "商家出钱或自己写的" if any(i.left_out for i in facts.items) else "",
                *(t.name for i in facts.items for t in i.traits),
            )
        )
        return cls(
            facts=facts,
            words=vocabulary(facts),
            told=told(facts),
            names=names,
            listed=frozenset(
                [i.product_id for i in facts.items] + [m.product_id for m in facts.misses]
            ),
            basis=Basis.of(facts, names),
            texts=folded(texts).casefold(),
        )

    def carried(self, own: Sequence[Quote]) -> str:
        """What a claim that only facts can bear may rest on: attributes, the question, quotes."""
        return "\n".join((self.texts, *(folded(q.text).casefold() for q in own)))


class Grounded(Record):
    """Parts of which every sentence stood up, and what did not."""

    parts: tuple[Spoken, ...]
    violations: tuple[Violation, ...] = ()


def ground(parts: Sequence[Spoken], facts: Facts) -> Grounded:
    """Take out of every part what the facts do not hold; a part with nothing left goes."""
    known = Known.of(facts)
    kept: list[Spoken] = []
    wrong: list[Violation] = []
    for part in parts:
        if part.role == "question" and part.text == facts.ask:
            kept.append(part)
            continue
        checked, found = ground_part(part, known)
        wrong += found
        if checked is not None:
            kept.append(checked)
    return Grounded(parts=tuple(kept), violations=tuple(wrong))


def ground_part(part: Spoken, known: Known) -> tuple[Spoken | None, list[Violation]]:
    """One part with what stands of it, None for nothing, and what did not stand."""
    facts = known.facts
    ids = [id for id in part.product_ids if id in known.listed]
    wrong = [Violation(fault="product", what=i) for i in part.product_ids if i not in known.listed]
    if part.role == "pick" and not ids:
        return None, wrong
    cited = [i for i in facts.items if i.product_id in ids]
    quotes = {q.id: q for i in (cited or facts.items) for q in i.quotes}
    evidence = [id for id in part.evidence_ids if id in quotes]
    wrong += [Violation(fault="evidence", what=i) for i in part.evidence_ids if i not in quotes]
    own = [quotes[id] for id in evidence]
    if linked(part.text):
        wrong.append(Violation(fault="link", what="link", sentence=plain(part.text)[:200]))
        return None, wrong
    text, copied = _without_stated(plain_lines(part.text), facts)
    ids += [id for stated in copied for id in stated.product_ids if id not in ids]
    text, held, false = _without_quotes(text, own, facts)
    wrong += false
    text, names = _without_names(text, facts)
    standing, fallen = _Named(), _Named()
    lines = []
    for line in text.split("\n"):
        stood = []
        if _STATED.fullmatch(line):
            lines.append(line)
            continue
        for sentence in sentences(line):
            whole = _NAME.sub(lambda m: names[int(m[1])], sentence)
            named = mentions(spelt_out(folded(_BACK.sub(" ", whole))), known.names)
            spoken_of = ids if part.role == "pick" or _PRONOUN.search(whole) else part.product_ids
            fault = _fault(whole, named, spoken_of, own, known)
            (fallen if fault else standing).hear(whole, named)
            if fault is None:
                stood.append(whole)
                ids += [i for i in named.ids if i not in ids]
            else:
                wrong.append(fault)
        if stood:
            lines.append(_joined(stood, facts.chinese))
    gap = "" if facts.chinese else " "
    said = _BACK.sub(lambda m: held[int(m[1])], "\n".join(lines)).strip()
    said = _STATED.sub(lambda m: f"{gap}{plain(facts.stated[int(m[1])].text)}{gap}", said).strip()
    if not said or standing.leans_on(fallen, part):
        return None, wrong or [Violation(fault="empty", what=part.role)]
    evidence += [id for stated in copied for id in stated.evidence_ids if id not in evidence]
    changed = {"text": said, "product_ids": tuple(ids), "evidence_ids": tuple(evidence)}
    return part.model_copy(update=changed), wrong


@dataclass
class _Named:
    """Which products the sentences that stand, or that fell, name; whether one only says "it"."""

    ids: set[str] = field(default_factory=set)
    pronoun: bool = False

    def hear(self, sentence: str, named: Mentions) -> None:
        """Count one sentence."""
        self.ids.update(named.ids)
        self.pronoun = self.pronoun or bool(_PRONOUN.search(sentence) and not named.ids)

    def leans_on(self, fallen: _Named, part: Spoken) -> bool:
        """Whether what stands speaks of a product whose name fell: such a part falls whole."""
        lost = fallen.ids - self.ids
        return (
            bool(lost & set(part.product_ids[:1]))
            if part.role == "pick"
            else (bool(lost) and self.pronoun)
        )


def _without_stated(text: str, facts: Facts) -> tuple[str, list[Stated]]:
    """The text with sentences from the record, copied word for word, held aside as lines."""
    copied: list[Stated] = []
    for n, stated in sorted(enumerate(facts.stated), key=lambda pair: -len(pair[1].text)):
        words = plain(stated.text)
        if words and words in text:
            text = text.replace(words, f"\n\ue005{n}\ue006\n", 1)
            copied.append(stated)
    return text, copied


def plain_lines(text: str) -> str:
    """The text plain, its lines kept."""
    return "\n".join(line for raw in text.split("\n") if (line := plain(raw)))


def _joined(stood: Sequence[str], chinese: bool) -> str:
    return ("" if chinese else " ").join(stood)


def _without_quotes(
    text: str, own: Sequence[Quote], facts: Facts
) -> tuple[str, list[str], list[Violation]]:
    """The text with verbatim quotes held aside, and the quotes that nobody said.

    A false quote stays as a mark that makes its sentence fall.
    """
    said = [unlabelled(q.text) for q in own]
    said += [i.title for i in facts.items] + [i.name for i in facts.items]
    terms = [t.text for i in facts.items for t in i.traits] + [*facts.asked.wishes]
    held: list[str] = []
    wrong: list[Violation] = []

    def aside(match: re.Match[str]) -> str:
        words = next(g for g in match.groups() if g is not None).strip(" .。,，")
        if not any(words in text for text in said) and words not in terms:
            wrong.append(Violation(fault="quote", what=words[:80]))
            return _FALSE
        held.append(match.group())
        return _HELD.format(len(held) - 1)

    return _QUOTED.sub(aside, text), held, wrong


def _without_names(text: str, facts: Facts) -> tuple[str, list[str]]:
    """The text with names held aside, lest "J. M." or "& Co." ends a sentence."""
    held: list[str] = []
    names = {n for i in facts.items for n in (i.title, i.name, i.seller, i.brand)}
    names |= {m.name for m in facts.misses}
    for name in sorted(
        (n for n in names if "." in n or "!" in n or "?" in n), key=lambda n: -len(n)
    ):
        if name in text:
            text = text.replace(name, f"\ue003{len(held)}\ue004")
            held.append(name)
    return text, held


def _fault(
    sentence: str, named: Mentions, ids: Sequence[str], own: Sequence[Quote], known: Known
) -> Violation | None:
    """What is wrong with a sentence, None where it stands."""
    if _FALSE in sentence:
        return Violation(fault="quote", what="sentence around a false quote")
    text = named.text
    lower = text.lower()
    bare = without_names(text, known.facts.items).lower()
    label = LABEL_WORDS.search(text) or MONEY_TALK.search(lower)
    beyond = unverifiable(bare, known.carried(own))
    faults: Iterator[tuple[Fault, str | None]] = chain(
        (
            ("label", label.group() if label else None),
            ("unverifiable", beyond[1] if beyond else None),
            ("script", _foreign_script(text)),
            ("name", stranger(text, known.facts, known.words)),
            ("figure", worded_price(lower)),
            ("source", false_source(lower, [q.source_kind for q in own])),
        ),
        _segment_faults(named, ids, known),
        clause_faults(
            text, [i for i in known.facts.items if i.product_id in ids], own, known.basis
        ),
    )
    for fault, what in faults:
        if what:
            return Violation(fault=fault, what=what[:80], sentence=sentence[:200])
    name = unheard_name(
        bare if known.facts.chinese else text, known.told, known.words, known.facts.chinese
    )
    return Violation(fault="name", what=name[:80], sentence=sentence[:200]) if name else None


def _segment_faults(
    named: Mentions, ids: Sequence[str], known: Known
) -> Iterator[tuple[Fault, str | None]]:
    """Sellers and offers of each stretch of a sentence, judged by the product it speaks of."""
    facts = known.facts
    cited = [i for i in facts.items if i.product_id in ids]
    for stretch, one in named.segments(cited):
        items = [one] if one is not None else cited or list(facts.items)
        own = without_item_names(stretch, facts.items).lower()
        yield "seller", false_seller(own, items, facts)
        yield "offer", false_offer(without_names(stretch, items).lower(), items, facts)


def _foreign_script(text: str) -> str | None:
    """A letter of a script in which neither language is written, as forged labels use."""
    found = _FOREIGN.search(text)
    return found.group() if found else None
