"""Which of a page's requests comes first: when each was sent, and when its page was started over.

Requests overtake one another, and so do their updates. So each request says when its page sent it
and when that page last started over; what it puts on the page bears when it was sent; and the page
shows nothing that is older than its last start over.
"""

from __future__ import annotations

from threading import Lock

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


class Start:
    """When a visitor last started over, in milliseconds of their page; each has their own.

    `turn` is held while one of their questions is answered, so that the next waits for it and goes
    on from its answer in the same `conversation`, whose id the page may not know yet; who starts
    over waits for nothing. `stopped` is when an answer was last stopped. It is no dataclass, whose
    fields Gradio copies: a lock has no copy.
    """

    def __init__(self, at: float = 0) -> None:
        """Nothing is answered, in no conversation yet."""
        self.at, self.conversation, self.turn = at, "", Lock()
        self.stopped = 0.0

    def over(self, at: float) -> None:
        """Start over: what still runs is older, and nobody waits for it."""
        self.at = max(self.at, at)
        self.turn, self.conversation = Lock(), ""

    def __deepcopy__(self, _: object) -> Start:
        """One of its own for every visitor, as gr.State asks."""
        return Start(self.at)


def moments() -> list[gr.Number]:
    """The inputs that ASKED, CHOSEN and STARTED fill."""
    return [gr.Number(0, visible=False), gr.Number(0, visible=False)]


def sent(html: Markup, at: float, beginning: Markup = NOTHING) -> Markup:
    """What a request puts on the page, with when it was sent and what stands there at a start."""
    return tag("div", html, cls="ps-sent", data_sent=repr(float(at)), data_beginning=beginning)
