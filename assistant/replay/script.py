"""A scripted conversation: what a shopper says and does, and what must come of it."""

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, JsonValue, field_validator, model_validator

from catalog.files import read_yaml, yaml_in
from catalog.money import Money
from catalog.record import Moment, Record

LONGEST_ID = 60
"""Characters: a file name holds 255 bytes, and the policy's id follows."""
FOLDER = Path(__file__).parent / "scripts"
FIELDS = "See docs/replay.md for the fields"
NAME = re.compile(r"\w([\w.-]*\w)?")


class PolicyExpectation(Record):
    """What must hold under one policy; a field left out is not checked.

    `sponsored` are the product ids that somebody pays for, in reading order; `listed` the main
    list's; `labels` the words of every label shown, without repeats; `charged` what the ledger
    holds after the turn, per currency; `charges` the same by event ("click": {"USD": "0.76"});
    `events` how often what happened. `sentences` and `questions` are the product ids that bought
    ones bring up, in reading order. `difference` maps dotted paths of the answer's difference to
    their JSON values.
    """

    sponsored: tuple[str, ...] | None = None
    listed: tuple[str, ...] | None = None
    labels: tuple[str, ...] | None = None
    charged: dict[str, str] | None = None
    blocks: tuple[str, ...] | None = None
    charges: dict[str, dict[str, str]] | None = None
    events: dict[str, int] | None = None
    sentences: tuple[str, ...] | None = None
    questions: tuple[str, ...] | None = None
    difference: dict[str, JsonValue] = Field(default_factory=dict)


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
    """One thing said, opened or taken away, and what is done with the answer.

    `hide_ads`, `remember` (for ads, what is asked for from here on) and `disclosure` are set before
    it and hold on. `open` is the place of an offered question, from 1; `without` are ids of
    conditions of the last answer that are taken away. After the answer, in this order: `click`
    follows the link of an item, paid for or not, and `order` orders one, each named by its product
    or placement id; `tip` tips the answer; `subscribe` pays for a month.
    """

    say: str = ""
    open: int | None = Field(default=None, ge=1)
    without: tuple[str, ...] = ()
    hide_ads: bool | None = None
    remember: bool | None = None
    disclosure: str = ""
    click: str = ""
    order: str = ""
    quantity: int = Field(default=1, ge=1)
    tip: Money | None = None
    subscribe: bool = False
    expect: Expectation = Expectation()

    @model_validator(mode="after")
    def _says_or_opens(self) -> Self:
        given = ("say" in self.model_fields_set, self.open is not None, bool(self.without))
        if sum(given) != 1:
            raise ValueError("a turn has one of `say`, `open` and `without`")
        return self


class Script(Record):
    """A conversation to replay: one clock, one seed, one catalog, some turns.

    `id` also names its transcripts. `policies` are those it is meant for; empty means every policy
    there is. With `seeds`, it is replayed under as many seeds, "0", "1" and on, in place of `seed`.
    """

    id: str
    title: str = ""
    catalog: str = "demo"
    locale: Literal["auto", "zh", "en"] = "auto"
    jurisdiction: Literal["auto", "cn", "us", "eu", "uk"] = "auto"
    now: Moment
    seed: str = "0"
    seeds: int = Field(default=0, ge=0, le=1000)
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
    return read_yaml(path, Script, FIELDS)


def script_in(text: str, name: str) -> Script:
    """The script in a text of YAML; `name` is what the text is called in errors.

    Raises:
        BadInput: it is not YAML, or no script.
    """
    return yaml_in(text, Script, name, FIELDS)


def script_text(script: Script) -> str:
    """A script as YAML, without what is as it is by default."""
    import yaml

    told = script.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=100)


def shipped() -> dict[str, Path]:
    """The scripts that come with the program, by their ids."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
