"""One conversation in columns, each under a policy and a disclosure, set against the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from assistant.schema.difference import Difference
from assistant.session import House, Settings, Turns, history_of
from assistant.yardstick import compared
from catalog.errors import BadInput
from catalog.record import Record

if TYPE_CHECKING:
    from assistant.replay.script import Script
    from assistant.research import Research
    from assistant.schema.need import History

UNPAID = "none"
"""The policy that is the yardstick unless another one is named first."""


class Column(Record):
    """What one column is under: a policy and a disclosure, by their ids."""

    policy: str
    disclosure: str

    @property
    def name(self) -> str:
        """As it is written on a command line and in an address."""
        return f"{self.policy}:{self.disclosure}"


@dataclass(frozen=True)
class ColumnTalk:
    """One column with the conversation under it so far."""

    column: Column
    turns: Turns = ()


def read_columns(text: str, house: House) -> tuple[Column, ...]:
    """The columns that "A,B:DISCLOSURE" names; a policy alone takes the disclosure of its own.

    Raises:
        BadInput: it names none, one twice, or a policy or disclosure that is not there.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise BadInput("--policies", "", "no policy is named", "Write none,slots,paid-ranking:zone")
    columns = tuple(column(name, house) for name in names)
    twice = next((c.name for n, c in enumerate(columns) if c in columns[:n]), "")
    if twice:
        raise BadInput("--policies", twice, "the column is named twice", "Leave one of them out")
    return columns


def column(name: str, house: House) -> Column:
    """One column by its name, "POLICY" or "POLICY:DISCLOSURE".

    Raises:
        BadInput: there is no such policy or disclosure.
    """
    policy, _, disclosure = name.partition(":")
    if policy not in house.policies:
        known = ", ".join(house.policies)
        raise BadInput("--policies", policy, "there is no such policy", f"Choose from: {known}")
    disclosure = disclosure or house.policies[policy].disclosure
    if disclosure not in house.disclosures:
        known = ", ".join(house.disclosures)
        raise BadInput(
            "--policies", disclosure, "there is no such disclosure", f"Choose from: {known}"
        )
    return Column(policy=policy, disclosure=disclosure)


def ask_columns(
    house: House,
    talks: Sequence[ColumnTalk],
    question: str,
    settings: Settings,
    now: datetime,
    seed: str,
) -> Iterator[tuple[ColumnTalk, ...]]:
    """The columns with one turn more, one after the other; nothing is charged to anybody.

    A question is researched once for all columns that share a history. What was changed by words
    in a column ("hide the ads"), and what is remembered of the shopper, holds on in it.

    Args:
        house: what answers; its ledger is left out.
        talks: the columns so far.
        question: what is asked in all of them.
        settings: all but policy and disclosure.
        now: the moment of the answers.
        seed: breaks ties.
    """
    unbooked, done = replace(house, ledger=None), list(talks)
    researched: dict[History, Research] = {}
    for n, talk in enumerate(talks):
        history = history_of(talk.turns)
        if history not in researched:
            researched[history] = unbooked.research(question, talk.turns, now)
        before = talk.turns[-1].settings if talk.turns else settings
        chosen = {"policy": talk.column.policy, "disclosure": talk.column.disclosure}
        hidden = settings.organic_only or before.organic_only
        interests = None if settings.interests is None else before.interests or ()
        kept = {"organic_only": hidden, "interests": interests}
        under = settings.model_copy(update=chosen | kept)
        *_, last = unbooked.answer(researched[history], talk.turns, under, now, seed)
        done[n] = ColumnTalk(talk.column, (*talk.turns, last))
        yield tuple(done)


def ask_script(house: House, columns: Sequence[Column], script: Script) -> tuple[ColumnTalk, ...]:
    """Every turn of a script in every column, under the script's own clock and seed.

    Ads that it hides are hidden in every column, and what it has remembered is in each. What it
    does with an answer is left out: a comparison charges nobody; and a column's disclosure is the
    one that it is named with.

    Raises:
        BadInput: it opens an offered question, which is another one in each column.
    """
    settings = Settings(locale=script.locale, jurisdiction=script.jurisdiction)
    talks = tuple(ColumnTalk(column) for column in columns)
    for number, turn in enumerate(script.turns):
        if turn.open is not None or turn.without:
            where, remedy = f"script {script.id}, turn {number + 1}", "Write its words under `say`"
            field = "without" if turn.without else "open"
            raise BadInput(where, field, "columns are asked the same words", remedy)
        if turn.hide_ads is not None:
            settings = settings.model_copy(update={"organic_only": turn.hide_ads})
        if turn.remember is not None:
            settings = settings.model_copy(update={"interests": () if turn.remember else None})
        now = script.now + timedelta(minutes=number)
        *_, talks = ask_columns(house, talks, turn.say, settings, now, script.seed)
    return talks


def differences(talks: Sequence[ColumnTalk], turn: int) -> tuple[Difference, ...]:
    """What differs in one turn (from 0) from the first column, a difference per column."""
    answers = [talk.turns[turn].answer for talk in talks]
    first = answers[0].difference
    if answers[0].policy == UNPAID:
        return tuple(answer.difference for answer in answers)
    return tuple(compared(first, answer.difference) for answer in answers)
