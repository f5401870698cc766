"""What the server lets in, and how what it sends may be used: hosts, sizes, rates, headers."""

from __future__ import annotations

import hmac
import ipaddress
import time
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST = 262_144
"""Bytes of a request body, unless ROOM says otherwise of its path."""
ROOM = {"/audit": 8_000_000, "/catalog/import": 32_000_000, "/replay": 1_000_000}
"""Bytes of a body at the paths that take files."""
OPEN = ("/health", "/ready")
"""What a supervisor asks without a login; it says nothing of anybody."""
CLOSED = ("/gradio_api/upload", "/openapi.json", "/gradio_api/openapi.json", "/docs", "/redoc")
"""What Gradio and FastAPI would offer and no page here needs: taking files, describing itself."""
COUNTED = (
    "/v1/chat/completions",
    "/gradio_api/queue/join",
    "/gradio_api/run",
    "/compare/blind",
    "/audit",
    "/replay",
    "/shared",
    "/catalog/import",
    "/r/",
    "/report/",
    "/clicked/",
)
"""What costs work or money, and is limited for each address."""
POLICY = "; ".join(
    (
        "default-src 'self'",
        # Gradio's page starts itself by inline scripts and compiles its templates.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(frozen=True)
class Door:
    """Who may come in.

    `names` are the host names the server goes by, beside localhost and every address in digits
    (which no foreign name can be made to point at). `origins` may read answers of /v1 from pages of
    their own (CORS). `login` is "user:password", "" for none. `per_minute` is how many counted
    requests one address may make in a minute; addresses of this machine are not counted, for a
    proxy before the server has such a one.
    """

    names: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    login: str = ""
    per_minute: int = 60

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server."""
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or name in self.names or _in_digits(name)

    def lets(self, authorization: str) -> bool:
        """Whether the Authorization header is the login (RFC 7617), or none is needed."""
        if not self.login:
            return True
        scheme, _, given = authorization.partition(" ")
        try:
            sent = b64decode(given, validate=True) if scheme.lower() == "basic" else b""
        except ValueError:
            return False
        return hmac.compare_digest(sent, self.login.encode())


@dataclass
class Rates:
    """How many requests of the last minute came from each address; the oldest are forgotten."""

    per_minute: int
    clock: Callable[[], float] = time.monotonic
    most: int = 10_000
    seen: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)

    def take(self, address: str) -> int:
        """0 where the request may go on, else the seconds after which one may."""
        now = self.clock()
        recent = [at for at in self.seen.pop(address, []) if at > now - 60]
        wait = 0 if len(recent) < self.per_minute else int(recent[0] + 60 - now) + 1
        self.seen[address] = recent if wait else [*recent, now]
        if len(self.seen) > self.most:
            self.seen.popitem(last=False)
        return wait


class TooLong(Exception):
    """A body that is longer than it may be."""


class Body:
    """The body of one request as it comes, until it is too long."""

    def __init__(self, receive: Receive, longest: int) -> None:
        """`cut` says that it was too long, `answered` that a reply has begun."""
        self._receive, self._read, self._longest = receive, 0, longest
        self.cut = self.answered = False

    async def __call__(self) -> Message:
        """The next piece; raises TooLong."""
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read > self._longest:
            self.cut = True
            raise TooLong
        return message


class Guard:
    """ASGI middleware that asks the door, and gives every reply its headers."""

    def __init__(self, app: ASGIApp, door: Door, rates: Rates | None = None) -> None:
        """`app` is what answers those who are let in."""
        self.app, self.door = app, door
        self.rates = rates or Rates(door.per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with a body that ends where it is too long."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        shared = self._shared(headers, scope["path"])

        longest = ROOM.get(scope["path"], LONGEST)
        body = Body(receive, longest)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                body.answered = True
                _add(message, HEADERS, shared)
            await send(message)

        async def passing(message: Message) -> None:
            # What the app makes of a body that was cut off is nobody's answer.
            if not body.cut or body.answered:
                await sending(message)

        refused = self._refused(scope, headers)
        if refused is None and scope["method"] == "OPTIONS" and shared:
            refused = (204, "", {})
        if refused is not None:
            await _reply(sending, *refused)
            return
        with suppress(TooLong):
            await self.app(scope, body, passing)
        if body.cut and not body.answered:
            await _reply(sending, 413, f"A request has at most {longest} bytes.", {})

    def _refused(
        self, scope: Scope, headers: dict[str, str]
    ) -> tuple[int, str, dict[str, str]] | None:
        path, method = scope["path"], scope["method"]
        if not self.door.knows(headers.get("host", "")):
            return 421, "This server does not go by that name. Start it with --name.", {}
        if not self._own(headers, path):
            return 403, "Another site's page may not ask here.", {}
        if path not in OPEN and not self.door.lets(headers.get("authorization", "")):
            return 401, "Log in.", {"www-authenticate": 'Basic realm="Plainshelf"'}
        if path.startswith(CLOSED):
            return 404, "There is nothing here.", {}
        longest = ROOM.get(path, LONGEST)
        if int(headers.get("content-length", "0") or 0) > longest:
            return 413, f"A request has at most {longest} bytes.", {}
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if method == "POST" and path.startswith("/gradio_api/") and kind != "application/json":
            return 415, "Send JSON, with the header Content-Type: application/json.", {}
        address = (scope.get("client") or ("",))[0]
        if path.startswith(COUNTED) and not _here(address):
            wait = self.rates.take(address)
            if wait:
                return 429, f"Too many requests. Try again in {wait} s.", {"retry-after": str(wait)}
        return None

    def _own(self, headers: dict[str, str], path: str) -> bool:
        """Whether the page that asks is this server's own, or of an origin let in to /v1."""
        origin = headers.get("origin")
        if origin is None or urlsplit(origin).netloc == headers.get("host"):
            return True
        return path.startswith("/v1/") and origin in self.door.origins

    def _shared(self, headers: dict[str, str], path: str) -> dict[str, str]:
        """The CORS headers for an origin that is let in."""
        origin = headers.get("origin", "")
        if origin not in self.door.origins or not path.startswith("/v1/"):
            return {}
        return {
            "access-control-allow-origin": origin,
            "access-control-allow-methods": "GET, POST",
            "access-control-allow-headers": "content-type, authorization",
            "vary": "origin",
        }


def loopback(host: str) -> bool:
    """Whether only this machine reaches a server that binds to this host."""
    return host == "localhost" or _here(host)


def _here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _in_digits(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _add(message: MutableMapping[str, object], *more: dict[str, str]) -> None:
    """Headers that the reply has not said otherwise itself."""
    there = list(message.get("headers") or ())  # type: ignore[call-overload]
    said = {name.lower() for name, _ in there}
    for headers in more:
        there += [(k.encode(), v.encode()) for k, v in headers.items() if k.encode() not in said]
    message["headers"] = there


async def _reply(send: Send, status: int, why: str, headers: dict[str, str]) -> None:
    from starlette.responses import PlainTextResponse

    reply = PlainTextResponse(why, status_code=status, headers=headers)
    await send({"type": "http.response.start", "status": status, "headers": reply.raw_headers})
    await send({"type": "http.response.body", "body": reply.body})
