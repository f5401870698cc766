"""A command that reads what people answered in a blind study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.options import JSON, speaks_errors, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.blind.reading import Reading


@click.command()
@click.argument("answers", type=click.Path(path_type=Path))
@JSON
@speaks_errors
def blind(answers: Path, as_json: bool) -> None:
    """What people chose and noticed in a study's file of ANSWERS (`plainshelf chat --blind`)."""
    from assistant.blind.answers import read_answers
    from assistant.blind.reading import reading
    from catalog.errors import BadInput

    if not answers.is_file():
        remedy = "Name the file that plainshelf chat --blind writes"
        raise BadInput(str(answers), "", "there is no such file", remedy)
    told = reading(read_answers(answers))
    tell(told.model_dump(mode="json"), as_json, lambda: list(_lines(told)))


def _lines(told: Reading) -> Iterator[str]:
    if told.first is None:
        yield "Nobody has answered yet."
        return
    yield (
        f"{told.people} people, {told.attentive} attentive, {told.conditions} conditions, "
        f"{told.first} to {told.last}; {told.nothing} would buy nothing. Of the attentive:"
    )
    names = ["POLICY:DISCLOSURE", *(_name(row.policy, row.disclosure) for row in told.columns)]
    width = max(map(len, names))
    yield f"{names[0]:{width}}  PEOPLE  CHOSE  A PAID ONE  PAID NOTICED  UNPAID ACCUSED"
    for row in told.columns:
        yield (
            f"{_name(row.policy, row.disclosure):{width}}  {row.people:6}  {row.chosen:5}  "
            f"{row.chosen_paid:10}  {_share(row.recognised, row.shown):>12}  "
            f"{_share(row.accused, row.unpaid):>14}"
        )
    yield "LABEL SEEN  PAID NOTICED"
    for by in told.seen:
        yield f"{by.seen:10}  {_share(by.recognised, by.shown):>12}"
    yield "CHOSEN"
    for item in told.chosen:
        paid = ", paid for" if item.paid else ""
        yield f"{item.people:4}  {_name(item.policy, item.disclosure)}: {item.title}{paid}"


def _name(policy: str, disclosure: str) -> str:
    return f"{policy}:{disclosure}"


def _share(part: int, whole: int) -> str:
    """Such as "3 of 4"; "-" where there is nothing to count."""
    return f"{part} of {whole}" if whole else "-"
