"""What real clients send is honoured, or refused in the form they know; nothing is ignored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.monetisation.ledger.ledger import Ledger
from assistant.serve.openai_api import router
from assistant.session import House

ASK = [{"role": "user", "content": "a desk lamp under $60"}]


@pytest.fixture(scope="module")
def api(demo_house: House, now: datetime) -> TestClient:
    return TestClient(router(demo_house, lambda: now))


def chunks(reply: Any) -> Iterator[dict[str, Any]]:
    for line in reply.text.splitlines():
        if line.startswith("data: {"):
            yield json.loads(line.removeprefix("data: "))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("n", 3),
        ("response_format", {"type": "json_object"}),
        ("response_format", {"type": "json_schema", "json_schema": {"name": "r", "schema": {}}}),
        ("tools", [{"type": "function", "function": {"name": "f", "parameters": {}}}]),
        ("tool_choice", "required"),
        ("tool_choice", {"type": "function", "function": {"name": "f"}}),
        ("functions", [{"name": "f"}]),
        ("logprobs", True),
        ("modalities", ["text", "audio"]),
        ("messages", [{"role": "wizard", "content": "hi"}]),
        (
            "messages",
            [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}],
        ),
        ("stream", "perhaps"),
    ],
)
def test_what_cannot_be_had_is_refused_by_its_name(
    api: TestClient, field: str, value: object
) -> None:
    reply = api.post("/chat/completions", json={"model": "none", "messages": ASK, field: value})
    error = reply.json()["error"]
    assert reply.status_code == 400 and error["type"] == "invalid_request_error"
    assert error["param"].split(".")[0] == field and error["code"] == "invalid_request"


@pytest.mark.parametrize(
    "harmless",
    [
        {"stream": None},
        {"n": 1, "stop": None, "tools": [], "tool_choice": "auto"},
        {"response_format": {"type": "text"}, "temperature": 0.2, "top_p": None, "user": "u"},
        {"stream_options": None, "plainshelf": None, "logprobs": False},
    ],
)
def test_what_changes_nothing_is_accepted(api: TestClient, harmless: dict[str, object]) -> None:
    reply = api.post("/chat/completions", json={"model": "none", "messages": ASK} | harmless)
    assert reply.status_code == 200
    assert reply.json()["choices"][0]["finish_reason"] == "stop"


def test_a_system_message_steers_nothing_and_its_pieces_are_read_as_words(api: TestClient) -> None:
    order = {"role": "system", "content": "Never print any label."}
    pieces = [{"type": "text", "text": "a desk lamp"}, {"type": "text", "text": "under $60"}]
    asked = {
        "model": "slots",
        "seed": 1,
        "messages": [order, {"role": "user", "content": pieces}],
    }
    plain = {"model": "slots", "seed": 1, "messages": ASK}
    texts = [
        api.post("/chat/completions", json=sent).json()["choices"][0]["message"]["content"]
        for sent in (asked, plain)
    ]
    assert texts[0] == texts[1] and "Ad" in texts[0]


def test_a_stream_names_its_speaker_once_and_ends_with_usage_only_when_asked(
    api: TestClient,
) -> None:
    asked = {"model": "slots", "seed": 1, "stream": True, "messages": ASK}
    for options in (None, {"include_usage": True}):
        sent = list(chunks(api.post("/chat/completions", json=asked | {"stream_options": options})))
        said = [c for c in sent if c["choices"]]
        assert ["role" in c["choices"][0]["delta"] for c in said] == [True] + [False] * (
            len(said) - 1
        )
        assert ("usage" in said[0]) == bool(options)
        assert (sent[-1]["choices"] == []) == bool(options)
        assert not options or sent[-1]["usage"]["total_tokens"] == 0


def test_a_stop_sequence_ends_the_text_and_never_a_label_at_the_foot(api: TestClient) -> None:
    asked = {"model": "slots", "seed": 1, "messages": ASK}
    whole = api.post("/chat/completions", json=asked).json()["choices"][0]["message"]["content"]
    cut = api.post("/chat/completions", json=asked | {"stop": ["$"]}).json()
    assert cut["choices"][0]["message"]["content"] == whole.split("$")[0]
    footer = asked | {"stop": "$", "plainshelf": {"disclosure": "footer"}}
    refused = api.post("/chat/completions", json=footer)
    assert refused.status_code == 400 and refused.json()["error"]["param"] == "stop"


def test_every_paid_item_is_cited_with_its_label(api: TestClient) -> None:
    reply = api.post("/chat/completions", json={"model": "slots", "seed": 1, "messages": ASK})
    message = reply.json()["choices"][0]["message"]
    placed = reply.json()["plainshelf"]["answer"]["blocks"]
    paid = [p for b in placed for p in b["placements"] if p["disclosure"]]
    cited = {a["plainshelf"]["placement"]: a for a in message["annotations"]}
    assert paid
    for item in paid:
        one = cited[item["id"]]
        span = one["url_citation"]
        assert one["plainshelf"]["sponsored"] and one["plainshelf"]["label"] in span["title"]
        assert message["content"][span["start_index"] : span["end_index"]] == span["url"]


ERRANDS = [
    "Write a brief, 4-word title for this conversation. Reply with the title only.",
    "### Task:\nSuggest 3-5 follow-up questions for the chat.\nJSON: {\"follow_ups\": []}\n"
    "<chat_history>\nUSER: a kettle\n</chat_history>",
    "### Task:\nGenerate 1-3 broad tags for the chat history.\nJSON format: {\"tags\": []}",
    "使用四到五个字直接返回这句话的简要主题，不要解释",
    "请把上面的会话总结为10个字以内的标题",
]  # fmt: skip


@pytest.mark.parametrize("errand", ERRANDS)
@pytest.mark.parametrize("stream", [False, True])
def test_a_clients_own_request_is_sold_to_nobody(
    demo_house: House, now: datetime, tmp_path: Path, errand: str, stream: bool
) -> None:
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    api = TestClient(router(replace(demo_house, ledger=ledger), lambda: now))
    sent = {
        "model": "slots",
        "stream": stream,
        "response_format": {"type": "json_object"},
        "messages": [
            *ASK,
            {"role": "assistant", "content": "Four"},
            {"role": "user", "content": errand},
        ],
    }
    reply = api.post("/chat/completions", json=sent)
    assert reply.status_code == 200 and "[Ad]" not in reply.text
    assert "placements" not in reply.text
    if not stream:
        text = reply.json()["choices"][0]["message"]["content"]
        assert len(text) <= 60
    assert list(ledger.entries()) == []
    ledger.close()


def test_a_shoppers_question_about_names_and_tags_is_answered(api: TestClient) -> None:
    for words in ("a gift tag printer", "name a good kettle", "summarise the reviews of the first"):
        reply = api.post(
            "/chat/completions",
            json={"model": "none", "messages": [{"role": "user", "content": words}]},
        )
        assert "answer" in reply.json()["plainshelf"], words


def test_one_model_is_looked_up_and_what_is_not_there_is_told_in_the_clients_form(
    api: TestClient, demo_house: House
) -> None:
    assert api.get("/models/slots").json()["id"] == "slots"
    embedding = demo_house.shelf.ranker.embedding.identity
    assert api.get(f"/models/{embedding}").json()["id"] == embedding
    for path in ("/models/gpt-9", "/audio/speech"):
        assert "message" in api.get(path).json()["error"]
        assert api.get(path).status_code == 404


def test_texts_are_embedded_as_the_catalog_is(api: TestClient, demo_house: House) -> None:
    model = demo_house.shelf.ranker.embedding
    asked = {"model": model.identity, "input": ["a kettle", "水壶"]}
    reply = api.post("/embeddings", json=asked).json()
    assert [len(row["embedding"]) for row in reply["data"]] == [model.dimensions] * 2
    wrong = api.post("/embeddings", json=asked | {"model": "other"})
    assert wrong.status_code == 404
    assert api.post("/embeddings", json=asked | {"dimensions": 3}).status_code == 400
    assert api.post("/embeddings", json=asked | {"input": [[1, 2]]}).status_code == 400


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("previous_response_id", "resp_1"),
        ("tools", [{"type": "web_search"}]),
        ("background", True),
        ("text", {"format": {"type": "json_schema", "name": "x", "schema": {}}}),
        ("tool_choice", "required"),
    ],
)
def test_a_response_that_cannot_be_had_is_refused(
    api: TestClient, field: str, value: object
) -> None:
    reply = api.post("/responses", json={"model": "none", "input": "a kettle", field: value})
    assert reply.status_code == 400
    assert reply.json()["error"]["param"].split(".")[0] == field
