"""Studies that are kept in one folder, each in a folder of its own named by its plan."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.study.run import Plan
from catalog.fingerprint import of_records
from catalog.record import Record

REPORT = "report.html"
FILES = (REPORT, "measures.csv", "measures.parquet", "sweep.csv", "people.csv", "plan.json")
"""What may be handed out of a study's folder."""
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,79}")


class Saved(Record):
    """A study in the folder; `plan` is None where another version of the program wrote it."""

    name: str
    plan: Plan | None
    done: bool


def name_of(plan: Plan) -> str:
    """The folder of a plan: the same plan has the same, so that what was stopped goes on there."""
    return of_records([plan])


def saved(folder: Path) -> tuple[Saved, ...]:
    """Every study in a folder, the newest first."""
    found = [p for p in folder.glob("*/plan.json") if _NAME.fullmatch(p.parent.name)]
    found.sort(key=lambda p: (p.stat().st_mtime, p.parent.name), reverse=True)
    return tuple(
        Saved(name=p.parent.name, plan=_plan(p), done=(p.parent / REPORT).is_file()) for p in found
    )


def _plan(path: Path) -> Plan | None:
    try:
        return Plan.model_validate_json(path.read_bytes())
    except ValueError:
        return None


def files_of(folder: Path, name: str) -> tuple[str, ...]:
    """The files of a study that are there and may be handed out, its report first."""
    return tuple(file for file in FILES if file_of(folder, name, file))


def file_of(folder: Path, name: str, file: str) -> Path | None:
    """A file of a study by its name, None where there is none that may be handed out."""
    path = folder / name / file
    known = _NAME.fullmatch(name) and file in FILES and path.is_file()
    return path if known and path.resolve().is_relative_to(folder.resolve()) else None
