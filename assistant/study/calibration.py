"""The shopper model fitted to published figures: one parameter to each, one after the other."""

from __future__ import annotations

from assistant.study.parameters import REGIMES, parameters, values_in
from assistant.study.targets import modelled, targets
from catalog.errors import BadInput

ROUNDS, HALVINGS = 2, 11
WIDEST = {"ready": 1.0, "attention_bought": 1.0, "ad_dislike": 0.5, "persuasion": 0.6}
"""The greatest value that is tried, 2 where none is named."""


def fitted() -> dict[tuple[str, str], float]:
    """The parameter of each fitted target by its name and regime, found by bisection.

    Held-out targets are not looked at. Targets are met in the order of targets.yaml, and again,
    since a parameter moves more than its own.

    Raises:
        BadInput: a target names no parameter, or does not move with it.
    """
    values = {regime: values_in(regime) for regime in REGIMES}
    found: dict[tuple[str, str], float] = {}
    own = {id: t for id, t in targets().items() if t.use == "fitted"}
    shared = [n for n in parameters() if all(values["chat"][n] == values[r][n] for r in REGIMES)]
    for _ in range(ROUNDS):
        for id, target in own.items():
            if target.by not in parameters() or target.aim is None:
                raise BadInput(
                    "targets.yaml", id, "it has nothing to be met by", "Name a parameter"
                )
            regimes = REGIMES if target.by in shared else (target.regime,)
            low, high = 0.0, WIDEST.get(target.by, 2.0)

            def off(value: float, id: str = id, aim: float = target.aim, by: str = target.by,
                    regimes: tuple[str, ...] = regimes) -> float:  # fmt: skip
                tried = {r: {**v, by: value} if r in regimes else v for r, v in values.items()}
                return modelled(id, tried) - aim

            rises = off(high) > off(low)
            for _ in range(HALVINGS):
                middle = (low + high) / 2
                if (off(middle) > 0) == rises:
                    high = middle
                else:
                    low = middle
            for regime in regimes:
                values[regime] = {**values[regime], target.by: (low + high) / 2}
            found[target.by, target.regime] = (low + high) / 2
    return found
