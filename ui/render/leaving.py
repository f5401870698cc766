"""Where a link ends that cannot be followed: at an invented shop, or nowhere."""

from __future__ import annotations

from markupsafe import Markup

from assistant.monetisation.ledger.links import Redirect
from catalog.money import show
from ui.render.html import host, tag
from ui.words import Words, preferred

RESERVED = (".example", ".test", ".invalid", ".localhost")
"""Names that RFC 2606 keeps from ever being registered; the demo catalog's shops have them."""
LOOK = (
    "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.2rem}"
    "code{overflow-wrap:anywhere}:root{color-scheme:light dark}"
)


def left(to: Redirect, accept_language: str) -> str:
    """The page instead of an invented shop, with what the click was charged; "" for a real one."""
    if not host(to.url).endswith(RESERVED):
        return ""
    words = Words(preferred(accept_language))
    logged = words("left_unpaid")
    if to.charged is not None:
        logged = words("left_charged", price=show(to.charged, words.language))
    return _page(
        words,
        words("left_title"),
        tag("p", words("left_text")),
        tag("p", tag("code", to.url)),
        tag("p", logged),
        tag("p", words("left_back")),
    )


def gone(accept_language: str) -> str:
    """The page for a link that was forged, has expired, or was never shown."""
    words = Words(preferred(accept_language))
    return _page(words, words("link_unknown"), tag("p", words("left_back")))


def _page(words: Words, title: str, *body: Markup) -> str:
    head = tag(
        "head",
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width">'),
        tag("title", title),
        tag("style", Markup(LOOK)),
    )
    inside = tag("body", tag("main", tag("h1", title), *body))
    return Markup("<!doctype html>") + tag("html", head, inside, lang=words.tag)
