"""A scripted conversation: what a shopper says and clicks, and what must come of it."""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, JsonValue, ValidationError

from catalog.errors import BadInput
from catalog.record import Moment, Record


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

    `policies` are those it is meant for; empty means every policy there is.
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


def read_script(path: Path) -> Script:
    """The script in a YAML file.

    Raises:
        BadInput: the file is not there, not YAML, or not a script.
    """
    try:
        return Script.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except OSError as error:
        raise BadInput(
            str(path), "", f"cannot be read ({error.strerror})", "Check the path"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput(str(path), "", f"not YAML ({error})", "Mend the YAML") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            str(path), field, first["msg"], "See docs/replay.md for the fields"
        ) from error
