"""Cards of answers for programs that speak MCP Apps: `ui://` pages drawn by the page's own code."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import Lock

from markupsafe import Markup

from assistant.session import Turn
from catalog.errors import NotFound
from ui.handlers import Page, rendered
from ui.render.html import tag
from ui.render.styles import STYLES

VIEW = "ui://plainshelf/answer.html"
"""The page that a host opens beside the tool's text (MCP Apps, SEP-1865)."""
CARDS = "ui://plainshelf/answer/{id}"
"""The cards of one answer, which that page reads by the address in the tool's text."""
MIME = "text/html;profile=mcp-app"
KEPT = 200
"""How many answers are kept for their cards; older ones are no longer drawn."""
SHELL = Path(__file__).with_name("tool_view.html")


class Cards:
    """The last answers given to tools, by id, and their cards."""

    def __init__(self, page: Page) -> None:
        self._page, self._lock = page, Lock()
        self._turns: OrderedDict[str, Turn] = OrderedDict()

    def keep(self, question: str, turn: Turn) -> str:
        """Keep an answer, and give the address of its cards."""
        with self._lock:
            self._turns[turn.answer.id] = turn.model_copy(update={"question": question})
            while len(self._turns) > KEPT:
                self._turns.popitem(last=False)
        return CARDS.format(id=turn.answer.id)

    def drawn(self, id: str) -> str:
        """The cards of an answer as a document of its own: no script, nothing fetched.

        Raises:
            NotFound: the answer is not among the last ones.
        """
        with self._lock:
            turn = self._turns.get(id)
        if turn is None:
            raise NotFound(f"There are no cards of {id!r}. Ask again.")
        css = "\n".join(path.read_text("utf-8") for path in STYLES)
        head = tag("head", Markup('<meta charset="utf-8">'), tag("style", Markup(css)))
        main = tag("div", rendered(self._page, turn), cls="main")
        body = tag("body", tag("div", main, cls="gradio-container"))
        return Markup("<!doctype html>") + tag("html", head, body, lang=turn.answer.locale)


def shell() -> str:
    """The page at VIEW: it waits for the tool's result and shows the cards that this names."""
    return SHELL.read_text("utf-8")
