"""What chat models are told, read from prompts/*.yaml: texts by key, each file with a version."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import Field

from catalog.record import Record

FOLDER = Path(__file__).parent / "prompts"


class Prompt(Record):
    """One prompt: its name, the version that a change of its words raises, and its texts by key."""

    name: str
    version: int = Field(ge=1)
    texts: Mapping[str, str]

    @property
    def id(self) -> str:
        """What an answer names it by, as "research/1"."""
        return f"{self.name}/{self.version}"

    def text(self, key: str, **slots: str) -> str:
        """One text with its {slots} filled; KeyError where there is no such text or slot."""
        return self.texts[key].format(**slots)


@cache
def prompt(name: str) -> Prompt:
    """The prompt of that name; FileNotFoundError where there is none."""
    import yaml

    read = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return Prompt(name=name, version=read.pop("version"), texts=read)
