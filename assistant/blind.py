"""Blind comparisons: which answer stands where, what a person answered, and what they noticed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Literal

from filelock import FileLock
from pydantic import ValidationError

from assistant.columns import Column, ColumnTalk
from assistant.schema.difference import Seen
from assistant.schema.provenance import Provenance
from catalog.errors import BadInput
from catalog.record import Record

LETTERS = "ABCDEFGH"


class BlindColumn(Record):
    """What stood under a letter."""

    letter: str
    policy: str
    disclosure: str


class BlindThing(Record):
    """One thing of an answer that a person could take for paid: an item, a stretch of text, a
    question offered. `id` is its letter, kind and number; `seen` is how its label was.
    """

    id: str
    column: str
    kind: Literal["item", "words", "question"]
    text: str
    product_id: str = ""
    paid: bool = False
    payer: str = ""
    label: str | None = None
    seen: Seen = "none"


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


def condition_of(address: str) -> str:
    """The condition that an address stands for: the same address, the same condition."""
    return hashlib.sha256(address.encode()).hexdigest()[:12]


def shuffled(columns: Sequence[Column], condition: str) -> tuple[BlindColumn, ...]:
    """The columns in the order of their letters, which the condition alone decides."""
    order = list(columns)
    Random(f"blind/{condition}").shuffle(order)
    return tuple(
        BlindColumn(letter=letter, policy=c.policy, disclosure=c.disclosure)
        for letter, c in zip(LETTERS, order, strict=False)
    )


def things_of(letter: str, talk: ColumnTalk) -> tuple[BlindThing, ...]:
    """Everything in the last answer of a column that could be taken for paid, in reading order."""
    answer = talk.turns[-1].answer
    change = answer.difference
    words = [
        (part.text, part.disclosure, part.label) for part in answer.parts if part.role != "notice"
    ]
    told = [
        BlindThing(
            id=f"{letter}-words-{n}",
            column=letter,
            kind="words",
            text=text,
            paid=record is not None,
            payer=record.payer if record else "",
            label=label.text if label else None,
            seen=_seen(label.position) if label else "none",
        )
        for n, (text, record, label) in enumerate(words, start=1)
    ]
    told += [
        BlindThing(
            id=f"{letter}-item-{n}",
            column=letter,
            kind="item",
            text=item.title,
            product_id=item.product_id,
            paid=bool(item.payer),
            payer=item.payer,
            label=item.label,
            seen=item.seen,
        )
        for n, item in enumerate(change.items, start=1)
    ]
    told += [
        BlindThing(
            id=f"{letter}-question-{n}",
            column=letter,
            kind="question",
            text=offered.text,
            product_id=offered.product_id,
            paid=offered.disclosure is not None,
            payer=offered.disclosure.payer if offered.disclosure else "",
            label=offered.label.text if offered.label else None,
            seen=_seen(offered.label.position) if offered.label else "none",
        )
        for n, offered in enumerate(answer.follow_ups, start=1)
    ]
    return tuple(told)


def _seen(position: Literal["before", "after", "hover", "footer"]) -> Seen:
    return position


def code_of(participant: str, condition: str) -> str:
    """The completion code of a person in a condition."""
    return hashlib.sha256(f"{participant}/{condition}".encode()).hexdigest()[:8].upper()


def write_answer(path: Path, answer: BlindAnswer) -> bool:
    """Add an answer to the file as one line of JSON; False where this person answered before.

    Raises:
        OSError: the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock"):
        if path.exists():
            known = {(a.participant, a.condition) for a in read_answers(path)}
            if (answer.participant, answer.condition) in known:
                return False
        with path.open("a", encoding="utf-8") as file:
            file.write(answer.model_dump_json() + "\n")
            file.flush()
            os.fsync(file.fileno())
    return True


def read_answers(path: Path) -> tuple[BlindAnswer, ...]:
    """The answers in a file, oldest first.

    Raises:
        BadInput: a line is no answer.
    """
    answers = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            answers.append(BlindAnswer.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            remedy = "Take the line out, or restore the file"
            raise BadInput(f"{path}, line {number}", field, first["msg"], remedy) from error
    return tuple(answers)


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
