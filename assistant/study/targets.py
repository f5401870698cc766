"""How near the shopper model comes to what published studies found, held-out ones among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Literal

from assistant.study.choice_set import Alternative, ChoiceSet, Conversation
from assistant.study.panel import panel_of
from assistant.study.parameters import FOLDER, REGIMES, Regime, Values, values_in
from assistant.study.simulation import SUMS, simulate
from catalog.files import read_yaml
from catalog.record import Record

SHOPPERS = 20_000


class Target(Record):
    """A published figure as a range, and how it is used.

    One that is `fitted` has the figure to `aim` at, and the parameter and regime it is met `by`.
    """

    low: float
    high: float
    use: Literal["fitted", "held_out"]
    aim: float | None = None
    by: str = ""
    regime: Regime = "chat"
    zh: str
    en: str
    source: str


class Checked(Record):
    """A target and what the model gives for it."""

    id: str
    target: Target
    value: float

    @property
    def met(self) -> bool:
        """Whether the model's value lies in the range."""
        return self.target.low <= self.value <= self.target.high


def targets() -> dict[str, Target]:
    """Every target by its id, those fitted in the order in which they are."""
    return read_yaml(FOLDER / "targets.yaml", dict[str, Target])


@cache
def checked() -> tuple[Checked, ...]:
    """Every target with the model's value, from lists of like products at one price."""
    values = {regime: values_in(regime) for regime in REGIMES}
    return tuple(
        Checked(id=id, target=t, value=modelled(id, values)) for id, t in targets().items()
    )


def modelled(id: str, values: Mapping[Regime, Values]) -> float:
    """What the model gives for one target with these parameters of each regime."""
    return _MODELLED[id](values)


Regimes = Mapping[Regime, Values]


def _list_clicks(values: Regimes) -> float:
    (told,) = _shop(values["chat"], (_list(0),))
    return told["clicks"] / told["shoppers"]


def _ad_clicks(values: Regimes, regime: Regime = "chat") -> float:
    (told,) = _shop(values[regime], ((*_list(0), _ad("before")),))
    return told["for_clicks"] / told["shoppers"]


def _orders(values: Regimes) -> float:
    (told,) = _shop(values["chat"], (_list(0),))
    return told["orders"] / told["clicks"]


def _twice(values: Regimes) -> float:
    """Choice of an ad by those who never recognise it, over those who always do."""
    blind, sharp = ({**values["search"], **_noticing(share)} for share in (0.0, 1.0))
    return _share(blind, "before") / _share(sharp, "before")


def _noticing(share: float) -> dict[str, float]:
    return {"notice_top": share, "understood_short": share}


def _found_out(values: Regimes) -> float:
    (told,) = _shop(values["chat"], ((*_list(0), _ad("none")),), attention_bought=1.0)
    return told["found_out"] / told["shoppers"]


def _share(values: Values, seen: str, *, argued: bool = False, wording: str = "short") -> float:
    """The share of clicks that a sponsored item gets, over all five places of a list."""
    lists = tuple(_list(at, seen, argued=argued, wording=wording) for at in range(1, 6))
    told = _shop(values, lists)
    return sum(t["for_clicks"] for t in told) / sum(t["clicks"] for t in told)


def _label(values: Values, *, argued: bool) -> float:
    return _share(values, "before", argued=argued) / _share(values, "none", argued=argued)


def _wording(values: Values) -> float:
    return _share(values, "before", wording="full") / _share(values, "before")


_MODELLED: dict[str, Callable[[Regimes], float]] = {
    "list_clicks": _list_clicks,
    "ad_clicks": _ad_clicks,
    "orders": _orders,
    "twice": _twice,
    "search_choice": lambda v: _share(v["search"], "before", argued=True),
    "chat_choice": lambda v: _share(v["chat"], "before", argued=True),
    "chat_label": lambda v: _label(v["chat"], argued=True),
    "found_out": _found_out,
    "search_wording": lambda v: _wording(v["search"]),
    "assistant_ads": lambda v: _ad_clicks(v) / _ad_clicks(v, "search"),
    "agent_label": lambda v: _label(v["agent"], argued=False),
}


def _list(
    sponsored: int, seen: str = "before", *, argued: bool = False, wording: str = "short"
) -> tuple[Alternative, ...]:
    """Like products; the one at place `sponsored` (0 for none) is paid for by the click."""
    return tuple(
        _item(
            place,
            "list",
            seen,
            place == sponsored,
            argued=argued and place == sponsored,
            wording=wording,
        )
        for place in range(1, 6 if sponsored else 5)
    )


def _ad(seen: str) -> Alternative:
    return _item(1, "below", seen, True, argued=False)


def _item(
    place: int, space: str, seen: str, sponsored: bool, *, argued: bool, wording: str = "short"
) -> Alternative:
    fields = {
        "product_id": f"{space}-{place}",
        "seller": "",
        "space": space,
        "place": place,
        "price": Decimal(1),
        "cheapest": Decimal(1),
        "rank": 3,
        "sponsored": sponsored,
        "seen": seen if sponsored else "none",
        "argued": argued,
        "wording": wording,
        "click": Decimal(1 if sponsored else 0),
    }
    return Alternative.model_validate(fields)


def _shop(
    values: Values, lists: tuple[tuple[Alternative, ...], ...], **changed: float
) -> list[dict[str, float]]:
    shown = Conversation(
        id="target",
        language="en",
        currency="USD",
        reference=Decimal(1),
        choices=tuple(ChoiceSet(alternatives=a, answers=1) for a in lists),
    )
    sums = simulate(panel_of([shown]), {**values, **changed}, SHOPPERS, 1, 0, 0)
    return [dict(zip(SUMS, map(float, column[0, 0]), strict=True)) for column in sums]
