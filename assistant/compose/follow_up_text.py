"""How the questions that an answer offers and asks back read in one language."""

from __future__ import annotations

from datetime import datetime

from assistant.compose.fact_builder import question
from assistant.compose.grammar import grammar
from assistant.compose.sanitise import unlabelled
from assistant.compose.statement_text import Reader
from assistant.research import Research
from assistant.schema.answer import Choice, ClarifyingQuestion, FollowUp
from assistant.schema.statement import Consulted
from catalog.i18n import Spoken
from catalog.phrases import say
from catalog.product import Product
from catalog.store import Catalog


def called(product: Product) -> str:
    """A product by brand and model: what a question can call it and be understood."""
    return unlabelled(f"{product.brand} {product.model}")


def follow_ups_of(
    found: Research, catalog: Catalog, now: datetime, language: Spoken
) -> tuple[FollowUp, ...]:
    """The unpaid questions of a research, each as a shopper would send it."""
    named = Consulted(statements=found.follow_ups).named
    reader = Reader(
        grammar=grammar(language),
        vocabulary=catalog.vocabulary,
        names={id: called(catalog.product(id)) for id in named},
        now=now,
    )
    return tuple(
        FollowUp(text=reader.sentence(s), product_id="".join(s.product_ids[:1]))
        for s in found.follow_ups
    )


def question_of(found: Research, catalog: Catalog, language: Spoken) -> ClarifyingQuestion | None:
    """The question back with its choices, the last one that none matters; None where none is."""
    name = found.need.ask
    if not name or found.need.act != "find":
        return None
    term = catalog.vocabulary.attribute(name)
    labels = (unlabelled(term.value(value).name(language)) for value in found.choices)
    whatever = say("follow_ups.indifferent", language)
    return ClarifyingQuestion(
        about=name,
        text=question(name, catalog.vocabulary, language),
        choices=tuple(Choice(label=label, text=label) for label in (*labels, whatever)),
    )
