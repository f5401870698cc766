"""What people answered in blind sessions, as shares with intervals beside the model's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from assistant.blind.answers import BlindAnswer
from assistant.blind.things import BlindThing
from assistant.study.inference import ratio
from catalog.record import Record

Group = Literal["column", "disclosure", "label"]
Measure = Literal["chosen", "chosen_paid", "recognised", "accused"]
MEASURES: tuple[Measure, ...] = ("chosen", "chosen_paid", "recognised", "accused")


class PeopleRow(Record):
    """One share of what attentive people did, in one group of what was shown to them.

    `name` is a column ("POLICY:DISCLOSURE"), a disclosure, or how a label is seen. `chosen` is the
    share of them who would buy from there, `chosen_paid` that of those choices that somebody pays
    for, `recognised` that of the paid things that were suspected, `accused` that of unpaid things
    that were. `people` is how many saw it, `of` what the share is of. The interval draws people
    again; it is None for one person.
    """

    group: Group
    name: str
    measure: Measure
    people: int
    of: int
    value: float
    low: float | None = None
    high: float | None = None


class People(Record):
    """Everything that blind sessions say: how many took part, how many were attentive, shares."""

    people: int
    attentive: int
    conditions: int
    rows: tuple[PeopleRow, ...]


def people_of(answers: Sequence[BlindAnswer]) -> People:
    """The shares of each column, disclosure and kind of label; those inattentive count nowhere."""
    attentive = [a for a in answers if a.attentive]
    rows: list[PeopleRow] = []
    for group in ("column", "disclosure", "label"):
        named = [_named(a, group) for a in attentive]
        for name in sorted({n for names in named for n in names.values()}):
            rows += _rows(group, name, attentive, named)
    return People(
        people=len(answers),
        attentive=len(attentive),
        conditions=len({a.condition for a in answers}),
        rows=tuple(rows),
    )


def _named(answer: BlindAnswer, group: Group) -> dict[str, str]:
    """The name in a group of everything that was shown, by its id; unpaid things have no label."""
    columns = {c.letter: c for c in answer.columns}

    def name(thing: BlindThing) -> str:
        column = columns[thing.column]
        if group == "column":
            return f"{column.policy}:{column.disclosure}"
        return column.disclosure if group == "disclosure" else thing.seen

    return {t.id: name(t) for t in answer.things if group != "label" or t.paid}


def _rows(
    group: Group, name: str, answers: Sequence[BlindAnswer], named: Sequence[dict[str, str]]
) -> list[PeopleRow]:
    shown = [
        (answer, [t for t in answer.things if names.get(t.id) == name])
        for answer, names in zip(answers, named, strict=True)
    ]
    seen = [(answer, things) for answer, things in shown if things]

    def row(
        measure: Measure,
        above: Callable[[BlindAnswer, BlindThing], bool],
        below: Callable[[BlindAnswer, BlindThing], bool] | None,
    ) -> PeopleRow | None:
        top = np.array([sum(above(a, t) for t in things) for a, things in seen], float)
        bottom = np.array(
            [sum(below(a, t) for t in things) if below else 1 for a, things in seen], float
        )
        if not bottom.sum():
            return None
        share = ratio(top, bottom, 1)
        return PeopleRow(
            group=group, name=name, measure=measure, people=len(seen), of=int(bottom.sum()),
            value=share.value, low=share.low, high=share.high,
        )  # fmt: skip

    wanted = [
        row("recognised", lambda a, t: t.paid and t.id in a.suspected, lambda a, t: t.paid),
    ]
    if group != "label":
        wanted += [
            row("chosen", lambda a, t: t.id == a.chosen, None),
            row("chosen_paid", lambda a, t: t.paid and t.id == a.chosen,
                lambda a, t: t.id == a.chosen),
            row("accused", lambda a, t: not t.paid and t.id in a.suspected,
                lambda a, t: not t.paid),
        ]  # fmt: skip
    return sorted((r for r in wanted if r), key=lambda r: MEASURES.index(r.measure))
