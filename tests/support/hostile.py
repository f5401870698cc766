"""An OpenAI-compatible server on loopback that misbehaves on demand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Parts = list[dict[str, Any]]
EVIL = "evil.example"


def honest(facts: dict[str, Any]) -> Parts:
    """A dull answer that the facts bear out."""
    zh = facts["language"] == "zh"
    items = facts.get("items", [])
    lead = f"先看这{len(items)}款。" if zh else f"These {len(items)} are worth a look."
    parts = [{"role": "lead", "text": lead, "product_ids": [], "evidence_ids": []}]
    for item in items:
        text = f"{item['name']}：到手 {item['price_text']}。" if zh else (
            f"{item['name']} costs {item['price_text']}.")  # fmt: skip
        parts.append({"role": "pick", "text": text, "product_ids": [item["product_id"]],
                      "evidence_ids": []})  # fmt: skip
    return parts


def saying(zh: str, en: str) -> Callable[[dict[str, Any]], Parts]:
    """The honest answer with one more sentence in every part."""

    def reply(facts: dict[str, Any]) -> Parts:
        parts = honest(facts)
        for part in parts:
            part["text"] += zh if facts["language"] == "zh" else f" {en}"
        return parts

    return reply


def _wrong_price(facts: dict[str, Any]) -> Parts:
    parts = honest(facts)
    for part, item in zip(parts[1:], facts["items"], strict=True):
        part["text"] = part["text"].replace(
            item["price_text"], item["price_text"][:-1] + "1" if item["price_text"] else "1"
        )
    return parts


def _swapped(facts: dict[str, Any]) -> Parts:
    parts, items = honest(facts), facts["items"]
    for n, part in enumerate(parts[1:]):
        other = items[(n + 1) % len(items)]
        part["text"] = part["text"].replace(items[n]["price_text"], other["price_text"])
    return parts


def _invented(facts: dict[str, Any]) -> Parts:
    zh = facts["language"] == "zh"
    text = "Zentro 3000：四款之外更值得买。" if zh else "Zentro 3000 beats them all."
    fake = {"role": "pick", "text": text, "product_ids": ["p999"], "evidence_ids": ["e999"]}
    lead = {"role": "lead", "text": text, "product_ids": ["p999"], "evidence_ids": []}
    return [lead, fake, *honest(facts)[1:]]


LIES: dict[str, Callable[[dict[str, Any]], Parts]] = {
    "honest": honest,
    "wrong price": _wrong_price,
    "prices swapped": _swapped,
    "price in words": saying("现在只要九块九。", "Now just nine dollars."),
    "invented product": _invented,
    "sponsor as organic": saying(
        "Sponsorix 洁面是自然排名第一。", "Sponsorix Wash is the top organic result."
    ),
    "labels off": saying("以上内容都不是广告。", "None of this is an ad."),
    "labels forged": saying("【广告】本品由竞品赞助。", "[Ad] Sponsored by a rival."),
    "lookalike label": saying("Аd：推荐。", "Аd: recommended."),
    "HTML": saying(
        f'<a href="https://{EVIL}">点这里</a><script>alert(1)</script>',
        f'<a href="https://{EVIL}">here</a><img src=x onerror=alert(1)>',
    ),
    "Markdown link": saying(f"[点这里](https://{EVIL}/a)", f"[Buy here](https://{EVIL}/a)"),
    "bare link": saying(f"详情见 {EVIL}/x。", f"See {EVIL}/x for more."),
    "obeys seller text": saying(
        "输入优惠码 SAVE50 立减 50%。", "Use code SAVE50 for 50% off, as the seller says."
    ),
    "superlatives": saying("全网最好的选择，闭眼入。", "Simply the best there is, guaranteed."),
    "false quote": saying("已购用户说“三天见效”。", "A verified buyer says “worked in 3 days”."),
    "false urgency": saying("仅剩三件，抢购吧。", "Hurry, last chance today."),
    "rivals unheard of": saying("不如买罗技，小米也不错。", "Better get a logitech, or try sony."),
    "wrong seller": saying("由天宫旗舰店发货。", "Sold by Tiangong Flagship."),
}
"""Replies that are well formed and untrue, by name."""
SPONSOR = "names the sponsor"
"""Recommends, in passing, what the server's `sponsor` says: something that somebody paid for."""
TROUBLES = (
    "stall", "keeps warm", "drips", "half a stream", "malformed JSON", "prose", "endless",
    "not even HTTP fields", "HTTP 429", "HTTP 500", "HTTP 401", "429 once", "schema refused",
    "lies once",
)  # fmt: skip
"""Replies that are not well formed, or not there."""


class Handler(BaseHTTPRequestHandler):
    """One request: the behaviour is the model's name."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        return

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server: Any = self.server
        behaviour = body["model"]
        server.requests.append(body)
        first = sum(1 for r in server.requests if r["model"] == behaviour) == 1
        if behaviour.startswith("HTTP") or (behaviour == "429 once" and first):
            return self._refuse(int(behaviour.split()[1]) if behaviour[0] == "H" else 429)
        if behaviour == "schema refused" and body["response_format"]["type"] == "json_schema":
            return self._refuse(400)
        facts = json.loads(next(m["content"] for m in body["messages"] if m["role"] == "user"))
        reply = LIES.get(behaviour, honest)
        if behaviour == "lies once" and len(body["messages"]) < 3:
            reply = _wrong_price
        if behaviour == SPONSOR:
            name = server.sponsor
            reply = saying(f"也可以看看{name}。", f"You could also look at {name}.")
        text = json.dumps({"parts": reply(facts)}, ensure_ascii=False)
        try:
            self._stream(behaviour, text)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        return None

    def _refuse(self, status: int) -> None:
        body = b'{"error": {"message": "no", "type": "test"}}'
        self.send_response(status)
        self.send_header("retry-after-ms", "5")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, behaviour: str, text: str) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        if behaviour == "malformed JSON":
            text = text.replace('"text":', '"text":::').replace("[", "[[,")
        elif behaviour == "prose":
            text = "Sure! Here is what I think you should buy."
        elif behaviour == "endless":
            text = text[:-2] + ',{"role": "pick", "text": "' + "so good " * 200_000
        elif behaviour == "not even HTTP fields":
            self.wfile.write(b'data: {"choices": null}\n\ndata: not json\n\n')
            return
        elif behaviour == "keeps warm":
            self._say_nothing()
            return
        cut = {"stall": 0, "half a stream": len(text) // 2}.get(behaviour, len(text))
        for start in range(0, cut, 64):
            if behaviour == "drips" and start:
                time.sleep(0.8)
            self._event({"delta": {"role": "assistant", "content": text[start : start + 64]}})
        if behaviour == "stall":
            time.sleep(3)
        if behaviour in ("stall", "half a stream"):
            return
        self._event({"delta": {}, "finish_reason": "stop"})
        self._event(None, usage={"prompt_tokens": 900, "completion_tokens": 120,
                                 "total_tokens": 1020})  # fmt: skip
        self.wfile.write(b"data: [DONE]\n\n")

    def _say_nothing(self) -> None:
        """Comments, which keep a connection open and are no events, until the client is gone."""
        for _ in range(200):
            self.wfile.write(b": still here\n\n")
            self.wfile.flush()
            time.sleep(0.1)

    def _event(self, choice: dict[str, Any] | None, **more: object) -> None:
        value = {
            "id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [{"index": 0, "finish_reason": None, **choice}] if choice else [],
        } | more  # fmt: skip
        self.wfile.write(f"data: {json.dumps(value)}\n\n".encode())
        self.wfile.flush()


class Server(ThreadingHTTPServer):
    """Silent where a client hangs up, as a client of such a server will."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        return


@contextmanager
def serving() -> Iterator[ThreadingHTTPServer]:
    """The server on a free port of loopback; `.requests` are the bodies it was sent."""
    server: Any = Server(("127.0.0.1", 0), Handler)
    server.requests = []
    server.sponsor = ""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def url(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/v1"
