"""An OpenAI-compatible chat server on loopback that follows a script, in every wire form."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

from tests.support.hostile import Server, honest

Wire = Literal["openai", "deepseek", "qwen", "moonshot", "ollama", "vllm", "llama.cpp"]
WIRES: tuple[Wire, ...] = ("openai", "deepseek", "qwen", "moonshot", "ollama", "vllm", "llama.cpp")
Body = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What the model says in one turn: calls as (tool, arguments), or words."""

    calls: tuple[tuple[str, Body], ...] = ()
    text: str = ""


Turn = Reply | Callable[[list[Any], Body], Reply]
Model = Callable[[Body], Reply]
"""From the body of a request to the reply."""


@dataclass
class Script:
    """A model of good will: per shopper's message the turns it takes, and honest words.

    A turn is a Reply, or makes one from the tools' results so far, oldest first, and from the
    conversation as it is told.
    """

    turns: dict[str, tuple[Turn, ...]] = field(default_factory=dict)
    form: Body | None = None
    write: Callable[[Body], list[Body]] = honest

    def __call__(self, body: Body) -> Reply:
        messages = body["messages"]
        if body.get("tools") and not _is_form(body):
            told = json.loads(next(m["content"] for m in messages if m["role"] == "user"))
            results = [_read(m["content"]) for m in messages if m["role"] == "tool"]
            taken = sum(1 for m in messages if m["role"] == "assistant")
            turns = self.turns.get(told["message"], ())
            if taken >= len(turns):
                return Reply(text="DONE")
            turn = turns[taken]
            return turn if isinstance(turn, Reply) else turn(results, told["conversation"])
        if _is_form(body):
            return Reply(text=json.dumps(self.form)) if self.form is not None else Reply(text="no")
        facts = json.loads(next(m["content"] for m in messages if m["role"] == "user"))
        return Reply(text=json.dumps({"parts": self.write(facts)}, ensure_ascii=False))


def _is_form(body: Body) -> bool:
    """Whether a form of a question is to be filled in."""
    asked = json.dumps(body.get("response_format") or {})
    return "ModelNeed" in asked or '"search_words"' in asked


def _read(content: str) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return content


class Handler(BaseHTTPRequestHandler):
    """One request, answered whole or as a stream in the server's wire form."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        return

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server: Any = self.server
        server.requests.append(body)
        refusal = server.refuses(body)
        if refusal:
            return self._json(400, {"error": {"message": refusal, "type": "invalid_request_error"}})
        reply = server.model(body)
        if not body.get("stream"):
            return self._json(200, _whole(reply, server.wire))
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            for chunk in _chunks(reply, server.wire, len(server.requests)):
                self.wfile.write(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())
                self.wfile.flush()
            self.wfile.write(b"data: [DONE]\n\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        return None

    def _json(self, status: int, value: Body) -> None:
        sent = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)


USAGE = {"prompt_tokens": 700, "completion_tokens": 40, "total_tokens": 740}
THOUGHT = "Let me look that up."
REASONS: dict[Wire, str] = {
    "deepseek": "reasoning_content",
    "qwen": "reasoning_content",
    "moonshot": "reasoning_content",
    "llama.cpp": "reasoning_content",
    "ollama": "reasoning",
    "vllm": "reasoning",
}
"""What each server calls a model's thinking; OpenAI's sends none."""


def _call(n: int, name: str, arguments: str, wire: Wire, seed: int) -> Body:
    id = f"functions.{name}:{n}" if wire == "moonshot" else f"call_{seed}_{n}"
    return {"index": n, "id": id, "type": "function",
            "function": {"name": name, "arguments": arguments}}  # fmt: skip


def _whole(reply: Reply, wire: Wire) -> Body:
    calls = [
        _call(n, name, json.dumps(sent), wire, 0) for n, (name, sent) in enumerate(reply.calls)
    ]
    message: Body = {"role": "assistant", "content": reply.text or None}
    if calls:
        message["tool_calls"] = calls
    if wire in REASONS:
        message[REASONS[wire]] = THOUGHT
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if calls else "stop"}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [choice], "usage": USAGE}  # fmt: skip


def _chunk(delta: Body | None, finish: str | None = None, **more: Any) -> Body:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": choices} | more  # fmt: skip


def _chunks(reply: Reply, wire: Wire, seed: int) -> Iterator[Body]:
    """The reply as that server streams it."""
    counted = wire == "vllm"  # its usage so far is in every chunk
    so_far: Body = {"usage": USAGE | {"completion_tokens": 3}} if counted else {}
    if wire == "openai":
        # Azure's content filter speaks first, in a chunk without choices.
        yield _chunk(None, prompt_filter_results=[])
    yield _chunk({"role": "assistant", "content": "" if wire != "qwen" else None}, **so_far)
    if wire in REASONS:
        for piece in (THOUGHT[:9], THOUGHT[9:]):
            yield _chunk({REASONS[wire]: piece, "content": None}, **so_far)
    for start in range(0, len(reply.text), 60):
        yield _chunk({"content": reply.text[start : start + 60]}, **so_far)
    for n, (name, sent) in enumerate(reply.calls):
        yield from _streamed_call(n, name, json.dumps(sent, ensure_ascii=False), wire, seed)
    yield from _last(wire, "tool_calls" if reply.calls else "stop")


def _streamed_call(n: int, name: str, arguments: str, wire: Wire, seed: int) -> Iterator[Body]:
    call = _call(n, name, arguments, wire, seed)
    if wire == "ollama":
        # Whole calls, each in a chunk of its own.
        yield _chunk({"role": "assistant", "content": "", "tool_calls": [call]})
        return
    head = call | {"function": {"name": name, "arguments": ""}}
    yield _chunk({"tool_calls": [head]})
    for start in range(0, len(arguments), 7):
        piece: Body = {"index": n, "function": {"arguments": arguments[start : start + 7]}}
        if wire == "qwen":
            piece |= {"id": "", "type": "function"}
            piece["function"]["name"] = None
        yield _chunk({"tool_calls": [piece]})


def _last(wire: Wire, finish: str) -> Iterator[Body]:
    """How each ends: usage in a chunk of its own, with the finish, or inside the choice."""
    if wire == "moonshot":
        end = _chunk({}, finish)
        end["choices"][0]["usage"] = USAGE
        yield end
    elif wire == "deepseek":
        yield _chunk({"content": "", "reasoning_content": None}, finish, usage=USAGE)
    elif wire == "vllm":
        yield _chunk({}, finish, usage=USAGE)
        yield _chunk(None, usage=USAGE)
    else:
        yield _chunk({}, finish)
        yield _chunk(None, usage=USAGE)


@contextmanager
def scripted(
    model: Model, wire: Wire = "openai", refuses: Callable[[Body], str] = lambda body: ""
) -> Iterator[ThreadingHTTPServer]:
    """The server on a free port of loopback; `.requests` are the bodies it was sent.

    Args:
        model: what replies.
        wire: whose wire form it speaks.
        refuses: why a request is answered with 400, "" for none.
    """
    server: Any = Server(("127.0.0.1", 0), Handler)
    server.requests, server.model, server.wire, server.refuses = [], model, wire, refuses
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
