"""Beside a study's figures: the audit's verdicts by law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.columns import Column
    from assistant.replay.script import Script
    from assistant.session import House
    from assistant.study.report_tables import Verdict


def verdicts_of(
    house: House, scripts: Sequence[Script], columns: Sequence[Column]
) -> tuple[Verdict, ...]:
    """Which rules the last answers fail with blocking force, by column and jurisdiction."""
    from assistant.audit.engine import audit
    from assistant.audit.rule import LAWS
    from assistant.columns import ask_script
    from assistant.study.answering import shared
    from assistant.study.report_tables import Verdict

    sharing = replace(house, composer=shared(house.composer))
    failed: dict[tuple[str, str], Counter[str]] = {
        (c.name, law): Counter() for c in columns for law in LAWS
    }
    for law in LAWS:
        for script in scripts:
            under = script.model_copy(update={"jurisdiction": law})
            for talk in ask_script(sharing, columns, under):
                report = audit(talk.turns[-1].answer, None, law)
                failed[talk.column.name, law].update({
                    v.rule
                    for v in report.verdicts
                    if v.verdict == "fail" and v.severity == "block"
                })  # fmt: skip
    return tuple(
        Verdict(column=column, law=law, audited=len(scripts), failed=dict(sorted(rules.items())))
        for (column, law), rules in failed.items()
    )
