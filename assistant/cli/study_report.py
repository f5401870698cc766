"""The report and the tables of a study that is done, with what the audit and the page add to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.replay.script import Script
    from assistant.session import House
    from assistant.study.measures import Row
    from assistant.study.run import Plan

AUDITED = 2
"""Conversations of each language whose answers are audited."""


def reported(
    plan: Plan, house: House, scripts: Sequence[Script], out: Path, people: Path | None = None
) -> tuple[Path, tuple[Row, ...]]:
    """Write what all steps of a study come to into its folder: the report's path, the measures.

    `people` is a file of blind sessions, which the report then tells as well.

    Raises:
        BadInput: a line of it is no answer, or nobody answered.
    """
    from assistant.blind.answers import read_answers
    from assistant.cli.verdicts import verdicts_of
    from assistant.study.measures import rows_of, sweep_of, write_people, write_tables
    from assistant.study.people import people_of
    from assistant.study.report import Study, document, write_report
    from assistant.study.report_tables import MOST_SHOWN
    from assistant.study.run import shown
    from catalog.errors import BadInput

    answers = read_answers(people) if people else ()
    if people and not answers:
        remedy = "Name the file that plainshelf chat --blind writes"
        raise BadInput(str(people), "", "it holds no answers", remedy)
    conversations = shown(out, scripts, MOST_SHOWN)
    rows, sweep = rows_of(out, plan, conversations), sweep_of(out, plan, conversations)
    write_tables(rows, sweep, out)
    if answers:
        write_people(people_of(answers), out)
    chosen = {
        c.id
        for language in ("en", "zh")
        for c in [c for c in conversations if c.language == language][:AUDITED]
    }
    verdicts = verdicts_of(house, [s for s in scripts if s.id in chosen], plan.columns)
    study = Study(
        plan,
        conversations,
        rows,
        sweep,
        verdicts,
        house.policies,
        people_of(answers) if answers else None,
    )
    return write_report(document(study), out), rows
