"""The endpoint as the official client and LangChain's see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import openai
import pytest
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from openai.types.responses import ResponseOutputMessage, ResponseOutputText
from pydantic import SecretStr

from assistant.serve.openai_api import router
from assistant.session import House
from tests.support.openai_server import listening

QUESTION = "a quiet mechanical keyboard under $80"


@pytest.fixture(scope="module")
def url(demo_house: House, now: datetime) -> Iterator[str]:
    from starlette.applications import Starlette
    from starlette.routing import Mount

    app = Starlette(routes=[Mount("/v1", router(demo_house, clock=lambda: now))])
    with listening(app) as address:
        yield f"{address}/v1"


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=url, api_key="x", max_retries=0) as made:
        yield made


def test_the_responses_interface_streams_what_it_gives_whole(client: openai.OpenAI) -> None:
    whole = client.responses.create(model="slots", input=QUESTION)
    assert whole.status == "completed" and "Ad" in whole.output_text
    (message,) = whole.output
    assert isinstance(message, ResponseOutputMessage)
    (written,) = message.content
    assert isinstance(written, ResponseOutputText)
    cited = [a.title for a in written.annotations if a.type == "url_citation"]
    assert any(title.startswith("Ad") for title in cited)
    kinds, text = [], ""
    with client.responses.stream(model="slots", input=QUESTION) as stream:
        for event in stream:
            kinds.append(event.type)
            text += event.delta if event.type == "response.output_text.delta" else ""
        done = stream.get_final_response()
    assert text == done.output_text and "Ad" in text
    assert kinds[0] == "response.created" and kinds[-1] == "response.completed"


def test_earlier_items_of_an_input_are_the_conversation(client: openai.OpenAI) -> None:
    done = client.responses.create(
        model="none",
        instructions="Be brief.",
        input=[
            {"role": "user", "content": [{"type": "input_text", "text": QUESTION}]},
            {"role": "assistant", "content": "Four."},
            {"role": "user", "content": "compare the first two"},
        ],
    )
    assert done.model_extra is not None
    assert done.model_extra["plainshelf"]["answer"]["need"]["act"] == "compare"


def test_langchains_client_reads_and_streams(url: str) -> None:
    model = ChatOpenAI(model="slots", base_url=url, api_key=SecretStr("x"), seed=3, max_retries=0)
    whole = model.invoke(QUESTION)
    streamed = "".join(str(chunk.content) for chunk in model.stream(QUESTION))
    assert streamed == whole.content and "Ad" in streamed
    with pytest.raises(openai.BadRequestError, match="tools"):
        model.bind_tools([{"name": "f", "description": "", "parameters": {}}]).invoke(QUESTION)


def test_langchains_embeddings_are_the_catalogs(url: str, demo_house: House) -> None:
    model = demo_house.shelf.ranker.embedding
    made = OpenAIEmbeddings(
        model=model.identity,
        base_url=url,
        api_key=SecretStr("x"),
        check_embedding_ctx_length=False,
    )
    assert made.embed_query("a kettle") == pytest.approx(model.passages(["a kettle"])[0], abs=1e-4)
