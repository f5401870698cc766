"""A scripted conversation: what a shopper says and clicks, and what must come of it."""

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, JsonValue, field_validator

from catalog.files import read_yaml
from catalog.record import Moment, Record

LONGEST_ID = 60
"""Characters: a file name holds 255 bytes, and the policy's id follows."""
NAME = re.compile(r"\w([\w.-]*\w)?")


class PolicyExpectation(Record):
    """What must hold under one policy; a field left out is not checked.

    `sponsored` are the product ids that somebody pays for, in reading order; `listed` the main
    list's; `labels` the words of every label shown, without repeats; `charged` what the ledger
    holds after the turn, per currency.
    """

    sponsored: tuple[str, ...] | None = None
    listed: tuple[str, ...] | None = None
    labels: tuple[str, ...] | None = None
    charged: dict[str, str] | None = None
    blocks: tuple[str, ...] | None = None


class Expectation(Record):
    """What must hold after one turn, whatever the policy, and under named policies.

    `need` maps dotted paths of the understood Need to their JSON values. `organic` is the whole
    organic list in order; `organic_starts` its head; `misses` the near misses named.
    """

    need: dict[str, JsonValue] = Field(default_factory=dict)
    organic: tuple[str, ...] | None = None
    organic_starts: tuple[str, ...] | None = None
    misses: tuple[str, ...] | None = None
    says: tuple[str, ...] = ()
    under: dict[str, PolicyExpectation] = Field(default_factory=dict)


class ScriptedTurn(Record):
    """One thing said, then perhaps the product whose paid link is followed."""

    say: str
    click: str = ""
    expect: Expectation = Expectation()


class Script(Record):
    """A conversation to replay: one clock, one seed, one catalog, some turns.

    `id` also names its transcripts. `policies` are those it is meant for; empty means every policy
    there is.
    """

    id: str
    title: str = ""
    catalog: str = "demo"
    locale: Literal["auto", "zh", "en"] = "auto"
    jurisdiction: Literal["auto", "cn", "us", "eu", "uk"] = "auto"
    now: Moment
    seed: str = "0"
    policies: tuple[str, ...] = ()
    turns: tuple[ScriptedTurn, ...] = Field(min_length=1)

    @field_validator("id")
    @classmethod
    def _names_a_file(cls, id: str) -> str:
        if len(id) > LONGEST_ID or not NAME.fullmatch(id):
            raise ValueError(
                f"an id names a file: letters, digits, '-', '_' and '.' in its middle, at most "
                f"{LONGEST_ID} of them"
            )
        return id


def read_script(path: Path) -> Script:
    """The script in a YAML file.

    Raises:
        BadInput: the file is not there, not YAML, or not a script.
    """
    return read_yaml(path, Script, "See docs/replay.md for the fields")
