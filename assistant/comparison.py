"""The difference that money made to one answer, computed once against the same research unpaid."""

from __future__ import annotations

from assistant.schema.answer import Block, FollowUp, Part
from assistant.schema.difference import (
    Difference,
    ItemDifference,
    ListedProduct,
    Owed,
    PaidWords,
    Seen,
    Space,
    Unsold,
)
from assistant.schema.placement import (
    Compensation,
    DisclosureRecord,
    Label,
    Placement,
    dearer,
    visible,
)
from assistant.schema.roles import payer_role
from assistant.yardstick import against
from catalog.money import Money
from catalog.record import Record


class UnpaidList(Record):
    """What the same research shows with no money: its list, and the offer of each product.

    `others` are organic placements of products that the list leaves out and an answer may show.
    """

    listed: tuple[Placement, ...] = ()
    others: tuple[Placement, ...] = ()

    def offer(self, product_id: str) -> Placement | None:
        """The product as it would be shown unpaid, None where the ranking leaves it out."""
        every = (*self.listed, *self.others)
        return next((p for p in every if p.product_id == product_id), None)


class ShownAnswer(Record):
    """What an answer shows, labels and all.

    `listed` and `bought` are the ids of the placements that its mechanism put into the main list
    and apart from it, each in order, wherever the disclosure's layout has them stand.
    """

    listed: tuple[str, ...]
    bought: tuple[str, ...]
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def found(self) -> dict[str, tuple[Placement, Label | None]]:
        """Every placement by its id, with the label of its block."""
        return {p.id: (p, b.label) for b in self.blocks for p in b.placements}


def difference(
    unpaid: UnpaidList, shown: ShownAnswer, unsold: tuple[Unsold, ...] = ()
) -> Difference:
    """What money changed between a list that nobody paid for and an answer to the same question.

    Args:
        unpaid: the same research with no money.
        shown: the answer, disclosed.
        unsold: what was for sale and nobody took.
    """
    listed = tuple(_listed(p, place) for place, p in enumerate(unpaid.listed, start=1))
    items = (*_items(unpaid, shown, "list"), *_items(unpaid, shown, "bought"))
    bought = [p for p in shown.parts if p.role == "sentence"]
    others = [p for p in shown.parts if p.role != "sentence"]
    return against(
        listed,
        Difference(
            listed=listed,
            items=items,
            sentences=tuple(_words(p) for p in bought if p.disclosure),
            mentions=tuple(_words(p) for p in others if p.disclosure),
            questions=tuple(_words(f) for f in shown.follow_ups if f.disclosure),
            charges=_charges(shown),
            unsold=unsold,
        ),
    )


def _items(unpaid: UnpaidList, shown: ShownAnswer, space: Space) -> tuple[ItemDifference, ...]:
    ids, found = (shown.listed if space == "list" else shown.bought), shown.found
    there = [found[id] for id in ids if id in found]
    best = next((p for p in unpaid.listed if p.price.money is not None), None)
    return tuple(
        _item(placement, zone, space, place, unpaid.offer(placement.product_id), best)
        for place, (placement, zone) in enumerate(there, start=1)
    )


def _item(
    it: Placement,
    zone: Label | None,
    space: Space,
    place: int,
    own: Placement | None,
    best: Placement | None,
) -> ItemDifference:
    """An item with its prices and label; `own` is its unpaid offer, `best` the best unpaid pick."""
    text, seen = _label(it.label, zone) if it.sponsored else (None, "none")
    return ItemDifference(
        placement_id=it.id,
        product_id=it.product_id,
        title=it.title,
        space=space,
        place=place,
        move="new",
        rank_unpaid=it.rank_if_unpaid,
        offer_id=it.offer_id,
        offer_unpaid=own.offer_id if own else "",
        seller=it.seller.name if it.seller else "",
        seller_kind=it.seller.kind if it.seller else "",
        seller_unpaid=own.seller.name if own and own.seller else "",
        url=it.url,
        hops=it.redirects,
        link_sold=it.comp.type in ("cps", "ownership", "cpc", "bid"),
        price=it.price.total,
        delivered=it.price.delivered,
        price_unpaid=own.price.total if own else None,
        delivered_unpaid=own.price.delivered if own else False,
        dearer_by=dearer(it.price, own.price) if own else None,
        over_best=dearer(it.price, best.price) if best and own else None,
        payer=it.disclosure.payer if it.disclosure else "",
        label=text,
        seen=seen,
    )


def _label(own: Label | None, zone: Label | None) -> tuple[str | None, Seen]:
    """The words that say that an item is paid for, and how they are seen."""
    if own is not None and visible(own):
        return own.text, "before"
    if zone is not None and visible(zone):
        return zone.text, "zone"
    shown = own or zone
    return (None, "none") if shown is None else (shown.text, shown.position)


def _words(it: Part | FollowUp) -> PaidWords:
    record = it.disclosure
    text, seen = _label(it.label, None)
    return PaidWords(
        text=it.text,
        payer=record.payer if record else "",
        on_behalf_of=record.on_behalf_of if record else "",
        product_ids=it.product_ids
        if isinstance(it, Part)
        else tuple(filter(None, [it.product_id])),
        label=text,
        seen=seen,
    )


def _listed(it: Placement, place: int) -> ListedProduct:
    return ListedProduct(
        product_id=it.product_id,
        title=it.title,
        place=place,
        offer_id=it.offer_id,
        seller=it.seller.name if it.seller else "",
        url=it.url,
        hops=it.redirects,
        price=it.price.total,
        delivered=it.price.delivered,
    )


def _charges(shown: ShownAnswer) -> tuple[Owed, ...]:
    """What every thing shown for money makes its payer owe, in reading order."""
    found = [shown.found[id][0] for id in (*shown.listed, *shown.bought) if id in shown.found]
    items = [
        _owed(p.disclosure, p.comp, p.product_id, p.price.money) for p in found if p.disclosure
    ]
    for part in shown.parts:
        if part.role == "sentence" and part.disclosure:
            items.append(_owed(part.disclosure, None, "".join(part.product_ids[:1]), None))
    for question in shown.follow_ups:
        if question.disclosure:
            items.append(_owed(question.disclosure, None, question.product_id, None))
    return tuple(owed for owed in items if owed is not None)


def _owed(
    record: DisclosureRecord, comp: Compensation | None, product_id: str, price: Money | None
) -> Owed | None:
    """What a record makes its payer owe; None where its terms name nothing."""
    terms = record.terms
    if terms.amount is None and terms.rate is None:
        return None
    money = terms.amount
    if terms.rate is not None:
        money = (price * terms.rate).rounded() if price else None
    return Owed(
        event=terms.event,
        role=payer_role(record, comp),
        payer=record.payer,
        money=money,
        rate=terms.rate,
        shares=terms.shares,
        at_once=terms.event == "impression",
        campaign_id=record.campaign_id,
        product_id=product_id,
    )
