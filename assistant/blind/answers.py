"""What people answered in a blind study, and what they noticed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from filelock import FileLock

from assistant.blind.conditions import BlindColumn
from assistant.blind.lines import add_line, read_lines
from assistant.blind.things import BlindThing
from assistant.schema.provenance import Provenance
from catalog.record import Record


class BlindAnswer(Record):
    """What one person answered, who is known by a random number alone.

    `chosen` is the item that they would buy, "" for none; `suspected` the things that they think
    were paid for. `attentive` says that they took the one choice that they were told to take.
    `code` is the completion code that they were shown. The clock of the answers is `at`; of the
    person only the day is kept.
    """

    participant: str
    code: str
    condition: str
    columns: tuple[BlindColumn, ...]
    questions: tuple[str, ...]
    seed: str
    at: str
    locale: str
    jurisdiction: str
    things: tuple[BlindThing, ...]
    chosen: str
    suspected: tuple[str, ...]
    attentive: bool
    day: date
    provenance: tuple[Provenance, ...] = ()


class Noticed(Record):
    """How one policy under one disclosure fared among those who were attentive.

    `shown` counts paid things shown to them, `recognised` those of them that were suspected;
    `unpaid` and `accused` the same of what nobody paid for. `chosen` counts who would buy from the
    column, `chosen_paid` who would buy something paid for there.
    """

    policy: str
    disclosure: str
    people: int = 0
    shown: int = 0
    recognised: int = 0
    unpaid: int = 0
    accused: int = 0
    chosen: int = 0
    chosen_paid: int = 0


def code_of(participant: str, condition: str) -> str:
    """The completion code of a person in a condition."""
    return hashlib.sha256(f"{participant}/{condition}".encode()).hexdigest()[:8].upper()


def write_answer(path: Path, answer: BlindAnswer) -> bool:
    """Add an answer to the file; False where this person answered in this condition before.

    Raises:
        BadInput: a line of the file is no answer.
        OSError: the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock"):
        known = {(a.participant, a.condition) for a in read_answers(path)}
        if (answer.participant, answer.condition) in known:
            return False
        add_line(path, answer)
    return True


def read_answers(path: Path) -> tuple[BlindAnswer, ...]:
    """The answers in a file, oldest first.

    Raises:
        BadInput: a line is no answer.
    """
    return read_lines(path, BlindAnswer)


def noticed(answers: Iterable[BlindAnswer]) -> tuple[Noticed, ...]:
    """What attentive people noticed and chose, a row per policy and disclosure."""
    rows: dict[tuple[str, str], Noticed] = {}
    for answer in answers:
        if not answer.attentive:
            continue
        for column in answer.columns:
            key = (column.policy, column.disclosure)
            before = rows.get(key) or Noticed(policy=key[0], disclosure=key[1])
            rows[key] = _with(before, column.letter, answer)
    return tuple(rows[key] for key in sorted(rows))


def _with(row: Noticed, letter: str, answer: BlindAnswer) -> Noticed:
    things = [t for t in answer.things if t.column == letter]
    paid = [t for t in things if t.paid]
    suspected = {t.id for t in things} & set(answer.suspected)
    chosen = next((t for t in things if t.id == answer.chosen), None)
    recognised = sum(t.id in suspected for t in paid)
    return row.model_copy(
        update={
            "people": row.people + 1,
            "shown": row.shown + len(paid),
            "recognised": row.recognised + recognised,
            "unpaid": row.unpaid + len(things) - len(paid),
            "accused": row.accused + len(suspected) - recognised,
            "chosen": row.chosen + (chosen is not None),
            "chosen_paid": row.chosen_paid + (chosen is not None and chosen.paid),
        }
    )
