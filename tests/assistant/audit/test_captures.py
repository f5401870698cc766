"""Captured answers of other assistants, and labels that are passed on."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.audit.files import audit_file, relayed_file
from assistant.audit.relays import survivals
from assistant.cli.checking import audit as command
from assistant.session import House, Settings
from catalog.errors import BadInput

BLOCKS = [
    {"type": "text", "text": "Two kettles to look at:"},
    {"type": "ad", "label": "Sponsored", "title": "Kettle A", "url": "https://a.example/1"},
    {"type": "card", "title": "Kettle B", "url": "https://b.example/1", "price": "$20"},
    {"type": "question", "text": "Which kettle is quieter?", "label": "Sponsored"},
    {"type": "question", "text": "How much does it hold?"},
]


def saved(tmp_path: Path, name: str, content: object) -> Path:
    path = tmp_path / name
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, "utf-8")
    return path


def labels(path: Path) -> dict[str, str]:
    return {s.id: s.label for s in audit_file(path, "us", capture=True).seen}


def test_a_capture_in_json_has_its_ads_and_questions(tmp_path: Path) -> None:
    path = saved(tmp_path, "c.json", {"locale": "en-US", "blocks": BLOCKS})
    assert labels(path) == {
        "https://a.example/1": "Sponsored",
        "https://b.example/1": "",
        "Which kettle is quieter?": "Sponsored",
        "How much does it hold?": "",
    }
    late = [{**BLOCKS[1], "label": "Ad", "label_position": "after"}]
    path = saved(tmp_path, "d.json", {"locale": "en-US", "blocks": late})
    assert "LBL-03" in audit_file(path, "us", capture=True).failed


def test_a_har_gives_its_ad_units_or_its_page(tmp_path: Path) -> None:
    unit = {"url": "https://a.example/1", "title": "Kettle A", "is_ad": True, "label": "Ad"}
    other = {"url": "https://b.example/1", "title": "Kettle B"}
    stream = "data: " + json.dumps({"text": "Hello", "units": [unit, other]}) + "\n\ndata: [DONE]"
    content = {"mimeType": "text/event-stream", "text": stream}
    har = {"log": {"entries": [{"response": {"content": content}}]}}
    path = saved(tmp_path, "a.har", har)
    assert labels(path) == {"https://a.example/1": "Ad", "https://b.example/1": ""}
    page = "<html><body><article><b>Ad</b><a href='https://x.example'>x</a></article></body></html>"
    har["log"]["entries"][0]["response"]["content"] = {"mimeType": "text/html", "text": page}
    assert labels(saved(tmp_path, "b.har", har)) == {"https://x.example": "Ad"}


MHTML = """MIME-Version: 1.0
Content-Type: multipart/related; boundary=XX

--XX
Content-Type: text/html; charset=utf-8
Content-Location: https://s.example/

<html lang=en><head><link rel="stylesheet" href="https://s.example/a.css"></head><body>
<article><b class=l>Ad</b><h3>K</h3><a href="https://k.example/1">buy</a></article></body></html>
--XX
Content-Type: text/css; charset=utf-8
Content-Location: https://s.example/a.css

.l{clip-path:inset(100%)}
--XX--
"""


def test_a_web_archive_is_read_with_its_style_sheets(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.mhtml", MHTML)
    assert "LBL-04" in audit_file(path, "us", capture=True).failed


@pytest.mark.parametrize("content", ["[]", "{", "{}", '{"log": {}}', '{"blocks": 3}'])
def test_what_is_no_capture_is_one_clear_error(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadInput):
        audit_file(saved(tmp_path, "x.json", content), capture=True)


def test_labels_survive_every_relay_that_keeps_the_words(
    demo_house: House, now: datetime, tmp_path: Path
) -> None:
    answer = demo_house.ask("推荐一款静音键盘", (), Settings(policy="slots"), now).answer
    shares = {one.relay: one.share for one in survivals(answer) if one.named}
    kept = ("copied", "markdown", "shared", "spoken", "stripped")
    assert {shares[relay] for relay in kept} == {1.0} and shares["fields"] == 0.0
    path = saved(tmp_path, "a.json", answer.model_dump_json())
    assert {one.relay for one in relayed_file(path)} >= set(kept)
    told = CliRunner().invoke(command, [str(path), "--relayed", "--json"])
    assert told.exit_code == 0 and json.loads(told.stdout)[0]["relay"] == "copied"
