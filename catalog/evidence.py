"""What people and publications say about a product, and who they are."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from catalog.product import Language
from catalog.record import Moment, Record

SourceKind = Literal[
    "verified_purchase",
    "user_note",
    "expert_test",
    "paid_creator",
    "advertorial",
    "listicle",
    "seller_copy",
    "unknown",
]
EvidenceCompensation = Literal["none", "paid", "gifted", "commission", "unknown"]
PROMOTIONAL: frozenset[SourceKind] = frozenset(
    {"paid_creator", "advertorial", "listicle", "seller_copy"}
)
"""Source kinds that a seller pays for or writes; they never back a recommendation."""


class Evidence(Record):
    """One quotable statement about one product; `text` is untrusted.

    `rating` is on a scale of 1 to 5.
    """

    id: str = Field(min_length=1)
    product_id: str = Field(min_length=1)
    source_kind: SourceKind
    text: str = Field(min_length=1)
    author: str = ""
    date: Moment | None = None
    compensation: EvidenceCompensation = "unknown"
    language: Language = "und"
    rating: Decimal | None = Field(default=None, ge=1, le=5)
    url: str = ""
    provenance: str = ""
