"""Which of a page's requests comes first: when each was sent, and when its page was started over.

Requests overtake one another, and so do their updates. So each request says when its page sent it
and when that page last started over; what it puts on the page bears when it was sent; and the page
shows nothing that is older than its last start over.
"""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr
from markupsafe import Markup

from ui.render.html import NOTHING, tag

ASKED, CHOSEN, STARTED = (
    f"(_sent, _started, ...given) => [{sent}, plainshelf.at.started, ...given]"
    for sent in ("plainshelf.at.asked", "performance.now()", "plainshelf.at.started")
)
"""What an event sends before its other inputs: when it happened, and the last start over."""
GUARDED = "window.plainshelf.guard(element);\n"
"""A place on the page that shows nothing older than the last start over."""


@dataclass
class Start:
    """When a visitor last started over, in milliseconds of their page; each has their own."""

    at: float = 0


def moments() -> list[gr.Number]:
    """The inputs that ASKED, CHOSEN and STARTED fill."""
    return [gr.Number(0, visible=False), gr.Number(0, visible=False)]


def sent(html: Markup, at: float, beginning: Markup = NOTHING) -> Markup:
    """What a request puts on the page, with when it was sent and what stands there at a start."""
    return tag("div", html, cls="ps-sent", data_sent=repr(float(at)), data_beginning=beginning)
