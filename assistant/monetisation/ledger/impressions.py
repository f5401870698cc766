"""What of an answer is paid for, each thing under the id that the ledger knows it by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.monetisation.ledger.links import followable
from assistant.schema.answer import Answer, FollowUp, Part
from assistant.schema.outcome import Charge, Outcome
from assistant.schema.placement import DisclosureRecord, Placement, Terms
from catalog.record import Record

Paid = tuple[str, DisclosureRecord, str]
"""A paid thing: its id in its answer, its record, the address that it leads to or ""."""

Recorded = tuple[str, str, str, Terms | None, str]
"""What the ledger says of a paid thing: policy, campaign, payer, terms, address."""


class PaidContent(Record):
    """What one answer shows for money, as it is recorded before the answer is displayed.

    `charges` is what its mechanism makes payers owe for showing it.
    """

    answer_id: str
    policy: str
    items: tuple[Paid, ...] = ()
    charges: tuple[Charge, ...] = ()


def paid_for(answer: Answer) -> list[Paid]:
    """Everything in an answer that is paid for.

    Words about an item that is shown anyway, and words that come back to a bought sentence, are
    no second impression.
    """
    return _paid(answer.placements, answer.parts, answer.follow_ups)


def paid_in(outcome: Outcome) -> list[Paid]:
    """The same things, under the same ids, before any word of the answer is written."""
    return _paid((*outcome.listed, *outcome.sponsored), outcome.parts, outcome.follow_ups)


def as_recorded(content: PaidContent) -> dict[str, Recorded]:
    """What the ledger will say of this content, by the id of the thing."""
    return {
        id: (
            content.policy,
            record.campaign_id,
            record.payer,
            record.terms,
            url if followable(url) else "",
        )
        for id, record, url in content.items
    }


def sentence_ids(parts: Sequence[Part], placements: Iterable[Placement]) -> dict[int, str]:
    """The ids of bought sentences by their place among the parts, numbered as they come.

    The number does not depend on the unpaid words around them, so that a growing answer and the
    outcome it is made from agree on it.
    """
    placements = tuple(placements)
    ids, records = {p.id for p in placements}, {p.disclosure for p in placements}
    named: dict[int, str] = {}
    for place, part in enumerate(parts):
        # A notice tells of a payment and is not itself paid for.
        if part.role == "notice" or part.placement_id in ids:
            continue
        if part.disclosure is None or part.disclosure in records:
            continue
        records.add(part.disclosure)
        named[place] = f"sentence-{len(named) + 1}"
    return named


def _paid(
    placements: Sequence[Placement], parts: Sequence[Part], follow_ups: Sequence[FollowUp]
) -> list[Paid]:
    items = [(p.id, p.disclosure, p.url) for p in placements]
    sentences = sentence_ids(parts, placements)
    items += [(id, parts[place].disclosure, "") for place, id in sentences.items()]
    items += [(f"follow-up-{n}", f.disclosure, "") for n, f in enumerate(follow_ups)]
    return [(id, record, url) for id, record, url in items if record is not None]
