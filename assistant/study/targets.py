"""How near the shopper model comes to what published studies found, held-out ones among them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from assistant.study.choice_set import Alternative, ChoiceSet, Conversation
from assistant.study.panel import panel_of
from assistant.study.parameters import FOLDER, Regime, values_in
from assistant.study.simulation import SUMS, simulate
from catalog.files import read_yaml
from catalog.record import Record

SHOPPERS = 20_000


class Target(Record):
    """A published figure as a range, and how it is used."""

    low: float
    high: float
    use: Literal["set", "held_out"]
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


def checked() -> tuple[Checked, ...]:
    """Every target with the model's value, from lists of like products at one price."""
    chat, ad = _shop("chat", (_list(0),)), _shop("chat", ((*_list(0), _ad("before")),))
    found = {
        "list_clicks": chat[0]["clicks"] / chat[0]["shoppers"],
        "ad_clicks": ad[0]["for_clicks"] / ad[0]["shoppers"],
        "orders": chat[0]["orders"] / chat[0]["clicks"],
        "search_choice": _share("search", "before", argued=False),
        "chat_choice": _share("chat", "before", argued=True),
        "chat_label": _ratio("chat", argued=True),
        "search_label": _ratio("search", argued=False),
        "agent_label": _ratio("agent", argued=False),
    }
    targets = read_yaml(FOLDER / "targets.yaml", dict[str, Target])
    return tuple(Checked(id=id, target=t, value=found[id]) for id, t in targets.items())


def _share(regime: Regime, seen: str, *, argued: bool) -> float:
    """The share of clicks that a sponsored item gets, over all five places of a list."""
    told = _shop(regime, tuple(_list(at, seen, argued=argued) for at in range(1, 6)))
    return sum(t["for_clicks"] for t in told) / sum(t["clicks"] for t in told)


def _ratio(regime: Regime, *, argued: bool) -> float:
    with_label = _share(regime, "before", argued=argued)
    return with_label / _share(regime, "none", argued=argued)


def _list(sponsored: int, seen: str = "before", *, argued: bool = False) -> tuple[Alternative, ...]:
    """Like products; the one at place `sponsored` (0 for none) is paid for by the click."""
    return tuple(
        _item(place, "list", seen, place == sponsored, argued=argued and place == sponsored)
        for place in range(1, 6 if sponsored else 5)
    )


def _ad(seen: str) -> Alternative:
    return _item(1, "below", seen, True, argued=False)


def _item(place: int, space: str, seen: str, sponsored: bool, *, argued: bool) -> Alternative:
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
        "click": Decimal(1 if sponsored else 0),
    }
    return Alternative.model_validate(fields)


def _shop(regime: Regime, lists: tuple[tuple[Alternative, ...], ...]) -> list[dict[str, float]]:
    shown = Conversation(
        id="target",
        language="en",
        currency="USD",
        reference=Decimal(1),
        choices=tuple(ChoiceSet(alternatives=a, answers=1) for a in lists),
    )
    sums = simulate(panel_of([shown]), values_in(regime), SHOPPERS, 1, 0, 0)
    return [dict(zip(SUMS, map(float, column[0, 0]), strict=True)) for column in sums]
