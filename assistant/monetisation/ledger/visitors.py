"""Which visits to a paid link are a person's click, and why the others are not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from catalog.files import read_yaml
from catalog.record import Record

Unbilled = Literal["head", "prefetch", "not a page", "robot"]
"""Why a visit costs nobody anything."""
SOURCE = Path(__file__).with_name("visitors.yaml")


class Visitors(Record):
    """The list that visitors.yaml holds: how programs call themselves and what browsers say."""

    browsers: tuple[str, ...]
    people: tuple[str, ...]
    robots: dict[str, tuple[str, ...]]
    ahead: dict[str, tuple[str, ...]]
    destinations: tuple[str, ...]

    def robot(self, user_agent: str) -> str:
        """What kind of program calls itself so, "" for a browser."""
        name = user_agent.strip().lower()
        for word in self.people:
            name = name.replace(word, "")
        for kind, words in self.robots.items():
            if any(word.lower() in name for word in words):
                return kind
        return "" if name.startswith(tuple(b.lower() for b in self.browsers)) else "program"

    def unread(self, method: str, headers: Mapping[str, str]) -> Unbilled | None:
        """Why nobody will look at what comes, by the method and the headers; None if one may.

        Args:
            method: of the request, in capitals.
            headers: by their names in small letters.
        """
        if method == "HEAD":
            return "head"
        for name, words in self.ahead.items():
            if any(word in headers.get(name, "").lower() for word in words):
                return "prefetch"
        destination = headers.get("sec-fetch-dest", "").lower()
        if destination and destination not in self.destinations:
            return "not a page"
        return None


@cache
def visitors() -> Visitors:
    """The list, read once."""
    return read_yaml(SOURCE, Visitors)
