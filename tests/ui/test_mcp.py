"""The assistant as MCP tools, called by the official client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent, TextResourceContents
from pydantic import AnyUrl

from assistant.audit.engine import audit
from assistant.schema.answer import Answer
from assistant.session import House
from catalog.errors import BadInput
from tests.support.visiting import serving
from ui.server import serve

T = TypeVar("T")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("tools"), mcp=True) as site:
        yield f"{site}/gradio_api/mcp/"


def run(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """The work's result, from a thread: the browser's tests keep a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()


def called(address: str, tool: str, **arguments: object) -> CallToolResult:
    async def call() -> CallToolResult:
        async with (
            streamable_http_client(address) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await session.call_tool(tool, dict(arguments))

    return run(call)


def text(result: CallToolResult) -> str:
    return "\n".join(part.text for part in result.content if isinstance(part, TextContent))


def test_only_the_two_tools_are_offered(address: str) -> None:
    async def names() -> list[str]:
        async with (
            streamable_http_client(address) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return [tool.name for tool in (await session.list_tools()).tools]

    assert run(names) == ["ask", "policies"]


def test_an_answer_keeps_its_labels_in_the_text(address: str) -> None:
    found = called(address, "ask", question="推荐几款男士洗面奶，100元以内，油皮", policy="slots")
    lines = text(found).splitlines()
    assert not found.isError
    assert sum("广告" in line and "¥" in line for line in lines) == 2


def read(address: str, uri: str) -> tuple[str, str | None]:
    async def call() -> tuple[str, str | None]:
        async with (
            streamable_http_client(address) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            tools = {tool.name: tool for tool in (await session.list_tools()).tools}
            view = (tools["ask"].meta or {})["ui"]["resourceUri"]
            (found,) = (await session.read_resource(AnyUrl(uri or view))).contents
            assert isinstance(found, TextResourceContents)
            return found.text, found.mimeType

    return run(call)


def test_cards_are_drawn_by_us_and_their_labels_pass_the_audit(address: str) -> None:
    said = text(called(address, "ask", question="noise cancelling headphones", policy="slots"))
    cards = next(line for line in said.splitlines() if line.startswith("ui://"))
    html, kind = read(address, cards)
    assert kind == "text/html;profile=mcp-app" and "<script" not in html
    report = audit(None, html, "us")
    ads = [one for one in report.seen if one.paid == "yes"]
    assert ads and all(one.label for one in ads) and not report.failed, report.lines()
    shell, kind = read(address, "")
    assert kind == "text/html;profile=mcp-app" and "ui/notifications/tool-result" in shell


def test_the_record_is_the_answer_and_earlier_questions_count(address: str) -> None:
    found = called(
        address,
        "ask",
        question="cheaper",
        earlier=["a quiet mechanical keyboard under $80"],
        policy="none",
        record=True,
    )
    answer = Answer.model_validate(json.loads(text(found)))
    assert answer.policy == "none" and answer.organic and answer.need.constraints.categories


def test_policies_say_what_money_may_move(address: str, demo_house: House) -> None:
    listed = json.loads(text(called(address, "policies")))
    assert [row["id"] for row in listed] == list(demo_house.policies)
    assert all(row["money_may"] for row in listed)


def test_a_wrong_argument_is_an_error_that_says_what_to_choose(address: str) -> None:
    found = called(address, "ask", question="a kettle", policy="nope")
    assert found.isError and "paid-ranking" in text(found)


def test_without_the_package_the_flag_says_what_to_install(
    demo_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.server.find_spec", lambda name: None)
    with pytest.raises(BadInput, match="pip install"):
        serve(demo_house, mcp=True)
