"""Choosing between ways to say a thing, the same for the same facts, and small word work."""

import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Voice:
    """A way of speaking that one answer keeps: `seed` decides between equals."""

    seed: str

    def choose(self, slot: str, *options: str, nth: int = 0) -> str:
        """One of the options; neighbours (`nth`) in the same slot get different ones."""
        first = zlib.crc32(f"{self.seed}/{slot}".encode())
        return options[(first + nth) % len(options)]
