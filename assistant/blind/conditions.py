"""The conditions of a blind study: each comparison under a number that says nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from filelock import FileLock

from assistant.blind.lines import add_line, read_lines
from assistant.columns import Column
from catalog.errors import BadInput
from catalog.record import Record

LETTERS = "ABCDEFGH"
MOST = 1000
"""Conditions that one study may have; who makes more is no researcher."""


class Condition(Record):
    """A comparison of the study: its number, which its link bears, and the address of it."""

    id: str
    address: str


class BlindColumn(Record):
    """What stood under a letter."""

    letter: str
    policy: str
    disclosure: str


def conditions_of(answers: Path) -> Path:
    """The file of the conditions, beside that of the answers."""
    return answers.with_name(f"{answers.stem}.conditions.jsonl")


def opened(answers: Path, address: str, id: str) -> Condition:
    """The condition of an address, made under this number where there is none yet.

    Args:
        answers: the file of the study's answers.
        address: the query of a comparison's address.
        id: a number that is drawn, so that nobody can find out what it stands for.

    Raises:
        BadInput: the study has too many of them, or a line of its file is none.
        OSError: the file cannot be written.
    """
    path = conditions_of(answers)
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock"):
        there = read_lines(path, Condition)
        known = next((c for c in there if c.address == address), None)
        if known is not None:
            return known
        if len(there) >= MOST:
            remedy = "Start another study: plainshelf chat --blind ANOTHER.jsonl"
            raise BadInput(str(path), "", f"the study has {MOST} conditions", remedy)
        condition = Condition(id=id, address=address)
        add_line(path, condition)
    return condition


def condition(answers: Path, id: str) -> Condition | None:
    """The condition under a number, None where the study has none.

    Raises:
        BadInput: a line of the file is no condition.
    """
    return next((c for c in read_lines(conditions_of(answers), Condition) if c.id == id), None)


def shuffled(columns: Sequence[Column], condition: str, participant: str) -> list[BlindColumn]:
    """The columns in the order of their letters: drawn for each person, the same for one person."""
    order = list(columns)
    Random(f"blind/{condition}/{participant}").shuffle(order)
    return [
        BlindColumn(letter=letter, policy=c.policy, disclosure=c.disclosure)
        for letter, c in zip(LETTERS, order, strict=False)
    ]
