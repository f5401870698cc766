"""The word tables beside this module, read once and compiled to regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pydantic import JsonValue

from assistant.understanding.normalise import BLANK, blank
from catalog.files import read_yaml

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, JsonValue]:
    """One table as it stands in data/NAME.yaml."""
    return read_yaml(DATA / f"{name}.yaml", dict[str, JsonValue])


def lines(value: JsonValue) -> list[str]:
    """The entries of a table's list, or of a line that sets them apart by " / "."""
    if isinstance(value, str):
        return [entry.strip() for entry in re.split(r"\s+/\s+", value) if entry.strip()]
    return [str(item) for item in value] if isinstance(value, list) else []


def mapping(value: JsonValue) -> dict[str, JsonValue]:
    """A table's mapping; empty where it is something else."""
    return value if isinstance(value, dict) else {}


def bounded(pattern: str) -> str:
    """The pattern with word boundaries wherever it starts or ends with a Latin letter."""
    start = r"(?<![a-z0-9])" if re.match(r"[a-z(]", pattern) and not _chinese(pattern) else ""
    end = r"(?![a-z0-9])" if re.search(r"[a-z)?]$", pattern) and not _chinese(pattern) else ""
    return f"{start}(?:{pattern}){end}"


def _chinese(pattern: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", pattern) is not None


def any_of(patterns: Iterable[str]) -> str:
    """One pattern for all of them, longer ones first."""
    return "|".join(bounded(p) for p in sorted(patterns, key=len, reverse=True)) or r"(?!)"


@lru_cache(maxsize=256)
def compiled(name: str, *path: str) -> re.Pattern[str]:
    """The list at a path in a table, as one compiled pattern."""
    found: JsonValue = dict(table(name))
    for key in path:
        found = mapping(found).get(key)
    return re.compile(any_of(lines(found)))


def taken(pattern: re.Pattern[str], text: str) -> tuple[bool, str]:
    """Whether the pattern occurs, and the text with every occurrence blanked."""
    found = False
    for match in list(pattern.finditer(text)):
        if match.end() > match.start():
            found, text = True, blank(text, match.start(), match.end())
    return found, text


def bare(text: str) -> str:
    """What is left of a text once the blanked stretches are gone, spaces made single."""
    return re.sub(rf"[\s{BLANK}]+", " ", text).strip()


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """English words that are no brand by themselves, in lower case."""
    return frozenset((DATA / "ordinary.txt").read_text("utf-8").split())


def implied_by(person: str) -> str:
    """The word that a person named in people.yaml implies, "" for none."""
    entries = table("people")["people"]
    rows = [mapping(entry) for entry in entries] if isinstance(entries, list) else []
    named = (r for r in rows if person in (*lines(r["zh"]), *lines(r["en"])))
    return str(next(named, {}).get("implies") or "")
