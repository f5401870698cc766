"""A policy: a mechanism and a disclosure, read from one YAML file."""

from pathlib import Path
from typing import TypeVar

from pydantic import Field

from assistant.disclosure.layout import DisclosureStyle
from assistant.monetisation.mechanisms.registry import AnyMechanism
from catalog.errors import BadInput, NotFound
from catalog.files import read_yaml
from catalog.i18n import Bilingual
from catalog.record import Record

POLICIES = Path(__file__).parent / "policies"
DISCLOSURES = Path(__file__).parent / "disclosure" / "styles"


class Policy(Record):
    """How the operator earns (`mechanism`) and how it says so (`disclosure`, an id).

    `pattern` names the pattern of the market that it models, with `source` and `date`;
    `money_may` says in a line what money may and may not move. `version` counts its contents up.
    """

    id: str
    version: int = Field(default=1, ge=1)
    title: Bilingual
    summary: Bilingual
    pattern: str
    source: str
    date: str
    money_may: Bilingual
    mechanism: AnyMechanism
    disclosure: str = "full"


R = TypeVar("R", Policy, DisclosureStyle)


def _read(path: Path, kind: type[R]) -> R:
    read = read_yaml(path, kind)
    if read.id != path.stem:
        raise BadInput(
            str(path), "id", f"{read.id!r} is not the file's name", f"Write {path.stem!r}"
        )
    return read


def policies(folder: Path = POLICIES) -> dict[str, Policy]:
    """Every policy in a folder, by id, in id order.

    Raises:
        BadInput: a file is not a policy.
    """
    return {p.stem: _read(p, Policy) for p in sorted(folder.glob("*.yaml"))}


def disclosures(folder: Path = DISCLOSURES) -> dict[str, DisclosureStyle]:
    """Every disclosure in a folder, by id, in id order.

    Raises:
        BadInput: a file is not a disclosure.
    """
    return {p.stem: _read(p, DisclosureStyle) for p in sorted(folder.glob("*.yaml"))}


def policy(id: str, folder: Path = POLICIES) -> Policy:
    """One policy; NotFound names the ones there are."""
    found = policies(folder)
    if id not in found:
        raise NotFound(f"There is no policy {id!r}. Choose from: {', '.join(found)}.")
    return found[id]


def disclosure(id: str, folder: Path = DISCLOSURES) -> DisclosureStyle:
    """One disclosure; NotFound names the ones there are."""
    found = disclosures(folder)
    if id not in found:
        raise NotFound(f"There is no disclosure {id!r}. Choose from: {', '.join(found)}.")
    return found[id]
