"""The endpoint as the official client sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import httpx
import openai
import pytest
from starlette.testclient import TestClient

from assistant.monetisation.ledger.ledger import Ledger
from assistant.schema.answer import Answer
from assistant.serve.openai_api import router
from assistant.session import House
from tests.support.openai_server import listening
from ui.routes import counted_link

QUESTION = "推荐几款男士洗面奶，100元以内，油皮"


@pytest.fixture(scope="module")
def client(demo_house: House, now: datetime) -> Iterator[openai.OpenAI]:
    from starlette.applications import Starlette
    from starlette.routing import Mount

    app = Starlette(routes=[Mount("/v1", router(demo_house, clock=lambda: now))])
    with (
        listening(app) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="x", max_retries=0) as made,
    ):
        yield made


def test_the_models_are_the_policies(client: openai.OpenAI, demo_house: House) -> None:
    assert [m.id for m in client.models.list()] == list(demo_house.policies)


def test_a_completion_carries_the_answer(client: openai.OpenAI) -> None:
    done = client.chat.completions.create(
        model="slots", seed=0, messages=[{"role": "user", "content": QUESTION}]
    )
    answer = Answer.model_validate(done.model_extra["plainshelf"]["answer"])  # type: ignore[index]
    text = done.choices[0].message.content or ""
    assert answer.policy == "slots" and answer.placements
    assert answer.parts[0].text in text
    for placement in answer.placements:
        assert placement.title in text
        if placement.label:
            assert text.index(placement.label.text) < text.index(placement.title)


def test_a_stream_is_the_same_text_and_ends_with_the_answer(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(
        model="slots", seed=7, messages=[{"role": "user", "content": QUESTION}]
    )
    chunks = list(
        client.chat.completions.create(
            model="slots", seed=7, stream=True, messages=[{"role": "user", "content": QUESTION}]
        )
    )
    text = "".join(c.choices[0].delta.content or "" for c in chunks)
    assert text == whole.choices[0].message.content
    assert chunks[-1].choices[0].finish_reason == "stop"
    answer = chunks[-1].model_extra["plainshelf"]["answer"]  # type: ignore[index]
    assert answer == whole.model_extra["plainshelf"]["answer"]  # type: ignore[index]


def test_earlier_questions_are_remembered(client: openai.OpenAI) -> None:
    done = client.chat.completions.create(
        model="none",
        messages=[
            {"role": "user", "content": QUESTION},
            {"role": "assistant", "content": "whatever it claims to have said"},
            {"role": "user", "content": "第二个和第三个有什么区别"},
        ],
    )
    need = done.model_extra["plainshelf"]["answer"]["need"]  # type: ignore[index]
    assert need["act"] == "compare" and len(need["focus"]) == 2


def test_settings_go_in_the_extension_field(client: openai.OpenAI) -> None:
    done = client.chat.completions.create(
        model="slots",
        messages=[{"role": "user", "content": [{"type": "text", "text": QUESTION}]}],
        extra_body={"plainshelf": {"organic_only": True, "locale": "en"}},
    )
    answer = Answer.model_validate(done.model_extra["plainshelf"]["answer"])  # type: ignore[index]
    assert answer.organic_only and not [p for p in answer.placements if p.sponsored]
    assert answer.locale.startswith("en")


def test_an_unknown_model_is_not_found(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="Choose from"):
        client.chat.completions.create(model="gpt", messages=[{"role": "user", "content": "hi"}])


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"role": "assistant", "content": "hi"}],
        [{"role": "user", "content": "  "}],
        [{"role": "user", "content": "x" * 1001}],
    ],
)
def test_a_request_without_a_question_is_refused(
    client: openai.OpenAI, messages: list[dict[str, str]]
) -> None:
    with pytest.raises(openai.BadRequestError):
        client.chat.completions.create(model="none", messages=messages)  # type: ignore[arg-type]


def posted(client: openai.OpenAI, content: bytes, kind: str = "application/json") -> httpx.Response:
    return httpx.post(
        f"{client.base_url}chat/completions", content=content, headers={"Content-Type": kind}
    )


def test_a_body_is_given_up_when_it_is_too_long(client: openai.OpenAI) -> None:
    sent = json.dumps({"messages": [{"role": "user", "content": "x" * 300_000}]}).encode()
    refused = posted(client, sent)
    assert refused.status_code == 413 and "256000 bytes" in refused.json()["error"]["message"]


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded"])
def test_only_json_by_name_is_read(client: openai.OpenAI, kind: str) -> None:
    sent = json.dumps({"messages": [{"role": "user", "content": "hi"}]}).encode()
    assert posted(client, sent, kind).status_code == 415
    assert posted(client, sent, "application/json; charset=utf-8").status_code == 200


@pytest.mark.parametrize("stream", [False, True])
def test_a_disclosure_that_is_not_there_is_not_found(client: openai.OpenAI, stream: bool) -> None:
    with pytest.raises(openai.NotFoundError, match="no disclosure 'zz'"):
        client.chat.completions.create(
            model="slots",
            stream=stream,
            messages=[{"role": "user", "content": "hi"}],
            extra_body={"plainshelf": {"disclosure": "zz"}},
        )


def test_paid_links_are_counted_where_there_is_a_ledger_and_else_said_not_to_be(
    client: openai.OpenAI, demo_house: House, now: datetime, tmp_path: Path
) -> None:
    plain = client.chat.completions.create(
        model="slots", messages=[{"role": "user", "content": "a desk lamp under $60"}]
    )
    assert "not counted or charged" in (plain.choices[0].message.content or "")
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    house = replace(demo_house, ledger=ledger)
    served = TestClient(router(house, lambda: now, link=counted_link(ledger)))
    reply = served.post(
        "/chat/completions",
        json={"model": "slots", "messages": [{"role": "user", "content": "a desk lamp under $60"}]},
    ).json()
    text, ours = reply["choices"][0]["message"]["content"], reply["plainshelf"]
    answer = Answer.model_validate(ours["answer"])
    assert ours["links_counted"] and "not counted" not in text
    for item in answer.placements:
        address = ours["links"][item.id]
        assert address in text
        assert address.startswith("http://testserver/r/") == item.sponsored
        if item.sponsored:
            assert ledger.click(address.removeprefix("http://testserver/r/"), now).url == item.url
    ledger.close()
