"""Who sells: whether official, and how it stands to the operator of this assistant."""

from typing import Literal

from pydantic import Field

from catalog.record import Record

SellerKind = Literal[
    "official", "authorised", "third_party", "self_operated", "unknown", "self_described"
]
Relation = Literal["none", "owned", "affiliated", "unknown"]


class Seller(Record):
    """One shop; `name` is "" where nobody names it.

    `kind`: official (the brand's own flagship), authorised, third_party, self_operated (by a
    platform), unknown, or self_described: the shop's own rows call it official or authorised, and
    no other source does. `is_trader` is None where nobody said. `relation` is to the operator of
    the assistant. `platform` is the marketplace it sells on, "" for its own site.
    """

    id: str = Field(min_length=1)
    name: str = ""
    kind: SellerKind = "unknown"
    is_trader: bool | None = None
    relation: Relation = "unknown"
    platform: str = ""
    url: str = ""
    provenance: str = ""
