"""The plain pages by their addresses: those for researchers, and a visitor's conversations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.audit_page import audit_pages
from ui.catalog_page import catalog_pages
from ui.conversations_page import conversation_pages
from ui.frame import Frame, assets
from ui.ledger_page import ledger_pages
from ui.replay_page import replay_pages
from ui.shared_page import shared_pages

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    Answers = Callable[[Request], Response | Awaitable[Response]]


def plain_pages(frame: Frame) -> Mapping[str, Answers]:
    """What answers each address; all of them take GET, those with forms POST as well."""
    return {
        **assets(),
        **audit_pages(frame),
        **catalog_pages(frame),
        **conversation_pages(frame),
        **ledger_pages(frame),
        **replay_pages(frame),
        **shared_pages(frame),
    }
