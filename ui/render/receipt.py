"""Several things under one budget as a receipt: a line for each, the sum, what is left."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from assistant.schema.basket import Basket, BasketItem
from assistant.schema.placement import Placement
from catalog.money import Money, show
from ui.render.drawings import drawing
from ui.render.html import tag
from ui.render.item_lines import seller_line
from ui.render.showing import Showing, Sources
from ui.words import Words


def receipt(showing: Showing) -> Markup | None:
    """The receipt of an answer's basket; None where it has none."""
    basket, words = showing.answer.basket, showing.words
    if basket is None or basket.total is None:
        return None
    shown = {p.product_id: p for p in showing.answer.placements}
    lines = [_line(item, shown.get(item.product_id), showing) for item in basket.items]
    return tag(
        "section",
        tag("ul", *lines, *_changes(basket, words)),
        tag(
            "p",
            tag("span", words("to_pay" if _whole(basket) else "to_pay_known")),
            tag("strong", show(basket.total, words.language)),
            cls="ps-sum",
        ),
        _budget(basket, basket.total, words),
        cls="ps-receipt",
        aria_label=words("receipt"),
    )


def _whole(basket: Basket) -> bool:
    """Whether the delivery of everything is in the total."""
    return all(item.shipping is not None for item in basket.items)


def _line(item: BasketItem, shown: Placement | None, showing: Showing) -> Markup:
    words = showing.words
    own = showing.sources.get(item.product_id, Sources())
    name = own.name or (shown.title if shown else item.thing)
    times = f" × {item.quantity}" if item.quantity > 1 else ""
    return tag(
        "li",
        drawing(shown.category if shown else "", own.colour),
        tag(
            "div",
            tag("b", name, times),
            seller_line(shown, showing) if shown else None,
            tag("p", _delivery(item, words), cls="ps-note" if item.shipping else "ps-note ps-warn"),
        ),
        tag("b", show(item.cost, words.language)),
    )


def _delivery(item: BasketItem, words: Words) -> str:
    if item.shipping is None:
        return words("shipping_unknown")
    if item.shipping.amount == 0:
        return words("shipping_none")
    return words("shipping_plus", price=show(item.shipping, words.language))


def _changes(basket: Basket, words: Words) -> list[Markup]:
    """Delivery and the voucher, where they change what is paid."""
    told = []
    if basket.shipping is not None and basket.shipping.amount:
        told.append((words("receipt_delivery"), show(basket.shipping, words.language)))
    if basket.voucher_off is not None and basket.voucher_off.amount:
        told.append((words("receipt_voucher"), f"−{show(basket.voucher_off, words.language)}"))
    return [tag("li", tag("div", name), tag("b", amount)) for name, amount in told]


def _budget(basket: Basket, total: Money, words: Words) -> Markup | None:
    """How much of the budget is used, drawn and in words."""
    budget = basket.asked.budget
    if not budget or basket.asked.currency != total.currency:
        return None
    share = int(total.amount * 100 / budget)
    left = Money(amount=abs(budget - total.amount), currency=total.currency)
    over = total.amount > budget
    told = words(
        "budget_over" if over else "budget_left",
        share=share,
        budget=show(Money(amount=Decimal(budget), currency=total.currency), words.language),
        left=show(left, words.language),
    )
    bar = tag("i", style=f"width:{min(share, 100)}%")
    return Markup("").join(
        (
            tag("div", bar, cls="ps-budget ps-over" if over else "ps-budget", aria_hidden="true"),
            tag("p", told, cls="ps-note"),
        )
    )
