"""The conditions of a list of things, which hold for the set of products and not for each."""

from __future__ import annotations

from assistant.schema.basket import Basket, GivenUp, ShoppingList
from assistant.schema.need import Need
from assistant.schema.understood import Condition, ConditionState, ProductStates, Understood
from catalog.money import Money, shown
from catalog.phrases import both

CONDITIONS: tuple[tuple[str, GivenUp], ...] = (
    ("price_max", "budget"),
    ("one_shop", "one_shop"),
    ("voucher", "voucher"),
)
"""The ids of the conditions, each with what a basket calls it where it gives it up."""


def of_basket(basket: Basket, need: Need) -> Understood:
    """What was understood of a list: each of its products stands to a condition as the set does."""
    asked, conditions = basket.asked, conditions_of_list(basket.asked)
    given_up = {id for id, name in CONDITIONS if name in basket.given_up}
    states = tuple(
        ConditionState(condition_id=c.id, state="not_met" if c.id in given_up else "met")
        for c in conditions
    )
    products = dict.fromkeys(item.product_id for item in basket.items)
    return Understood(
        conditions=conditions,
        persons=(need.for_whom,) if need.for_whom else (),
        budget=Money(amount=asked.budget, currency=asked.currency) if asked.budget else None,
        products=tuple(ProductStates(product_id=id, states=states) for id in products),
    )


def conditions_of_list(asked: ShoppingList) -> tuple[Condition, ...]:
    """The budget, the one shop and the voucher of a list, each where it is asked for."""
    found = []
    if asked.budget is not None:
        money = Money(amount=asked.budget, currency=asked.currency)
        amount = shown(money)
        text = both("conditions.price_max", high=amount)
        found.append(
            Condition(
                id="price_max", kind="price", text=text, high=asked.budget, unit=money.currency
            )
        )
    if asked.one_shop:
        text = both("conditions.one_shop")
        found.append(Condition(id="one_shop", kind="seller", text=text))
    if asked.voucher is not None:
        text = both("conditions.voucher")
        found.append(Condition(id="voucher", kind="price", text=text))
    return tuple(found)


def without(asked: ShoppingList, ids: tuple[str, ...]) -> ShoppingList:
    """The list with conditions taken away; an id that it does not have changes nothing."""
    update: dict[str, object] = {}
    if "price_max" in ids:
        update["budget"] = None
    if "one_shop" in ids:
        update["one_shop"] = False
    if "voucher" in ids:
        update["voucher"] = None
    return asked.model_copy(update=update)
