"""Which hosts a link passes before the shop: commission networks wrap the item's own address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

TARGETS = (
    *("ued", "murl", "url", "u", "urllink", "wgtarget", "ulp", "mpre", "to", "target", "dest"),
    *("destination", "redirect", "redirect_url", "deeplink", "dl", "goto"),
)
"""Parameters in which networks (Awin, Rakuten, CJ, Webgains, Admitad, JD, …) put the address."""
DEEPEST = 4
HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
BETWEEN = re.compile(r"[\s;,|>→]+")


def host_of(url: str) -> str:
    """The host of an address in lower case, "" where it has none."""
    try:
        return (urlsplit(url.strip()).hostname or "").lower()
    except ValueError:
        return ""


def unwrapped(url: str) -> tuple[str, tuple[str, ...]]:
    """The address that a link ends at as far as the link itself says, and the hosts before it."""
    passed = list[str]()
    for _ in range(DEEPEST):
        inner = _inside(url)
        if not inner:
            break
        passed.append(host_of(url))
        url = inner
    return url, tuple(passed)


def _inside(url: str) -> str:
    host = host_of(url)
    if not host:
        return ""
    for name, value in parse_qsl(urlsplit(url.strip()).query):
        address = name.lower() in TARGETS and value.startswith(("http://", "https://"))
        if address and host_of(value) not in ("", host):
            return value
    return ""


def hosts(text: str) -> tuple[str, ...] | None:
    """The hosts that a cell lists, as hosts or addresses, in order; None where one is neither."""
    parts = [part for part in BETWEEN.split(text.strip().lower()) if part not in ("", "-")]
    found = [host_of(part) if "://" in part else part for part in parts]
    return tuple(found) if all(HOST.fullmatch(host) for host in found) else None
