"""How simulated shoppers behave: values with ends and sources, by regime."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field

from catalog.errors import BadInput
from catalog.files import read_yaml
from catalog.record import Record

FOLDER = Path(__file__).parent
Regime = Literal["search", "chat", "agent"]
REGIMES: tuple[Regime, ...] = ("search", "chat", "agent")
Values = Mapping[str, float]
"""The value of every parameter by its name."""


class Parameter(Record):
    """One value of the shopper model, the ends between which it is swept, and its source."""

    value: float
    low: float
    high: float
    source: str = Field(min_length=1)


class ShopperModel(Record):
    """All that decides how shoppers behave: every parameter, and what each regime sets apart."""

    parameters: dict[str, Parameter]
    regimes: dict[Regime, dict[str, float]]


def shopper_model() -> ShopperModel:
    """The model as its files have it."""
    return ShopperModel(parameters=parameters(), regimes=_regimes())


def _regimes() -> dict[Regime, dict[str, float]]:
    return read_yaml(FOLDER / "regimes.yaml", dict[Regime, dict[str, float]])


def parameters(path: Path = FOLDER / "parameters.yaml") -> dict[str, Parameter]:
    """Every parameter by its name.

    Raises:
        BadInput: the file is not such a table.
    """
    return read_yaml(path, dict[str, Parameter])


def values_in(regime: Regime, changed: Values | None = None) -> dict[str, float]:
    """The values of one regime, some of them `changed`.

    Raises:
        BadInput: the regime or the change names a parameter that is not there.
    """
    values = {name: p.value for name, p in parameters().items()}
    own = _regimes()[regime]
    for name, value in {**own, **(changed or {})}.items():
        if name not in values:
            raise BadInput("regimes.yaml", name, "there is no such parameter", "Correct the name")
        values[name] = value
    return values
