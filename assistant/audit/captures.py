"""Captured answers of other assistants as pages: a documented JSON, a HAR file, MHTML."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from assistant.audit.json_reader import Node
from catalog.errors import BadInput

LARGEST = 30_000_000
"""Bytes of the largest capture that is read."""
AD_FIELDS = ("is_ad", "isAd", "isSponsored", "is_sponsored", "sponsored", "ad", "promoted")
DEEPEST = 40
SHEET = re.compile(r"<link\b[^>]*>", re.I)
HREF = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]+)", re.I)


def captured_page(path: Path) -> str:
    """The page that a capture shows, as HTML for the audit's own reader.

    Args:
        path: .json (docs/disclosure.md, "Captures"), .har, .mhtml or .mht, or .html.

    Raises:
        BadInput: the file cannot be read, is too large, or is none of these.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        raise BadInput(str(path), "", problem, "Check the name") from error
    if len(raw) > LARGEST:
        raise BadInput(str(path), "", f"larger than {LARGEST} bytes", "Capture one answer alone")
    kind = path.suffix.lower()
    if kind in (".html", ".htm"):
        return raw.decode("utf-8-sig", "replace")
    if kind in (".mhtml", ".mht"):
        return _mhtml(path, raw)
    if kind not in (".json", ".har"):
        raise BadInput(str(path), "", "is no capture", "Give .json, .har, .mhtml or .html")
    try:
        said = json.loads(raw.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise BadInput(str(path), "", f"not JSON ({error})", "Mend the JSON") from error
    if not isinstance(said, dict):
        raise BadInput(str(path), "", "not a JSON object", "Write one answer as one object")
    log = Node(said).node("log")
    if log is not None:
        return _har(path, log)
    blocks = Node(said).nodes("blocks")
    if blocks is None:
        raise BadInput(str(path), "blocks", "is missing", "List text, cards, links, ads, questions")
    return _document(Node(said), blocks)


def _document(said: Node, blocks: tuple[Node, ...]) -> str:
    """The blocks in their order as a plain page; labels stand where the capture has them."""
    lang, host = said.said("locale") or "en", said.said("host")
    base = f'<link rel="canonical" href="https://{escape(host)}/">' if host else ""
    body = "".join(_block(block) for block in blocks)
    return (
        f'<!doctype html><html lang="{escape(lang)}"><head>{base}</head>'
        f"<body><main><div>{body}</div></main></body></html>"
    )


def _block(block: Node) -> str:
    """One block; `label_position` says where its label stands: before, after, hover, hidden."""
    kind, label = block.said("type"), block.said("label")
    where = block.said("label_position") or "before"
    shown = {
        "hover": f'<span title="{escape(label)}"></span>',
        "hidden": f"<span hidden>{escape(label)}</span>",
    }.get(where, f"<p>{escape(label)}</p>")
    shown = shown if label else ""
    before, after = ("", shown) if where == "after" else (shown, "")
    words = escape(block.said("text"))
    if kind == "zone":
        inner = "".join(_block(each) for each in block.nodes("blocks") or ())
        return f"<section>{before}{inner}{after}</section>"
    if kind == "question":
        return f"<div>{before}<button>{words}</button>{after}</div>"
    if kind == "footer":
        return f"<footer><p>{words}</p></footer>"
    if kind == "text" and not block.said("url"):
        return f"{before}<p>{words}</p>{after}"
    url, rel = escape(block.said("url")), escape(block.said("rel"))
    title = escape(block.said("title")) or words or url
    link = f'<a href="{url}" rel="{rel}">{title}</a>' if url else title
    rest = [block.said("price"), block.said("seller"), block.said("advertiser")]
    facts = "".join(f"<p>{escape(each)}</p>" for each in rest if each)
    said = f"<p>{words}</p>" if words and words != title else ""
    return f"<article>{before}<h3>{link}</h3>{facts}{said}{after}</article>"


def _har(path: Path, log: Node) -> str:
    """The largest page among the responses; without one, what the JSON responses describe."""
    pages, blocks = [], []
    for entry in log.nodes("entries") or ():
        response = entry.node("response")
        content = response.node("content") if response else None
        text = _body(content) if content else ""
        mime = content.said("mimeType") if content else ""
        if "html" in mime:
            pages.append(text)
        elif "json" in mime or "event-stream" in mime:
            blocks += [block for value in _values(text, mime) for block in _found(value, 0)]
    if blocks:
        return _document(Node({}), tuple(blocks))
    if pages:
        return max(pages, key=len)
    raise BadInput(str(path), "log.entries", "no page and no answer in it", "Save it with content")


def _body(content: Node) -> str:
    text = content.text("text") or ""
    if content.said("encoding") != "base64":
        return text
    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except ValueError:
        return ""


def _values(text: str, mime: str) -> Iterator[object]:
    """The JSON values of a response, or of each event of a stream."""
    lines = [text]
    if "event-stream" in mime:
        lines = [line[5:] for line in text.splitlines() if line.startswith("data:")]
    for line in lines:
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            continue


def _found(value: object, depth: int) -> Iterator[Node]:
    """Cards, links, ad units and texts in a JSON value of unknown shape."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _found(each, depth + 1)
    elif isinstance(value, dict):
        node = Node(value)
        url = node.said("url") or node.said("link") or node.said("href")
        title = node.said("title") or node.said("name")
        if url.startswith(("http:", "https:", "//")) and title:
            marked = any(node.flag(name) for name in AD_FIELDS)
            label = node.said("label") or node.said("ad_label") or node.said("badge")
            kind = "ad" if marked else "card"
            price = node.said("price") or str(node.number("price") or "")
            rel = "sponsored" if marked else ""
            found = {"type": kind, "url": url, "title": title, "label": label}
            yield Node(found | {"price": price, "rel": rel})
            return
        for name in ("content", "text", "answer", "markdown"):
            if words := node.said(name):
                yield Node({"type": "text", "text": words})
        for each in value.values():
            yield from _found(each, depth + 1)


def _mhtml(path: Path, raw: bytes) -> str:
    """The first page of a web archive with the style sheets that it holds put into it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    page, sheets = "", {}
    for part in message.walk():
        kind = part.get_content_type()
        if kind not in ("text/html", "text/css"):
            continue
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
        if kind == "text/html" and not page:
            page = text
        elif kind == "text/css":
            held = str(part.get("Content-Location") or ""), str(part.get("Content-ID") or "")
            sheets[held[0]] = text
            sheets[f"cid:{held[1].strip('<>')}"] = text
    if not page:
        raise BadInput(str(path), "", "no page in it", "Save it as MHTML from a browser")
    return SHEET.sub(lambda link: _inlined(link.group(), sheets), page)


def _inlined(link: str, sheets: dict[str, str]) -> str:
    """A linked style sheet's text in place of its link where the archive holds it."""
    href = HREF.search(link)
    sheet = sheets.get(href.group(1)) if href else None
    return f"<style>{sheet}</style>" if sheet is not None else link
