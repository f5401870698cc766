"""Who is let in, how much is read, how often one may ask, and what every reply says."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from catalog.errors import BadInput
from ui.guard import LONGEST, Door, Guard, Rates, loopback
from ui.server import serve

PATHS = (
    "/", "/v1/chat/completions", "/gradio_api/queue/join", "/gradio_api/upload", "/openapi.json",
)  # fmt: skip
OPEN = Door()
JSON = {"content-type": "application/json"}


async def echo(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


def client(door: Door = OPEN, rates: Rates | None = None, at: str = "127.0.0.1") -> TestClient:
    app = Starlette(routes=[Route(path, echo, methods=["GET", "POST"]) for path in PATHS])
    guarded = Guard(app, door, rates)
    return TestClient(guarded, base_url="http://127.0.0.1:7860", client=(at, 5000))


def test_every_reply_forbids_frames_guessing_and_foreign_scripts() -> None:
    for path in ("/", "/openapi.json"):
        headers = client().get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:7860", 200), ("[::1]:7860", 200), ("localhost", 200), ("192.0.2.7", 200),
        ("shop.example", 200), ("evil.example", 421), ("localhost.evil.example", 421),
        ("shop.example.evil.example:7860", 421), ("", 421),
    ],
)  # fmt: skip
def test_only_names_of_this_server_are_answered(host: str, status: int) -> None:
    door = Door(names=("shop.example",))
    assert client(door).get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/gradio_api/queue/join", "/"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999", ""])
def test_pages_of_other_sites_may_not_ask(path: str, origin: str) -> None:
    headers = JSON | {"origin": origin}
    refused = client().post(path, headers=headers, content="{}")
    assert refused.status_code == 403
    assert "access-control-allow-origin" not in refused.headers
    own = JSON | {"origin": "http://127.0.0.1:7860"}
    assert client().post(path, headers=own, content="{}").status_code == 200


def test_an_origin_that_is_named_may_ask_v1_and_nothing_else() -> None:
    door = Door(origins=("https://lab.example",))
    headers = JSON | {"origin": "https://lab.example"}
    ahead = client(door).options("/v1/chat/completions", headers=headers)
    assert ahead.status_code == 204
    assert ahead.headers["access-control-allow-origin"] == "https://lab.example"
    assert client(door).post("/v1/chat/completions", headers=headers).status_code == 200
    assert client(door).post("/gradio_api/queue/join", headers=headers).status_code == 403


def test_files_are_not_taken_and_nothing_describes_itself() -> None:
    files = {"files": ("x.html", b"<script>", "text/html")}
    assert client().post("/gradio_api/upload", files=files).status_code == 404
    assert client().get("/openapi.json").status_code == 404


def test_a_body_is_given_up_while_it_is_read() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while taken < 50 * LONGEST:
            taken += 1 << 16
            yield b"a" * (1 << 16)

    refused = client().post("/v1/chat/completions", content=endless(), headers=JSON)
    assert refused.status_code == 413
    assert client().post("/", content=b"a" * (LONGEST + 1)).status_code == 413
    assert client().post("/", content=b"a" * LONGEST).text == str(LONGEST)


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", ""])
def test_the_page_reads_json_only(kind: str) -> None:
    headers = {"content-type": kind}
    assert client().post("/gradio_api/queue/join", headers=headers, content="{}").status_code == 415


def test_an_address_that_asks_too_often_is_told_when_to_come_back() -> None:
    now = [0.0]
    rates = Rates(per_minute=3, clock=lambda: now[0])
    visitor = client(rates=rates, at="203.0.113.9")
    statuses = [visitor.post("/v1/chat/completions", headers=JSON).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert visitor.get("/").status_code == 200
    told = visitor.post("/v1/chat/completions", headers=JSON)
    assert told.headers["retry-after"] == "61"
    now[0] = 61
    assert visitor.post("/v1/chat/completions", headers=JSON).status_code == 200


def test_addresses_are_forgotten_in_the_end() -> None:
    rates = Rates(per_minute=1, most=5)
    for n in range(50):
        rates.take(f"203.0.113.{n}")
    assert len(rates.seen) == 5


def test_a_login_is_asked_of_everybody() -> None:
    door = Door(login="ann:secret")
    assert client(door).get("/").headers["www-authenticate"].startswith("Basic")
    for wrong in ("Basic !!!", "Bearer x", "Basic " + b64encode(b"ann:other").decode()):
        assert client(door).get("/", headers={"authorization": wrong}).status_code == 401
    right = {"authorization": "Basic " + b64encode(b"ann:secret").decode()}
    assert client(door).get("/", headers=right).status_code == 200


def test_others_are_not_let_in_without_a_login_unless_that_is_said() -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1"):
        with pytest.raises(BadInput, match="PLAINSHELF_LOGIN"):
            serve(None, host=host)  # type: ignore[arg-type]
    assert loopback("127.0.0.1") and loopback("::1") and loopback("localhost")
