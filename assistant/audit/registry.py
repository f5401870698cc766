"""Every rule with the functions that its file names: on the record, the page, computed styles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

from assistant.audit.case import Case
from assistant.audit.description import Told
from assistant.audit.rule import RULES, Rule, Seen, rules
from catalog.errors import BadInput

OnRecord = Callable[[Told, Case], Iterator[Seen]]
OnPage = Callable[[Case], Iterator[Seen]]
CHECKS = "assistant.audit.checks"


class Check(NamedTuple):
    """One rule as data, and its checks; any may be absent."""

    rule: Rule
    record: OnRecord | None
    page: OnPage | None
    styles: OnPage | None


@cache
def checks(folder: Path = RULES) -> tuple[Check, ...]:
    """Every rule with its checks, in the order of the rule files.

    Raises:
        BadInput: a rule names a function that assistant/audit/checks does not have, or silences a
            rule that there is not.
    """
    known = rules(folder)
    for rule in known.values():
        missing = {*rule.silences, *rule.silences_whole} - known.keys()
        if missing:
            problem = f"{rule.id} silences {sorted(missing)}, which no file has"
            raise BadInput(str(folder), "silences", problem, "Name rules that there are")
    return tuple(
        Check(
            rule,
            cast("OnRecord | None", _function(folder, rule, "check", rule.check)),
            cast("OnPage | None", _function(folder, rule, "check_page", rule.check_page)),
            cast("OnPage | None", _function(folder, rule, "check_styles", rule.check_styles)),
        )
        for rule in known.values()
    )


def _function(folder: Path, rule: Rule, field: str, name: str) -> object | None:
    """The function of a name like "labels.has_label"; None for none."""
    if not name:
        return None
    module, _, function = name.partition(".")
    found: object = None
    if module in {path.stem for path in (Path(__file__).parent / "checks").glob("*.py")}:
        found = getattr(import_module(f"{CHECKS}.{module}"), function, None)
    if not callable(found):
        problem = f"{rule.id} names {name}, which assistant/audit/checks does not have"
        raise BadInput(str(folder), field, problem, "Name a function as module.function")
    return found
