"""A difference against a list, the unpaid one or another column's: moves, gone, shops, links."""

from __future__ import annotations

from assistant.schema.difference import Difference, ItemDifference, ListedProduct, MoveKind, Space


def against(
    listed: tuple[ListedProduct, ...], other: Difference, bought: tuple[ListedProduct, ...] = ()
) -> Difference:
    """The difference with another list as the yardstick: moves, shops and links are told anew.

    `bought` is what the yardstick shows apart from its list. What a product costs is still set
    against its own unpaid offer.
    """
    before = {("list", p.product_id): p for p in listed}
    before |= {("bought", p.product_id): p for p in bought}
    items = tuple(_moved(item, before.get((item.space, item.product_id))) for item in other.items)
    there = {i.product_id for i in items if i.space == "list"}
    gone = tuple(p for p in listed if p.product_id not in there)
    words = (*other.sentences, *other.questions, *other.mentions)
    changed = any(i.changed for i in items) or bool(gone or words or other.charges)
    update = {"listed": listed, "items": items, "gone": gone, "same": not changed}
    return other.model_copy(update=update)


def compared(yardstick: Difference, other: Difference) -> Difference:
    """One column set against the first; the same where a reader sees, pays and owes the same."""
    told = against(list_of(yardstick), other, list_of(yardstick, "bought"))
    return told.model_copy(update={"same": _seen_of(yardstick) == _seen_of(other)})


def list_of(column: Difference, space: Space = "list") -> tuple[ListedProduct, ...]:
    """The main list of a column, or what it shows beside it, for others to be set against."""
    return tuple(
        ListedProduct(
            product_id=i.product_id,
            title=i.title,
            place=i.place,
            offer_id=i.offer_id,
            seller=i.seller,
            url=i.url,
            hops=i.hops,
            price=i.price,
            delivered=i.delivered,
        )
        for i in column.items
        if i.space == space
    )


def _seen_of(column: Difference) -> tuple[object, ...]:
    """Everything of a column that its own yardstick has no part in."""
    items = tuple(
        (
            i.product_id,
            i.space,
            i.place,
            i.offer_id,
            i.url,
            i.hops,
            i.price,
            i.payer,
            i.label,
            i.seen,
        )
        for i in column.items
    )
    return items, column.sentences, column.questions, column.mentions, column.charges


def _moved(item: ItemDifference, before: ListedProduct | None) -> ItemDifference:
    """The item against where its product stood; what was bought apart from the list is new."""
    move, by = _move(item, before)
    seller = before.seller if before else item.seller_unpaid
    offer = before.offer_id if before else item.offer_unpaid
    way = (before.url, before.hops) if before else None
    update = {
        "move": move,
        "moved_by": by,
        "seller_changed": bool(seller) and item.seller != seller,
        # A product that the list did not have is new; its link is another if its offer is.
        "link_changed": (item.url, item.hops) != way if way else _swapped(item),
    }
    changed = (
        move != "same"
        or bool(item.payer)
        or (bool(offer) and item.offer_id != offer)
        or bool(update["seller_changed"] or update["link_changed"])
    )
    return item.model_copy(update=update | {"changed": changed})


def _swapped(item: ItemDifference) -> bool:
    return bool(item.offer_unpaid) and item.offer_id != item.offer_unpaid


def _move(item: ItemDifference, before: ListedProduct | None) -> tuple[MoveKind, int]:
    if before is None:
        return "new", 0
    if before.place == item.place:
        return "same", 0
    return ("up" if item.place < before.place else "down"), abs(before.place - item.place)
