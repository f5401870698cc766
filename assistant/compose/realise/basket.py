"""How a set for several things is said: what is for which, the total, and what gave way."""

import re
from decimal import Decimal

from assistant.compose.facts import Facts
from assistant.compose.grammar import grammar
from assistant.compose.parts import Spoken
from assistant.compose.sanitise import unlabelled
from assistant.schema.basket import Basket
from catalog.money import Money, show
from catalog.phrases import phrasebook, say


def basket_parts(facts: Facts) -> list[Spoken]:
    """The lead that names the set and its total, then what must be known of it."""
    basket, language = facts.basket, facts.language
    if basket is None:
        return []
    missing = [unlabelled(thing) for thing in basket.missing]
    if basket.total is None:
        return [
            Spoken(role="lead", text=say("baskets.none", language, things=_row(missing, facts)))
        ]
    ids = tuple(item.product_id for item in basket.items)
    parts = [Spoken(role="lead", text=_lead(basket, facts), product_ids=ids)]
    caveats = _caveats(basket, facts)
    if caveats:
        joint = "" if facts.chinese else " "
        parts.append(Spoken(role="caveat", text=joint.join(caveats)))
    return parts


def _lead(basket: Basket, facts: Facts) -> str:
    language = facts.language
    told = [
        say("baskets.over", language, budget=_budget(basket, facts), total=_total(basket, facts))
    ]
    told = told if "budget" in basket.given_up else []
    lines = []
    for item in basket.items:
        known = facts.item(item.product_id)
        slots: dict[str, object] = {
            "thing": _thing(item.thing),
            "name": known.name if known else item.product_id,
            "cost": show(item.cost, language),
        }
        key = "baskets.pieces" if item.quantity > 1 else "baskets.line"
        if item.quantity > 1:
            slots["n"] = item.quantity
        lines.append(phrasebook().fill(key, language, slots))
    joint = "；" if facts.chinese else "; "
    sum_up = say("baskets.together", language, list=joint.join(lines), total=_total(basket, facts))
    told.append(sum_up + _after(basket, facts) + ("。" if facts.chinese else "."))
    return ("" if facts.chinese else " ").join(told)


def _thing(text: str) -> str:
    """A thing without its article or its count, for it is named beside its product."""
    bare = re.sub(
        r"^(?:an?|the|some|[一二两三四五六\d]+(?:个|副|台|把|双|件|款|盒|支|只|条))\s?", "", text
    )
    return unlabelled(bare or text)


def _after(basket: Basket, facts: Facts) -> str:
    """What the total holds: the voucher, delivery, the budget kept, the one shop."""
    language, told = facts.language, ""
    if basket.voucher_off is not None:
        told += say("baskets.voucher", language, off=show(basket.voucher_off, language))
    if basket.shipping is not None and basket.shipping.amount > 0:
        told += say("baskets.shipping", language, shipping=show(basket.shipping, language))
    if basket.asked.budget is not None and "budget" not in basket.given_up:
        told += say("baskets.within", language, budget=_budget(basket, facts))
    shops = {item.seller_id for item in basket.items}
    if basket.asked.one_shop and len(shops) == 1:
        known = facts.item(basket.items[0].product_id)
        if known is not None and known.seller:
            told += say("baskets.one_shop", language, shop=known.seller)
    return told


def _caveats(basket: Basket, facts: Facts) -> list[str]:
    language = facts.language
    silent = [i.product_id for i in basket.items if i.shipping is None]
    names = [known.name for id in silent if (known := facts.item(id)) is not None]
    told = []
    if basket.missing:
        things = _row([unlabelled(thing) for thing in basket.missing], facts)
        told.append(say("baskets.missing", language, things=things))
    if "one_shop" in basket.given_up:
        told.append(say("baskets.shops", language))
    if "voucher" in basket.given_up:
        told.append(say("baskets.unused", language))
    if names:
        told.append(say("baskets.unknown", language, names=_row(names, facts)))
    return told


def _row(words: list[str], facts: Facts) -> str:
    return grammar(facts.language).listing(words)


def _budget(basket: Basket, facts: Facts) -> str:
    budget = basket.asked.budget if basket.asked.budget is not None else Decimal(0)
    return show(Money(amount=budget, currency=basket.asked.currency), facts.language)


def _total(basket: Basket, facts: Facts) -> str:
    return show(basket.total, facts.language) if basket.total is not None else ""
