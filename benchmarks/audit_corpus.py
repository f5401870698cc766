"""The corpora an audit is proved on: clean answers, one-defect mutants, near misses, patterns."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path

import yaml
from pydantic import Field, JsonValue, TypeAdapter

from assistant.audit.rule import Outcome, Profile
from catalog.record import Record

CORPUS = Path(__file__).parent / "data" / "audit_corpus"
OWN_LAW: dict[str, Profile] = {"zh": "cn", "en-US": "us", "en-GB": "uk", "de": "eu"}
Described = dict[str, JsonValue]


class Change(Record):
    """A clean description with something changed.

    `set` gives values by dotted path, `drop` removes fields, `swap` replaces a stretch of one
    text, `everywhere` a stretch of the whole description.
    """

    id: str
    of: str
    profile: Profile | None = None
    set: dict[str, JsonValue] = Field(default_factory=dict)
    drop: tuple[str, ...] = ()
    swap: tuple[tuple[str, str, str], ...] = ()
    everywhere: tuple[tuple[str, str], ...] = ()

    @property
    def law(self) -> Profile:
        """The profile it is audited under: the one named, else that of its language."""
        return self.profile or OWN_LAW[self.of]

    def described(self) -> Described:
        """The changed description.

        Raises:
            LookupError: a path or a stretch of text is not there to be changed.
        """
        whole = json.dumps(clean(self.of), ensure_ascii=False)
        for old, new in self.everywhere:
            if _in_json(old) not in whole:
                raise LookupError(f"{self.id}: {old!r} is not in {self.of}")
            whole = whole.replace(_in_json(old), _in_json(new))
        changed: Described = json.loads(whole)
        for path, value in self.set.items():
            _put(changed, path.split("."), value)
        for path in self.drop:
            _put(changed, path.split("."), None, drop=True)
        for path, old, new in self.swap:
            text = _at(changed, path.split("."))
            if not isinstance(text, str) or old not in text:
                raise LookupError(f"{self.id}: {old!r} is not in {path} of {self.of}")
            _put(changed, path.split("."), text.replace(old, new))
        return changed


class Mutant(Change):
    """One defect; `fails` are exactly the rules that must fail."""

    fails: tuple[str, ...]


class NearMiss(Change):
    """No defect, though it looks like one; `verdicts` are rules whose verdict is certain."""

    verdicts: dict[str, Outcome] = Field(default_factory=dict)


class Pattern(Record):
    """A pattern of the market (disclosure-rules.md §8) described by hand, and its verdicts.

    `fails` are exactly the rules that fail, per profile; `verdicts` others that are certain.
    """

    id: str
    title: str
    answer: Described
    fails: dict[Profile, tuple[str, ...]]
    verdicts: dict[Profile, dict[str, Outcome]] = Field(default_factory=dict)


def clean(name: str) -> Described:
    """A clean description by its language, a fresh copy."""
    return copy.deepcopy(_clean()[name])


@cache
def _clean() -> dict[str, Described]:
    return {
        name: json.loads((CORPUS / f"clean-{name}.json").read_text("utf-8")) for name in OWN_LAW
    }


def mutants() -> tuple[Mutant, ...]:
    """Every mutant."""
    return TypeAdapter(tuple[Mutant, ...]).validate_python(_read("mutants"))


def near_misses() -> tuple[NearMiss, ...]:
    """Every near miss."""
    return TypeAdapter(tuple[NearMiss, ...]).validate_python(_read("near-misses"))


def patterns() -> tuple[Pattern, ...]:
    """Every pattern."""
    return TypeAdapter(tuple[Pattern, ...]).validate_python(_read("patterns"))


def _read(name: str) -> object:
    return yaml.safe_load((CORPUS / f"{name}.yaml").read_text("utf-8"))


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _at(value: JsonValue, path: list[str]) -> JsonValue:
    for key in path:
        if isinstance(value, dict):
            value = value[key]
        elif isinstance(value, list):
            value = value[int(key)]
        else:
            raise LookupError(f"nothing at {'.'.join(path)}")
    return value


def _put(whole: Described, path: list[str], value: JsonValue, *, drop: bool = False) -> None:
    holder = _at(whole, path[:-1])
    if isinstance(holder, dict) and drop:
        del holder[path[-1]]
    elif isinstance(holder, dict):
        holder[path[-1]] = value
    elif isinstance(holder, list):
        holder[int(path[-1])] = value
    else:
        raise LookupError(f"nothing to change at {'.'.join(path)}")
