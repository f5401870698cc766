"""An agent's research through every wire form that OpenAI-compatible servers speak."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from assistant.llm.client import ChatConfig, ChatModel, chat_model
from assistant.session import House
from tests.support.hostile import url
from tests.support.scripted import REASONS, THOUGHT, WIRES, Body, Reply, Script, Wire, scripted

QUESTION = "he types at night beside a light sleeper, about 70 dollars"
FIND = {
    "category": "mechanical-keyboard",
    "price_max": 70,
    "currency": "USD",
    "attributes": [{"name": "noise", "value": "quiet", "strength": "must"}],
    "search_words": None,
}


def delivery_of_both(results: list[Any], _: Body) -> Reply:
    first, second = (product["id"] for product in results[0]["products"][:2])
    calls = [("facts", {"products": [id], "topic": "delivery"}) for id in (second, first)]
    return Reply(tuple(calls))


PRICES = {"price_in": "1", "price_out": "10"}
SCRIPT = Script(turns={QUESTION: (Reply((("find", FIND),)), delivery_of_both)})


def model(address: str, **more: object) -> ChatModel:
    """A model at an address; waited for as long as a busy machine may want."""
    fields: dict[str, object] = {"model": "m", "base_url": address, "timeout": 60, "deadline": 120}
    return chat_model(ChatConfig.model_validate(fields | PRICES | more))


@pytest.mark.parametrize("wire", WIRES)
def test_calls_in_pieces_side_by_side_and_with_reasoning_are_one_research(
    demo_house: House, now: datetime, wire: Wire
) -> None:
    with scripted(SCRIPT, wire) as server:
        house = replace(demo_house, reader=model(url(server)))
        found = house.research(QUESTION, (), now)
        requests = server.requests  # type: ignore[attr-defined]
    reading = found.reading
    assert (reading.reader, reading.cause) == ("agent", "")
    assert [call.tool for call in reading.calls] == ["find", "facts", "facts"]
    assert not any(call.refused for call in reading.calls)
    assert (reading.tokens_in, reading.tokens_out) == (2100, 120)
    assert str(reading.cost) and reading.cost and float(reading.cost.amount) == 0.0033
    assert found.need.act == "find" and found.need.category == "mechanical-keyboard"
    assert found.consulted is not None and len(found.consulted.statements) == 2
    first, second = (s.product_ids[0] for s in found.consulted.statements)
    assert (second, first) == found.organic[:2], "in the order called, whichever came back first"
    said = [m for body in requests[1:] for m in body["messages"] if m["role"] == "assistant"]
    thoughts = {m.get(REASONS[wire]) for m in said} if wire in REASONS else {None}
    assert thoughts == ({THOUGHT} if wire in REASONS else {None})


def test_the_same_wire_or_not_the_research_is_the_same(demo_house: House, now: datetime) -> None:
    made = []
    for wire in ("openai", "ollama"):
        with scripted(SCRIPT, wire) as server:
            made.append(replace(demo_house, reader=model(url(server))).research(QUESTION, (), now))
    assert made[0] == made[1]


def test_kept_replies_repeat_a_research_with_no_server(
    demo_house: House, now: datetime, tmp_path: Any
) -> None:
    kept = tmp_path / "replies.sqlite"
    with scripted(SCRIPT) as server:
        chat = model(url(server), replies=kept)
        first = replace(demo_house, reader=chat).research(QUESTION, (), now)
        asked = len(server.requests)  # type: ignore[attr-defined]
        again = replace(demo_house, reader=chat).research(QUESTION, (), now)
        assert len(server.requests) == asked  # type: ignore[attr-defined]
    assert first == again and first.reading.tokens_in == 2100
