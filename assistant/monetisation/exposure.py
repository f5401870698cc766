"""What money did earlier in a conversation, where a later answer must still know of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.monetisation.mechanisms.base import paid
from assistant.monetisation.mechanisms.bidding import party
from assistant.schema.answer import Answer, FollowUp
from assistant.schema.outcome import Outcome
from assistant.schema.placement import Compensation, Placement, Target, Terms
from catalog.phrases import both


def last_shown(answers: Sequence[Answer]) -> Answer | None:
    """The latest answer that showed products."""
    return next((answer for answer in reversed(answers) if answer.placements), None)


def times_seen(answers: Iterable[Answer]) -> dict[str, int]:
    """How many of the answers showed each campaign, by campaign id."""
    seen: Counter[str] = Counter()
    for answer in answers:
        records = [p.disclosure for p in answer.placements]
        records += [p.disclosure for p in answer.parts]
        records += [f.disclosure for f in answer.follow_ups]
        seen.update({record.campaign_id for record in records if record})
    return {id: times for id, times in seen.items() if id}


def opened(turns: Sequence[tuple[str, Answer]], question: str) -> tuple[FollowUp, ...]:
    """The paid follow-up questions that the shopper has asked so far, this question among them.

    Args:
        turns: the earlier questions with their answers, oldest first.
        question: the one to be answered now.
    """
    offered: dict[str, FollowUp] = {}
    asked: dict[str, FollowUp] = {}
    for words, answer in (*turns, (question, None)):
        if words.strip() in offered:
            asked[words.strip()] = offered[words.strip()]
        if answer is not None:
            offered |= {f.text.strip(): f for f in answer.follow_ups if f.paid}
    return tuple(asked.values())


def still_paid(outcome: Outcome, asked: Iterable[FollowUp]) -> Outcome:
    """The outcome with every product labelled that a paid question brought up (LBL-06)."""
    by_product = {f.product_id: f for f in asked if f.product_id}
    if not by_product:
        return outcome
    listed = tuple(_kept(item, by_product.get(item.product_id)) for item in outcome.listed)
    return outcome.model_copy(update={"listed": listed})


def _kept(item: Placement, asked: FollowUp | None) -> Placement:
    if item.sponsored or asked is None or asked.disclosure is None:
        return item
    before = asked.disclosure
    who = party(before.payer, before.on_behalf_of)
    why = both("payments.opened_question", who=who)
    changes = {
        "why": why,
        "arithmetic": (),
        "targeting": (Target(by="conversation"),),
        "terms": Terms(event="impression"),
        "premium": None,
        "slot": False,
        "question": True,
    }
    record = before.model_copy(update=changes)
    comp = Compensation(type="bid", payer=before.payer, on_behalf_of=before.on_behalf_of)
    return paid(item, comp, record)
