"""What several pieces come to, with the arithmetic."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.facts.inquiry import FEW, Considered, Inquiry
from assistant.schema.statement import Arithmetic, Statement, Value, filled, series, statement
from catalog.money import Money
from catalog.price import PricePaid
from catalog.price_paid import price_paid


def pieces(inquiry: Inquiry) -> tuple[Statement, ...]:
    """The total for the quantity asked, of each product; of several named ones the sum too."""
    if not inquiry.products:
        return (statement("facts.total_general"),)
    if inquiry.one is not None:
        return (bill(inquiry.one, inquiry), *_limits(inquiry))
    if inquiry.need.topic == "basket" or inquiry.need.quantity == 1:
        return (*_basket(inquiry), *_limits(inquiry))
    bills = [bill(c, inquiry) for c in inquiry.products[:FEW]]
    return (*bills, *_limits(inquiry))


def each_total(products: Sequence[Considered]) -> tuple[Statement, ...]:
    """What the quantity comes to, of each of some products; nothing where none has a price."""
    bills = [(c, paid) for c in products if (paid := priced(c)) is not None]
    clauses = [
        statement(
            f"facts.pieces_{'total' if paid.shipping_known else 'goods'}",
            product=c.name,
            total=paid.total,
        )
        for c, paid in bills
    ]
    if not clauses:
        return ()
    about = tuple(c.id for c, _ in bills)
    return (
        statement("facts.pieces_each", about=about, n=bills[0][1].quantity,
                  clauses=series(clauses, "clauses")),
    )  # fmt: skip


def priced(asked: Considered) -> PricePaid | None:
    """What the quantity comes to at the shop where that many cost least, delivery counted."""
    found: list[tuple[bool, bool, PricePaid]] = []
    best = asked.paid
    for offer in asked.offers:
        paid = price_paid(offer, now=asked.now, quantity=asked.quantity)
        if paid is not None and best is not None and paid.total.currency == best.total.currency:
            found.append((offer is not asked.best, not paid.shipping_known, paid))
    return found[0][2] if found else None


def bill(asked: Considered, inquiry: Inquiry) -> Statement:
    """The lines and the total of one product at the offer shown."""
    paid = priced(asked)
    if asked.best is None or paid is None:
        return statement("facts.no_offer", about=(asked.id,), product=asked.name)
    slots: dict[str, Value] = {
        "product": asked.name,
        "n": asked.quantity,
        "times": asked.quantity,
        "seller": inquiry.seller(asked.best),
        "unit": _unit(paid),
        "goods": _goods(paid),
        "total": paid.total,
    }
    promotions = tuple(line for line in paid.lines if line.promotion)
    shipping = next((line.money for line in paid.lines if line.kind == "shipping"), None)
    if promotions:
        slots["less"] = Arithmetic(lines=promotions)
    if shipping is not None and shipping.amount:
        slots["fee"] = shipping
    way = "unknown" if not paid.shipping_known else "fee" if "fee" in slots else "free"
    key = f"facts.total_{way}{'_less' if promotions else ''}"
    return filled(key, slots, about=(asked.id,))


def _unit(paid: PricePaid) -> Money:
    first = paid.lines[0].money
    return Money(amount=first.amount / paid.quantity, currency=first.currency)


def _goods(paid: PricePaid) -> Money:
    """What the pieces come to before promotions."""
    return paid.lines[0].money


def _basket(inquiry: Inquiry) -> tuple[Statement, ...]:
    """Several products together, delivery of each counted where it is known."""
    bills = [(c, paid) for c in inquiry.products[:FEW] if (paid := priced(c)) is not None]
    if not bills:
        return (statement("facts.total_general"),)
    currency = bills[0][1].total.currency
    own = [(c, paid) for c, paid in bills if paid.total.currency == currency]
    goods = Money.of(0, currency)
    fees = Money.of(0, currency)
    for _, paid in own:
        shipping = next((x.money for x in paid.lines if x.kind == "shipping"), None)
        fees = fees + shipping if shipping else fees
        goods = goods + (paid.total - shipping if shipping else paid.total)
    clauses = [
        statement("facts.basket_clause", product=c.name, price=paid.unit * paid.quantity)
        for c, paid in own
    ]
    unknown = [c.name for c, paid in own if not paid.shipping_known]
    told = [
        statement(
            "facts.basket_total" if fees.amount else "facts.basket_goods",
            about=tuple(c.id for c, _ in own),
            clauses=series(clauses),
            goods=goods,
            fees=fees,
            total=goods + fees,
        )
    ]
    if unknown:
        told.append(statement("facts.basket_unknown", products=series([*unknown])))
    return tuple(told)


def _limits(inquiry: Inquiry) -> tuple[Statement, ...]:
    """What the arithmetic cannot know, where it is asked."""
    if inquiry.need.topic == "voucher" or inquiry.asks("coupon"):
        return (statement("facts.coupon_unstated"),)
    return ()
