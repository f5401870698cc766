"""Beside a study's figures: the audit's verdicts by law, and what the shoppers saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.columns import Column
    from assistant.replay.script import Script
    from assistant.session import House


def verdicts_of(
    house: House, scripts: Sequence[Script], columns: Sequence[Column]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """The rules that the last answers fail with blocking force, by column and jurisdiction.

    Only the first script is audited: a policy's labels hardly differ between questions.
    """
    from assistant.audit.engine import audit
    from assistant.audit.rule import LAWS
    from assistant.columns import ask_script
    from assistant.study.answering import shared

    sharing = replace(house, composer=shared(house.composer))
    found: dict[str, dict[str, tuple[str, ...]]] = {c.name: {} for c in columns}
    for law in LAWS:
        script = scripts[0].model_copy(update={"jurisdiction": law})
        for talk in ask_script(sharing, columns, script):
            report = audit(talk.turns[-1].answer, None, law)
            failed = (
                v.rule for v in report.verdicts if v.verdict == "fail" and v.severity == "block"
            )
            found[talk.column.name][law] = tuple(dict.fromkeys(failed))
    return found


def views_of(house: House, scripts: Sequence[Script], columns: Sequence[Column]) -> dict[str, str]:
    """Conversations under every column as HTML pages that need nothing else, by script."""
    from importlib.metadata import entry_points

    from assistant.columns import ask_script
    from assistant.study.answering import shared

    sharing = replace(house, composer=shared(house.composer))
    (page,) = entry_points(group="plainshelf.comparison")
    found = {}
    for script in scripts:
        talks = ask_script(sharing, columns, script)
        language = "zh" if talks[0].turns[0].answer.locale.startswith("zh") else "en"
        found[script.id] = page.load()(house, talks, language)
    return found
