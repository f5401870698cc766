"""What an answer shows, paid for and not, each thing under the id that the ledger knows it by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from assistant.monetisation.ledger.links import followable
from assistant.schema.answer import Answer, FollowUp, Part
from assistant.schema.event import Event
from assistant.schema.outcome import Charge, Outcome
from assistant.schema.placement import (
    Compensation,
    DisclosureRecord,
    Placement,
    ShownSeller,
    Terms,
)
from assistant.schema.provenance import Provenance
from assistant.schema.roles import parties, payer_role
from catalog.record import Record

Paid = tuple[str, DisclosureRecord, str]
"""A paid thing: its id in its answer, its record, the address that it leads to or ""."""

Recorded = tuple[str, str, str, Terms | None, str]
"""What the ledger says of a paid thing: policy, campaign, payer, terms, address."""


class PaidContent(Record):
    """What one answer shows for money, as it is recorded before the answer is displayed.

    `charges` is what its mechanism makes payers owe for showing it. `shown` are all things that it
    shows, paid for or not, as events; `conversation`, `turn` (from 0), `disclosure` and
    `provenance` say of which answer.
    """

    answer_id: str
    policy: str
    items: tuple[Paid, ...] = ()
    charges: tuple[Charge, ...] = ()
    conversation: str = ""
    turn: int = 0
    disclosure: str = ""
    provenance: Provenance = Provenance()
    shown: tuple[Event, ...] = ()

    def answered(self, now: datetime) -> Event:
        """The event of the answer itself."""
        return Event(
            at=now,
            kind="answer",
            conversation=self.conversation,
            turn=self.turn,
            policy=self.policy,
            disclosure=self.disclosure,
            answer_id=self.answer_id,
            paid=bool(self.items),
        )


def paid_for(answer: Answer) -> list[Paid]:
    """Everything in an answer that is paid for.

    Words about an item that is shown anyway, and words that come back to a bought sentence, are
    no second impression.
    """
    return _paid(answer.placements, answer.parts, answer.follow_ups)


def paid_in(outcome: Outcome) -> list[Paid]:
    """The same things, under the same ids, before any word of the answer is written."""
    return _paid((*outcome.listed, *outcome.sponsored), outcome.parts, outcome.follow_ups)


def showings(
    answered: Event,
    placements: Sequence[Placement],
    parts: Sequence[Part],
    follow_ups: Sequence[FollowUp],
) -> tuple[Event, ...]:
    """One event for every product shown and every sentence and question bought.

    Args:
        answered: the event of the answer that shows them.
        placements: every product shown.
        parts: the answer's text.
        follow_ups: the questions that it offers.
    """
    bought = [
        *(
            (id, parts[place].disclosure, "".join(parts[place].product_ids[:1]))
            for place, id in sentence_ids(parts, placements).items()
        ),
        *((f"follow-up-{n}", f.disclosure, f.product_id) for n, f in enumerate(follow_ups)),
    ]
    return (
        *(
            _showing(answered, p.id, p.product_id, p.disclosure, p.comp, p.seller, p.url)
            for p in placements
        ),
        *(
            _showing(answered, id, product, record, None, None, "")
            for id, record, product in bought
            if record is not None
        ),
    )


def _showing(
    answered: Event,
    id: str,
    product_id: str,
    record: DisclosureRecord | None,
    comp: Compensation | None,
    seller: ShownSeller | None,
    url: str,
) -> Event:
    fields = dict(answered) | {
        "kind": "impression",
        "placement_id": id,
        "product_id": product_id,
        "url": url if followable(url) else "",
        "paid": record is not None,
        "parties": parties(seller.name if seller else "", record, comp),
        "payer_role": payer_role(record, comp) if record else "",
        "payer": record.payer if record else "",
        "shares": record.terms.shares if record else (),
    }
    return Event.model_validate(fields)


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
