"""What reviewers praise and fault, counted and quoted, with promotional sources left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from assistant.facts.inquiry import FEW, Considered, Inquiry
from assistant.facts.polarity import Lean, sure_lean
from assistant.schema.statement import Quotation, Statement, Term, series, statement
from catalog.evidence import Evidence
from catalog.sentences import excerpt, sentences
from retrieval.evidence import quotable

ALL = 60
"""More quotable reviews than one product is asked to tell of."""
LONGEST, SHORTEST = 120, 4
QUOTED = 3


@dataclass(frozen=True)
class Voice:
    """One sentence of a review and which way it surely leans."""

    words: str
    lean: Lean
    review: Evidence


@dataclass(frozen=True)
class Heard:
    """A product's reviews: those that may be quoted, what they say, how many were promotional."""

    reviews: tuple[Evidence, ...]
    voices: tuple[Voice, ...]
    left_out: int

    def leaning(self, lean: Lean) -> tuple[Voice, ...]:
        """The voices that surely lean that way, one per review first."""
        own = [v for v in self.voices if v.lean == lean]
        first = {v.review.id: v for v in reversed(own)}
        return (*reversed(first.values()), *(v for v in own if first[v.review.id] is not v))


def heard(asked: Considered, inquiry: Inquiry) -> Heard:
    """The reviews of a product, sorted out."""
    sorted_out = quotable(inquiry.catalog.evidence_of(asked.id), inquiry.need.language, most=ALL)
    voices = tuple(
        Voice(words, sure_lean(sentence, review.rating), review)
        for review in sorted_out.quotable
        for sentence in sentences(review.text)
        if len(words := excerpt(sentence, LONGEST)) >= SHORTEST
    )
    return Heard(sorted_out.quotable, voices, len(sorted_out.promotional))


def reviews(inquiry: Inquiry, lean: Lean) -> tuple[Statement, ...]:
    """What speaks for ("for") or against ("against") each product; both for a summary."""
    if inquiry.asks("genuine") and not inquiry.asks("complaints"):
        told: tuple[Statement, ...] = (statement("facts.reviews_genuine"),)
        return (*told, *([_counts(inquiry.one, inquiry)] if inquiry.one else []))
    if not inquiry.products:
        return (statement("facts.reviews_general"),)
    if inquiry.one is None:
        return _several(inquiry, lean)
    asked, known = inquiry.one, heard(inquiry.one, inquiry)
    if not known.reviews:
        return (statement("facts.reviews_none", about=(asked.id,), product=asked.name),)
    leads: list[Lean] = [lean]
    if inquiry.asks("summary") and not inquiry.asks("complaints"):
        leads = ["for", "against"]
    spoken = [_leaning(asked, known, way, len(leads) > 1) for way in leads]
    if not known.leaning(leads[0]) and len(leads) == 1:
        other: Lean = "against" if lean == "for" else "for"
        if known.leaning(other):
            spoken.append(_leaning(asked, known, other, True))
    return (*spoken, _counts(asked, inquiry))


def _leaning(asked: Considered, known: Heard, lean: Lean, brief: bool) -> Statement:
    voices = known.leaning(lean)
    if not voices:
        key = f"facts.reviews_no_{lean}"
        return statement(key, about=(asked.id,), product=asked.name, n=len(known.reviews))
    quoted = voices[:QUOTED]
    return statement(
        f"facts.reviews_{lean}{'_too' if brief and lean == 'against' else ''}",
        about=(asked.id,),
        evidence=tuple(dict.fromkeys(v.review.id for v in quoted)),
        product=asked.name,
        quotes=series([quotation(v) for v in quoted], "clauses"),
    )


def quotation(voice: Voice) -> Quotation:
    """The words of a voice with the kind of its source."""
    return Quotation(text=voice.words, source=voice.review.source_kind)


def _counts(asked: Considered, inquiry: Inquiry) -> Statement:
    """How many reviews there are of which kind, and how many were promotional."""
    known = heard(asked, inquiry)
    kinds = Counter(e.source_kind for e in known.reviews)
    clauses = series(
        [statement(f"facts.kind_{kind}", n=n) for kind, n in sorted(kinds.items())], "and"
    )
    key = "facts.reviews_counted_left" if known.left_out else "facts.reviews_counted"
    if not kinds:
        return statement("facts.reviews_none", about=(asked.id,), product=asked.name)
    return statement(
        key, about=(asked.id,), n=len(known.reviews), kinds=clauses, left=known.left_out,
        product=asked.name,
    )  # fmt: skip


def _several(inquiry: Inquiry, lean: Lean) -> tuple[Statement, ...]:
    """One voice of each product that has one; the others are named as having none."""
    clauses: list[Statement] = []
    silent: list[Term] = []
    evidence: list[str] = []
    for asked in inquiry.products[:FEW]:
        voices = heard(asked, inquiry).leaning(lean)
        if not voices:
            silent.append(asked.name)
            continue
        evidence += [v.review.id for v in voices[:2]]
        quotes = series([quotation(v) for v in voices[:2]], "and")
        clauses.append(statement("facts.reviews_clause", product=asked.name, quotes=quotes))
    ids = inquiry.ids[:FEW]
    if not clauses:
        return (
            statement(
                f"facts.reviews_each_no_{lean}", about=ids, products=series(silent, "neither")
            ),
        )
    told = [
        statement(
            f"facts.reviews_each_{lean}",
            about=ids,
            evidence=tuple(dict.fromkeys(evidence)),
            clauses=series(clauses, "clauses"),
        )
    ]
    if silent:
        rest = series(silent, "neither")
        told.append(statement(f"facts.reviews_each_no_{lean}", about=ids, products=rest))
    return tuple(told)
