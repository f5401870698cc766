"""The half of the pipeline below the cut: place, compose, disclose; one Answer per policy.

question, history
  understand → retrieve → rank          research(question, history) → Research
------------------------------------------------------------------ no money above this line
  place → compose → disclose            respond(research, policy) → Answer
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from assistant.comparison import ShownAnswer, UnpaidList, difference
from assistant.compose.compose import Composed, Composer
from assistant.compose.facts import facts_of
from assistant.disclosure.ad_answers import tell
from assistant.disclosure.export import text_and_spans
from assistant.disclosure.labels import Disclosed, disclose
from assistant.disclosure.layout import DisclosureStyle
from assistant.identity import answer_id
from assistant.monetisation.eligibility import eligible
from assistant.monetisation.exposure import still_paid
from assistant.monetisation.ledger.impressions import PaidContent, paid_in
from assistant.monetisation.mechanisms.base import Opportunity
from assistant.monetisation.mechanisms.none import NoPayment
from assistant.policy import Policy
from assistant.research import Research
from assistant.schema.answer import Answer, FollowUp, Jurisdiction, Part
from assistant.schema.difference import Difference
from assistant.schema.from_catalog import unpaid
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Placement
from catalog.campaign import Campaign
from catalog.money import Money
from catalog.phrases import say
from catalog.reference_price import proved_reference
from catalog.store import Catalog

LIST_INTENTS = ("shop",)
"""The intents that a fresh list of products answers; only there is space sold."""


@dataclass(frozen=True)
class Occasion:
    """Everything below the cut that an answer depends on besides research and policy.

    `previous` is the last answer that showed products, None at the start. `spent` is what each
    campaign has been charged so far, `seen` how many answers of this conversation showed it,
    `opened` the paid follow-up questions asked in it. `takes_reports` says whether what shows the
    answer records reports of ads. `unrecorded` is why nothing that is shown can be recorded, ""
    where it can or nothing is; then nothing is sold. `seed` and `now` are all the chance and time
    there is.
    """

    catalog: Catalog
    campaigns: tuple[Campaign, ...]
    composer: Composer
    locale: str
    jurisdictions: tuple[Jurisdiction, ...]
    now: datetime
    seed: str
    spent: Mapping[str, Money]
    previous: Answer | None = None
    organic_only: bool = False
    seen: Mapping[str, int] = field(default_factory=dict)
    opened: tuple[FollowUp, ...] = ()
    takes_reports: bool = False
    unrecorded: str = ""


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
    """The answer as its words arrive: every item and label first, then part after part."""
    opportunity = _opportunity(found, occasion)
    outcome = still_paid(_place(found, policy, occasion, opportunity), occasion.opened)
    outcome = _referenced(outcome, occasion)
    paid = PaidContent(
        answer_id=answer_id(found, policy.id, style.id, occasion, outcome),
        policy=policy.id,
        items=tuple(paid_in(outcome)),
        charges=outcome.charges,
    )
    unpaid = _unpaid_list(found, occasion, opportunity, outcome)
    told = _told(found, occasion)
    facts = facts_of(
        found, outcome.listed, occasion.catalog, now=occasion.now, locale=occasion.locale
    )
    shown = 0
    for composed in occasion.composer(facts):
        parts = (*told, *composed.parts) if told else composed.parts
        disclosed = disclose(
            outcome,
            parts,
            style,
            locale=occasion.locale,
            jurisdictions=occasion.jurisdictions,
            mechanism=policy.mechanism.type,
            takes_reports=occasion.takes_reports,
        )
        changed = difference(unpaid, _shown(outcome, disclosed), outcome.unsold)
        answer = _assembled(
            paid.answer_id, found, policy, style, occasion, composed, disclosed, changed
        )
        for so_far in range(shown + 1, len(answer.parts)):
            yield Response(answer=_cut(answer, so_far), paid=paid)
        yield Response(answer=answer, paid=paid)
        shown = len(answer.parts)


def _cut(answer: Answer, parts: int) -> Answer:
    """The answer with only the first of its parts, for a reader who reads along."""
    text, spans = text_and_spans(answer.parts[:parts])
    return answer.model_copy(
        update={"parts": answer.parts[:parts], "text": text, "prose_spans": spans}
    )


def _place(
    found: Research, policy: Policy, occasion: Occasion, opportunity: Opportunity
) -> Outcome:
    if found.need.intent == "compare":
        return Outcome(listed=_compared(found, occasion))
    if found.need.intent not in LIST_INTENTS:
        return Outcome(listed=())
    if occasion.organic_only or occasion.unrecorded:
        return NoPayment().place(replace(opportunity, campaigns=()))
    return policy.mechanism.place(opportunity)


def _unpaid_list(
    found: Research, occasion: Occasion, opportunity: Opportunity, outcome: Outcome
) -> UnpaidList:
    """What the same research shows with no money, and the unpaid offer of all that is shown."""
    shown = [p.product_id for p in (*outcome.listed, *outcome.sponsored)]
    listed: tuple[Placement, ...] = ()
    if found.need.intent == "compare":
        listed = _compared(found, replace(occasion, previous=None))
    elif found.need.intent in LIST_INTENTS:
        listed = opportunity.picks
    there = {p.product_id for p in listed}
    ranked = (opportunity.ranked_product(id) for id in dict.fromkeys(shown) if id not in there)
    others = tuple(
        opportunity.show(r.product_id, r.offer_id, rank=r.rank, id=f"u{r.rank}")
        for r in ranked
        if r
    )
    return UnpaidList(listed=listed, others=others)


def _shown(outcome: Outcome, disclosed: Disclosed) -> ShownAnswer:
    return ShownAnswer(
        listed=tuple(p.id for p in outcome.listed),
        bought=tuple(p.id for p in outcome.sponsored),
        blocks=disclosed.blocks,
        parts=disclosed.parts,
        follow_ups=disclosed.follow_ups,
    )


def _referenced(outcome: Outcome, occasion: Occasion) -> Outcome:
    """The outcome with a struck-through price wherever the offer's history proves one."""

    def proved(placement: Placement) -> Placement:
        offer = occasion.catalog.offer_of(placement.product_id, placement.offer_id)
        price = placement.price
        if offer is None or price.money is None:
            return placement
        law = occasion.jurisdictions[0]
        before = proved_reference(offer, law, occasion.now, price.money, price.shown_at)
        if before.money is None:
            return placement
        struck = {
            "ref": before.money.amount,
            "ref_kind": "prior",
            "basis": before.reason.text(occasion.locale),
        }
        return placement.model_copy(update={"price": price.model_copy(update=struck)})

    return outcome.model_copy(
        update={
            "listed": tuple(map(proved, outcome.listed)),
            "sponsored": tuple(map(proved, outcome.sponsored)),
        }
    )


def _opportunity(found: Research, occasion: Occasion) -> Opportunity:
    picks = tuple(
        unpaid(
            occasion.catalog,
            pick.product_id,
            pick.offer_id,
            rank=pick.rank,
            rank_if_unpaid=pick.rank,
            now=occasion.now,
            id=f"o{pick.rank}",
        )
        for pick in found.picks
    )
    return Opportunity(
        need=found.need,
        ranked=found.ranking.products,
        picks=picks,
        campaigns=eligible(
            occasion.campaigns,
            found.need,
            occasion.catalog,
            found.ranking.products,
            occasion.now,
            occasion.spent,
        ),
        catalog=occasion.catalog,
        now=occasion.now,
        seed=occasion.seed,
        spent=occasion.spent,
        seen=occasion.seen,
    )


def _compared(found: Research, occasion: Occasion) -> tuple[Placement, ...]:
    """The compared products; one that was paid for when it was shown stays so, and labelled."""
    before = {p.product_id: p for p in occasion.previous.placements} if occasion.previous else {}
    offers = {ranked.product_id: ranked for ranked in found.ranking.products}
    compared = []
    for rank, product_id in enumerate(found.need.focus, start=1):
        shown = before.get(product_id)
        if shown is not None:
            kept = dict(shown) | {"id": f"c{rank}", "rank": rank, "label": None}
            compared.append(Placement.model_validate(kept))
            continue
        ranked = offers.get(product_id)
        known = occasion.catalog.offers_of(product_id)
        compared.append(
            unpaid(
                occasion.catalog,
                product_id,
                ranked.offer_id if ranked else (known[0].id if known else ""),
                rank=rank,
                rank_if_unpaid=ranked.rank if ranked else None,
                now=occasion.now,
                id=f"c{rank}",
            )
        )
    return tuple(compared)


def _told(found: Research, occasion: Occasion) -> tuple[Part, ...]:
    """What code, and only code, says: why there are no ads, and what money did, when asked."""
    parts: tuple[Part, ...] = ()
    if occasion.unrecorded:
        language = "zh" if occasion.locale.startswith("zh") else "en"
        text = say("ledger.nothing_sold", language, reason=occasion.unrecorded)
        parts = (Part(role="notice", text=text),)
    if found.need.intent not in ("is_ad", "why"):
        return parts
    told = tell(occasion.previous, found.need.focus, occasion.locale, found.need.intent)
    return (*parts, *told)


def _assembled(
    id: str,
    found: Research,
    policy: Policy,
    style: DisclosureStyle,
    occasion: Occasion,
    composed: Composed,
    disclosed: Disclosed,
    changed: Difference,
) -> Answer:
    text, spans = text_and_spans(disclosed.parts)
    return Answer(
        id=id,
        created_at=occasion.now,
        locale=occasion.locale,
        jurisdictions=occasion.jurisdictions,
        policy=policy.id,
        disclosure_policy=style.id,
        ai_labels=disclosed.ai_labels,
        need=found.need,
        organic=found.organic,
        organic_only=occasion.organic_only,
        text=text,
        parts=disclosed.parts,
        prose_spans=spans,
        blocks=disclosed.blocks,
        follow_ups=disclosed.follow_ups,
        ranking_info=disclosed.ranking_info,
        pool=disclosed.pool,
        controls=disclosed.controls,
        claims_by_operator=disclosed.claims_by_operator,
        composition=composed.composition,
        difference=changed,
    )
