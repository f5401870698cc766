"""Visits of the plain pages without a browser."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.frame import Frame
from ui.handlers import Page
from ui.plain_pages import plain_pages


def visiting(page: Page, now: datetime) -> TestClient:
    """A visitor of the plain pages, in English."""
    answers = plain_pages(Frame(page, lambda: now))
    routes = [Route(path, each, methods=["GET", "POST"]) for path, each in answers.items()]
    return TestClient(Starlette(routes=routes), headers={"Accept-Language": "en"})


def words(html: str) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
