"""By which addresses money is counted: affiliate links, paid clicks, hops, malls, from a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from catalog.files import read_yaml
from catalog.record import Record

ADDRESSES = Path(__file__).parent / "data" / "addresses.yaml"
AddressKind = Literal["affiliate", "ad_click", "redirect", "mall"]
ORDER: tuple[AddressKind, ...] = ("ad_click", "affiliate", "mall", "redirect")
MOST_HOPS = 3


class Address(Record):
    """One kind of address and how it is recognised (assistant/audit/data/addresses.yaml)."""

    id: str
    kind: AddressKind
    host: str = ""
    path: str = ""
    query: str = ""
    target: str = ""
    by: str

    def matches(self, host: str, path: str, fields: tuple[tuple[str, str], ...]) -> bool:
        """Whether a host, path and query are of this kind."""
        return (
            (not self.host or _named(host, self.host))
            and (not self.path or re.search(self.path, path) is not None)
            and (
                not self.query
                or any(re.search(self.query, f"{k}={v}", re.I) is not None for k, v in fields)
            )
        )


class Addresses(Record):
    """The list with the day it was last looked at."""

    checked_on: date
    addresses: tuple[Address, ...]


class Recognised(Record):
    """What an address is known as, and the host that it leads to where it says so itself."""

    address: Address
    leads_to: str = ""


@cache
def addresses() -> Addresses:
    """The list of addresses.

    Raises:
        BadInput: the file is wrong.
    """
    return read_yaml(ADDRESSES, Addresses)


@lru_cache(maxsize=8192)
def recognised(url: str) -> Recognised | None:
    """The gravest kind that an address, or one that it carries in its query, is known as."""
    found: list[Recognised] = []
    at = url
    for _ in range(MOST_HOPS):
        parts = _parts(at)
        if parts is None:
            break
        here = [a for a in _candidates(*parts) if a.matches(*parts)]
        carried = next((v for k, v in parts[2] if v.startswith(("http://", "https://"))), "")
        named = dict(parts[2])
        target = next((named[a.target] for a in here if a.target in named), carried)
        leads = _parts(target)
        found += [Recognised(address=a, leads_to=leads[0] if leads else "") for a in here]
        if not carried:
            break
        at = carried
    return min(found, key=lambda r: ORDER.index(r.address.kind), default=None)


def _candidates(host: str, path: str, fields: tuple[tuple[str, str], ...]) -> Iterator[Address]:
    """The addresses that may match: by a label of the host, a path, or a query."""
    by_host, by_path, by_query = _index()
    for label in host.split(".")[:-1]:
        yield from by_host.get(label, ())
    if len(path) > 1:
        yield from by_path
    if fields:
        yield from by_query


@cache
def _index() -> tuple[dict[str, list[Address]], tuple[Address, ...], tuple[Address, ...]]:
    """The addresses by the first label of their host, and those with none by path or query."""
    by_host: dict[str, list[Address]] = defaultdict(list)
    without = []
    for address in addresses().addresses:
        if address.host:
            by_host[address.host.split(".")[0]].append(address)
        else:
            without.append(address)
    pathed = tuple(a for a in without if a.path)
    return dict(by_host), pathed, tuple(a for a in without if not a.path)


def _parts(url: str) -> tuple[str, str, tuple[tuple[str, str], ...]] | None:
    try:
        split = urlsplit(url)
        host = (split.hostname or "").lower()
    except ValueError:
        return None
    fields = tuple((k.lower(), v) for k, v in parse_qsl(split.query, keep_blank_values=True)[:50])
    return host, split.path, fields


def _named(host: str, wanted: str) -> bool:
    """Whether the labels of `wanted` stand in a host, whole and in order, before its last one.

    A single generic label (go, click, mall…) must be the first.
    """
    labels, names = host.split(".")[:-1], wanted.split(".")
    if wanted in ("go", "click", "track", "link", "mall", "geni", "howl"):
        return labels[:1] == [wanted]
    return any(labels[at : at + len(names)] == names for at in range(len(labels)))
