"""Reading JSON that somebody else wrote: a value of the wrong kind is as good as none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

LARGEST_DIGITS = 15
EARLIEST_YEAR, LATEST_YEAR = 1970, 9000
"""Beyond these, a value is a slip or an attack, and arithmetic on it could overflow."""


@dataclass(frozen=True)
class Node:
    """One JSON object, whatever is in it; every reader returns None rather than raise.

    `has` tells a field that is there and empty (nothing is shown) from one that nobody filled in
    (nothing is known).
    """

    raw: Mapping[str, object]

    def has(self, key: str) -> bool:
        """Whether the field is there at all, if only as null."""
        return key in self.raw

    def text(self, key: str) -> str | None:
        """A string; None for anything else."""
        value = self.raw.get(key)
        return value if isinstance(value, str) else None

    def said(self, key: str) -> str:
        """A string without surrounding space, "" for none."""
        return (self.text(key) or "").strip()

    def flag(self, key: str) -> bool | None:
        """A truth value; None for anything else."""
        value = self.raw.get(key)
        return value if isinstance(value, bool) else None

    def number(self, key: str) -> Decimal | None:
        """A finite number of sensible size, given as one or as a string."""
        value = self.raw.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
            return None
        try:
            found = Decimal(str(value))
        except (InvalidOperation, ValueError):
            return None
        return found if found.is_finite() and found.adjusted() < LARGEST_DIGITS else None

    def moment(self, key: str) -> datetime | None:
        """An ISO 8601 time; without an offset it is taken as UTC."""
        value = self.text(key)
        if value is None:
            return None
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            return None
        if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            return None
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def node(self, key: str) -> Node | None:
        """An object."""
        value = self.raw.get(key)
        return Node(value) if isinstance(value, Mapping) else None

    def nodes(self, key: str) -> tuple[Node, ...] | None:
        """The objects of a list; None where there is no list."""
        value = self.raw.get(key)
        if not isinstance(value, list | tuple):
            return None
        return tuple(Node(each) for each in value if isinstance(each, Mapping))

    def texts(self, key: str) -> tuple[str, ...] | None:
        """The strings of a list; None where there is no list."""
        value = self.raw.get(key)
        if not isinstance(value, list | tuple):
            return None
        return tuple(each for each in value if isinstance(each, str))
