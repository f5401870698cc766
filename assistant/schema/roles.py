"""Who plays which part where money moves: the platform, sellers, creators, networks, shoppers."""

from __future__ import annotations

from typing import Literal

from assistant.schema.placement import Compensation, DisclosureRecord
from catalog.record import Record

Role = Literal["platform", "seller", "creator", "host", "network", "shop", "shopper"]
"""The parts that somebody plays where money moves; "shop" is the operator's own."""


class Party(Record):
    """Somebody in one role of an event; `name` is "" for the platform and for the shopper."""

    role: Role
    name: str = ""


def payer_role(record: DisclosureRecord, comp: Compensation | None) -> Role:
    """Who the payer is: the operator's own shop, a network between it and the seller, a seller."""
    if comp is not None and comp.type == "ownership":
        return "shop"
    commission = comp is not None and comp.type == "cps"
    network = commission and record.payer != record.on_behalf_of
    return "network" if network else "seller"


def parties(
    seller: str, record: DisclosureRecord | None, comp: Compensation | None
) -> tuple[Party, ...]:
    """Everybody who has a part in one thing shown: its seller, who pays for it, who shares in it.

    Args:
        seller: the shop that the thing leads to, "" for none.
        record: who pays for it, None where nobody does.
        comp: how, None for words.
    """
    everyone = [Party(role="platform")] if record is not None else []
    if record is not None:
        everyone.append(Party(role=payer_role(record, comp), name=record.payer))
        everyone += [Party(role=s.role, name=_name(s.role, s.name)) for s in record.terms.shares]
    if seller and not any(p.name == seller for p in everyone):
        everyone.append(Party(role="seller", name=seller))
    return tuple(dict.fromkeys(everyone))


def _name(role: Role, name: str) -> str:
    return "" if role == "shopper" else name
