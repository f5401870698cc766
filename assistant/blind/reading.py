"""A blind study's answers read plainly: who took part, what was chosen, noticed and suspected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from assistant.blind.answers import BlindAnswer, Noticed, noticed
from assistant.schema.difference import Seen
from catalog.record import Record


class NoticedBySeen(Record):
    """The same for paid things whose label is seen in one way; "none" is one without a label."""

    seen: Seen
    shown: int
    recognised: int


class Chosen(Record):
    """What was chosen under one policy and disclosure, and by how many of the attentive."""

    policy: str
    disclosure: str
    product_id: str
    title: str
    paid: bool
    people: int


class Reading(Record):
    """All answers in a file; the attentive ones alone are counted in its rows.

    `nothing` is how many would buy none of what they saw. `first` and `last` are days, None where
    nobody answered.
    """

    people: int
    attentive: int
    conditions: int
    nothing: int
    first: date | None = None
    last: date | None = None
    columns: tuple[Noticed, ...] = ()
    seen: tuple[NoticedBySeen, ...] = ()
    chosen: tuple[Chosen, ...] = ()


def reading(answers: Sequence[BlindAnswer]) -> Reading:
    """What a study's answers say, with no inference from them."""
    attentive = [answer for answer in answers if answer.attentive]
    days = sorted(answer.day for answer in answers)
    return Reading(
        people=len({answer.participant for answer in answers}),
        attentive=len({answer.participant for answer in attentive}),
        conditions=len({answer.condition for answer in answers}),
        nothing=sum(not answer.chosen for answer in attentive),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        columns=noticed(attentive),
        seen=_by_seen(attentive),
        chosen=_chosen(attentive),
    )


def _by_seen(answers: Sequence[BlindAnswer]) -> tuple[NoticedBySeen, ...]:
    shown: Counter[Seen] = Counter()
    recognised: Counter[Seen] = Counter()
    for answer in answers:
        for thing in answer.things:
            if thing.paid:
                shown[thing.seen] += 1
                recognised[thing.seen] += thing.id in answer.suspected
    return tuple(
        NoticedBySeen(seen=seen, shown=shown[seen], recognised=recognised[seen])
        for seen in sorted(shown)
    )


def _chosen(answers: Sequence[BlindAnswer]) -> tuple[Chosen, ...]:
    """The most chosen first within a policy and disclosure."""
    times: Counter[tuple[str, str, str, str, bool]] = Counter()
    for answer in answers:
        under = {column.letter: column for column in answer.columns}
        for thing in answer.things:
            if thing.id == answer.chosen:
                column = under[thing.column]
                key = (column.policy, column.disclosure, thing.product_id, thing.text, thing.paid)
                times[key] += 1
    rows = [
        Chosen(
            policy=policy,
            disclosure=disclosure,
            product_id=product_id,
            title=title,
            paid=paid,
            people=count,
        )
        for (policy, disclosure, product_id, title, paid), count in times.items()
    ]
    return tuple(sorted(rows, key=lambda r: (r.policy, r.disclosure, -r.people, r.title)))
