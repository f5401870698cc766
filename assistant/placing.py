"""What stands where: the items of an answer under one policy, and what no money would show."""

from __future__ import annotations

from dataclasses import replace

from assistant.comparison import UnpaidList
from assistant.monetisation.eligibility import eligible
from assistant.monetisation.interests import of_interest
from assistant.monetisation.mechanisms.base import Opportunity
from assistant.monetisation.mechanisms.none import NoPayment
from assistant.occasion import Occasion
from assistant.policy import Policy
from assistant.research import Research
from assistant.schema.answer import Answer
from assistant.schema.from_catalog import unpaid
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement
from catalog.reference_price import proved_reference


def sponsored_in(previous: Answer | None) -> tuple[str, ...]:
    """The products that were paid for in an earlier answer."""
    return tuple(p.product_id for p in previous.placements if p.sponsored) if previous else ()


def spoken_of(found: Research, previous: Answer | None) -> tuple[str, ...]:
    """The products that stand in an answer about things; what was paid for, where that is meant."""
    if found.need.sponsored_meant and found.need.act != "money":
        return sponsored_in(previous)
    if found.consulted is not None:
        return found.consulted.listed
    return found.need.focus if found.need.act in ("compare", "tell") else ()


def place(found: Research, policy: Policy, occasion: Occasion, opportunity: Opportunity) -> Outcome:
    """What the policy's mechanism, or nobody's money, makes of the opportunity."""
    if found.need.act != "find" and found.basket is None:
        return Outcome(listed=_compared(found, occasion))
    if occasion.organic_only or occasion.unrecorded or found.need.from_child:
        return NoPayment().place(replace(opportunity, campaigns=()))
    return policy.mechanism.place(opportunity)


def unpaid_list(
    found: Research, occasion: Occasion, opportunity: Opportunity, outcome: Outcome
) -> UnpaidList:
    """What the same research shows with no money, and the unpaid offer of all that is shown."""
    shown = [p.product_id for p in (*outcome.listed, *outcome.sponsored)]
    listed: tuple[Placement, ...] = ()
    if found.need.act == "find" or found.basket is not None:
        listed = opportunity.picks
    elif not found.need.sponsored_meant:
        listed = _compared(found, replace(occasion, previous=None))
    there = {p.product_id for p in listed}
    ranked = (opportunity.ranked_product(id) for id in dict.fromkeys(shown) if id not in there)
    others = tuple(
        opportunity.show(r.product_id, r.offer_id, rank=r.rank, id=f"u{r.rank}")
        for r in ranked
        if r
    )
    return UnpaidList(listed=listed, others=others)


def referenced(outcome: Outcome, occasion: Occasion) -> Outcome:
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


def opportunity_of(found: Research, occasion: Occasion) -> Opportunity:
    """What a mechanism may see: the unpaid picks, the ranking, the campaigns that may run."""
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
    campaigns = eligible(
        occasion.campaigns,
        found.need,
        occasion.catalog,
        found.ranking.products,
        occasion.now,
        occasion.spent,
        found.understood,
    )
    return Opportunity(
        need=found.need,
        ranked=found.ranking.products,
        picks=picks,
        campaigns=campaigns,
        remembered=of_interest(
            (c for c in occasion.campaigns if c not in campaigns),
            occasion.interests,
            found.need,
            occasion.catalog,
            occasion.now,
            occasion.spent,
        ),
        catalog=occasion.catalog,
        now=occasion.now,
        seed=occasion.seed,
        spent=occasion.spent,
        seen=occasion.seen,
        subscribed=occasion.subscribed,
    )


def _compared(found: Research, occasion: Occasion) -> tuple[Placement, ...]:
    """The compared products; one that was paid for when it was shown stays so, and labelled."""
    before = {p.product_id: p for p in occasion.previous.placements} if occasion.previous else {}
    offers = {ranked.product_id: ranked for ranked in found.ranking.products}
    chosen = dict(found.consulted.offers) if found.consulted else {}
    compared = []
    for rank, product_id in enumerate(spoken_of(found, occasion.previous), start=1):
        shown = before.get(product_id)
        if shown is not None:
            kept = dict(shown) | {"id": f"c{rank}", "rank": rank, "label": None}
            kept["comp"] = _placed_by_shopper(shown.comp)
            compared.append(Placement.model_validate(kept))
            continue
        ranked = offers.get(product_id)
        compared.append(
            unpaid(
                occasion.catalog,
                product_id,
                chosen.get(product_id, ""),
                rank=rank,
                rank_if_unpaid=ranked.rank if ranked else None,
                now=occasion.now,
                id=f"c{rank}",
            )
        )
    return tuple(compared)


def _placed_by_shopper(comp: Compensation) -> Compensation:
    """The payment for an item of a comparison, in which money has no say over places."""
    affected = tuple(what for what in comp.affected if what != "place")
    return comp.model_copy(update={"affects_rank": bool(affected), "affected": affected})
