"""HTML that is safe by construction: text is escaped unless it is markup that we made."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

VOID = frozenset({"br", "hr", "img", "input"})
NOTHING = Markup("")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters and those that turn the direction of writing: they can forge what is read."""


def text(value: str) -> Markup:
    """Untrusted text as HTML text; markup that we made passes as it is."""
    return value if isinstance(value, Markup) else escape(_INVISIBLE.sub("", value))


def tag(name: str, *children: str | None, cls: str = "", **attributes: str | bool | None) -> Markup:
    """One element; children that are no Markup are escaped, attributes always are.

    An attribute that is None or False is left out, True stands without a value, and underscores
    turn into hyphens (`data_say`, `aria_label`).
    """
    given = {"class": cls or None, **attributes}
    told = [
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{escape(_INVISIBLE.sub("", str(value)))}"')
        for key, value in given.items()
        if value is not None and value is not False
    ]
    opening = f"<{name}{''.join(told)}>"
    if name in VOID:
        return Markup(opening)
    return Markup(opening) + join(*children) + Markup(f"</{name}>")


def join(*children: str | None) -> Markup:
    """Pieces one after another, each escaped unless it is Markup; None adds nothing."""
    return Markup("").join(text(child) for child in children if child)


def details(summary: str, *children: str | None, cls: str = "", said: str = "") -> Markup:
    """A second layer that opens on a tap; `said` is its summary for those who hear the page."""
    return tag("details", tag("summary", summary, aria_label=said or None), *children, cls=cls)


def web(url: str) -> str:
    """The address if it is http(s) with a host, else ""."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else ""


def host(url: str) -> str:
    """The host of a web address, "" for any other."""
    return urlsplit(web(url)).hostname or ""
