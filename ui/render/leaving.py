"""Where a link ends that cannot be followed: at an invented shop, or nowhere."""

from __future__ import annotations

from markupsafe import Markup

from catalog.money import Money, show
from ui.render.html import host, tag, web
from ui.render.styles import TOKENS
from ui.words import Words

RESERVED = (".example", ".test", ".invalid", ".localhost")
"""Names that RFC 2606 keeps from ever being registered; the demo catalog's shops have them."""
LOOK = (
    "body{margin:0;background:var(--ps-bg);color:var(--ps-ink);font:var(--ps-body)/1.5 system-ui,"
    "sans-serif;color-scheme:light dark}main{max-width:560px;margin:12vh auto;padding:24px;"
    "background:var(--ps-surface);border:1px solid var(--ps-line);border-radius:14px}"
    "h1{font-size:var(--ps-head);line-height:1.3;margin:0 0 12px}p{margin:0 0 10px}"
    "code{display:block;overflow-wrap:anywhere;background:var(--ps-sunken);border-radius:10px;"
    "padding:10px 14px;font-size:var(--ps-body)}@media(max-width:608px){main{margin:24px 16px}}"
)
DARK = "if(matchMedia('(prefers-color-scheme:dark)').matches)document.body.classList.add('dark')"


def invented(url: str) -> bool:
    """Whether an address is that of an invented shop, where no browser can go."""
    return host(web(url)).endswith(RESERVED)


def left(url: str, words: Words, charged: Money | None = None) -> str:
    """The page instead of an invented shop, with what the click was charged.

    Args:
        url: where the link leads; untrusted, shown as words and never as a link.
        words: the page's phrases.
        charged: what the payer owes for the click, None for nothing.
    """
    logged = words("left_unpaid")
    if charged is not None:
        logged = words("left_charged", price=show(charged, words.language))
    return _page(
        words,
        words("left_title"),
        tag("p", words("left_text")),
        tag("p", tag("code", url)),
        tag("p", logged),
        tag("p", words("left_back")),
    )


def gone(words: Words) -> str:
    """The page for a link that was forged, has expired, or was never shown."""
    return _page(words, words("link_unknown"), tag("p", words("left_back")))


def _page(words: Words, title: str, *body: Markup) -> str:
    head = tag(
        "head",
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width">'),
        Markup('<meta name="robots" content="noindex">'),
        tag("title", f"{title} · {words('name')}"),
        tag("style", Markup(TOKENS.read_text("utf-8") + LOOK)),
    )
    script = tag("script", Markup(DARK))
    inside = tag("body", tag("main", tag("h1", title), *body), script)
    return Markup("<!doctype html>") + tag("html", head, inside, lang=words.tag)
