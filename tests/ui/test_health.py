"""Whether the server lives and can answer, asked without a login."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.conversations import Conversations
from ui.guard import Door, Guard
from ui.handlers import Page
from ui.health import health

if TYPE_CHECKING:
    from assistant.session import House


def test_a_server_is_ready_while_its_parts_can_be_reached(
    demo_house: House, tmp_path: Path
) -> None:
    kept = Conversations.open(tmp_path / "kept.sqlite", tmp_path / "secret")
    page = replace(Page(demo_house), conversations=kept)
    app = Starlette(routes=[Route(path, answer) for path, answer in health(page).items()])
    visitor = TestClient(Guard(app, Door(login="a:b")), base_url="http://127.0.0.1")
    assert visitor.get("/").status_code == 401
    assert visitor.get("/health").json() == {"status": "ok"}
    ready = visitor.get("/ready")
    assert ready.status_code == 200 and ready.json() == {"catalog": True, "conversations": True}
    kept.close()
    (tmp_path / "kept.sqlite").write_bytes(b"not a database, by now, and longer than a header")
    for more in ("kept.sqlite-wal", "kept.sqlite-shm"):
        (tmp_path / more).unlink(missing_ok=True)
    broken = visitor.get("/ready")
    assert broken.status_code == 503 and broken.json()["conversations"] is False
    kept.close()
