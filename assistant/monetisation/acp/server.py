"""A sandbox seller on loopback: takes orders as ACP sellers do, charges nobody, ships nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self

from assistant.monetisation.acp.seller import Desk, Refusal, Session
from catalog.store import Catalog

LARGEST_BODY = 64 * 1024
"""Bytes that a request may have."""


class SandboxSeller:
    """The desk behind a port of 127.0.0.1, open for the length of a `with` block."""

    def __init__(self, catalog: Catalog, now: datetime) -> None:
        """See Desk."""
        desk = Desk(catalog, now)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                if not 0 <= length <= LARGEST_BODY:
                    return self._say(413, json.dumps({"message": "The body is too large."}))
                body = self.rfile.read(length).decode("utf-8", "replace")
                key = self.headers.get("Idempotency-Key", "")
                return self._try(lambda: desk.answer(self.path, body, key))

            def do_GET(self) -> None:
                self._try(lambda: desk.look(self.path.rsplit("/", 1)[-1]))

            def _try(self, step: Callable[[], Session]) -> None:
                try:
                    self._say(200, step().model_dump_json())
                except Refusal as refusal:
                    self._say(refusal.status, json.dumps({"message": str(refusal)}))

            def _say(self, status: int, text: str) -> None:
                said = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
