"""The half of the pipeline below the cut: place, compose, disclose; one Answer per policy.

question, history
  understand → retrieve → rank          research(question, history) → Research
------------------------------------------------------------------ no money above this line
  place → compose → disclose            respond(research, policy) → Answer
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.compose.compose import Composed
from assistant.compose.facts import facts_of
from assistant.compose.follow_up_text import follow_ups_of, question_of
from assistant.disclosure.export import text_and_spans
from assistant.disclosure.labels import Disclosed, disclose
from assistant.disclosure.layout import DisclosureStyle
from assistant.identity import answer_id
from assistant.monetisation.exposure import still_paid
from assistant.monetisation.ledger.impressions import PaidContent, paid_in, showings
from assistant.monetisation.ledger.links import conversation_of
from assistant.money_answers import money_answer, sponsored_resolved
from assistant.occasion import Occasion
from assistant.placing import opportunity_of, place, referenced, unpaid_list
from assistant.policy import Policy
from assistant.research import Research
from assistant.schema.answer import Answer, Part
from assistant.schema.outcome import Outcome
from assistant.schema.reading import Reading
from assistant.tracing import growing, note, step
from catalog.i18n import Spoken
from catalog.phrases import say


@dataclass(frozen=True)
class Response:
    """An answer, whole or still growing, and all that it will have shown for money when whole."""

    answer: Answer
    paid: PaidContent


def respond(
    found: Research, policy: Policy, style: DisclosureStyle, occasion: Occasion
) -> Response:
    """The answer to a researched question under one policy and one disclosure."""
    *_, last = stream(found, policy, style, occasion)
    return last


def stream(
    found: Research, policy: Policy, style: DisclosureStyle, occasion: Occasion
) -> Iterator[Response]:
    """The answer as its words arrive, every item and label first; once where nothing is awaited."""
    return growing(
        "respond", _stream(found, policy, style, occasion), policy=policy.id, disclosure=style.id
    )


def _stream(
    found: Research, policy: Policy, style: DisclosureStyle, occasion: Occasion
) -> Iterator[Response]:
    found = sponsored_resolved(found, occasion.previous)
    with step("place"):
        opportunity = opportunity_of(found, occasion)
        outcome = still_paid(place(found, policy, occasion, opportunity), occasion.opened)
        outcome = referenced(outcome, occasion)
    paid = _content(found, policy, style, occasion, outcome)
    unpaid = unpaid_list(found, occasion, opportunity, outcome)
    told = _told(found, policy, occasion)
    facts = facts_of(
        found, outcome.listed, occasion.catalog, now=occasion.now, locale=occasion.locale
    )
    for composed in growing("compose", occasion.composer(facts)):
        note(composer=composed.composition.composer, cause=composed.composition.cause)
        parts = _in_order(found, told, composed.parts)
        with step("disclose"):
            disclosed = disclose(
                outcome,
                parts,
                style,
                locale=occasion.locale,
                jurisdictions=occasion.jurisdictions,
                mechanism=policy.mechanism.type,
                unpaid=unpaid,
                takes_reports=occasion.takes_reports,
            )
        answer = _assembled(paid.answer_id, found, policy, style, occasion, composed, disclosed)
        yield Response(answer=answer, paid=paid)


def _content(
    found: Research,
    policy: Policy,
    style: DisclosureStyle,
    occasion: Occasion,
    outcome: Outcome,
) -> PaidContent:
    """What the ledger is told before anything is shown."""
    id = answer_id(found, policy.id, style.id, occasion, outcome)
    content = PaidContent(
        answer_id=id,
        policy=policy.id,
        items=tuple(paid_in(outcome)),
        charges=outcome.charges,
        conversation=conversation_of(id),
        turn=occasion.turn,
        disclosure=style.id,
        provenance=occasion.provenance,
    )
    placements = (*outcome.listed, *outcome.sponsored)
    shown = showings(content.answered(occasion.now), placements, outcome.parts, outcome.follow_ups)
    return content.model_copy(update={"shown": shown})


def _in_order(
    found: Research, told: tuple[Part, ...], composed: tuple[Part, ...]
) -> tuple[Part, ...]:
    """What code says of money, then the composer's words; asked why, the reasons come first."""
    if found.need.act == "money" and found.need.topic == "why_rank":
        return (*composed, *told)
    return (*told, *composed)


def _told(found: Research, policy: Policy, occasion: Occasion) -> tuple[Part, ...]:
    """What code, and only code, says: why there are no ads, and what money did, when asked."""
    parts: tuple[Part, ...] = ()
    language = "zh" if occasion.locale.startswith("zh") else "en"
    if found.need.from_child and found.need.act == "find":
        parts = (Part(role="notice", text=say("children.nothing_sold", language)),)
    elif occasion.unrecorded:
        text = say("ledger.nothing_sold", language, reason=occasion.unrecorded)
        parts = (Part(role="notice", text=text),)
    if found.ranking.words_alone:
        parts = (*parts, Part(role="notice", text=say("ranking.words_alone", language)))
    if found.need.act != "money" and not found.need.sponsored_meant:
        return parts
    return (*parts, *money_answer(found.need, occasion.previous, policy, occasion.locale))


def _assembled(
    id: str,
    found: Research,
    policy: Policy,
    style: DisclosureStyle,
    occasion: Occasion,
    composed: Composed,
    disclosed: Disclosed,
) -> Answer:
    text, spans = text_and_spans(disclosed.parts)
    catalog = occasion.catalog
    language: Spoken = "zh" if occasion.locale.startswith("zh") else "en"
    shown = frozenset(p.product_id for block in disclosed.blocks for p in block.placements)
    return Answer(
        id=id,
        created_at=occasion.now,
        locale=occasion.locale,
        jurisdictions=occasion.jurisdictions,
        policy=policy.id,
        disclosure_policy=style.id,
        ai_labels=disclosed.ai_labels,
        need=found.need,
        understood=found.understood.among(shown),
        basket=found.basket,
        organic=found.organic,
        organic_only=occasion.organic_only,
        text=text,
        parts=disclosed.parts,
        prose_spans=spans,
        blocks=disclosed.blocks,
        follow_ups=(*disclosed.follow_ups, *follow_ups_of(found, catalog, occasion.now, language)),
        question=question_of(found, catalog, language),
        ranking_info=disclosed.ranking_info,
        pool=disclosed.pool,
        controls=disclosed.controls,
        profile_used=disclosed.profile_used,
        claims_by_operator=disclosed.claims_by_operator,
        composition=composed.composition.model_copy(update={"reading": _reading(found, language)}),
        difference=disclosed.difference,
        provenance=occasion.provenance.model_copy(update={"model": composed.composition.composer}),
    )


def _reading(found: Research, language: Spoken) -> Reading:
    """Who did the research, its notice in the language of the answer."""
    reading = found.reading
    if not reading.cause:
        return reading
    cause = say(f"failures.{reading.cause}", language)
    notice = say(f"failures.read_by_{reading.reader}", language, cause=cause)
    return reading.model_copy(update={"notice": notice})
