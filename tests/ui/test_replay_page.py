"""Replays and kept conversations as pages, without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.conversation import Conversation
from assistant.conversations import Conversations
from assistant.replay.expect import fields_of
from assistant.replay.run import replay
from assistant.replay.saving import script_of
from assistant.replay.script import script_in, script_text, shipped
from assistant.session import House, Settings, Turns
from catalog.errors import BadInput
from tests.support.plain_visits import visiting, words
from ui.handlers import Page
from ui.visits import COOKIE

SCRIPT = """
id: kettle
now: 2026-11-23T12:00:00+00:00
turns:
  - say: a backpack for a 15 inch laptop under $60
    expect:
      need: {act: find}
      organic_starts: [no-such-bag]
      under: {none: {sponsored: []}}
  - say: cheaper
"""


def had(house: House, now: datetime) -> Turns:
    """A conversation in which a condition was taken away and ads were hidden."""
    talk = Conversation(house, Settings(policy="slots"), "7")
    talk.ask("a backpack for a 15 inch laptop under $60", now)
    talk.without(("price_max",), now + timedelta(minutes=1))
    talk.hide_ads()
    talk.ask("cheaper", now + timedelta(minutes=2))
    return talk.turns


@pytest.fixture(scope="module")
def turns(demo_house: House) -> Turns:
    return had(demo_house, datetime.fromisoformat("2026-11-23T04:00:00+00:00"))


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_script_holds_under_each_of_its_policies(demo_house: House, name: str) -> None:
    script = script_in(shipped()[name].read_text("utf-8"), name)
    assert script.id == name
    for policy in script.policies:
        assert replay(script, demo_house, policy).mismatches == ()


def test_a_conversation_saved_as_a_script_replays_as_it_was(
    demo_house: House, turns: Turns
) -> None:
    saved = script_of(turns, "had", seed="7")
    assert [t.without for t in saved.turns] == [(), ("price_max",), ()]
    assert [t.hide_ads for t in saved.turns] == [None, None, True]
    assert script_in(script_text(saved), "had") == saved
    again = replay(saved, demo_house, "slots")
    assert again.mismatches == ()
    assert [p.answer.text for p in again.turns] == [t.answer.text for t in turns]
    with pytest.raises(BadInput, match="nothing has been asked"):
        script_of((), "empty")


def test_a_script_is_stepped_and_its_expectations_turn_green_and_red(
    demo_house: House, now: datetime
) -> None:
    visitor = visiting(Page(demo_house), now)
    sent = {"text": SCRIPT, "policies": ["none", "slots"], "turns": "1"}
    told = words(visitor.post("/replay", data=sent).text)
    assert "1 of 2 turns" in told and "Step: turn 2" in told
    assert "1 of 3 expectations do not hold" in told and "1 of 2 expectations" in told
    assert '✕ organic_starts Expected ["no-such-bag"] Got' in told
    assert "✓ need.act" in told and "✓ under.none.sponsored" in told
    whole = visitor.post("/replay", data=sent | {"turns": "0"}).text
    assert "2 of 2 turns" in words(whole) and "Step: turn" not in whole
    script = script_in(SCRIPT, "kettle")
    assert fields_of(script.turns[0].expect, "none") == (
        "need.act",
        "organic_starts",
        "under.none.sponsored",
    )


@pytest.mark.parametrize(
    ("text", "more", "problem"),
    [
        ("", {}, "there is no script"),
        ("id: [", {}, "not YAML"),
        ("id: x\nnow: 2026-11-23T12:00:00+00:00\nturns: [{say: a, open: 1}]", {}, "turns.0"),
        (SCRIPT, {"policies": "<b>"}, "there is no such policy"),
        (SCRIPT, {}, "6 at most"),
    ],
)
def test_what_cannot_be_replayed_is_said_and_stays_in_the_box(
    demo_house: House, now: datetime, text: str, more: dict[str, str], problem: str
) -> None:
    told = visiting(Page(demo_house), now).post("/replay", data={"text": text, **more})
    assert told.status_code == 400 and problem in words(told.text)
    assert text.strip() in unescape(told.text) and "<b>," not in told.text


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    opened = Conversations.open(tmp_path / "kept.sqlite", tmp_path / "secret")
    yield opened
    opened.close()


def known(house: House, kept: Conversations, now: datetime, name: str) -> TestClient:
    visitor = visiting(replace(Page(house), conversations=kept), now)
    visitor.cookies.set(COOKIE, kept.signed(name))
    return visitor


def test_conversations_are_listed_renamed_exported_replayed_and_deleted(
    demo_house: House, now: datetime, kept: Conversations, turns: Turns
) -> None:
    mine, other = "a" * 32, "b" * 32
    for n, _ in enumerate(turns, start=1):
        kept.write("me", mine, turns[:n], now)
    kept.write("me", other, turns[:1], now)
    me, stranger = (known(demo_house, kept, now, who) for who in ("me", "you"))
    shown = me.get("/conversations").text
    assert f"/?chat={mine}" in shown and "3 questions" in words(shown)
    assert "No conversation is kept yet" in stranger.get("/conversations").text

    me.post("/conversations", data={"do": "rename", "chat": mine, "title": "<i>Bags</i>"})
    renamed = me.get("/conversations").text
    assert "<i>Bags</i>" in unescape(renamed) and "<i>Bags</i>" not in renamed
    taken = me.get(f"/conversations/export.json?chat={mine}").json()
    assert [t["question"] for t in taken["turns"]] == [t.question for t in turns]
    one = me.get(f"/conversations/export.md?chat={mine}&turn=1").text
    label = next(p.label.text for p in turns[0].answer.placements if p.label)
    assert label in one.replace("\\", "") and "cheaper" not in one
    assert me.get(f"/conversations/export.json?chat={mine}&turn=9").status_code == 404
    script = me.get(f"/replay/script.yaml?chat={mine}").text
    assert script_in(script, "mine").turns[1].without == ("price_max",)
    assert "a backpack" in me.get(f"/replay?chat={mine}").text

    for way in ("/conversations/export.json", "/replay/script.yaml", "/replay"):
        assert stranger.get(f"{way}?chat={mine}").status_code in (400, 404)
    refused = stranger.post("/conversations", data={"do": "delete", "chat": mine})
    assert refused.status_code == 400 and len(kept.listed("me")) == 2
    me.post("/conversations", data={"do": "delete", "chat": mine})
    assert [each.id for each in kept.listed("me")] == [other]
    me.post("/conversations", data={"do": "delete_all"})
    assert kept.listed("me") == ()
    assert re.search("No conversation is kept", me.get("/conversations").text)
