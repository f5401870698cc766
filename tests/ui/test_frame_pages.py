"""The plain pages without a browser: what they show, what they refuse, what they send away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.conversation import Conversation
from assistant.monetisation.ledger.ledger import Ledger
from assistant.session import House, Settings
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


@pytest.fixture
def booked(demo_house: House, tmp_path: Path) -> Iterator[House]:
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    yield replace(demo_house, ledger=ledger)
    ledger.close()


def test_the_ledger_says_who_got_what_is_verified_and_taken_away(
    booked: House, now: datetime
) -> None:
    visitor = visiting(Page(booked), now)
    assert "Nothing is recorded yet" in visitor.get("/ledger").text
    for policy, seed in (("none", "a"), ("slots", "b")):
        talk = Conversation(booked, Settings(policy=policy), seed)
        talk.ask("a quiet mechanical keyboard under $80", now)
    paid = next(p for p in talk.answer.placements if p.sponsored)
    talk.click(paid.id, now)
    shown = words(visitor.get("/ledger").text)
    assert "No payment Full nobody paid 1 1" in shown
    assert re.search(r"Sponsored slots Full Click Seller Platform 1 USD 0\.\d+ \$\d+ 1 1", shown)
    chinese = words(visitor.get("/ledger?lang=zh").text)
    assert "点击 卖家 平台" in chinese and "Showing" not in chinese

    checked = visitor.get("/ledger", params={"verify": "1"})
    head = re.search(r'id="head">([^<]+)<', checked.text)
    assert head and "whole." in words(checked.text)
    talk.ask("cheaper", now)
    later = {"verify": "1", "noted": head[1]}
    assert "whole." in words(visitor.get("/ledger", params=later).text)
    row, digest = head[1].split(":")
    other = {"verify": "1", "noted": f"{row}:{digest[::-1]}"}
    assert "another one than was noted" in words(visitor.get("/ledger", params=other).text)
    typed = visitor.get("/ledger", params={"verify": "1", "noted": "<b>"})
    assert typed.status_code == 400 and "no head of a ledger" in words(typed.text)
    assert "<b>'" not in typed.text
    taken = visitor.get("/ledger/export.csv")
    assert taken.headers["content-disposition"].startswith("attachment")
    assert len(taken.text.splitlines()) == 1 + sum(1 for _ in booked.ledger.entries())


def test_a_page_without_a_ledger_says_so(demo_house: House, now: datetime) -> None:
    visitor = visiting(Page(demo_house), now)
    assert "runs without a ledger" in visitor.get("/ledger").text
    assert visitor.get("/ledger/export.csv").status_code == 404


def test_an_answer_is_audited_item_by_item_and_kept_nowhere(
    demo_house: House, now: datetime
) -> None:
    visitor = visiting(Page(demo_house), now)
    answer = demo_house.ask("a quiet mechanical keyboard under $80", (), Settings(), now).answer
    asked = {"text": answer.model_dump_json(), "profile": "us"}
    shown = visitor.post("/audit", data=asked)
    told = words(shown.text)
    assert "No breach was found." in told and "paid for · by the record · Label: Ad" in told
    assert "Copied text" in told
    for placement in answer.placements:
        assert placement.title in told
    hidden = answer.model_dump(mode="json")
    for block in hidden["blocks"]:
        block["label"] = None
        for placement in block["placements"]:
            placement["label"] = None
    stripped = visitor.post("/audit?lang=zh", data={"text": json.dumps(hidden), "profile": "cn"})
    assert "有阻断级的不符合" in stripped.text and "没有看到标签" in stripped.text


def test_a_saved_page_is_audited_and_its_words_stay_words(demo_house: House, now: datetime) -> None:
    visitor = visiting(Page(demo_house), now)
    page = (
        "<html lang=en><body><article><h3>Kettle <script>alert(1)</script></h3>"
        "<p>$20 <a rel=sponsored href='https://shop.example/k?tag=a-20'>&lt;b&gt;Go</a></p>"
        "</article></body></html>"
    )
    files = {"file": ("../evil/saved.html", page, "text/html")}
    shown = visitor.post("/audit", data={"profile": "strict"}, files=files)
    assert shown.status_code == 200 and "saved.html · All of them" in words(shown.text)
    assert "<b>Go" not in shown.text and "alert(1)</script>" not in shown.text
    assert "by its link’s rel" in words(shown.text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("hello", "neither a JSON object nor HTML"),
        ("{", "not JSON"),
        ("[]", "neither a JSON object"),
    ],
)
def test_what_cannot_be_audited_is_said_and_stays_in_the_box(
    demo_house: House, now: datetime, text: str, problem: str
) -> None:
    told = visiting(Page(demo_house), now).post("/audit", data={"text": text})
    assert told.status_code == 400
    assert problem in words(told.text) and f">{text}</textarea>" in told.text


def test_a_day_that_is_none_is_refused(demo_house: House, now: datetime) -> None:
    sent = {"text": "<p>x</p>", "as_of": "yesterday"}
    told = visiting(Page(demo_house), now).post("/audit", data=sent)
    assert told.status_code == 400 and "2026-11-25" in words(told.text)
