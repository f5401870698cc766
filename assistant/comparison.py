"""What changes from one policy's answers to another's: places, premiums, labels, costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from assistant.schema.answer import Answer
from assistant.schema.placement import Placement, Terms, visible
from catalog.money import Money
from catalog.record import Record


class Move(Record):
    """How one item's place compares with its place under the yardstick.

    `by` counts places, above 0 for "up" and "down", 0 for "same" and "new".
    """

    kind: Literal["same", "up", "down", "new"]
    by: int = 0


class Differences(Record):
    """One answer against the yardstick's: a move per product, and the titles that are gone."""

    moves: dict[str, Move]
    gone: tuple[str, ...] = ()

    @property
    def none(self) -> bool:
        """Whether the same items stand in the same order."""
        return not self.gone and all(m.kind == "same" for m in self.moves.values())


def differences(yardstick: Answer, other: Answer) -> Differences:
    """What differs between two answers to the same question, in reading order."""
    before = _places(yardstick)
    moves = {id: _move(before.get(id), place) for id, place in _places(other).items()}
    titles = {p.product_id: p.title for p in yardstick.placements}
    return Differences(
        moves=moves, gone=tuple(title for id, title in titles.items() if id not in moves)
    )


def _places(answer: Answer) -> dict[str, int]:
    """Where each product is first read, from 1; a product shown twice counts once."""
    return {
        id: place
        for place, id in enumerate(dict.fromkeys(p.product_id for p in answer.placements), start=1)
    }


def _move(before: int | None, now: int) -> Move:
    if before is None:
        return Move(kind="new")
    if before == now:
        return Move(kind="same")
    return Move(kind="up" if now < before else "down", by=abs(before - now))


class Totals(Record):
    """A conversation under one policy, counted.

    `moved` counts items whose place differs from the yardstick's, new ones included. `premium` is
    the highest premium over the best unpaid pick, None where nothing costs more. `clicks` is owed
    if every item is clicked once, `impressions` for having been shown, `order` the most that one
    order of one unit earns; each is empty where nothing is owed.
    """

    paid: int = 0
    labelled: int = 0
    moved: int = 0
    premium: Money | None = None
    clicks: tuple[Money, ...] = ()
    impressions: tuple[Money, ...] = ()
    order: tuple[Money, ...] = ()


def totals(yardstick: tuple[Answer, ...], answers: tuple[Answer, ...]) -> Totals:
    """The totals of one policy's answers, against the yardstick's to the same questions."""
    paid = [p for a in answers for p in a.placements if p.sponsored]
    moves = [
        m
        for first, other in zip(yardstick, answers, strict=False)
        for m in differences(first, other).moves.values()
    ]
    premiums = [p.disclosure.premium for p in paid if p.disclosure and p.disclosure.premium]
    dearer = [m for m in premiums if m.amount > 0]
    return Totals(
        paid=len(paid),
        labelled=sum(1 for a in answers for p in a.placements if p.sponsored and labelled(p, a)),
        moved=sum(1 for m in moves if m.kind != "same"),
        premium=max(dearer, key=lambda m: m.amount, default=None),
        clicks=_added(_owed(paid, "click")),
        impressions=_added(_owed(paid, "impression")),
        order=_greatest(_owed(paid, "order")),
    )


def labelled(placement: Placement, answer: Answer) -> bool:
    """Whether its own label or its block's is seen before it."""
    zones = (b.label for b in answer.blocks if placement in b.placements)
    return any(label is not None and visible(label) for label in (placement.label, *zones))


def _owed(paid: list[Placement], event: str) -> list[Money]:
    owed = ((p, p.disclosure.terms) for p in paid if p.disclosure)
    amounts = (_amount(p, terms) for p, terms in owed if terms.event == event)
    return [a for a in amounts if a is not None]


def _amount(placement: Placement, terms: Terms) -> Money | None:
    price = placement.price.money
    if terms.rate is not None:
        return (price * terms.rate).rounded() if price else None
    return terms.amount


def _added(amounts: list[Money]) -> tuple[Money, ...]:
    sums: dict[str, Decimal] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
    return tuple(Money(amount=a, currency=c) for c, a in sorted(sums.items()))


def _greatest(amounts: list[Money]) -> tuple[Money, ...]:
    greatest: dict[str, Money] = {}
    for money in amounts:
        greatest[money.currency] = max(greatest.get(money.currency, money), money)
    return tuple(greatest[c] for c in sorted(greatest))
